"""Every kind of error is a problem that says in words what to do."""

import pytest
from flask import request
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from service import auth
from settings import settings
from store import db
from tests.api.caller import Caller
from tests.api.conftest import Token
from tests.running import made_once
from tests.running.ports import free_port

_JSON = {"Content-Type": "application/json"}


def _sent(caller: Caller, data: str | bytes) -> TestResponse:
    return caller.client.post("/api/v1/articles", data=data, headers={**caller.headers, **_JSON})


def test_what_is_not_json_is_400_with_the_place(checker: Caller) -> None:
    for text in (
        "{",
        "",
        "{'text': 1}",
        '{"text": "a"',
        "[" * 3000,
        "\ufeff{}",
        '{"text": "\\ud800"}',
        b'{"text": "\xff"}',
    ):
        answer = _sent(checker, text)
        assert answer.status_code == 400, text
        assert answer.json
        assert "line 1 column" in answer.json["detail"]


def test_json_that_is_no_object_is_422(checker: Caller) -> None:
    for text in ("[]", "null", "5", '"text"'):
        assert _sent(checker, text).status_code == 422


def test_a_body_of_nothing_but_wrong_fields_gets_a_short_answer(checker: Caller) -> None:
    fields = ",".join(f'"{n}": 1' for n in range(20_000))
    answer = _sent(checker, f"{{{fields}}}")
    assert (answer.status_code, len(answer.data) < 1000) == (422, True)
    assert "it is wrong in 20,0" in answer.text
    answer = _sent(checker, f'{{"{"a" * 100_000}": 1}}')
    assert (answer.status_code, len(answer.data) < 1000) == (422, True)


def test_another_type_is_415(checker: Caller) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = checker.client.post(
            "/api/v1/articles", data="text=a", headers={**checker.headers, "Content-Type": kind}
        )
        assert answer.status_code == 415


def test_too_much_is_413(checker: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(checker.client.application.config, "MAX_CONTENT_LENGTH", 1000)
    checker.post("/articles", 413, text="a" * 2000)


def test_who_is_it(client: FlaskClient) -> None:
    for headers in (
        {},
        {"Authorization": "Bearer fd_wrong"},
        {"Authorization": "Bearer ü"},
        {"Authorization": "Bearer"},
    ):
        answer = client.get("/api/v1/claims", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert client.post("/api/v1/articles", json={"text": "a"}, headers=headers).status_code == 401


_BEYOND = (
    ("articles", "GET", "/claims"), ("read", "POST", "/articles"), ("claims", "POST", "/articles/1/retry"),
    ("read", "POST", "/claims/1/transitions"), ("articles", "POST", "/claims/1/verdict"),
    ("read", "POST", "/claims/1/evidence"), ("read", "POST", "/claims/1/lookups/retry"),
    ("articles", "POST", "/shelf/documents"), ("claims", "GET", "/claims/1"), ("review", "GET", "/fact-checks"),
)  # fmt: skip


def test_a_missing_scope_is_403(token: Token) -> None:
    for scope, method, path in _BEYOND:
        answer = token(scope).call(method, path)
        assert answer.status_code == 403, (scope, path)
        assert answer.json
        assert "lacks the scope" in answer.json["detail"]


def test_what_is_not_there_is_404(checker: Caller) -> None:
    for path in (
        "/claims/999", "/claims/999/audit", "/claims/999/lookups", "/claims/999/verdicts", "/articles/999", "/nothing",
        "/articles/999/claims", "/fact-checks/none", "/fact-checks/a%00b", "/claims/" + "9" * 30, "/claims/0",
    ):  # fmt: skip
        checker.get(path, 404)


def test_what_is_not_there_cannot_be_changed(checker: Caller) -> None:
    checker.post("/claims/999/transitions", 404, action="take", version=1)
    checker.post("/claims/999/lookups/retry", 404)
    checker.post("/articles/999/retry", 404)
    checker.post("/claims/999/evidence", 404, text="a", publisher="b", stance="none")


def test_another_method_is_405(checker: Caller) -> None:
    answer = checker.call("DELETE", "/claims/1")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_store_that_is_away_is_503(checker: Caller, desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    away = f"postgresql+psycopg://factdesk@127.0.0.1:{free_port()}/none"
    monkeypatch.setenv("DATABASE_URL", away)
    settings.cache_clear()
    answer = checker.call("POST", "/articles", {"text": "a"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    db.engine(away).dispose()


class _Teapot(HTTPException):
    code = 418


@auth.anybody
def _refuse() -> None:
    raise _Teapot(request.args.get("why"))


def test_what_the_library_refuses_is_said_in_its_words_or_by_its_name(desk: str) -> None:
    app = made_once.new_app()
    app.add_url_rule("/api/v1/teapot", view_func=_refuse)
    answers = [app.test_client().get(f"/api/v1/teapot{query}") for query in ("", "?why=no+water")]
    assert [(each.status_code, each.get_json()["detail"]) for each in answers] == [
        (418, "I'm a teapot"),
        (418, "no water"),
    ]


def test_the_desk_s_scripts_are_programs_and_its_people_are_not(checker: Caller) -> None:
    asked = {"X-Requested-With": "factdesk"}
    answer = checker.client.get("/no-such-page", headers=asked)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert checker.client.get("/no-such-page").mimetype == "text/html"
