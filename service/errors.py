"""Every error in one shape: RFC 9457 problem details for programs, a page in words for people."""

import json

from flask import Flask, Response, render_template, request
from structlog import get_logger
from werkzeug.exceptions import HTTPException

from logs import describe
from service.language.messages import translated
from service.request import redirects
from store.claims.transitions import StaleClaim
from store.claims.workflow import NotAllowed
from store.db import (
    DISK_FULL,
    QUERY_CANCELED,
    UNIQUE_VIOLATION,
    VALUE_ERRORS,
    DatabaseError,
    NotFound,
    UnavailableError,
    sqlstate,
    was_in_each_others_way,
)
from store.people import Refused

_TITLES = {
    400: "Bad request", 401: "Sign in first", 403: "Not allowed", 404: "Not found", 405: "Method not allowed",
    409: "Conflict", 413: "Too large", 415: "Unsupported media type", 422: "Not acceptable as given",
    429: "Too many requests", 500: "Our mistake", 503: "Not available now",
}  # fmt: skip
_log = get_logger()


class Problem(Exception):
    """An answer that is an error: status, what is wrong in words, and the fields to mend."""

    def __init__(self, status: int, detail: str, fields: dict[str, str] | None = None, **more: object) -> None:
        super().__init__(detail)
        self.status, self.detail, self.fields, self.more = status, detail, fields or {}, more


def install(app: Flask) -> None:
    """Answer every exception of the rooms behind, and every HTTP error, in the asker's form."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, lambda e: answer(problem_of(e)))


def problem_of(error: Exception) -> Problem:
    """The problem to answer with for an exception that is being handled; what has to be looked into is logged."""
    match error:
        case Problem():
            return error
        case NotFound():
            return Problem(404, str(error))
        case StaleClaim():
            return _stale(error)
        case NotAllowed():
            return _not_allowed(error)
        case Refused():
            return Problem(422, str(error), {error.field: str(error)})
        case UnavailableError():
            return _store_away(error)
        case DatabaseError() if isinstance(error, VALUE_ERRORS):
            return _not_storable(error)
        case _:
            _log.exception("unforeseen")
            return Problem(500, "something went wrong on our side; it is in the log under this request's id")


def wants_json() -> bool:
    """Whether the asker is a program."""
    return request.path.startswith("/api/") or request.headers.get("X-Requested-With") == "factdesk"


def answer(problem: Problem) -> Response:
    """The response that tells of a problem."""
    title = _TITLES.get(problem.status, "Error")
    if wants_json():
        body: dict[str, object] = {
            "type": "about:blank",
            "title": title,
            "status": problem.status,
            "detail": translated(problem.detail),
        }
        if problem.fields:
            body["errors"] = [
                {"field": field, "message": translated(message)} for field, message in problem.fields.items()
            ]
        text = json.dumps({**body, **problem.more}, default=str)
        response = Response(text, problem.status, content_type="application/problem+json")
    else:
        page = render_template(
            "error.html", title=translated(title), problem=problem, came_from=redirects.came_from
        )
        response = Response(page, problem.status)
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="factdesk"'
    if wait := problem.more.get("retry_after"):
        response.headers["Retry-After"] = str(wait)
    if problem.status == 503:
        response.headers["Retry-After"] = "5"
    return response


def _stale(error: StaleClaim) -> Problem:
    now = {name: getattr(error.current, name) for name in ("id", "version", "state", "owner", "statement")}
    return Problem(409, f"somebody changed this claim in the meantime: {error}; nothing was saved", current=now)


def _not_allowed(error: NotAllowed) -> Problem:
    if error.field in ("role", "actor"):
        return Problem(403, str(error), {error.field: str(error)})
    return Problem(409 if error.field in ("action", "state") else 422, str(error), {error.field: str(error)})


def _store_away(error: UnavailableError) -> Problem:
    _log.error("the store is not answering", error=describe(error))
    if sqlstate(error) == DISK_FULL:
        return Problem(503, "the disk is full; nothing was changed, please tell whoever runs this desk")
    if sqlstate(error) == QUERY_CANCELED:
        return Problem(503, "this took too long and was ended; nothing was changed, please ask for less")
    if was_in_each_others_way(error):
        return Problem(503, "somebody else was changing the same; nothing was changed, please try again")
    return Problem(503, "the store is not answering; nothing was changed, please try again in a moment")


def _not_storable(error: DatabaseError) -> Problem:
    """The store refused what it was given. The transaction was rolled back, so that nothing of it is written.

    Views are to refuse such values first, naming the field; that one came so far is logged.
    """
    _log.error("the store refused a value", error=describe(error), state=sqlstate(error))
    if sqlstate(error) == UNIQUE_VIOLATION:
        return Problem(409, "somebody did the same at this very moment; nothing was changed, please look again")
    return Problem(422, "this holds a value that cannot be stored; nothing was changed")


def _http_problem(status: int, words: str) -> Problem:
    """Errors of routing in the desk's own words; all others in those of the library, which are English."""
    match status:
        case 404:
            return Problem(404, "there is nothing at this address")
        case 405:
            return Problem(405, "this address takes no such request")
    return Problem(status, words)


def _http(error: HTTPException) -> Response:
    if error.code and error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    answered = answer(_http_problem(error.code or 500, error.description or error.name))
    if error.code == 405:
        answered.headers["Allow"] = error.get_response().headers.get("Allow", "")
    return answered
