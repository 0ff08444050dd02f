"""Names in Terraform that lead nowhere, values of environments that nobody declares. Needs no provider."""

import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from tools.infra_checks.hcl import Terraform, reachable, read_file, text


def dangling(terraform: Terraform) -> list[str]:
    """`var.x`, `local.x`, `module.x` and resources that are named but not there; variables that nobody uses."""
    modules = {block.module for block in terraform.blocks} | {
        *terraform.locals,
        *terraform.variables,
        *terraform.outputs,
    }
    return [f"{module or 'root'}: {name}" for module in sorted(modules) for name in _dangling(terraform, module)]


def wrong_calls(terraform: Terraform) -> list[str]:
    """Calls of modules that leave out a variable or give one too many, and outputs that are asked for but not there."""
    everything = text([terraform.locals, terraform.outputs, [block.body for block in terraform.blocks]])
    findings = []
    for call in (block for block in terraform.blocks if block.kind == "module"):
        folder = str(call.body["source"]).removeprefix("./")
        declared = terraform.variables.get(folder, {})
        given = call.body.keys() - {"source", "for_each", "depends_on"}
        needed = {name for name, own in declared.items() if "default" not in own}
        asked = set(re.findall(rf"module\.{call.name}(?:\[[^\]]*\])?\.(\w+)", everything))
        findings += [f"{call.name}: {name} is not given" for name in sorted(needed - given)]
        findings += [f"{call.name}: {name} is not declared" for name in sorted(given - declared.keys())]
        findings += [
            f"{call.name}: no output {name}" for name in sorted(asked - terraform.outputs.get(folder, {}).keys())
        ]
    return findings


def circles(terraform: Terraform) -> list[str]:
    """Modules that wait for each other. Whoever names one instance of a module waits for everything in all of them."""
    calls = [block for block in terraform.blocks if block.kind == "module"]
    waits = {
        call.name: set(re.findall(r"\bmodule\.(\w+)", reachable(call.body, terraform.locals.get("", {}))))
        for call in calls
    }
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        return [" -> ".join(error.args[1])]
    return []


def wrong_values(terraform: Terraform, environment: Path) -> list[str]:
    """Values that are missing, unknown or look like a secret; an environment holds nothing but values."""
    declared = terraform.variables[""]
    given: dict[str, Any] = read_file(environment / "values.tfvars")
    state = read_file(environment / "backend.hcl")
    needed = {name for name, own in declared.items() if "default" not in own}
    others = {path.name for path in environment.iterdir()} - {"values.tfvars", "backend.hcl"}
    return [
        *(f"{name}: no value" for name in sorted(needed - given.keys())),
        *(f"{name}: nobody declares it" for name in sorted(given.keys() - declared.keys())),
        *(f"{name}: belongs to Secret Manager" for name in given if re.search("password|token|pepper|secret", name)),
        *(f"backend: no {name}" for name in ("bucket", "prefix") if not state.get(name)),
        *(f"{name}: not a value" for name in sorted(others)),
    ]


def _dangling(terraform: Terraform, module: str) -> list[str]:
    blocks = [block for block in terraform.blocks if block.module == module]
    own = {
        "var": terraform.variables.get(module, {}).keys(),
        "local": terraform.locals.get(module, {}).keys(),
        "module": {block.name for block in blocks if block.kind == "module"},
    }
    source = text([terraform.locals.get(module), terraform.outputs.get(module), [block.body for block in blocks]])
    rules = text(terraform.variables.get(module))
    named = {kind: set(re.findall(rf"\b{kind}\.(\w+)", source)) for kind in own}
    resources = set(re.findall(r"(?<!data\.)\b(google_\w+\.\w+)", source))
    data = set(re.findall(r"\bdata\.(google_\w+\.\w+)", source))
    there = {kind: {f"{b.type}.{b.name}" for b in blocks if b.kind == kind} for kind in ("resource", "data")}
    return [
        *(f"{kind}.{name} is not there" for kind in own for name in sorted(named[kind] - own[kind])),
        *(f"{name} is not there" for name in sorted(resources - there["resource"])),
        *(f"data.{name} is not there" for name in sorted(data - there["data"])),
        *(f"var.{name} is never used" for name in sorted(own["var"] - named["var"]) if f"var.{name}" not in rules),
        *(f"local.{name} is never used" for name in sorted(own["local"] - named["local"])),
    ]
