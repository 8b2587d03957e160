"""The API's border: what comes in is checked by pydantic models, what goes out is plain JSON."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from flask import Response, request
from pydantic import BaseModel, ConfigDict, ValidationError

from service.errors import Problem

Model = TypeVar("Model", bound="Body")
View = TypeVar("View", bound=Callable[..., Any])
_DESCRIBED = "described"


class Body(BaseModel):
    """What a request may hold; a field that is not known is refused, so that a typing mistake is noticed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True, slots=True)
class Described:
    """What the OpenAPI document says of a view."""

    summary: str
    status: int = 200
    takes: type[Body] | None = None
    query: tuple[str, ...] = ()


def describe(
    summary: str, *, status: int = 200, takes: type[Body] | None = None, query: str = ""
) -> Callable[[View], View]:
    """Describe a view for the OpenAPI document; `query` names its query parameters."""

    def mark(view: View) -> View:
        setattr(view, _DESCRIBED, Described(summary, status, takes, tuple(query.split())))
        return view

    return mark


def description(view: object) -> Described | None:
    """How a view was described."""
    return getattr(view, _DESCRIBED, None)


def body(model: type[Model]) -> Model:
    """The request's JSON as `model`. Raises `Problem` 415, 400 with the place, or 422 with every wrong field."""
    if not request.is_json:
        raise Problem(415, "send JSON, with “Content-Type: application/json”")
    try:
        given = json.loads(request.get_data())
    except ValueError as error:
        where = (
            f"line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else "the text"
        )
        raise Problem(400, f"this is not JSON: {error} ({where})") from None
    try:
        return model.model_validate(given)
    except ValidationError as error:
        fields = {".".join(map(str, e["loc"])) or "body": e["msg"] for e in error.errors()}
        raise Problem(422, "; ".join(f"{field}: {message}" for field, message in fields.items()), fields) from None


def answer(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON response; times as RFC 3339 in UTC, hashes in hex."""
    return Response(json.dumps(data, default=plain), status, dict(headers or {}), content_type="application/json")


def plain(value: Any) -> Any:
    """A value that JSON has no word for."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def limit(most: int = 200, usual: int = 50) -> int:
    """How many are asked for."""
    text = request.args.get("limit", str(usual))
    if not text.isdigit() or not 1 <= int(text) <= most:
        raise Problem(422, f"limit is a number from 1 to {most}", {"limit": f"from 1 to {most}"})
    return int(text)


def cursor() -> tuple[Any, ...] | None:
    """Where the page before ended. Raises `Problem` for a cursor that is not ours."""
    text = request.args.get("cursor")
    if not text:
        return None
    try:
        place = json.loads(urlsafe_b64decode(text.encode()))
    except ValueError:
        place = None
    if not isinstance(place, list) or not place or not all(isinstance(p, int | float) for p in place):
        raise Problem(422, "the cursor is not one that we gave", {"cursor": "unknown"})
    return tuple(place)


def page(items: list[Any], more: tuple[Any, ...] | None) -> Response:
    """A page of items with the cursor of the next one, in the body and as a Link header."""
    following = urlsafe_b64encode(json.dumps(more).encode()).decode() if more else None
    headers = {}
    if following:
        given = "&".join(f"{k}={v}" for k, v in request.args.items(multi=True) if k != "cursor")
        headers["Link"] = f'<{request.path}?{given}{"&" if given else ""}cursor={following}>; rel="next"'
    return answer({"items": items, "next": following}, headers=headers)


def number(name: str) -> int | None:
    """A query parameter that is a number."""
    text = request.args.get(name)
    if text and (not text.isdigit() or len(text) > 18):
        raise Problem(422, f"{name} must be a number", {name: "not a number"})
    return int(text) if text else None
