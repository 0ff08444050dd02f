"""What infra/bootstrap.sh makes before everything else, because Google needs minutes until it holds."""

import re
from typing import Final

from tools.infra_checks.hcl import Terraform

EARLY_MODULE: Final = "modules/packages"
EARLY_NUMBERS: Final = "google_logging_metric"


def unknown_targets(terraform: Terraform, script: str) -> list[str]:
    """Terraform passes over a target that is not there, without a word."""
    known = {_address(block.module, f"{block.type}.{block.name}") for block in terraform.blocks}
    known |= {_address(block.module, block.name) for block in terraform.blocks if block.kind == "module"}
    return [f"{target}: is not there" for target in targets(script) if target.removeprefix("module.") not in known]


def late(terraform: Terraform, script: str) -> list[str]:
    """Grants of the builder and numbers for alerts: whoever uses them at once is refused."""
    wanted = [
        f"module.{_address(block.module, f'{block.type}.{block.name}')}"
        for block in terraform.blocks
        if (block.module == EARLY_MODULE and "_iam_member" in block.type) or block.type == EARLY_NUMBERS
    ]
    return [f"{address}: made too late" for address in wanted if address not in targets(script)]


def targets(script: str) -> list[str]:
    """Addresses that are applied by name."""
    return re.findall(r"-target=(\S+)", script)


def _address(module: str, name: str) -> str:
    return ".".join(part for part in (module.removeprefix("modules/"), name) if part)
