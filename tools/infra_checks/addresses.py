"""Addresses with a token in them: they lead to a page, and no log keeps them."""

import re
from pathlib import Path
from typing import Final

from devstack.topology import Topology
from tools.infra_checks.hcl import Terraform

MODULE: Final = "modules/edge"
TOKEN: Final = "7K2M-PQ"
NOTHING: Final = "(?!)"
LINK: Final = re.compile(r"site_url\}/([a-z-]+)/\{")


def logged_tokens(terraform: Terraform, topology: Topology) -> list[str]:
    """Addresses of pages and of paths for everybody, variable parts filled in, that logs would keep."""
    own = terraform.locals[MODULE]
    filters = [block.body["filter"] for block in terraform.resources("google_logging_project_exclusion")]
    excluded = any('httpRequest.requestUrl=~\\"${local.secret_addresses}' in each for each in filters)
    pattern = re.compile(own["secret_addresses"] if excluded else NOTHING)
    pages = [f"/{page}/{TOKEN}" for page in own["token_pages"]]
    paths = [
        re.sub(r"\{[^}]*\}", TOKEN, route.split(" ")[1])
        for function in topology.functions.values()
        if "identities" not in function.uses
        for route in function.routes
        if "{" in route
    ]
    return [path for path in [*pages, *paths] if not pattern.search(f"https://belajar.id{path}?lihat=1")]


def lost_links(terraform: Terraform, functions: Path) -> list[str]:
    """Pages that mails link to with a token, for which the load balancer has no page."""
    linked = {page for path in functions.rglob("*.py") for page in LINK.findall(path.read_text())}
    return [f"/{page}/...: leads nowhere" for page in sorted(linked - set(terraform.locals[MODULE]["token_pages"]))]
