"""Somebody who calls the API, and the check of each answer against the OpenAPI document."""

import json
import sys
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Response, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.api import http, openapi
from store.people import Actor

# With this package jsonschema compiles 38 grammars, for formats that the document does not name: seconds a process.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
from jsonschema import Draft202012Validator, FormatChecker  # noqa: E402

del sys.modules["rfc3987_syntax"]


@dataclass(frozen=True)
class Caller:
    """One person's token at one desk; paths are below `/api/v1`."""

    client: FlaskClient
    headers: dict[str, str]
    actor: Actor

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """One request; `body` goes as JSON."""
        given = {} if body is None else {"json": body}
        return self.client.open("/api/v1" + path, method=method, headers={**self.headers, **headers}, **given)

    def get(self, path: str, status: int = 200) -> Any:
        """What is at `path`."""
        return self._body(self.call("GET", path), status)

    def post(self, path: str, status: int = 200, **body: Any) -> Any:
        """What the desk answers to these fields."""
        return self._body(self.call("POST", path, body), status)

    def _body(self, answer: TestResponse, status: int) -> Any:
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.json


def fields(problem: Any) -> set[str]:
    """The fields that a problem names."""
    return {error["field"] for error in problem["errors"]}


def checked(response: Response) -> Response:
    """`response`, after it was held against what the document says of its operation and status."""
    if not request.path.startswith("/api/v1/") or request.path.startswith(("/api/v1/docs", "/api/v1/openapi")):
        return response
    document = openapi.document_of_app()
    schema = _said(document, response)
    if schema is not None:
        whole = {**schema, "components": document["components"]}
        validator = Draft202012Validator(whole, format_checker=_formats())
        lines = response.mimetype == http.NDJSON
        for each in map(json.loads, response.get_data().splitlines()) if lines else [response.get_json()]:
            validator.validate(each)
    return response


def _said(document: dict[str, Any], response: Response) -> dict[str, Any] | None:
    if request.url_rule is None or response.status_code >= 400:
        assert response.content_type == "application/problem+json"
        return {"$ref": "#/components/schemas/Problem"}
    path = str(request.url_rule).replace("<int:", "{").replace("<", "{").replace(">", "}")
    said = document["paths"][path][request.method.lower()]["responses"]
    assert str(response.status_code) in said, f"{request.method} {path} does not say {response.status_code}"
    content = said[str(response.status_code)].get("content")
    assert bool(content) == bool(response.get_data())
    if content is None:
        return None
    assert list(content) == [response.mimetype]
    if response.mimetype not in ("application/json", http.NDJSON):
        return None
    found: dict[str, Any] = content[response.mimetype]["schema"]
    return found


@cache
def _formats() -> FormatChecker:
    checker = FormatChecker()
    checker.checks("date-time")(lambda text: not isinstance(text, str) or text.endswith("Z"))
    return checker
