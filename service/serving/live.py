"""Live updates: PostgreSQL's NOTIFY, heard by one connection a web process, passed on as Server-Sent Events.

What an open page hears of is committed; changes that were rolled back are never announced. A page that may have missed
something (the listener lost its connection, the page was too slow) is told to look again. Streams are tasks of the
event loop (`service.serving.asgi`) and hold no thread; the view below only says who may have one.
"""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Final

import structlog
from flask import Blueprint, Response, request

from service import auth
from service.request.inputs import query_number
from settings import settings
from store.db import StoreError, listening

blueprint = Blueprint("live", __name__)
AGAIN: Final = "again 0"
ENDED: Final = "ended 0"
_HEARTBEAT: Final = "heartbeat 0"
_CHECK_SECONDS: Final = 5.0  # how long the stream of a session that has ended may go on
_CHECKS_A_HEARTBEAT: Final = 3
_POLL_SECONDS: Final = 30  # how often a page that got no stream asks
_MOST_WAITING: Final = 200  # messages
_SHARE: Final = 0.75  # of a process's connections, for streams
_log = structlog.get_logger()
Send = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Ticket:
    """The right to a stream: whose it is, by which session, and whether that still goes on (asks the store)."""

    person: int
    still_open: Callable[[], bool]
    session: int | None = None
    page_seconds: float = 0.0  # since the page asked to be rendered


@dataclass(eq=False)
class Subscriber:
    """An open page: its ticket, and the messages that wait for it."""

    ticket: Ticket
    messages: "asyncio.Queue[str]" = field(default_factory=lambda: asyncio.Queue(_MOST_WAITING))

    def put(self, message: str) -> None:
        """Let the page hear `kind subject`; one that does not keep up is told to look again instead."""
        try:
            self.messages.put_nowait(message)
        except asyncio.QueueFull:
            self.replace(AGAIN)

    def replace(self, message: str) -> None:
        """Forget what waits, and let the page hear this."""
        while not self.messages.empty():
            self.messages.get_nowait()
        self.messages.put_nowait(message)


class Streams:
    """The open pages of this process, the connection that listens for them, and the limits. Used by the loop alone."""

    def __init__(self, url: str, per_person: int, most: int) -> None:
        self._url = url
        self._per_person, self._most = per_person, most
        self._subscribers: set[Subscriber] = set()
        self._changed_at = -math.inf  # the monotonic time of the last message, or of the beginning of listening
        self._tasks: list[asyncio.Task[None]] = []

    def join(self, ticket: Ticket) -> Subscriber | None:
        """A subscriber for a new page; None if the person, or the process, has as many as it may."""
        of_person = sum(other.ticket.person == ticket.person for other in self._subscribers)
        if of_person >= self._per_person or len(self._subscribers) >= self._most:
            return None
        subscriber = Subscriber(ticket)
        if self._tasks and self._changed_at >= time.monotonic() - ticket.page_seconds:
            subscriber.put(AGAIN)  # something changed after the page was rendered, perhaps, and before it listened
        self._subscribers.add(subscriber)
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._check_sessions())]
        return subscriber

    def leave(self, subscriber: Subscriber) -> None:
        """The page was closed; with the last one the listening ends."""
        self._subscribers.discard(subscriber)
        if not self._subscribers:
            for task in self._tasks:
                task.cancel()
            self._tasks = []

    def publish(self, message: str) -> None:
        """Pass a message on to every page; that a session has ended, to its own pages alone, which then end too."""
        kind, _, subject = message.partition(" ")
        if kind == "session":
            for subscriber in self._subscribers:
                if str(subscriber.ticket.session) == subject:
                    subscriber.replace(ENDED)
            return
        self._changed_at = time.monotonic()
        for subscriber in self._subscribers:
            subscriber.put(message)

    async def _listen(self) -> None:
        while True:
            try:
                async with listening(self._url) as messages:
                    self.publish(AGAIN)
                    async for message in messages:
                        self.publish(message)
            except StoreError as error:
                _log.warning("live updates are interrupted", error=str(error))
            await asyncio.sleep(1)

    async def _check_sessions(self) -> None:
        for number in count(1):
            await asyncio.sleep(_CHECK_SECONDS)
            pages = list(self._subscribers)
            for subscriber, is_open in zip(pages, await asyncio.to_thread(_still_open, pages), strict=True):
                if not is_open:
                    subscriber.replace(ENDED)
                elif number % _CHECKS_A_HEARTBEAT == 0 and subscriber.messages.empty():
                    subscriber.put(_HEARTBEAT)


def _still_open(pages: list[Subscriber]) -> list[bool]:
    """Whether the session of each page goes on; taken to, while the store does not answer."""
    try:
        return [page.ticket.still_open() for page in pages]
    except StoreError:
        return [True] * len(pages)


def streams() -> Streams:
    """The streams of a process, by the settings."""
    most = int(settings().web_connections * _SHARE)
    return Streams(settings().database_url, settings().live_per_person, most)


async def run(all_streams: Streams, ticket: Ticket, send: Send, closed: "asyncio.Future[None]") -> None:
    """Send one page its events until it is closed or its session ends.

    Events are named after what changed (`claim`, `article`, `document`, `import`, `person`, `source`, `feed`,
    `webhook`, `rule`, `notice`, `report`), with its id as data, 0 for several; `progress` where the machine went on
    with claims that were there; `again` where something may have been missed; `polling` with a number of seconds,
    where there are too many streams: the page then asks by itself that often; `ended` where the session did.
    """
    subscriber = all_streams.join(ticket)
    if subscriber is None:
        _log.warning("a page got no stream: there are too many", person=ticket.person)
        await send(f"retry: {_POLL_SECONDS * 1000}\nevent: polling\ndata: {_POLL_SECONDS}\n\n")
        return
    closed.add_done_callback(lambda _: subscriber.replace(ENDED))
    try:
        await send("retry: 2000\n\n")
        message = ""
        while message != ENDED:
            message = await subscriber.messages.get()
            kind, _, subject = message.partition(" ")
            await send(": still here\n\n" if message == _HEARTBEAT else f"event: {kind}\ndata: {subject}\n\n")
    finally:
        all_streams.leave(subscriber)


@blueprint.get("/live")
@auth.desk()
def stream() -> Response:
    """The right to a stream of changes, which the event loop then sends; see `run`.

    `age` in the query: milliseconds since the page that wants it was asked for.
    """
    scope = request.environ.get("asgi.scope")
    if scope is not None:
        scope["state"]["live"] = _ticket()
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Response(content_type="text/event-stream", headers=headers)


def _ticket() -> Ticket:
    person, session = auth.person(), auth.session_id()
    assert person is not None, "the rule of this view lets nobody else in"
    assert session is not None, "tokens are for the API"
    age = (query_number("age") or 0) / 1000
    return Ticket(person.id, partial(auth.session_open, session), session, age)
