"""Automation rules over the API."""

from tests.api.caller import Caller, fields


def test_a_rule_is_added_read_changed_and_removed(desk: str, token) -> None:  # type: ignore[no-untyped-def]
    admin: Caller = token(role="admin")
    text = {"name": "Refuted", "filters": {"suggestion": ["refuted", "conflicting"], "worth": 40}, "raised": True}
    made = admin.post("/automation-rules", 201, **text)
    assert (made["position"], made["active"], made["used"], made["problems"]) == (1, True, 0, [])
    assert made["query"] == "suggestion=refuted&suggestion=conflicting&worth=40"
    there = f"/automation-rules/{made['id']}"
    changed = admin.call("PUT", there, {**text, "tags": ["Hot"], "active": False}).json or {}
    assert (changed["tags"], changed["active"]) == (["hot"], False)
    assert [rule["id"] for rule in admin.get("/automation-rules")["items"]] == [made["id"]]
    assert admin.call("DELETE", there).status_code == 204
    admin.get(there, 404)


def test_what_is_refused(desk: str, token) -> None:  # type: ignore[no-untyped-def]
    admin: Caller = token(role="admin")
    assert fields(admin.post("/automation-rules", 422, name="x", filters={"state": "new"}, raised=True)) == {
        "state"
    }
    assert fields(admin.post("/automation-rules", 422, name="x", filters={}, raised=True)) == {"filters"}
    assert fields(admin.post("/automation-rules", 422, name="x", filters={"q": "y"})) == {"actions"}
    refused = admin.post("/automation-rules", 422, name="x", filters={"q": "y"}, assign_to=999)
    assert fields(refused) == {"assign_to"}
    token().post("/automation-rules", 403, name="x", filters={"q": "y"}, raised=True)
    token().get("/automation-rules", 403)


def test_a_filter_that_cannot_be_read_is_named(desk: str, token) -> None:  # type: ignore[no-untyped-def]
    admin: Caller = token(role="admin")
    for value in ("", " ", "a\x00", [], [["a"]], True, None, {"a": 1}, "x" * 301):
        refused = admin.post("/automation-rules", 422, name="x", filters={"publisher": value}, raised=True)
        assert fields(refused) == {"filters.publisher"}
