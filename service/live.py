"""Live updates: PostgreSQL's NOTIFY, heard by one connection a process, passed on as Server-Sent Events.

What an open page hears of is committed; what was rolled back is never heard of. A page that may have missed
something (the listener lost its connection, the page was too slow) is told to look again.
"""

import threading
import time
from collections.abc import Iterator
from functools import cache
from queue import Empty, Full, Queue

import psycopg
import structlog
from flask import Blueprint, Response

from service.auth import desk
from settings import settings
from store.db import CHANNEL

blueprint = Blueprint("live", __name__)
AGAIN = "again 0"
_HEARTBEAT_SECONDS = 15.0
_MOST_WAITING = 200
_log = structlog.get_logger()


class Listener:
    """One connection that listens while any page is open, and the open pages it tells."""

    def __init__(self, url: str) -> None:
        self._url = url.replace("postgresql+psycopg://", "postgresql://")
        self._pages: set[Queue[str]] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def join(self) -> Queue[str]:
        """A queue on which an open page hears `kind subject` messages."""
        page: Queue[str] = Queue(_MOST_WAITING)
        with self._lock:
            self._pages.add(page)
            if self._thread is None:
                self._thread = threading.Thread(target=self._listen, name="live", daemon=True)
                self._thread.start()
        return page

    def leave(self, page: Queue[str]) -> None:
        """The page was closed."""
        with self._lock:
            self._pages.discard(page)

    def tell(self, message: str) -> None:
        """Pass a message on; a page that does not keep up is told to look again instead."""
        with self._lock:
            pages = list(self._pages)
        for page in pages:
            try:
                page.put_nowait(message)
            except Full:
                with page.mutex:
                    page.queue.clear()
                    page.queue.append(AGAIN)

    def _listen(self) -> None:
        while self._wanted():
            try:
                with psycopg.connect(self._url, autocommit=True, connect_timeout=5) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self.tell(AGAIN)
                    while self._wanted():
                        for notice in connection.notifies(timeout=_HEARTBEAT_SECONDS):
                            self.tell(notice.payload)
            except psycopg.Error as error:
                _log.warning("live updates are interrupted", error=str(error))
                time.sleep(1)

    def _wanted(self) -> bool:
        with self._lock:
            if not self._pages:
                self._thread = None
            return self._thread is threading.current_thread()


@cache
def listener(url: str) -> Listener:
    """The listener of a store, one a process."""
    return Listener(url)


@blueprint.get("/live")
@desk()
def stream() -> Response:
    """The stream of changes: events named after what changed (`claim`, `article`, `document`, `import`, `person`,
    `source`), with its id as data, and `again`.
    """
    ear = listener(settings().database_url)
    page = ear.join()
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Response(_events(ear, page), content_type="text/event-stream", headers=headers)


def _events(ear: Listener, page: "Queue[str]") -> Iterator[str]:
    try:
        yield "retry: 2000\n\n"
        while True:
            try:
                kind, _, subject = page.get(timeout=_HEARTBEAT_SECONDS).partition(" ")
                yield f"event: {kind}\ndata: {subject}\n\n"
            except Empty:
                yield ": still here\n\n"
    finally:
        ear.leave(page)
