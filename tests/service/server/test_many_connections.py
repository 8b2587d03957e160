"""Open pages and half-sent requests, by the hundred, on the real web process: everybody else is answered."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from select import select
from threading import Event, Thread

import pytest

from service.serving.http_protocol import BODY_BYTES, BODY_SECONDS, HEAD_SECONDS
from store import people, tokens
from store.db import tell, transaction
from tests.fixtures.desk_parts import person
from tests.service.impatient import SECONDS
from tests.service.serving import Web, read_until, web

_FORM = "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
_HALVES = (
    "",
    "GET /healthz HTTP/1.1\r\nHost: x\r\n",
    _FORM + "Content-Length: 500\r\n\r\nemail=a",
    'POST /api/v1/articles HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"tex',
    "POST /api/v1/articles HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n" + "x" * 400_000,
)


def _answers_soon(served: Web, cookie: str) -> None:
    for path, who in (("/healthz", ""), ("/fact-checks", ""), ("/triage", cookie)):
        status, body, took = served.get(path, who)
        assert status == 200, (path, body)
        assert took < HEAD_SECONDS - 2, (path, took)  # they stood for as long as the pages were open


def test_each_answer_is_dated_once(desk: str, tmp_path: Path) -> None:
    person(desk, "checker")
    with web(tmp_path) as served:
        cookie = served.sign_in("checker")
        page = served.get("/triage", cookie)[1]
        (style,) = set(re.findall(r'href="(/static/[^"]+/css/base.css)"', page))
        for path in ("/triage", "/fact-checks", "/fact-checks/feed.rss", "/nothing", style):
            connection = HTTPConnection("127.0.0.1", served.port, timeout=20)
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            assert [name.lower() for name, _ in answer.getheaders()].count("date") == 1, path
            connection.close()


@pytest.mark.timeout(150)
def test_two_hundred_pages_and_two_hundred_half_sent_requests_hold_nobody_up(desk: str, tmp_path: Path) -> None:
    someone, *_ = [person(desk, "checker", f"checker{number}") for number in range(10)]
    with web(tmp_path) as served, ExitStack() as stack:
        cookies = [served.sign_in(f"checker{number}") for number in range(10)]
        served.get("/triage", cookies[1])  # the first rendering compiles the templates
        streams = [stack.enter_context(served.stream(cookies[number % 10])) for number in range(200)]
        assert all("retry: 2000" in read_until(stream, "retry: 2000") for stream in streams)
        _answers_soon(served, cookies[1])
        _tell(desk, 4711)
        began = time.monotonic()
        assert all("data: 4711" in read_until(stream, "data: 4711") for stream in streams)
        assert time.monotonic() - began < 15

        began = time.monotonic()
        halves = [stack.enter_context(served.send(_HALVES[number % len(_HALVES)])) for number in range(200)]
        time.sleep(0.3)
        _answers_soon(served, cookies[1])
        deadline = 2 * max(HEAD_SECONDS, BODY_SECONDS) + 5
        assert all("(closed)" in read_until(one, "never", deadline) for one in halves)
        assert time.monotonic() - began < deadline

        with transaction(desk) as conn:
            people.set_password(conn, someone.id or 0, "another horse battery")
        assert "event: ended" in read_until(streams[0], "0\r\n\r\n", 12)
        _tell(desk, 4712)
        assert "4712" not in read_until(streams[0], "4712", 1)
        assert "data: 4712" in read_until(streams[1], "data: 4712")

        began = time.monotonic()
        served.process.terminate()
        served.process.wait(15)
        assert time.monotonic() - began < 10
        assert "Traceback" not in served.log.read_text()


@pytest.mark.timeout(120)
def test_limits_are_kept_and_reported(desk: str, tmp_path: Path) -> None:
    for name in ("many", "other"):
        person(desk, "checker", name)
    limits = {"FACTDESK_LIVE_PER_PERSON": "3", "FACTDESK_WEB_CONNECTIONS": "20", "FACTDESK_PROXIES": "1"}
    with web(tmp_path, impatient=True, **limits) as served, ExitStack() as stack:
        many, other = served.sign_in("many"), served.sign_in("other")
        streams = [stack.enter_context(served.stream(many)) for _ in range(3)]
        assert all("retry: 2000" in read_until(stream, "retry: 2000") for stream in streams)
        fourth = stack.enter_context(served.stream(many))
        assert "event: polling\ndata: 30\n" in read_until(fourth, "polling\ndata: 30\n")
        assert "retry: 2000" in read_until(stack.enter_context(served.stream(other)), "retry: 2000")
        streams[0].close()
        time.sleep(0.3)
        assert "retry: 2000" in read_until(stack.enter_context(served.stream(many)), "retry: 2000")
        status, headers, _ = served.ask("GET", "/live")
        assert (status, headers["location"].split("?")[0]) == (302, "/sign-in")
        _reads_what_is_sent(served)
        _hangs_up_on_a_drip(served)
        connections = [stack.enter_context(served.send("GET / HTTP/1.1\r\n")) for _ in range(20)]
        time.sleep(0.3)
        one_more = stack.enter_context(served.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"))
        assert read_until(one_more, "ok") == "(closed)"
        for connection in connections:
            connection.close()
        time.sleep(0.3)
        assert served.get("/healthz")[0] == 200


_LARGE = "Host: x\r\nContent-Type: application/octet-stream\r\nContent-Length: 5000000\r\n"


def _status(answer: socket.socket) -> str:
    """The status of an answer; "" where the connection ended without one."""
    return (*read_until(answer, "\r\n").split(" "), "", "")[1]


def _send_for(connection: socket.socket, seconds: float) -> None:
    """Send slowly, as long as the other side takes it."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        connection.sendall(b"x" * 10_000)
        time.sleep(0.1)


