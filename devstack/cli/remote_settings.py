"""Settings of a deployed project: what follows from its name, and what the operator says."""

from collections.abc import Mapping
from pathlib import Path

from belajar.runtime.settings import PREFIX
from devstack.cli.console import fail


def environment(project: str, file: Path | None, surroundings: Mapping[str, str]) -> dict[str, str]:
    """What Terraform names, then the operator's own BELAJAR_* variables, then the file."""
    usual = {
        "BELAJAR_ENGINE": "cloud",
        "BELAJAR_PROJECT": project,
        "BELAJAR_LETTER_BUCKET": f"{project}-letters",
        "BELAJAR_ROSTER_BUCKET": f"{project}-rosters",
    }
    own = {name: value for name, value in surroundings.items() if name.startswith(PREFIX)}
    return usual | own | (_read(file) if file else {})


def elsewhere_of(project: str, told: Mapping[str, str]) -> list[str]:
    """Names of settings that lead into another project: left over in a shell, they would be what is written to."""
    own = {f"{PREFIX}{name}_BUCKET": f"{project}-{name.lower()}s" for name in ("LETTER", "ROSTER")}
    return [name for name, bucket in own.items() if told.get(name) != bucket]


def _read(file: Path) -> dict[str, str]:
    """Lines `BELAJAR_NAME=value`; empty ones and comments are skipped."""
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    # The line itself is not shown: it may hold a secret that somebody put there by mistake.
    wrong = [number for number, (name, equals, _) in enumerate(pairs, 1) if not (equals and name.startswith(PREFIX))]
    if wrong:
        fail(f"{file}: setting {wrong[0]} is not of the form {PREFIX}NAME=value.", 2)
    return {name.strip(): value.strip() for name, _, value in pairs}
