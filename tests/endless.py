"""A server whose answers never end, over real HTTP on loopback."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, repeat

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
_CHUNK = b"4000\r\n" + b"<p>on and on " * 1260 + b"    \r\n"
# What comes after the request: first these pieces, then this one for ever, with the seconds between two pieces.
ANSWERS: dict[str, tuple[tuple[bytes, ...], bytes, float]] = {
    "large chunks": ((_HEAD,), _CHUNK, 0.0),
    "chunks of one byte": ((_HEAD,), b"1\r\nx\r\n", 0.02),
    "a chunk that does not end": ((_HEAD, b"7fffffff\r\n"), b"x" * 10, 0.02),
    "the size of a chunk": ((_HEAD,), b"0" * 100, 0.02),
    "the extension of a chunk": ((_HEAD, b"1;"), b"x" * 100, 0.02),
    "trailers": ((_HEAD, b"1\r\nx\r\n0\r\n"), b"X-More: yes\r\n", 0.02),
    "headers": ((b"HTTP/1.1 200 OK\r\n",), b"X-More: yes\r\n", 0.02),
    "interim answers": ((), b"HTTP/1.1 100 Continue\r\n\r\n", 0.02),
    "hints": ((), b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n", 0.02),
    "nothing": ((), b"", 0.02),
}


@dataclass
class Endless:
    """The server: where it is, how many bytes it has sent, and how many of its connections the other side ended."""

    url: str
    sent: int = 0
    ended: int = 0

    def await_end(self, seconds: float = 5.0) -> bool:
        """Whether the other side ends its connection within so many seconds."""
        deadline = time.monotonic() + seconds
        while not self.ended and time.monotonic() < deadline:
            time.sleep(0.02)
        return bool(self.ended)


def _is_closed(line: socket.socket) -> bool:
    """Whether the other side has ended a connection on which nothing is sent."""
    line.settimeout(0.01)
    try:
        return not line.recv(1)
    except TimeoutError:
        return False


@contextmanager
def endless(answer: str) -> Iterator[Endless]:
    """A server that answers with one of `ANSWERS`, stopped at the end."""
    listener = socket.create_server(("127.0.0.1", 0))
    played, stopped = Endless(f"http://127.0.0.1:{listener.getsockname()[1]}"), threading.Event()
    first, rest, pause = ANSWERS[answer]

    def serve(line: socket.socket) -> None:
        with line, suppress(OSError):
            line.settimeout(0.2)
            line.recv(65_536)
            for piece in chain(first, repeat(rest)):
                line.settimeout(10)
                line.sendall(piece)
                if not piece and _is_closed(line):
                    break
                played.sent += len(piece)
                if stopped.wait(pause):
                    return
        played.ended += not stopped.is_set()

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield played
    finally:
        stopped.set()
        listener.close()