@contextmanager
def _goes_on_sending(connection: socket.socket) -> Iterator[None]:
    """Send enough not to be hung up on, as long as the other parts of a test take."""
    ended = Event()

    def send() -> None:
        while not ended.wait(SECONDS / 5):
            connection.sendall(b"x" * BODY_BYTES)

    thread = Thread(target=send)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@pytest.mark.timeout(180)
def test_nobody_keeps_the_files_of_others_away_by_sending_slowly(desk: str, tmp_path: Path) -> None:
    many, other = person(desk, "checker", "many"), person(desk, "checker", "other")
    with transaction(desk) as conn:
        of_many, of_other = (tokens.create_token(conn, who.id or 0, "t", ("claims",)) for who in (many, other))
    path = "/api/v1/shelf/documents?name=a.txt&publisher=Town"
    with web(tmp_path, impatient=True, FACTDESK_WEB_THREADS="16") as served, ExitStack() as stack:

        def begin(address: str, more: str = "") -> socket.socket:
            text = f"POST {address} HTTP/1.1\r\n{_LARGE}{more}\r\n" + "x" * 400_000
            return stack.enter_context(served.send(text))

        for address, more, status in (
            ("/sign-in", "", "413"),
            ("/fact-checks/x/report", "", "413"),
            (path, "", "401"),
            (path, "Cookie: factdesk=a\r\n", "401"),
        ):
            assert _status(begin(address, more)) == status  # none of them is waited for
        chunked = _FORM + "Transfer-Encoding: chunked\r\n\r\n100000\r\n" + "x" * 400_000
        assert _status(stack.enter_context(served.send(chunked))) == "413"

        waiting = [begin(path, f"Authorization: Bearer {of_many}\r\n") for _ in range(5)]
        for _ in range(4):  # whichever of them came first is waited for
            refused = select(waiting, [], [], SECONDS / 2)[0][0]
            assert _status(refused) == "429"
            waiting.remove(refused)
        with _goes_on_sending(waiting[0]):
            whole = (
                f"POST {path} HTTP/1.1\r\nAuthorization: Bearer {of_other}\r\n{_LARGE}\r\n" + "word " * 1_000_000
            )
            assert _status(stack.enter_context(served.send(whole))) == "202"
        waiting[0].sendall(b"x" * 4_600_000)
        assert _status(waiting[0]) == "202"
        again = whole.replace(of_other, of_many)
        assert _status(stack.enter_context(served.send(again))) == "200"


