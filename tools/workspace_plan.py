"""`python -m tools.workspace_plan`: domains, units and scopes that Workspace must have before the first account."""

from itertools import product

from belajar.cloud.directory import SCOPES
from belajar.rules.domains import email_domains, org_unit
from schemas.people import Jenis, JenisLain, Jenjang, Peran


def units() -> list[str]:
    """Every organisational unit that an account may be put into, and the ones above them, in the order of making."""
    used = {org_unit(*each) for each in product(Jenis, (None, *Peran), Jenjang)}
    used |= {org_unit(each, None, None) for each in JenisLain}
    above = {unit.rpartition("/")[0] for unit in used}
    return sorted(used | {unit for unit in above if unit})


def main() -> None:
    """Print what an administrator enters."""
    parts = {"Domains": sorted(email_domains()), "Organisational units": units(), "Scopes of the delegation": SCOPES}
    for title, lines in parts.items():
        print("\n".join([title, *(f"  {line}" for line in lines), ""]))


if __name__ == "__main__":
    main()
