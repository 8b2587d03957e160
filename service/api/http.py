"""JSON over HTTP: requests are read into pydantic models, answers are written from them.

The same models and the same line above a view make the OpenAPI document, so that it cannot say anything else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Final, ParamSpec, TypeVar
from urllib.parse import urlencode

from flask import Response, g, request
from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from service.api.fields import Body
from service.errors import Problem

Model = TypeVar("Model", bound=Body)
Given = ParamSpec("Given")
NDJSON: Final = "application/x-ndjson"
_DESCRIBED = "described"
_MOST_NAMED: Final = 1000  # wrong fields of one body
_LONGEST_NAME: Final = 100  # characters of a field's name


@dataclass(frozen=True, slots=True)
class Described:
    """What the OpenAPI document says of a view."""

    summary: str
    statuses: tuple[int, ...]
    gives: type[BaseModel] | None
    many: bool
    takes: type[Body] | None
    query: tuple[str, ...]
    files: bool = False
    media: str | None = None
    gives_file: str | None = None
    lines: bool = False
    form: type[Body] | None = None


def describe(
    summary: str,
    *,
    gives: type[BaseModel] | None = None,
    many: bool = False,
    takes: type[Body] | None = None,
    query: str = "",
    status: int | tuple[int, ...] = 200,
    files: bool = False,
    media: str | None = None,
    gives_file: str | None = None,
    lines: bool = False,
    form: type[Body] | None = None,
) -> Callable[[Callable[Given, Response]], Callable[Given, Response]]:
    """Say what a view takes and gives, and hold its requests to that.

    `gives` is None for an answer without a body; `many` makes it a page of them. `query` names the parameters;
    any other is refused, since a filter with a typing mistake would silently show everything. `files`: instead of what
    it `takes`, a view takes a file, as a form or raw; `form`: a file in a form with the fields of this model; `media`
    is the type of a body that is a file and nothing else, and `gives_file` that of an answer that is one. `lines`: one
    object of what it `takes` a line, and as many of what it `gives` (`NDJSON`).
    """
    statuses = status if isinstance(status, tuple) else (status,)
    described = Described(
        summary=summary,
        statuses=statuses,
        gives=gives,
        many=many,
        takes=takes,
        query=tuple(query.split()),
        files=files,
        media=media,
        gives_file=gives_file,
        lines=lines,
        form=form,
    )

    def mark(view: Callable[Given, Response]) -> Callable[Given, Response]:
        @wraps(view)
        def checked(*args: Given.args, **kwargs: Given.kwargs) -> Response:
            _asked(described.query)
            if "fields" in described.query and gives is not None:
                _choose_fields(gives)
            return view(*args, **kwargs)

        setattr(checked, _DESCRIBED, described)
        return checked

    return mark


def description(view: object) -> Described | None:
    """How a view was described."""
    return getattr(view, _DESCRIBED, None)


def read_body(model: type[Model]) -> Model:
    """The request's JSON as `model`. Raises `Problem` 415, 400 with the place, or 422 with every wrong field."""
    if not request.is_json:
        raise Problem(415, "send JSON, with “Content-Type: application/json”")
    return parse(model, _data())


def read_lines(most: int) -> list[bytes]:
    """The lines of a body of newline-delimited JSON, without their ends; one that ends the body begins no other.

    Raises `Problem` 415, 413, or 422 for more than `most` lines and for none.
    """
    if request.mimetype != NDJSON:
        raise Problem(415, f"send one JSON object a line, with “Content-Type: {NDJSON}”")
    data = _data().removesuffix(b"\n")
    if not data:
        raise Problem(422, "the body is empty; send one JSON object a line")
    if (count := data.count(b"\n") + 1) > most:
        raise Problem(422, f"these are {count:,} lines; the most that is taken at once is {most:,}")
    return data.split(b"\n")


def parse(model: type[Model], data: bytes) -> Model:
    """JSON as `model`. Raises `Problem` 400 with the place, or 422 with every wrong field."""
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        raise _wrong(error) from None


