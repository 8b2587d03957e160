"""How web processes read requests: every read has a deadline, and the number of connections is bounded."""

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn_worker import UvicornWorker

from settings import settings

HEAD_SECONDS: Final = 10.0  # from the first byte, or the connection, to the end of the headers
BODY_SECONDS: Final = 10.0  # in which a body that is awaited brings at least `BODY_BYTES`
BODY_BYTES: Final = 10_000
WRITE_SECONDS: Final = 30.0  # in which a client takes some of an answer that waits for it
LINGER_SECONDS: Final = 10.0  # in which a client that still sends may read why it was refused
_LARGEST_HEAD: Final = 32_768  # bytes
_MANAGER_SECONDS: Final = 0.5  # between looks at whether gunicorn's manager lives
_STOP_SECONDS: Final = 5.0


class LingeringTransport(asyncio.Transport):
    """A connection that is closed in two steps while the client still sends: first our side alone.

    To close both at once resets the connection, and the client, in the middle of sending, never reads the answer
    that refused what it sends (RFC 9112, section 9.6).
    """

    def __init__(self, connection: asyncio.Transport, still_sends: Callable[[], bool]) -> None:
        super().__init__()
        self._connection, self._still_sends = connection, still_sends
        self.lingers: asyncio.TimerHandle | None = None

    def close(self) -> None:
        """Close our side, and the other one when the client has read the answer or time is over."""
        if self._connection.is_closing() or not self._still_sends():
            self._connection.close()
        elif self.lingers is None:
            self._connection.write_eof()
            self._connection.resume_reading()
            self.lingers = asyncio.get_running_loop().call_later(LINGER_SECONDS, self._connection.abort)

    def is_closing(self) -> bool:
        """Whether nothing more is answered on this connection."""
        return self.lingers is not None or self._connection.is_closing()

    def abort(self) -> None:
        """Close both sides at once."""
        self._connection.abort()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send some bytes."""
        self._connection.write(data)

    def pause_reading(self) -> None:
        """Leave in the system's buffer what the client sends."""
        self._connection.pause_reading()

    def resume_reading(self) -> None:
        """Read again."""
        self._connection.resume_reading()

    def get_extra_info(self, name: str, default: object = None) -> object:
        """What is known of the connection beneath."""
        return self._connection.get_extra_info(name, default)


class DeadlineProtocol(H11Protocol):  # type: ignore[misc]
    """HTTP/1.1 on one connection. A client that is too slow, or one too many, is hung up on."""

    _reading: asyncio.TimerHandle | None = None
    _writing: asyncio.TimerHandle | None = None
    _awaits: str | None = None
    _body_bytes = 0
    _lingering: LingeringTransport

    def connection_made(self, transport: asyncio.Transport) -> None:
        """A client connected."""
        self._lingering = LingeringTransport(transport, self._still_sends)
        super().connection_made(self._lingering)
        if len(self.connections) > settings().web_connections:
            transport.abort()
            return
        self._watch_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection ended."""
        for timer in (self._reading, self._writing, self._lingering.lingers):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some bytes came. After our last answer they are passed over."""
        if self._lingering.lingers is not None:
            return
        self._body_bytes += len(data)
        super().data_received(data)
        self._watch_reading()

    def on_response_complete(self) -> None:
        """A request was answered; the next one on this connection may be there already."""
        super().on_response_complete()
        self._watch_reading()

    def shutdown(self) -> None:
        """The process stops. A live stream never ends by itself: it is closed, not waited for until it is cancelled."""
        if self.cycle is not None and not self.cycle.response_complete and "live" in self.scope["state"]:
            self.transport.close()
        else:
            super().shutdown()

    def pause_writing(self) -> None:
        """The client does not take what it is sent."""
        super().pause_writing()
        self._writing = self.loop.call_later(WRITE_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The client has taken what it was sent."""
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None
        super().resume_writing()

    def _still_sends(self) -> bool:
        """Whether a part of the request is still to come, as far as is known."""
        return self.conn.their_state in (h11.SEND_BODY, h11.ERROR)

    def _watch_reading(self) -> None:
        """Set the deadline that fits what is awaited now; one that runs for the same thing goes on."""
        awaited = self._awaited()
        if awaited == self._awaits:
            return
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        self._awaits = awaited
        if awaited == "head":
            self._reading = self.loop.call_later(HEAD_SECONDS, self.transport.abort)
        elif awaited == "body":
            self._watch_body()

    def _awaited(self) -> str | None:
        """Whether the client owes us the headers of a request that it has begun, or more of a body, or nothing."""
        state = self.conn.their_state
        if state is h11.SEND_BODY:
            return "body"
        begun = self.cycle is None or bool(self.conn.trailing_data[0])
        return "head" if state is h11.IDLE and begun else None

    def _watch_body(self) -> None:
        self._body_bytes = 0
        self._reading = self.loop.call_later(BODY_SECONDS, self._look_at_body)

    def _look_at_body(self) -> None:
        """Hang up on a body that does not come on; not while it is we who do not read."""
        if self._body_bytes < BODY_BYTES and not self.flow.read_paused:
            self.transport.abort()
        else:
            self._watch_body()


class WebWorker(UvicornWorker):  # type: ignore[misc]
    """A web process under gunicorn: an event loop that reads, writes and streams, and threads for Flask."""

    CONFIG_KWARGS: dict[str, object] = {  # noqa: RUF012 - the name and type that the base class has
        "loop": "asyncio",
        "http": DeadlineProtocol,
        "ws": "none",
        "lifespan": "off",
        "access_log": False,
        "proxy_headers": False,  # which proxies are believed is for `service.app` to say
        "server_header": False,
        "h11_max_incomplete_event_size": _LARGEST_HEAD,
        "timeout_graceful_shutdown": 3,
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        server_log = logging.getLogger("uvicorn.error")
        server_log.handlers, server_log.propagate = [], True  # to `logs`, as everybody's

    def run(self) -> None:
        """Serve, until the manager asks to stop or is gone."""
        threading.Thread(target=self._end_with_the_manager, name="manager", daemon=True).start()
        super().run()

    def _end_with_the_manager(self) -> None:
        """One whose manager was killed would keep the port, so that no new manager could have it."""
        while os.getppid() == self.ppid:
            time.sleep(_MANAGER_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_STOP_SECONDS)
        os._exit(1)