@pytest.mark.timeout(120)
def test_a_client_that_still_sends_can_read_why_it_was_refused(desk: str, tmp_path: Path) -> None:
    large = "Host: x\r\nContent-Length: 40000000\r\nConnection: close\r\n\r\n"
    with web(tmp_path, impatient=True) as served:
        for head, status in ((f"POST /sign-in HTTP/1.1\r\n{large}", "413"), ("nothing like HTTP\r\n\r\n", "400")):
            with served.send(head) as connection:
                for _ in range(20):  # a reset would end this with an error
                    connection.sendall(b"x" * 1_000_000)
                    time.sleep(0.02)
                began = time.monotonic()
                assert _status(connection) == status
                assert "(closed)" in read_until(connection, "never")  # nothing more is answered
                assert time.monotonic() - began < SECONDS / 2
        with served.send(f"POST /sign-in HTTP/1.1\r\n{large}") as connection:
            assert _status(connection) == "413"  # from its headers alone
            with pytest.raises(ConnectionError):
                _send_for(connection, 2 * SECONDS)


@pytest.mark.timeout(120)
def test_a_web_process_ends_with_its_manager_and_frees_the_port(desk: str, tmp_path: Path) -> None:
    with web(tmp_path) as served:
        served.process.kill()
        served.process.wait()
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            with suppress(OSError), socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", served.port))
                return
            time.sleep(0.2)
    pytest.fail("the port is still connections")


@pytest.mark.timeout(120)
@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_a_web_process_that_is_stopped_closes_its_streams_without_an_error(
    desk: str, tmp_path: Path, asked: signal.Signals
) -> None:
    person(desk, "checker")
    with web(tmp_path) as served, ExitStack() as stack:
        cookie = served.sign_in("checker")
        streams = [stack.enter_context(served.stream(cookie)) for _ in range(3)]
        for stream in streams:
            assert "retry: 2000" in read_until(stream, "retry: 2000")
        served.process.send_signal(asked)
        assert [read_until(stream, "never").endswith("(closed)") for stream in streams] == [True] * 3
        served.process.wait(10)
        log = served.log.read_text()
    assert not re.search("Traceback|CancelledError|timeout graceful shutdown exceeded", log), log


def _reads_what_is_sent(served: Web) -> None:
    """A body without a length arrives whole; a header with an underscore does not pass for one with a hyphen."""
    with served.send(_FORM + "Transfer-Encoding: chunked\r\n\r\n6\r\nemail=\r\n1\r\na\r\n0\r\n\r\n") as sent:
        assert (
            " 403 " in read_until(sent, "</html>").splitlines()[0]
        )  # read whole, and refused for its missing token
    head = "GET /static//x HTTP/1.1\r\nHost: desk\r\nX_Forwarded_Host: evil.example\r\nSCRIPT_NAME: /evil\r\n\r\n"
    with served.send(head) as sent:
        assert "evil" not in read_until(sent, "</html>", 2)


def _hangs_up_on_a_drip(served: Web) -> None:
    with (
        served.send("POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n") as drip,
        suppress(OSError),
    ):
        began = time.monotonic()
        while time.monotonic() - began < 3 * SECONDS:
            drip.sendall(b"x")
            time.sleep(0.5)
    assert time.monotonic() - began < 2 * SECONDS


def _tell(url: str, claim: int) -> None:
    with transaction(url) as conn:
        tell(conn, "claim", claim)


def _limit_of_files(before: int, connections: int) -> int:
    """How many files a web process may have open, begun where it was so many, with so many connections set."""
    code = (
        "import resource; hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]; "
        f"resource.setrlimit(resource.RLIMIT_NOFILE, ({before}, hard)); import service.serving.gunicorn; "
        "print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
    )
    needed = {"DATABASE_URL": "postgresql://x/x", "REDIS_URL": "redis://x/0", "FACTDESK_SECRET_KEY": "k" * 32}
    variables = {**os.environ, **needed, "FACTDESK_WEB_CONNECTIONS": str(connections)}
    asked = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=True)
    return int(asked.stdout)


@pytest.mark.parametrize(("before", "connections", "then"), [(256, 400, 900), (1000, 400, 1000)])
def test_the_limit_of_open_files_fits_the_connections_and_is_never_lowered(
    before: int, connections: int, then: int
) -> None:
    assert _limit_of_files(before, connections) == then
