"""Structured logs: one line an event, with the request's id; never a secret, a body or a query string."""

import logging
import re
import sys
import time
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

from settings import settings

_ID = re.compile(r"[\w-]{8,64}")
_log = structlog.get_logger()


def configure() -> None:
    """Set structlog up for this process, by the settings."""
    level = logging.getLevelNamesMapping().get(settings().log_level.upper(), logging.INFO)
    shape = (
        structlog.processors.JSONRenderer() if settings().log_format == "json" else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            shape,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def install(app: Flask) -> None:
    """Log every request once it is answered, and give its id back in `X-Request-ID`."""
    configure()
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
