"""Notes on a claim over the API."""

from tests.api.caller import Caller, fields
from tests.api.conftest import Token


def test_notes_are_written_listed_changed_and_deleted(checker: Caller, token: Token, claim_id: int) -> None:
    reviewer = token(role="reviewer")
    path = f"/claims/{claim_id}/notes"
    note = checker.post(path, 201, text="@reviewer who counted?")
    assert (note["author"], note["mentioned"], note["edited_at"]) == ("checker", ["reviewer"], None)
    assert checker.get(path)["items"] == [note]
    changed = checker._body(checker.call("PATCH", f"{path}/{note['id']}", {"text": "never mind"}), 200)
    assert (changed["text"], changed["mentioned"]) == ("never mind", [])
    assert changed["edited_at"]
    assert reviewer.call("PATCH", f"{path}/{note['id']}", {"text": "x"}).status_code == 403
    assert reviewer.call("DELETE", f"{path}/{note['id']}").status_code == 403
    assert checker.call("DELETE", f"{path}/{note['id']}").status_code == 204
    assert checker.get(path)["items"] == []
    assert checker.call("DELETE", f"{path}/{note['id']}").status_code == 404


def test_what_is_refused(checker: Caller, token: Token, claim_id: int) -> None:
    path = f"/claims/{claim_id}/notes"
    assert fields(checker.post(path, 422, text=" ")) == {"text"}
    checker.post("/claims/999/notes", 404, text="x")
    checker.get("/claims/999/notes", 404)
    token("read").post(path, 403, text="x")
