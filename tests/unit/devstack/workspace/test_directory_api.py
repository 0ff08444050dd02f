"""users.* of the simulator: what Google documents about life, visibility and quotas of users."""

import json

import pytest


def reason(response):
    error = response.json["error"]
    assert error["code"] == response.status_code
    return response.status_code, error["errors"][0]["reason"], error["message"]


def test_a_duplicate_is_refused_in_googles_words(workspace):
    workspace.insert()
    assert reason(workspace.insert()) == (409, "duplicate", "Entity already exists.")


def test_addresses_are_kept_in_lower_case(workspace):
    assert workspace.insert("BuDi").json["primaryEmail"] == "budi@sd.belajar.id"
    assert reason(workspace.insert("bUdI"))[0] == 409


def test_the_password_is_nowhere_in_answers_and_not_in_the_file(workspace):
    answer = workspace.insert()
    assert "mangga-manis" not in answer.text + workspace.get().text
    assert b"mangga-manis" not in b"".join(file.read_bytes() for file in workspace.database.parent.iterdir())


def test_users_survive_a_restart(workspace):
    made = workspace.insert().json
    workspace.open()
    assert workspace.get().json["id"] == made["id"]


def test_a_user_is_found_by_id_too(workspace):
    made = workspace.insert().json
    assert workspace.get(made["id"]).json["primaryEmail"] == made["primaryEmail"]


def test_nobody_has_signed_in_at_first(workspace):
    workspace.insert()
    user = workspace.get().json
    assert (user["agreedToTerms"], user["lastLoginTime"]) == (False, "1970-01-01T00:00:00.000Z")
    assert user["creationTime"] == "2026-07-13T01:00:00.000Z"


def test_a_new_user_is_not_found_until_visible(make):
    workspace = make(visible_after_seconds=2)
    workspace.insert()
    assert reason(workspace.get()) == (404, "notFound", "Resource Not Found: userKey")
    assert workspace.emails() == []
    assert reason(workspace.insert())[0] == 409
    workspace.clock.sleep(2)
    assert workspace.get().status_code == 200
    assert workspace.emails() == ["budi@sd.belajar.id"]


def test_a_new_user_cannot_be_changed_until_complete(make):
    workspace = make(complete_after_seconds=5)
    made = workspace.insert().json
    calls = (workspace.patch, workspace.delete, lambda: workspace.post(f"{made['id']}/signOut"))
    assert [reason(call()) for call in calls] == [(412, "conditionNotMet", "User creation is not complete.")] * 3
    assert made["isMailboxSetup"] is False
    workspace.clock.sleep(5)
    assert workspace.patch(suspended=True).json["suspended"] is True
    assert workspace.get().json["isMailboxSetup"] is True


def test_ten_users_a_second_can_be_made_per_domain(workspace):
    statuses = [workspace.insert(f"murid{number}").status_code for number in range(11)]
    assert statuses == [200] * 10 + [503]
    other = workspace.body("murid11", primaryEmail="murid11@smp.belajar.id")
    assert workspace.http.post("/admin/directory/v1/users", json=other).status_code == 200
    workspace.clock.sleep(0.1)
    assert workspace.insert("murid12").status_code == 200
    assert reason(workspace.insert("murid13"))[:2] == (503, "quotaExceeded")


def test_a_minute_holds_only_so_many_calls(make):
    workspace = make(queries_per_minute=60)
    assert [workspace.get().status_code for _ in range(61)] == [404] * 60 + [403]
    workspace.clock.sleep(1)
    assert [workspace.get().status_code for _ in range(2)] == [404, 403]
    assert reason(workspace.get())[1] == "userRateLimitExceeded"


def test_a_change_merges_objects_and_replaces_lists(workspace):
    phones = [{"type": "work", "value": "+622100000000"}]
    workspace.insert(externalIds=[{"type": "custom", "value": "1"}], phones=phones)
    changed = workspace.patch(
        name={"familyName": "Baru"}, externalIds=[{"type": "custom", "value": "2"}], phones=None
    ).json
    assert changed["name"]["fullName"] == "Budi Baru"
    assert changed["externalIds"] == [{"type": "custom", "value": "2"}]
    assert "phones" not in changed


