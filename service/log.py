"""One log line a request, with its id; never a secret, a body or a query string."""

import re
import time
from contextlib import ExitStack
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

import logs
import tracing

_ID = re.compile(r"[\w-]{8,64}")
# RFC 9110, section 9.1, and RFC 5789. A client may write any word, and each would be kept for ever.
_METHODS = frozenset(("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"))
_CONCERNS = {"claim": "claim_id", "article": "article_id"}
_log = structlog.get_logger()


def install(app: Flask) -> None:
    """Log every request once it is answered, and give its id back in `X-Request-ID`."""
    logs.configure()
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(lambda _: g.pop("spans").close() if "spans" in g else None)


def _begin() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if _ID.fullmatch(given) else uuid4().hex
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)
    where = _where()
    g.spans = ExitStack()
    g.spans.enter_context(
        tracing.span(
            f"{method()} {where}",
            "server",
            http__request__method=method(),
            http__route=where,
            factdesk__request_id=g.request_id,
        )
    )
    named = request.view_args or {}
    tracing.concern(**{known: named[name] for known, name in _CONCERNS.items() if name in named})


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    took = round((time.perf_counter() - g.began) * 1000, 1)
    tracing.note(http__response__status_code=response.status_code)
    if response.status_code >= 500:
        tracing.fail(response.status)
    _log.info("request", method=method(), path=_where(), status=response.status_code, ms=took)
    return response


def method() -> str:
    """The method of the request, or "_OTHER" for one that HTTP does not define, as OpenTelemetry writes it."""
    return request.method if request.method in _METHODS else "_OTHER"


def _where() -> str:
    """The rule, not the path: a one-time link's secret stands in its path."""
    return request.url_rule.rule if request.url_rule else "no such page"