def _data() -> bytes:
    try:
        return request.get_data()
    except RequestEntityTooLarge:
        most = request.max_content_length or 0
        raise Problem(413, f"the body is larger than {most:,} bytes, the most that is taken here") from None


def read_fields(model: type[Model], given: Mapping[str, str]) -> Model:
    """The fields of a form or a query as `model`. Raises `Problem` 422 with every wrong field."""
    try:
        return model.model_validate(dict(given))
    except ValidationError as error:
        raise _wrong(error) from None


def _wrong(error: ValidationError) -> Problem:
    """The problem that names every wrong field, or says how many there are where nobody would read them."""
    if (count := error.error_count()) > _MOST_NAMED:
        return Problem(422, f"it is wrong in {count:,} places, and nothing like what is taken here")
    wrong = error.errors(include_url=False, include_context=False, include_input=False)
    if wrong[0]["type"] == "json_invalid":
        return Problem(400, f"this is not JSON: {wrong[0]['msg'].removeprefix('Invalid JSON: ')}")
    named = {_place(e["loc"]): _words(e["type"], e["msg"]) for e in wrong}
    return Problem(422, "; ".join(f"{field}: {message}" for field, message in named.items()), named)


def _place(path: tuple[int | str, ...]) -> str:
    """The name of a field, as “quantities.0.text”; of one that the sender made up at most its beginning."""
    return ".".join(str(part)[:_LONGEST_NAME] for part in path) or "body"


def respond(given: BaseModel, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON response."""
    return Response(
        given.model_dump_json(by_alias=True), status, dict(headers or {}), content_type="application/json"
    )


def paged(items: Sequence[BaseModel], following: str | None = None, status: int = 200) -> Response:
    """A page of items with the cursor of the next one, in the body and as a Link header (RFC 8288).

    Of the items those fields are given that the request has chosen by `fields`; all where it has not.
    """
    chosen: set[str] | None = g.get("fields")
    text = ",".join(item.model_dump_json(by_alias=True, include=chosen) for item in items)
    quoted = f'"{following}"' if following else "null"
    response = Response(f'{{"items":[{text}],"next":{quoted}}}', status, content_type="application/json")
    if following:
        given = [(k, v) for k, v in request.args.items(multi=True) if k != "cursor"]
        query = urlencode([*given, ("cursor", following)])
        response.headers["Link"] = f'<{request.path}?{query}>; rel="next"'
    return response


def read_file() -> FileStorage:
    """The file of a form, in the field `file`. Raises `Problem` where that is not one file with none beside it."""
    sent = request.files.getlist("file")
    if len(sent) != 1 or len(request.files) != 1:
        raise Problem(422, "send one file, in the field “file”", {"file": "one file"})
    return sent[0]


def no_query(instead: str) -> None:
    """Refuse a query that would not be read: raises `Problem` 422 that says what to do `instead`."""
    if unread := set(request.args):
        raise Problem(422, f"the parameter “{min(unread)}” is not read here; {instead}",
                      dict.fromkeys(unread, "not read here"))  # fmt: skip


def _choose_fields(gives: type[BaseModel]) -> None:
    """Note which fields the request wants. Raises `Problem` 422 for one that an item does not have, and for none."""
    given = request.args.get("fields")
    if given is None:
        return
    named = [name.strip() for name in given.split(",")]
    unknown = [name for name in named if name not in gives.model_fields]
    if unknown:
        there = f"there is no field “{unknown[0][:100]}” here; the fields are {', '.join(gives.model_fields)}"
        raise Problem(422, there, {"fields": there})
    g.fields = set(named)


def _asked(known: tuple[str, ...]) -> None:
    if unknown := set(request.args) - set(known):
        name = min(unknown)
        there = f"it takes {', '.join(known)}" if known else "it takes none"
        raise Problem(
            422, f"there is no parameter “{name}” here; {there}", dict.fromkeys(unknown, "not known here")
        )


def _words(kind: str, message: str) -> str:
    match kind:
        case "missing":
            return "this field is needed"
        case "extra_forbidden":
            return "there is no such field"
        case _:
            return message