def test_update_is_as_gentle_as_patch(workspace):
    workspace.insert()
    path = "/admin/directory/v1/users/budi@sd.belajar.id"
    assert workspace.http.put(path, json={"orgUnitPath": "/SD"}).json["name"]["givenName"] == "Budi"


def test_writing_a_read_only_field_is_ignored(workspace):
    workspace.insert()
    assert workspace.patch(agreedToTerms=True, isAdmin=True).json["agreedToTerms"] is False


def test_every_change_changes_the_etag(workspace):
    first = workspace.insert().json["etag"]
    assert workspace.patch(suspended=True).json["etag"] != first


def test_a_renamed_user_keeps_the_old_name_as_alias(workspace):
    workspace.insert()
    workspace.patch(primaryEmail="budi.baru@sd.belajar.id")
    assert workspace.get("budi@sd.belajar.id").json["aliases"] == ["budi@sd.belajar.id"]
    assert reason(workspace.insert("budi"))[0] == 409


def test_a_user_cannot_take_the_name_of_another(workspace):
    workspace.insert()
    workspace.insert("siti")
    assert reason(workspace.patch(primaryEmail="siti@sd.belajar.id"))[0] == 409
    assert workspace.get().json["primaryEmail"] == "budi@sd.belajar.id"


def test_a_deleted_user_can_be_brought_back_for_twenty_days(workspace):
    made = workspace.insert().json
    assert workspace.delete().status_code == 204
    assert workspace.get().status_code == 404
    assert workspace.emails() == []
    assert workspace.emails(showDeleted="true") == ["budi@sd.belajar.id"]
    assert workspace.post(f"{made['id']}/undelete", orgUnitPath="/SD").status_code == 204
    assert workspace.get().json["orgUnitPath"] == "/SD"


def test_after_twenty_days_a_deleted_user_is_gone(workspace):
    made = workspace.insert().json
    workspace.delete()
    workspace.clock.sleep(20 * 86_400)
    assert workspace.post(f"{made['id']}/undelete").status_code == 404
    assert workspace.emails(showDeleted="true") == []


def test_a_deleted_user_whose_address_was_given_away_stays_deleted(workspace):
    made = workspace.insert().json
    workspace.delete()
    workspace.insert()
    assert reason(workspace.post(f"{made['id']}/undelete"))[0] == 409


def test_signing_out_needs_a_user(workspace):
    workspace.insert()
    assert workspace.post("budi@sd.belajar.id/signOut").status_code == 204
    assert workspace.post("siti@sd.belajar.id/signOut").status_code == 404


def test_an_empty_recovery_contact_takes_it_away_and_leaves_the_rest(workspace):
    workspace.insert(recoveryEmail="wali@example.com", recoveryPhone="+6281200000000")
    assert "recoveryPhone" not in workspace.patch(recoveryPhone="").json
    assert workspace.get().json["recoveryEmail"] == "wali@example.com"
    assert "recoveryEmail" not in workspace.patch(recoveryEmail="").json


@pytest.mark.parametrize("password", ["tujuh77", "x" * 101, "sandi-é-panjang"])
def test_a_change_to_a_bad_password_changes_nothing(workspace, password):
    workspace.insert()
    before = workspace.get().json
    assert reason(workspace.patch(password=password, suspended=True)) == (400, "invalid", "Invalid Password")
    assert workspace.get().json == before


def test_a_partial_answer_holds_only_the_fields_asked_for(workspace):
    workspace.insert()
    workspace.insert("siti")
    page = workspace.list(fields="nextPageToken,users(id,name/givenName)", maxResults=1).json
    assert page.keys() == {"nextPageToken", "users"}
    assert [set(user) for user in page["users"]] == [{"id", "name"}]
    assert page["users"][0]["name"] == {"givenName": "Budi"}


def test_a_parameter_that_is_not_simulated_is_refused(workspace):
    assert workspace.list(event="add").status_code == 400


@pytest.mark.parametrize("raw", [b"{", b"[]", json.dumps("text").encode()])
def test_a_body_that_is_no_object_is_refused(workspace, raw):
    answer = workspace.http.post("/admin/directory/v1/users", data=raw, content_type="application/json")
    assert reason(answer)[1] == "badRequest"
