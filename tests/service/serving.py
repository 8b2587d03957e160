"""The real web process on a free port, and raw connections to it."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from tests.fixtures.desk_parts import PASSWORD, token
from tests.running.commands import Process, start_command
from tests.running.ports import free_port


@dataclass(frozen=True)
class Web:
    """A web process that serves."""

    port: int
    log: Path
    process: Process

    def get(self, path: str, cookie: str = "", timeout: float = 20) -> tuple[int, str, float]:
        """Status, body and seconds of one request on a connection of its own."""
        began = time.monotonic()
        status, _, body = self.ask("GET", path, cookie, timeout=timeout)
        return status, body, time.monotonic() - began

    def ask(
        self, method: str, path: str, cookie: str = "", body: str | None = None, timeout: float = 20
    ) -> tuple[int, dict[str, str], str]:
        """Status, headers (names in lower case) and body of one request, redirects not followed."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        headers = {"Cookie": cookie} if cookie else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return (
                answer.status,
                {name.lower(): value for name, value in answer.getheaders()},
                answer.read().decode(),
            )
        finally:
            connection.close()

    def sign_in(self, name: str) -> str:
        """The cookie of a person who signed in."""
        _, headers, page = self.ask("GET", "/sign-in")
        cookie = headers["set-cookie"].split(";")[0]
        form = {"csrf": token(page), "email": f"{name}@example.org", "password": PASSWORD}
        status, headers, page = self.ask("POST", "/sign-in", cookie, urlencode(form))
        assert status == 302, page
        return headers["set-cookie"].split(";")[0]

    def send(self, text: str) -> socket.socket:
        """A connection on which something was sent; the caller closes it."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        connection.sendall(text.encode())
        return connection

    def stream(self, cookie: str) -> socket.socket:
        """A connection that asked for live updates."""
        return self.send(f"GET /live HTTP/1.1\r\nHost: desk\r\nCookie: {cookie}\r\n\r\n")


@contextmanager
def web(tmp_path: Path, *, forked: bool = True, impatient: bool = False, **settings: str) -> Iterator[Web]:
    """A web process on the store and broker of this process's environment.

    Args:
        impatient: whether it waits for clients as `tests.service.impatient` says.
        forked: as of `start_command`; the fork server of a process that starts one web alone takes longer than it.
    """
    port, log = free_port(), tmp_path / "web.log"
    variables = {**os.environ, "FACTDESK_BIND": f"127.0.0.1:{port}", "FACTDESK_WEB_WORKERS": "1", **settings}
    module = "tests.service.impatient" if impatient else "cli"
    process = start_command("web", module=module, log=log, environment=variables, forked=forked)
    try:
        _wait(port, log)
        yield Web(port, log, process)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port: int, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(log.read_text())


def read_until(connection: socket.socket, words: str, seconds: float = 20) -> str:
    """What arrives on a connection until `words` did, or the other side closed it."""
    deadline, got = time.monotonic() + seconds, b""
    while words.encode() not in got and time.monotonic() < deadline:
        connection.settimeout(max(0.05, deadline - time.monotonic()))
        try:
            piece = connection.recv(65536)
        except TimeoutError:
            break
        except ConnectionError:
            return got.decode() + "(closed)"
        if not piece:
            return got.decode() + "(closed)"
        got += piece
    return got.decode()
