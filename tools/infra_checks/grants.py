"""Who may do what: every use has its grants, nobody has a role on the whole project that could be narrower."""

import re
from typing import Final

from devstack.topology import Topology
from tools.infra_checks.hcl import Block, Terraform, reachable, text

STEP: Final = "modules/step"
NEEDED: Final = {
    "store": {("google_project_iam_member", "roles/datastore.user")},
    "bus": {("google_pubsub_topic_iam_member", "roles/pubsub.publisher")},
    "keys": {
        ("google_kms_crypto_key_iam_member", "roles/cloudkms.signer"),
        ("google_kms_crypto_key_iam_member", "roles/cloudkms.viewer"),
    },
    "files": {("google_storage_bucket_iam_member", "local.bucket_roles")},
    "directory": set(),
    "identities": set(),
}
"""Grants by use, beside reading mounted secrets and signing as oneself."""
SIGN: Final = {"directory", "files", "mailer"}
SECRETS: Final = {"peppers", "report_keys", "ringkas_keys", "mailer", "texter"}
ALWAYS: Final = (
    ("modules/dead_letters", "google_pubsub_topic_iam_member", "roles/pubsub.publisher", "var.pubsub_account"),
    ("modules/channel", "google_pubsub_subscription_iam_member", "roles/pubsub.subscriber", "var.pubsub_account"),
    ("modules/topic", "google_pubsub_topic_iam_member", "roles/pubsub.publisher", "var.storage_account"),
    ("", "google_service_account_iam_member", "roles/iam.serviceAccountTokenCreator", "local.pubsub_account"),
    (STEP, "google_cloud_run_v2_service_iam_member", "roles/run.invoker", "each.value"),
    (STEP, "google_secret_manager_secret_iam_member", "roles/secretmanager.secretAccessor", "local.member"),
    (STEP, "google_service_account_iam_member", "roles/iam.serviceAccountTokenCreator", "local.member"),
)
"""Module, resource, role, member: what no function names, and without which nothing moves."""
WHOLE_PROJECT: Final = {"roles/logging.logWriter"}
"""Roles that cannot be granted on less."""
FORBIDDEN: Final = ("google_service_account_key", "google_project_iam_policy", "google_project_iam_binding")


def missing_grants(terraform: Terraform, topology: Topology) -> list[str]:
    """A use without its grants, or of which nobody knows what it takes."""
    uses = {use for function in topology.functions.values() for use in function.uses}
    steps = [block for block in terraform.blocks if block.module == STEP and "_iam_" in block.type]
    return [
        *(f"{use}: nobody knows which grants it takes" for use in sorted(uses - NEEDED.keys() - SECRETS)),
        *(
            f"{use}: no {role} by {type_}"
            for use in sorted(uses & NEEDED.keys())
            for type_, role in sorted(NEEDED[use])
            if not any(
                _grants(block, type_, role) and f'contains(var.function.uses, \\"{use}\\")' in text(block.body)
                for block in steps
            )
        ),
        *(f"{use}: reads no secret" for use in sorted(uses & SECRETS) if not _named(terraform, "secret_of_use", use)),
        *(f"{use}: may not sign" for use in sorted(uses & SIGN) if not _named(terraform, "signing_uses", use)),
    ]


def missing_links(terraform: Terraform) -> list[str]:
    """Grants between Google's own accounts and ours."""
    return [
        f"{module or 'root'}: no {role} for {member} by {type_}"
        for module, type_, role, member in ALWAYS
        if not any(
            block.module == module and _grants(block, type_, role) and member in str(block.body.get("member"))
            for block in terraform.blocks
        )
    ]


def wide_grants(terraform: Terraform) -> list[str]:
    """Roles on the project without a condition, basic roles, keys of service accounts, functions open by mistake."""
    members = terraform.resources("google_project_iam_member")
    roles = [(block, str(block.body.get("role", ""))) for block in terraform.blocks if "_iam_" in block.type]
    return [
        *(
            f"{block.label}: {block.body['role']} on the whole project"
            for block in members
            if "condition" not in block.body and block.body["role"] not in WHOLE_PROJECT
        ),
        *(f"{block.label}: {role}" for block, role in roles if re.search(r"roles/(owner|editor|viewer)$", role)),
        *(f"{block.label}: {block.type}" for block in terraform.blocks if block.type in FORBIDDEN),
        *(f"{block.label}: for everybody" for block in terraform.blocks if _open(block, terraform)),
    ]


def unfit_ingress(terraform: Terraform) -> list[str]:
    """Public are functions with routes, behind the load balancer only; who listens hears the push identity only."""
    [function] = terraform.resources("google_cloudfunctions2_function")
    invokers = text(terraform.locals[STEP].get("invokers"))
    public = re.search(r"length\(var\.function\.routes\) > 0 \? \{[^}]*allUsers", invokers)
    pushed = re.search(r"var\.function\.listens \? \{[^}]*var\.push_member", invokers)
    ingress = 'length(var.function.routes) > 0 ? \\"ALLOW_INTERNAL_AND_GCLB\\" : \\"ALLOW_INTERNAL_ONLY\\"'
    return [
        *([] if ingress in text(function.body) else ["ingress: open to more than load balancer and project"]),
        *([] if public else ["invokers: everybody, whether or not there are routes"]),
        *([] if pushed else ["invokers: the push identity may not push"]),
    ]


def _grants(block: Block, type_: str, role: str) -> bool:
    return block.type == type_ and role in str(block.body.get("role"))


def _named(terraform: Terraform, local: str, use: str) -> bool:
    return re.search(rf"\b{use}\b", reachable(terraform.locals[""].get(local), {})) is not None


def _open(block: Block, terraform: Terraform) -> bool:
    """The site's pages are public by their nature, functions by what `unfit_ingress` looks at."""
    known = terraform.locals.get(block.module, {})
    public = "_iam_" in block.type and "allUsers" in reachable(block.body, known)
    return public and block.module not in ("modules/site", STEP)
