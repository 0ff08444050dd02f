"""Answers and parameters against the discovery document that Google ships with its client."""

import json

import pytest
from googleapiclient.discovery_cache import get_static_doc

from devstack.workspace.app import ROUTES
from devstack.workspace.directory import ACCEPTED, STANDARD
from devstack.workspace.validation import READ_ONLY, WRITABLE

DOCUMENT = json.loads(get_static_doc("admin", "directory_v1"))
METHODS = {f"users.{name}": method for name, method in DOCUMENT["resources"]["users"]["methods"].items()}
TYPES = {"string": str, "boolean": bool, "object": dict, "array": list}
ANY = {
    "externalIds": "UserExternalId",
    "organizations": "UserOrganization",
    "phones": "UserPhone",
    "emails": "UserEmail",
}


def check(value, schema):
    """Every field is known to the schema and has its JSON type."""
    if "$ref" in schema:
        schema = DOCUMENT["schemas"][schema["$ref"]]
    if schema["type"] != "any":
        assert isinstance(value, TYPES[schema["type"]]), schema
    if schema["type"] == "array":
        for each in value:
            check(each, schema["items"])
    for field, inner in value.items() if schema["type"] == "object" else ():
        assert field in schema["properties"], field
        check(inner, schema["properties"][field])
        for entry in inner if field in ANY else ():
            check(entry, {"$ref": ANY[field]})


@pytest.fixture
def rich(workspace):
    workspace.insert(
        name={"givenName": "Budi", "familyName": "Contoh", "displayName": "Budi Contoh"},
        externalIds=[{"type": "custom", "customType": "belajar.id", "value": "sumber-1"}],
        organizations=[{"type": "school", "primary": True, "costCenter": "20100001"}],
        phones=[{"type": "work", "value": "+622100000000"}],
        recoveryEmail="wali@example.com",
        recoveryPhone="+6281200000000",
        orgUnitPath="/SD",
        changePasswordAtNextLogin=True,
    )
    workspace.patch(primaryEmail="budi.baru@sd.belajar.id")
    return workspace


def test_a_user_looks_as_the_document_says(rich):
    check(rich.get().json, {"$ref": "User"})
    check(rich.insert("siti").json, {"$ref": "User"})


def test_a_deleted_user_looks_as_the_document_says(rich):
    rich.delete()
    check(rich.list(showDeleted="true").json, {"$ref": "Users"})


def test_a_page_looks_as_the_document_says(rich):
    rich.insert("siti")
    page = rich.list(maxResults=1).json
    assert page.keys() == {"kind", "etag", "users", "nextPageToken"}
    check(page, {"$ref": "Users"})


def test_every_parameter_we_accept_exists_on_its_method():
    for method, accepted in ACCEPTED.items():
        assert set(accepted) <= METHODS[method]["parameters"].keys(), method
    assert set(STANDARD) <= DOCUMENT["parameters"].keys()


def test_every_field_we_accept_exists_with_its_type():
    properties = DOCUMENT["schemas"]["User"]["properties"]
    assert {*WRITABLE, *READ_ONLY} <= properties.keys()
    for field, kind in WRITABLE.items():
        assert properties[field].get("type", "object") in (
            "any",
            *(name for name, type_ in TYPES.items() if type_ is kind),
        )
    assert [field for field in WRITABLE if properties[field].get("readOnly")] == []


def test_every_route_of_the_api_has_googles_path_and_verb():
    ours = {
        (rule.endpoint, verb, rule.rule.replace("<key>", "{userKey}").lstrip("/"))
        for rule in ROUTES.iter_rules()
        if rule.endpoint.startswith("users.")
        for verb in rule.methods - {"HEAD"}
    }
    assert ours == {(name, METHODS[name]["httpMethod"], METHODS[name]["path"]) for name in ACCEPTED}
