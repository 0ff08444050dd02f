"""Faults by rule and by chance, and the pages that set them."""

import pytest

from devstack.workspace.answers import ANSWERS

RULES, CHANCES, CALLS = "/_simulator/rules", "/_simulator/chances", "/_simulator/calls"


def rule(workspace, **fields):
    return workspace.http.put(RULES, json=[fields])


def test_a_rule_hits_the_calls_it_names_and_no_other(workspace):
    rule(workspace, method="users.insert", match="b*@sd.belajar.id", nth=2, times=2, answer="backendError")
    statuses = [workspace.insert(local).status_code for local in ("b1", "a1", "b2", "a2", "b3", "b4")]
    assert statuses == [200, 200, 500, 200, 500, 200]
    assert workspace.get("b4@sd.belajar.id").status_code == 200


def test_the_first_rule_that_fires_wins_and_both_count(workspace):
    rules = [{"nth": 2, "answer": "backendError"}, {"times": 3, "answer": "badGateway"}]
    workspace.http.put(RULES, json=rules)
    assert [workspace.get().status_code for _ in range(4)] == [502, 500, 502, 404]


def test_an_answer_after_work_leaves_the_work_done(workspace):
    rule(workspace, answer="backendErrorAfterWork")
    assert workspace.insert().status_code == 500
    assert workspace.get().status_code == 200


def test_changes_and_signing_out_can_fail_before_or_after_their_work(workspace):
    workspace.insert()
    rules = [
        {"method": "users.patch", "answer": "backendError"},
        {"method": "users.patch", "nth": 2, "answer": "conflictAfterWork"},
        {"method": "users.signOut", "match": "budi@*", "answer": "userNotFound"},
    ]
    workspace.http.put(RULES, json=rules)
    seen = [(workspace.patch(suspended=True).status_code, workspace.get().json["suspended"]) for _ in range(2)]
    assert seen == [(500, False), (409, True)]
    assert [workspace.post("budi@sd.belajar.id/signOut").status_code for _ in range(2)] == [404, 204]


def test_an_answer_without_work_leaves_nothing(workspace):
    rule(workspace, answer="backendError")
    assert workspace.insert().status_code == 500
    assert workspace.get().status_code == 404


@pytest.mark.parametrize("name", [name for name, answer in ANSWERS.items() if answer.way == "answer"])
def test_each_named_answer_comes_in_its_shape(workspace, name):
    rule(workspace, answer=name)
    answer, given = ANSWERS[name], workspace.insert()
    assert given.status_code == answer.status
    kinds = {"json": "application/json", "status": "application/json", "html": "text/html", "text": "text/plain"}
    assert given.mimetype == kinds.get(answer.shape, "application/json")
    if answer.shape == "json":
        assert given.json["error"]["errors"][0]["reason"] == answer.reason
    if answer.shape == "status":
        assert given.json["error"]["status"] == answer.reason


@pytest.mark.parametrize("name", ["closed", "reset", "timeout"])
def test_silence_ends_the_connection(workspace, name):
    rule(workspace, answer=name)
    with pytest.raises(ConnectionAbortedError):
        workspace.insert()


def test_a_timeout_keeps_the_caller_waiting_on_the_given_clock(workspace):
    before = workspace.clock.now()
    rule(workspace, answer="timeoutAfterWork")
    with pytest.raises(ConnectionAbortedError):
        workspace.insert()
    assert (workspace.clock.now() - before).total_seconds() == workspace.options.hang_seconds
    assert workspace.get().status_code == 200


def test_chance_hits_about_as_often_as_told_and_the_same_with_the_same_seed(make):
    runs = []
    for _ in range(2):
        workspace = make(seed=7, queries_per_minute=10_000)
        workspace.http.put(CHANCES, json={"backendError": 0.2})
        runs.append([workspace.get().status_code for _ in range(300)])
    assert runs[0] == runs[1]
    assert 30 < runs[0].count(500) < 90


def test_chance_does_not_give_reads_the_answers_of_writes(workspace):
    workspace.http.put(CHANCES, json={"duplicate": 1})
    assert workspace.get().status_code == 404
    assert workspace.insert().status_code == 409


def test_calls_are_counted_by_method_and_outcome(workspace):
    workspace.insert()
    workspace.insert()
    workspace.get()
    rule(workspace, answer="closed")
    with pytest.raises(ConnectionAbortedError):
        workspace.get()
    expected = {"users.insert": {"200": 1, "409": 1}, "users.get": {"200": 1, "close": 1}}
    assert workspace.http.get(CALLS).json == expected
    assert workspace.http.delete(CALLS).json == {}


def test_rules_are_shown_and_taken_back(workspace):
    shown = rule(workspace, answer="closed").json
    assert shown == workspace.http.get(RULES).json
    assert shown == [{"method": "*", "match": "*", "nth": 1, "times": 1, "answer": "closed"}]
    assert workspace.http.delete(RULES).json == []
    assert workspace.insert().status_code == 200


@pytest.mark.parametrize(
    "fields", [{"answer": "tiada"}, {}, {"answer": "closed", "nth": 0}, {"answer": "closed", "x": 1}]
)
def test_a_wrong_rule_is_refused_and_changes_nothing(workspace, fields):
    rule(workspace, answer="closed")
    assert rule(workspace, **fields).status_code == 400
    assert len(workspace.http.get(RULES).json) == 1


@pytest.mark.parametrize("chances", [{"tiada": 0.5}, {"closed": 1.5}, [], "x"])
def test_wrong_chances_are_refused(workspace, chances):
    assert workspace.http.put(CHANCES, json=chances).status_code == 400


def test_the_names_of_all_answers_can_be_asked_for(workspace):
    assert set(ANSWERS) <= set(workspace.http.get("/_simulator/answers").json)


def test_the_summary_shows_a_person_with_two_users(workspace):
    for local, value in (("a", "id-1"), ("b", "id-1"), ("c", "id-2")):
        workspace.insert(local, externalIds=[{"type": "custom", "value": value}])
    workspace.delete("c@sd.belajar.id")
    summary = workspace.http.get("/_simulator/users").json
    assert summary == {
        "users": 2,
        "agreed_to_terms": 0,
        "suspended": 0,
        "deleted": 1,
        "external_ids": 1,
        "shared_external_ids": 1,
    }


def test_unknown_pages_are_not_found(workspace):
    assert workspace.http.get("/_simulator/tiada").status_code == 404
    assert workspace.http.put("/_simulator/calls", json={}).status_code == 405
