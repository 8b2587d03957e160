"""Every operation of the API, asked with a token of each scope: what lacks the scope is refused, and nothing breaks."""

import re

import pytest

from service.app import create_app
from settings import settings
from store import people, tokens
from store.db import transaction
from store.tokens import SCOPES
from tests.fixtures.desk_parts import article, person

_BODIES: tuple[object, ...] = ({}, {"url": "https://e.org/\x00", "text": 5, "version": -1}, [1])
_STREAMS = "/export"  # answers with all that there is, which is read by tests of its own


@pytest.mark.timeout(180)
def test_each_operation_holds_each_token_to_its_scope(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REQUESTS", "ARTICLES", "STRANGERS"):
        monkeypatch.setenv(f"FACTDESK_{name}_PER_MINUTE", "1000000")
    settings.cache_clear()
    article(desk, person(desk, "checker"))
    client = create_app().test_client()
    document = client.get("/api/v1/openapi.json").get_json()
    with transaction(desk) as conn:
        admin = people.add_person(conn, "admin@example.org", "admin", "admin")
        secrets = {scope: tokens.create_token(conn, admin, scope, [scope]) for scope in SCOPES}
    asked, wrong = 0, []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            # What is deleted is not there: a token of the test's own would be.
            address = re.sub(r"\{\w+\}", "987654" if method == "delete" else "1", path)
            needed, streams = operation["x-scope"], _STREAMS in path and method == "get"
            for scope, secret in secrets.items():
                if streams and scope == needed:
                    continue
                # What lacks the scope is refused before its body is read, whichever it is.
                bodies = _BODIES if scope == needed else _BODIES[1:2]
                for body in bodies if "requestBody" in operation else (None,):
                    answer = client.open(
                        address, method=method.upper(), json=body, headers={"Authorization": f"Bearer {secret}"}
                    )
                    asked += 1
                    refused = answer.status_code == 403
                    if answer.status_code >= 500 or answer.status_code == 401 or (scope != needed and not refused):
                        wrong.append((method, path, scope, needed, answer.status_code))
    assert wrong == []
    assert asked > 200
