"""Saved views over the API."""

from tests.api.caller import Caller, fields
from tests.api.conftest import Token


def test_views_are_saved_listed_and_removed(checker: Caller, token: Token) -> None:
    saved = checker.post(
        "/views", 201, name="Refuted", query="suggestion=refuted&sort=newest&claim=3", shared=True
    )
    assert (saved["query"], saved["owner"], saved["shared"]) == ("suggestion=refuted&sort=newest", "checker", True)
    again = checker.post("/views", 201, name="Refuted", query="?suggestion=refuted")
    assert (again["id"], again["query"], again["shared"]) == (saved["id"], "suggestion=refuted", False)
    other = token(role="reviewer")
    assert other.get("/views")["items"] == []
    checker.post("/views", 201, name="Ours", query="state=triage", shared=True)
    assert [row["name"] for row in other.get("/views")["items"]] == ["Ours"]
    assert [row["name"] for row in checker.get("/views")["items"]] == ["Ours", "Refuted"]
    assert other.call("DELETE", f"/views/{saved['id']}").status_code == 404
    assert checker.call("DELETE", f"/views/{saved['id']}").status_code == 204
    assert [row["name"] for row in checker.get("/views")["items"]] == ["Ours"]


def test_what_is_refused(checker: Caller, token: Token) -> None:
    assert fields(checker.post("/views", 422, name="x", query="state=nonsense")) == {"state"}
    assert fields(checker.post("/views", 422, name="x", query="sort=nonsense")) == {"sort"}
    assert fields(checker.post("/views", 422, name=" ", query="")) == {"name"}
    token("read").post("/views", 403, name="x", query="")
