"""Structured logs of all processes: one line an event on standard error. Imports nothing of ours but the settings.

A line that cannot be written is dropped and counted, and never ends the work that it tells of. Mail addresses are
masked, and errors of the store are told by their kind, without the values that they were about.
"""

import errno
import logging
import re
import sys
import time
import traceback
from types import TracebackType
from typing import Final

import structlog
from structlog.typing import EventDict, Processor

from settings import settings

_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_LONGEST_MESSAGE: Final = 500
_RECENT_SECONDS: Final = 60.0
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class LossyStream:
    """Standard error as it is at the time of writing; what it does not take is counted instead of raised."""

    def __init__(self) -> None:
        self.lost = 0
        self._written = False
        self._full_at = -_RECENT_SECONDS

    def write(self, text: str) -> int:
        """Write, or count one loss."""
        try:
            self._written = False
            sys.stderr.write(text)
            self._written = True
        except (OSError, ValueError) as error:
            self._note(error)
        return len(text)

    def flush(self) -> None:
        """Flush, or count one loss; a line that is taken again ends what is said of a full disk."""
        try:
            sys.stderr.flush()
        except (OSError, ValueError) as error:
            self._note(error)
        else:
            if self._written:
                self._full_at = -_RECENT_SECONDS

    def disk_is_full(self) -> bool:
        """Whether the last line was lost to a full disk, within the last minute."""
        return time.monotonic() - self._full_at < _RECENT_SECONDS

    def _note(self, error: Exception) -> None:
        self.lost += 1
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            self._full_at = time.monotonic()


stream: Final = LossyStream()


def configure() -> None:
    """Set logging up for this process, by the settings; lines of Celery and the web server pass through the same
    place.
    """
    level = logging.getLevelNamesMapping().get(settings().log_level.upper(), logging.INFO)
    shape = (
        structlog.processors.JSONRenderer() if settings().log_format == "json" else structlog.dev.ConsoleRenderer()
    )
    common: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(format_exception),
        mask,
    ]
    structlog.configure(
        processors=[*common, shape],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(stream),  # type: ignore[arg-type]
    )
    handler = logging.StreamHandler(stream)
    handler.setLevel(level)  # werkzeug gives its own logger a level of its own
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=common,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, shape],
        )
    )
    root = logging.getLogger()
    root.handlers, root.level = [handler], level


def mask(logger: object, method: str, event: EventDict) -> EventDict:
    """A structlog processor that puts `…@…` in place of every mail address."""
    for name, value in event.items():
        if isinstance(value, str) and "@" in value:
            event[name] = _MAIL.sub("…@…", value)
    return event


def format_exception(exc_info: ExcInfo) -> str:
    """The traceback of an exception and of those behind it, each with its description (`describe`)."""
    parts: list[str] = []
    error: BaseException | None = exc_info[1]
    while error is not None and len(parts) < 8:
        frames = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"Traceback (most recent call last):\n{frames}{describe(error)}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\nThe above was raised while this was handled, or by it:\n\n".join(reversed(parts))


def describe(error: BaseException) -> str:
    """An exception in one line. One of the database's, or that wraps one, says its class, SQLSTATE and what it was
    about by name (table, column, constraint): its message may hold a person's address or an article's title.
    """
    inner = getattr(error, "orig", None) or error
    state = getattr(inner, "sqlstate", None)
    if state is None:
        return f"{type(error).__name__}: {error}"[:_LONGEST_MESSAGE]
    diagnosis = getattr(inner, "diag", None)
    about = [getattr(diagnosis, name, None) for name in ("table_name", "column_name", "constraint_name")]
    return " ".join([f"{type(inner).__name__}: SQLSTATE {state}", *filter(None, about)])
