"""The one way out: what it refuses, what it waits for, what it keeps."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from checks.retrieval.fetch import Fetch, Pace
from checks.retrieval.fetch.addresses import Host, Refused, is_open, resolve
from checks.retrieval.fetch.guard import Guard, OutOfTime
from checks.types.answer import SearchFailed
from tests.fixtures.outside import Outside, Reply, outside

Make = Callable[..., Fetch]
_PACKED = {"Content-Encoding": "gzip"}


@pytest.fixture
def there() -> Iterator[Outside]:
    with outside() as service:
        yield service


@pytest.fixture
def make(there: Outside, redis_url: str) -> Make:
    def made(*, per_minute: int = 6000, seconds: float = 5.0, largest: int = 10_000, kept: int = 60,
             inside: bool = True, waited: list[float] | None = None) -> Fetch:  # fmt: skip
        wait: Any = time.sleep if waited is None else waited.append
        hosts = (Host.of(there.url, inside=inside),)
        pace = Pace(per_minute, seconds, largest, kept)
        return Fetch("a source", hosts, pace, agent="Factdesk/test (desk@example.org)", redis_url=redis_url,
                     prefix="test:", wait=wait)  # fmt: skip

    return made


@pytest.mark.parametrize(
    ("address", "open_"),
    [
        ("93.184.215.14", True), ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True), ("127.0.0.1", False),
        ("10.1.2.3", False), ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False),
        ("224.0.0.1", False), ("240.0.0.1", False), ("::1", False), ("fe80::1%eth0", False), ("fd00::1", False),
        ("::ffff:127.0.0.1", False), ("::ffff:93.184.215.14", True), ("2002:7f00:1::", False),
        ("fec0::1", False), ("3fff::1", False), ("192.88.99.1", False), ("192.0.0.8", False), ("192.0.0.9", False),
        ("192.31.196.1", False), ("192.175.48.1", False), ("2001:4:112::1", False), ("2620:4f:8000::1", False),
        ("64:ff9b:1::1", False), ("5f00::1", False), ("2002:c058:6301::", False), ("192.31.197.1", True),
        ("64:ff9b::a00:1", False), ("2001:0:4136:e378:8000:63bf:80ff:fffe", False),
    ],
)  # fmt: skip
def test_only_addresses_of_the_whole_internet_are_open(address: str, open_: bool) -> None:
    assert is_open(address) is open_


def test_a_name_that_leads_inside_is_refused_unless_the_operator_named_it() -> None:
    with pytest.raises(Refused, match="inside a network"):
        resolve("localhost", 80, inside=False)
    assert resolve("localhost", 80, inside=True)


@pytest.mark.parametrize(
    ("url", "below"),
    [
        ("https://en.wikipedia.org/w/api.php", True), ("https://wikipedia.org/", False),
        ("https://en.wikipedia.org.evil.example/", False), ("http://en.wikipedia.org/", False),
        ("https://en.wikipedia.org:8443/", False), ("https://evilwikipedia.org/", False),
    ],
)  # fmt: skip
def test_a_host_with_a_part_in_braces_holds_what_stands_below_it(url: str, below: bool) -> None:
    assert Host.of("https://{language}.wikipedia.org").holds(url) is below


def test_an_answer_comes_as_data_and_the_service_hears_who_asks(there: Outside, make: Make) -> None:
    there.reply = lambda _: Reply({"found": 3})
    assert make().json(f"{there.url}/search", {"q": "Poland"}) == {"found": 3}
    path, headers = there.asked[0]
    assert (path, headers["user-agent"]) == ("/search?q=Poland", "Factdesk/test (desk@example.org)")


def test_an_answer_is_kept_and_shared_and_then_asked_for_by_its_stamp(there: Outside, make: Make) -> None:
    there.reply = lambda n: Reply({"n": n}, headers={"ETag": '"a"'}) if n == 1 else Reply(b"", status=304)
    assert make(kept=1).json(there.url) == make(kept=1).json(there.url) == {"n": 1}
    assert len(there.asked) == 1
    time.sleep(1.1)
    assert make(kept=1).json(there.url) == {"n": 1}
    assert there.asked[1][1]["if-none-match"] == '"a"'


@pytest.mark.parametrize(
    "refusal",
    [
        Reply({"error": {"code": "maxlag"}}), Reply([{"message": [{"id": "120"}]}]), Reply(b"Please limit requests"),
        Reply(b"<p>Hello", headers={"Content-Type": "text/html"}), Reply(b'{"found": ['),
    ],
)  # fmt: skip
def test_a_refusal_with_status_200_is_not_kept(there: Outside, make: Make, refusal: Reply) -> None:
    there.reply = lambda n: refusal if n == 1 else Reply({"n": n})
    with suppress(SearchFailed):
        make().json(there.url)
    assert make().json(there.url) == {"n": 2}


def test_what_no_store_can_hold_is_replaced(there: Outside, make: Make) -> None:
    there.reply = lambda _: Reply(rb'{"a\u0000": ["b\ud800", "\ud83d\ude00"]}')
    assert make().json(there.url) == {"a\ufffd": ["b\ufffd", "\U0001f600"]}


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(b"<!doctype html><p>Hello", headers={"Content-Type": "text/html"}), "a web page instead of data"),
        (Reply(b"Please limit requests", headers={"Content-Type": "text/plain"}), "in words instead of data: Please"),
        (Reply(b'{"found": [1, 2'), "breaks off or is no JSON"),
        (Reply(b'{"found": 1}', promised=400), "broke off"),
        (Reply(b""), "its answer is empty"),
        (Reply(b"[" + b"9" * 5000 + b"]"), "its answer is no JSON"),
        (Reply(b"[" * 9000), "its answer is no JSON"),
        (Reply({"error": {"message": "API key not valid"}}, status=400), "it answered 400: API key not valid"),
        (Reply(b"x" * 20_000), "larger than 0.01 MB"),
        (Reply(gzip.compress(b"[" + b"1," * 500_000), headers=_PACKED), "larger than 0.01 MB"),
        (Reply(gzip.compress(b'{"found": 1}')[:-12], headers=_PACKED), "its answer breaks off"),
        (Reply(b'{"found": 1}', headers=_PACKED), "its answer cannot be unpacked"),
        (Reply(headers={"Location": "http://127.0.0.1:9/"}, status=302), "no address of this source"),
        (Reply(headers={"Location": "http://[::1"}, status=302), "could not be reached or broke off"),
        (Reply(b"[" * 2000, 403), "it refuses (403)"),
        (Reply(status=500), "the source is broken (500)"),
    ],
)  # fmt: skip
def test_what_is_no_answer_says_why(there: Outside, make: Make, reply: Reply, reason: str) -> None:
    there.reply = lambda _: reply
    with pytest.raises(SearchFailed) as failed:
        make(waited=[]).json(there.url)
    assert reason in str(failed.value)
    assert not failed.value.busy


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"a\x00b\x1b[31m\xff", 400), Reply({"error": "a\x00b\ud800\u202e"}, 400), Reply({
            "error": "a" * 5000}, 400),
        Reply(b"a\x00b", headers={"Content-Type": "text/plain"}),
        Reply(status=302, headers={"Location": "http://other.example/" + "a" * 5000}),
    ],
)  # fmt: skip
def test_what_a_service_says_of_its_failure_is_short_and_can_be_shown(
    there: Outside, make: Make, reply: Reply
) -> None:
    there.reply = lambda _: reply
    with pytest.raises(SearchFailed) as failed:
        make(waited=[]).json(there.url)
    assert str(failed.value).isprintable()
    assert len(str(failed.value)) < 300


def test_what_fails_for_a_moment_is_asked_again(there: Outside, make: Make) -> None:
    waited: list[float] = []
    there.reply = lambda n: Reply(status=503, headers={"Retry-After": "2"}) if n == 1 else Reply({"n": n})
    assert make(waited=waited).json(there.url) == {"n": 2}
    assert waited == [2.0]


def test_a_long_pause_that_the_service_asks_for_is_left_to_the_caller(there: Outside, make: Make) -> None:
    there.reply = lambda _: Reply(status=429, headers={"Retry-After": "60"})
    with pytest.raises(SearchFailed, match="asked too often") as failed:
        make(waited=[]).json(there.url)
    assert (failed.value.after, len(there.asked)) == (60.0, 1)


@pytest.mark.parametrize(("form", "hours"), [("GMT", 0), ("", 0), ("-0000", 0), ("+0100", 1)])
def test_a_date_to_ask_again_may_lack_its_zone(there: Outside, make: Make, form: str, hours: int) -> None:
    then = datetime.now(UTC) + timedelta(minutes=2, hours=hours)
    said = f"{then:%a, %d %b %Y %H:%M:%S} {form}".strip()
    there.reply = lambda _: Reply(status=429, headers={"Retry-After": said})
    with pytest.raises(SearchFailed, match="asked too often") as failed:
        make(waited=[]).json(there.url)
    assert failed.value.after == pytest.approx(120, abs=20)


def test_a_drip_is_cut_at_the_deadline(there: Outside, make: Make) -> None:
    there.reply = lambda _: Reply(b"[" + b"1, " * 100 + b"2]", drip=0.2)  # takes a minute
    began = time.monotonic()
    with pytest.raises(SearchFailed, match="timed out"):
        make(seconds=0.6).json(there.url)
    assert time.monotonic() - began < 20


def test_headers_that_drip_past_the_deadline_are_no_answer(make: Make) -> None:
    """The line is cut within the headers; what was read of them looks like an answer 200 with an empty body."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"

        def drip() -> None:
            line, _ = server.accept()
            with line, suppress(OSError):
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
                for _ in range(100):
                    line.sendall(b"X-Slow: 1\r\n")
                    time.sleep(0.1)

        threading.Thread(target=drip, daemon=True).start()
        session = requests.Session()
        session.mount("http://", Guard((Host.of(url, inside=True),), 0.6, 10_000))
        with pytest.raises(OutOfTime):
            session.get(url)


def test_the_pace_holds_over_all_that_ask(there: Outside, make: Make) -> None:
    make(per_minute=2).json(there.url, {"n": 1})
    with pytest.raises(SearchFailed, match="its turn has not come yet") as failed:
        make(per_minute=2).json(there.url, {"n": 2})
    assert failed.value.busy
    assert failed.value.after == 30


def test_a_turn_that_comes_soon_is_waited_for(there: Outside, make: Make) -> None:
    waited: list[float] = []
    make(per_minute=10).json(there.url, {"n": 1})
    with pytest.raises(SearchFailed, match="its turn has not come yet"):  # the clock of the test stands still
        make(per_minute=10, waited=waited).json(there.url, {"n": 2})
    assert 20 < sum(waited) < 27


def test_an_address_inside_is_not_asked_unless_the_operator_named_it(there: Outside, make: Make) -> None:
    with pytest.raises(SearchFailed, match="inside a network"):
        make(inside=False).json(there.url)
    assert there.asked == []
