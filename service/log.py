"""One log line a request, with its id; never a secret, a body or a query string."""

import re
import time
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

import logs

_ID = re.compile(r"[\w-]{8,64}")
_log = structlog.get_logger()


def install(app: Flask) -> None:
    """Log every request once it is answered, and give its id back in `X-Request-ID`."""
    logs.configure()
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if _ID.fullmatch(given) else uuid4().hex
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    took = round((time.perf_counter() - g.began) * 1000, 1)
    # The rule, not the path: a one-time link's secret stands in its path.
    where = request.url_rule.rule if request.url_rule else "no such page"
    _log.info("request", method=request.method, path=where, status=response.status_code, ms=took)
    return response
