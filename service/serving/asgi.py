"""The application as the event loop serves it: Flask in threads, bodies read before a thread is taken, streams
without one.
"""

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from a2wsgi import WSGIMiddleware

from service.app import create_app
from service.request import large_bodies
from service.serving import live
from settings import settings

if TYPE_CHECKING:
    from _typeshed import OptExcInfo

Message: TypeAlias = MutableMapping[str, Any]  # as ASGI has it: what a message holds depends on its type
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
_CHUNKS: Final = 256  # of an answer that may wait for a slow reader before the thread waits for it too


def create() -> "Application":
    """The application of one web process.

    What it is made of is no garbage: to look through its 300,000 objects for some would hold up all requests for a
    tenth of a second, now and then.
    """
    made = Application(create_app(), settings().web_threads)
    gc.collect()
    gc.freeze()
    return made


class Application:
    """Speaks ASGI, and has Flask answer in one of `threads` threads.

    A small body is read whole before a thread is taken, so that half-sent ones hold none. A large one is read by
    its thread as it comes; only a quarter of the threads may do that at a time, and the others wait their turn
    (`large_bodies`).
    """

    def __init__(self, flask: WSGIApplication, threads: int) -> None:
        self._flask = WSGIMiddleware(_as_gunicorn_has_it(flask), workers=threads, send_queue_size=_CHUNKS)
        self._large_bodies = asyncio.Semaphore(large_bodies.at_a_time(threads))
        self._streams = live.streams()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise RuntimeError("only HTTP is served")
        # A header with an underscore would pass for another one with a hyphen, which a proxy may have taken out.
        scope["headers"] = [(name, value) for name, value in scope["headers"] if b"_" not in name]
        if scope["path"] == "/live":
            await self._live(scope, receive, send)
            return
        received = [] if _announces_large(scope) else await _read_small(receive)
        if received is None:
            return
        if not received or received[-1]["more_body"]:
            scope["state"][large_bodies.LARGE] = True
            async with self._large_bodies:
                await self._flask(scope, _replay(received, receive), send)
        else:
            await self._flask(scope, _replay(received, receive), send)

    async def _live(self, scope: Message, receive: Receive, send: Send) -> None:
        """Have the view say who may; then the stream goes on here."""
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        await self._flask(scope, _replay([], receive), keep)
        ticket = scope["state"].get("live")
        if ticket is None or scope["method"] != "GET":
            for message in answer:
                await send(message)
            return
        headers = [(name, value) for name, value in answer[0]["headers"] if name != b"content-length"]
        await send({**answer[0], "headers": headers})

        async def send_text(text: str) -> None:
            await send({"type": "http.response.body", "body": text.encode(), "more_body": True})

        closed = asyncio.ensure_future(_disconnected(receive))
        try:
            await live.run(self._streams, ticket, send_text, closed)
        finally:
            closed.cancel()
        await send({"type": "http.response.body", "body": b""})


def _as_gunicorn_has_it(flask: WSGIApplication) -> WSGIApplication:
    """Flask with what the bridge leaves out: bodies without a length, which end by themselves, and standard error."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["wsgi.input_terminated"] = True
        environ["wsgi.errors"] = sys.stderr
        return flask(environ, _without_date(start_response))

    return application


def _without_date(start_response: StartResponse) -> StartResponse:
    """`start_response` without the date of the answer, which the server writes into each by itself."""

    def start(
        status: str, headers: list[tuple[str, str]], error: "OptExcInfo | None" = None, /
    ) -> Callable[[bytes], object]:
        return start_response(status, [(name, value) for name, value in headers if name.lower() != "date"], error)

    return start


def _announces_large(scope: Message) -> bool:
    """Whether the headers say that the body is large. It may be refused before any of it came."""
    length = dict(scope["headers"]).get(b"content-length", b"0")  # h11 passes on nothing but at most 20 digits
    return int(length) > large_bodies.SMALL


async def _read_small(receive: Receive) -> list[Message] | None:
    """The parts of a body, all of them or those of the first `large_bodies.SMALL` bytes; None if the client
    went away.
    """
    parts: list[Message] = []
    size = 0
    while size <= large_bodies.SMALL:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(
            {
                "type": "http.request",
                "body": message.get("body", b""),
                "more_body": message.get("more_body", False),
            }
        )
        size += len(parts[-1]["body"])
        if not parts[-1]["more_body"]:
            break
    return parts


def _replay(parts: list[Message], receive: Receive) -> Receive:
    """A `receive` that gives `parts` first. It raises `ConnectionError` where the client goes away before the
    body's end, since what came until then would pass for all of it.
    """
    waiting = iter(parts)

    async def again() -> Message:
        for part in waiting:
            return part
        received: Message = await receive()
        if received["type"] != "http.request":
            raise ConnectionError("the client went away in the middle of what it sent")
        return received

    return again


async def _disconnected(receive: Receive) -> None:
    """Returns once the client is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
