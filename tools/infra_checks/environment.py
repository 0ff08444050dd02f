"""Environment variables and secrets that Terraform gives to functions, held against the settings."""

import ast
import re
from typing import Any, Final

from belajar.runtime.settings import PREFIX, Settings
from devstack.topology import Topology
from tools.infra_checks.hcl import Terraform, reachable, text
from tools.infra_checks.wiring import LOCAL_ONLY

VARIABLE: Final = re.compile(r"\b(BELAJAR_[A-Z_]+)\b")
NEVER: Final = ("THREADED_TIMEOUT_ENABLED",)
"""Breaks connections that are kept open (docs/decisions/0006)."""
ALWAYS: Final = ("THREADS", "WORKERS", "LOG_EXECUTION_ID")
SECRET_FILE: Final = re.compile(r"(BELAJAR_[A-Z_]+_FILE)\W+/secrets/([a-z-]+)/value")
RESTART: Final = re.compile(r"\b(?!BELAJAR_)[A-Z_]+\W+var\.rotation\b")
"""Not a setting: those refuse what they do not know."""


def unknown_variables(terraform: Terraform) -> list[str]:
    """A variable that no setting has fails the start of every instance."""
    given = set(VARIABLE.findall(_everything(terraform)))
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    local = {PREFIX + field.upper() for field in LOCAL_ONLY}
    return [
        *(f"{name}: no such setting" for name in sorted(given - known)),
        *(f"{name}: is for the local stack" for name in sorted(given & local)),
        *(f"{name}: must not be set" for name in NEVER if name in _everything(terraform)),
    ]


def missing_variables(terraform: Terraform, wiring: dict[str, set[str]], topology: Topology) -> list[str]:
    """What a builder reads must come with its use; what has no default, and what main.py reads itself, to everybody."""
    common = _given(text(_locals(terraform)["common_variables"]))
    required = {name for name, field in Settings.model_fields.items() if field.is_required()}
    uses = {use for function in topology.functions.values() for use in function.uses}
    gaps = {use: wiring[use] - common - _given_to(terraform, use) for use in sorted(uses)}
    return [
        *(f"{field}: required, but not given to all" for field in sorted(required - common)),
        *(f"{use}: reads {field}, which it is not given" for use, gap in gaps.items() for field in sorted(gap)),
        *(f"{name}: not set by module step" for name in ALWAYS if name not in text(_function(terraform))),
    ]


def missing_direct(terraform: Terraform, mains: dict[str, ast.Module]) -> list[str]:
    """Settings that a main.py reads itself."""
    common = _given(text(_locals(terraform)["common_variables"]))
    read = {
        name: {node.attr for node in ast.walk(main) if isinstance(node, ast.Attribute)} & Settings.model_fields.keys()
        for name, main in mains.items()
    }
    return [f"{name}: reads {field}" for name, fields in read.items() for field in sorted(fields - common)]


def wrong_secrets(terraform: Terraform) -> list[str]:
    """The file that a variable names must be the one that is mounted for the same use, and nothing else is mounted."""
    found = _locals(terraform)
    paths = {use: SECRET_FILE.findall(_use(terraform, use)) for use in found["variables_of_use"]}
    mounts = reachable(found["secret_of_use"], {})
    return [
        *(
            f"{use}: {variable} is not mounted: no secret {secret}"
            for use, files in paths.items()
            for variable, secret in files
            if not re.search(rf"\b{use}\W+{secret}\b", mounts)
        ),
        *(
            f"{name}: a secret's value in an environment variable"
            for name in VARIABLE.findall(_everything(terraform))
            if re.search(r"_(PASSWORD|TOKEN|PEPPER|SECRET)$", name)
        ),
    ]


def not_restarted(terraform: Terraform) -> list[str]:
    """Whoever mounts a secret must hear of another value of `rotation`."""
    found = _locals(terraform)
    [step] = [block for block in terraform.blocks if block.module == "" and block.name == "step"]
    told = text(found.get("restarts", {}))
    return [
        *(["restarts: not for every use that mounts a secret"] if "keys(local.secret_of_use)" not in told else []),
        *(["restarts: no variable with the value"] if not RESTART.search(told) else []),
        *(["step: is not given it"] if "lookup(local.restarts, use" not in text(step.body["variables"]) else []),
    ]


def _given_to(terraform: Terraform, use: str) -> set[str]:
    given = _given(_use(terraform, use))
    signing = text(_locals(terraform)["signing_uses"])
    return given | (_given(_own(terraform)) if f'"{use}' in signing or f'\\"{use}\\"' in signing else set())


def _use(terraform: Terraform, use: str) -> str:
    return reachable(_locals(terraform)["variables_of_use"].get(use, {}), _locals(terraform))


def _own(terraform: Terraform) -> str:
    return text(terraform.locals["modules/step"]["own_variables"])


def _given(source: str) -> set[str]:
    return {name.removeprefix(PREFIX).lower() for name in VARIABLE.findall(source)}


def _function(terraform: Terraform) -> object:
    [function] = terraform.resources("google_cloudfunctions2_function")
    return function.body


def _locals(terraform: Terraform) -> dict[str, Any]:
    return terraform.locals[""]


def _everything(terraform: Terraform) -> str:
    return text([terraform.locals, [block.body for block in terraform.blocks]])
