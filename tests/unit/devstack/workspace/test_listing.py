"""users.list: filters, order, pages and the life of a page token."""

import pytest


@pytest.fixture
def filled(workspace):
    for local, given in (("c", "Ani"), ("a", "Citra"), ("b", "Ani")):
        workspace.insert(
            local, name={"givenName": given, "familyName": "Contoh"}, externalIds=[{"value": f"id-{local}"}]
        )
    other = workspace.body(primaryEmail="d@smp.belajar.id")
    workspace.http.post("/admin/directory/v1/users", json=other)
    return workspace


def walk(workspace, **args):
    found, token = [], ""
    while token is not None:
        page = workspace.list(**args, **({"pageToken": token} if token else {})).json
        found += [user["primaryEmail"][0] for user in page["users"]]
        token = page.get("nextPageToken")
    return "".join(found)


def test_pages_cover_everyone_once_in_order(filled):
    assert walk(filled, maxResults=1) == walk(filled, maxResults=3) == walk(filled) == "abcd"


def test_equal_names_do_not_get_lost_between_pages(filled):
    assert walk(filled, maxResults=1, orderBy="givenName") == "bcda"


def test_a_last_page_that_is_full_has_no_token(filled):
    assert "nextPageToken" not in filled.list(maxResults=4).json


def test_an_empty_result_has_no_list_of_users(workspace):
    assert "users" not in workspace.list().json


def test_one_domain_leaves_out_its_neighbours(filled):
    assert filled.emails(customer="", domain="smp.belajar.id") == ["d@smp.belajar.id"]
    assert filled.emails(customer="", domain="belajar.id") == []
    assert filled.list(customer="", domain="example.com").status_code == 404


def test_users_are_found_by_address_and_by_external_id(filled):
    assert filled.emails(query="email=B@sd.belajar.id") == ["b@sd.belajar.id"]
    assert filled.emails(query="externalId=id-c") == filled.emails(query="externalId:'id-c'") == ["c@sd.belajar.id"]
    assert filled.emails(query="externalId=id") == []


def test_a_page_token_lives_three_days(filled):
    token = filled.list(maxResults=1).json["nextPageToken"]
    filled.clock.sleep(3 * 86_400)
    assert filled.list(pageToken=token).status_code == 200
    filled.clock.sleep(1)
    assert filled.list(pageToken=token).status_code == 400


@pytest.mark.parametrize(
    "args",
    [
        {"customer": ""},
        {"customer": "C0lain"},
        {"maxResults": 501},
        {"maxResults": 0},
        {"maxResults": "x"},
        {"orderBy": "id"},
        {"pageToken": "palsu"},
        {"query": "isSuspended=true"},
    ],
)
def test_a_wrong_parameter_is_refused(filled, args):
    assert filled.list(**args).status_code == 400


def test_a_token_of_another_order_is_refused(filled):
    token = filled.list(maxResults=1, orderBy="givenName").json["nextPageToken"]
    assert filled.list(maxResults=1, pageToken=token).status_code == 400
