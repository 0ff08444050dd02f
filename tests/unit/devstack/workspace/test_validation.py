"""What Google refuses in a user, and what it takes."""

import pytest

LONG = "n" * 61
NAME = {"givenName": "Budi", "familyName": "Contoh"}


def at(local, domain="sd.belajar.id"):
    return {"primaryEmail": f"{local}@{domain}"}


@pytest.mark.parametrize(
    ("fields", "status", "text"),
    [
        ({"primaryEmail": None}, 400, "Required"),
        ({"name": {"givenName": "Budi"}}, 400, "Given/Family Name"),
        ({"name": {"givenName": "Budi", "familyName": ""}}, 400, "Given/Family Name"),
        ({"name": None}, 400, "Given/Family Name"),
        ({"name": NAME | {"givenName": LONG}}, 400, "Given/Family Name"),
        ({"name": NAME | {"familyName": "<b>"}}, 400, "Given/Family Name"),
        ({"name": NAME | {"displayName": "n" * 257}}, 400, "Given/Family Name"),
        ({"name": "Budi"}, 400, "Invalid Input: name"),
        ({"password": None}, 400, "Invalid Password"),
        ({"password": "tujuh77"}, 400, "Invalid Password"),
        ({"password": "x" * 101}, 400, "Invalid Password"),
        ({"password": "sandi-é-panjang"}, 400, "Invalid Password"),
        (at(".budi"), 400, "primary_user_email"),
        (at("budi."), 400, "primary_user_email"),
        (at("bu..di"), 400, "primary_user_email"),
        (at("bu di"), 400, "primary_user_email"),
        (at("bu+di"), 400, "primary_user_email"),
        (at("b" * 65), 400, "primary_user_email"),
        (at(""), 400, "primary_user_email"),
        (at("postmaster"), 400, "primary_user_email"),
        (at("budi", "example.com"), 404, "domain"),
        ({"orgUnitPath": "SD"}, 400, "INVALID_OU_ID"),
        ({"recoveryPhone": "0812000000"}, 400, "recovery_phone"),
        ({"recoveryPhone": "6281200000000"}, 400, "recovery_phone"),
        ({"recoveryEmail": "bukan surel"}, 400, "recovery_email"),
        ({"externalIds": [{"value": "x" * 2048}]}, 400, "externalIds"),
        ({"suspended": "ya"}, 400, "suspended"),
        ({"hashFunction": "crypt"}, 400, "hashFunction"),
        ({"salah": 1}, 400, "salah"),
    ],
)
def test_google_would_refuse(workspace, fields, status, text):
    answer = workspace.insert(**fields)
    assert answer.status_code == status
    assert text in answer.json["error"]["message"]
    assert workspace.emails() == []


@pytest.mark.parametrize(
    "fields",
    [
        at("b" * 64),
        at("o'neil_b-1.x"),
        at("budi", "guru.sd.belajar.id"),
        at("budi", "belajar.id"),
        {"name": NAME | {"givenName": "n" * 60, "displayName": None}},
        {"password": "delapan8"},
        {"password": "x" * 100},
        {"recoveryPhone": "+6281200000000", "recoveryEmail": "wali@example.com"},
        {"orgUnitPath": "/"},
    ],
)
def test_google_would_take(workspace, fields):
    assert workspace.insert(**fields).status_code == 200


def test_units_exist_beneath_the_configured_roots_only(make):
    workspace = make(org_unit_roots=("/Sekolah",))
    statuses = [
        workspace.insert(f"a{n}", orgUnitPath=path).status_code
        for n, path in enumerate(("/Sekolah", "/Sekolah/SD", "/Sekolahan"))
    ]
    assert statuses == [200, 200, 400]
