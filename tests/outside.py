"""A service outside, played on loopback over real HTTP: it answers what a test tells it to, errors included."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """One answer. `body` is JSON unless it is bytes; it is sent in pieces of one byte every `drip` seconds, if told;
    `promised` is the length that the header names; `interim` are the statuses of answers (1xx) before it.
    """

    body: Any = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0.0
    promised: int | None = None
    interim: tuple[int, ...] = ()


@dataclass
class Outside:
    """The service: where it is, what it was asked and sent, and how it answers the n-th request."""

    url: str
    reply: Callable[[int], Reply] = lambda _: Reply()
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)


@contextmanager
def outside() -> Iterator[Outside]:
    """A service on a free port, stopped at the end."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"] or 0))
            with one_at_a_time:
                played.sent.append(sent)
                played.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                number = len(played.asked)
            reply = played.reply(number)
            body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            for interim in reply.interim:
                self.send_response_only(interim)
                self.send_header("Link", "</style.css>; rel=preload; as=style")
                self.end_headers()
            self.send_response(reply.status)
            for name, value in ({"Content-Type": "application/json"} | reply.headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body) if reply.promised is None else reply.promised))
            self.end_headers()
            try:
                for piece in [body[n : n + 1] for n in range(len(body))] if reply.drip else [body]:
                    self.wfile.write(piece)
                    stopped.wait(reply.drip)
            except OSError:
                pass  # the other side has cut the line, which is what some tests are about
            self.close_connection = reply.promised is not None or bool(reply.drip)

        do_POST = do_GET

        def log_message(self, *_: Any) -> None: ...

    stopped, one_at_a_time = threading.Event(), threading.Lock()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    played = Outside(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield played
    finally:
        stopped.set()
        server.shutdown()
        server.server_close()
