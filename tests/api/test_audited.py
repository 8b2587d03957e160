"""What people do stands in the history, whether they do it at the desk or over the API."""

from flask.testing import FlaskClient

from store import audit
from store.db import transaction
from tests.api.conftest import Token
from tests.fixtures.desk_parts import sign_in
from tests.fixtures.desk_parts import token as csrf
from workers import source_runtime

_PASSAGE = {"text": "Four boats sank.", "locator": "p. 1", "publisher": "Town", "stance": "context", "reason": "r"}


def _newest(url: str, kind: str, subject: int) -> tuple[str, str | None, int | None]:
    with transaction(url) as conn:
        entry = audit.list_audit_entries(conn, kind, subject, 1)[0]
    return entry.event, entry.reason, entry.actor_id


def test_over_the_api(desk: str, token: Token, claim_id: int) -> None:
    caller = token()
    with transaction(desk) as conn:
        source_runtime.register(conn)
    caller.post(f"/claims/{claim_id}/lookups/retry", 202)
    assert _newest(desk, "claim", claim_id) == ("asked again", None, caller.actor.id)
    caller.post(f"/claims/{claim_id}/evidence", 201, **_PASSAGE)
    assert _newest(desk, "claim", claim_id) == ("evidence added", "Town", caller.actor.id)
    caller.post("/sources/wikidata/resume", 200)
    assert _newest(desk, "source", 0) == ("resumed", "wikidata", caller.actor.id)


def test_at_the_desk(desk: str, token: Token, client: FlaskClient, claim_id: int) -> None:
    checker = token().actor.id
    with transaction(desk) as conn:
        source_runtime.register(conn)
    sign_in(client, "checker")
    secret = {"csrf": csrf(client.get("/articles/add").get_data(as_text=True))}
    assert client.post(f"/claims/{claim_id}/ask-again", data=secret).status_code == 302
    assert _newest(desk, "claim", claim_id) == ("asked again", None, checker)
    assert client.post(f"/claims/{claim_id}/evidence", data={**_PASSAGE, **secret}).status_code == 302
    assert _newest(desk, "claim", claim_id) == ("evidence added", "Town", checker)
    assert client.post("/sources/wikidata/resume", data=secret).status_code == 302
    assert _newest(desk, "source", 0) == ("resumed", "wikidata", checker)
