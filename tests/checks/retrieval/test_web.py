"""Any address of the web, fetched: what is refused, what is followed, what is cut."""

import gzip
import time
from collections.abc import Iterator

import pytest

from checks.retrieval.fetch.host_turns import HostTurns
from checks.retrieval.fetch.web import FetchFailed, NotItsTurn, Web
from checks.types.address import InsideHosts
from tests.fixtures.endless import ANSWERS, endless
from tests.fixtures.outside import Outside, Reply, outside


@pytest.fixture
def there() -> Iterator[Outside]:
    with outside() as service:
        yield service


def _web(
    there: Outside, *, seconds: float = 5.0, largest: int = 10_000, inside: tuple[str, ...] | None = None
) -> Web:
    named = (there.url.removeprefix("http://"),) if inside is None else inside
    return Web("Factdesk/test (desk@example.org)", seconds, largest, inside=InsideHosts.parse(named))


def test_an_answer_of_any_status_is_given_with_its_headers(there: Outside) -> None:
    there.reply = lambda _: Reply(b"gone", 410, {"ETag": '"1"', "Content-Type": "text/plain"})
    answer = _web(there).get(f"{there.url}/feed", {"If-None-Match": '"0"'})
    assert (answer.status, answer.content, answer.headers["etag"], answer.moved_to) == (410, b"gone", '"1"', None)
    (path, headers) = there.asked[0]
    assert (path, headers["if-none-match"]) == ("/feed", '"0"')
    assert headers["user-agent"] == "Factdesk/test (desk@example.org)"


@pytest.mark.parametrize(
    ("statuses", "moved"), [((301, 308), "/2"), ((301, 302), "/1"), ((302, 301), None), ((303, 307), None)]
)
def test_only_permanent_redirects_move_an_address(
    there: Outside, statuses: tuple[int, ...], moved: str | None
) -> None:
    def reply(n: int) -> Reply:
        return Reply(b"", statuses[n - 1], {"Location": f"/{n}#part"}) if n <= len(statuses) else Reply(b"here")

    there.reply = reply
    answer = _web(there).get(f"{there.url}/")
    assert (answer.content, answer.url) == (b"here", f"{there.url}/2")
    assert answer.moved_to == (there.url + moved if moved else None)


def test_a_redirect_within_a_host_has_its_turn_already(there: Outside) -> None:
    port, turns = there.url.rsplit(":", 1)[1], list[str]()
    there.reply = lambda n: Reply(b"", 301, {"Location": "/feed/"}) if n == 1 else Reply(b"here")
    web = Web("x", 5.0, 1000, inside=InsideHosts.parse([f"127.0.0.1:{port}"]), await_turn=turns.append)
    assert web.get(f"{there.url}/feed").content == b"here"
    assert turns == ["127.0.0.1"]


def test_an_address_that_is_named_in_its_own_letters_is_asked_for(there: Outside) -> None:
    named = "/новости".encode().decode("latin-1")
    there.reply = lambda n: Reply(b"", 302, {"Location": named}) if n == 1 else Reply(b"here")
    assert _web(there).get(f"{there.url}/").content == b"here"
    assert there.asked[-1][0] == "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8"


def test_every_address_on_the_way_is_checked(there: Outside) -> None:
    for target, why in (
        ("http://169.254.169.254/latest/meta-data", "inside a network"), ("http://localhost:1/", "port 1"),
        ("http://[::1]/", "inside a network"), ("ftp://example.org/x",
            "http:// or https://"), ("/", "more than 5 times"),
        ("http://user:secret@example.org/", "name and password"), ("file:///etc/passwd", "http:// or https://"),
        ("http://localhost/", "inside a network"), ("http://2130706433/", "inside a network"),
    ):  # fmt: skip
        there.reply = lambda _, target=target: Reply(b"", 302, {"Location": target})  # type: ignore[misc]
        with pytest.raises(FetchFailed, match=why) as raised:
            _web(there).get(f"{there.url}/")
        assert raised.value.refused, target


@pytest.mark.parametrize(
    "inside", [(), ("other.example",), ("127.0.0.1",), ("127.0.0.1:1",), ("10.0.0.0/8:{port}",)]
)
def test_inside_only_what_the_operator_named_is_asked(there: Outside, inside: tuple[str, ...]) -> None:
    port = there.url.rsplit(":", 1)[1]
    with pytest.raises(FetchFailed):
        _web(there, inside=tuple(each.format(port=port) for each in inside)).get(there.url)
    assert there.asked == []
    for named in (f"127.0.0.1:{port}", f"127.0.0.0/16:{port}"):
        assert _web(there, inside=(named,)).get(there.url).status == 200


def test_of_a_host_inside_no_port_is_asked_but_the_one_that_was_named(there: Outside) -> None:
    port = there.url.rsplit(":", 1)[1]
    web = _web(there, inside=(f"localhost:{port}",))
    assert web.get(f"http://localhost:{port}/").status == 200
    for other in ("http://localhost/", "https://localhost/"):
        there.reply = lambda _, target=other: Reply(b"", 302, {"Location": target})  # type: ignore[misc]
        for address in (other, f"http://localhost:{port}/"):
            with pytest.raises(FetchFailed, match="an address inside a network") as raised:
                web.get(address)
            assert raised.value.refused


@pytest.mark.parametrize("wrong", ["", ":80", "a:b", "10.0.0.0/99", "a:²"])
def test_what_is_no_host_is_refused_at_the_start(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        InsideHosts.parse((wrong,))


def test_bombs_and_drips_are_cut(there: Outside) -> None:
    bomb = gzip.compress(b"x" * 50_000_000)
    there.reply = lambda _: Reply(bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(FetchFailed, match=r"larger than 0\.01 MB"):
        _web(there).get(there.url)
    there.reply = lambda _: Reply(b"x" * 100, drip=0.1)
    with pytest.raises(FetchFailed, match=r"timed out: it did not answer in full within 1\.5 s"):
        _web(there, seconds=1.5).get(there.url)
    there.reply = lambda _: Reply(b"x", promised=5)
    with pytest.raises(FetchFailed, match="broke off"):
        _web(there).get(there.url)
    with pytest.raises(FetchFailed, match=r"there is no host named no\.such\.host\.invalid"):
        _web(there).get("http://no.such.host.invalid/")


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_that_never_ends_is_cut_and_its_connection_closed(answer: str) -> None:
    began = time.monotonic()
    with endless(answer) as server:
        web = Web("Factdesk/test", 1.0, 100_000, inside=InsideHosts.parse((server.url.removeprefix("http://"),)))
        with pytest.raises(FetchFailed) as failed:
            web.get(server.url)
        assert server.await_end()
        assert server.sent < 10_000_000
    assert not failed.value.refused
    assert time.monotonic() - began < 20.0  # it would be read for as long as it is sent


def test_interim_answers_are_passed_over(there: Outside) -> None:
    there.reply = lambda _: Reply(b"the page", headers={"Content-Type": "text/html"}, interim=(100, 103, 103))
    answer = _web(there).get(there.url)
    assert (answer.status, answer.content, answer.headers["content-type"]) == (200, b"the page", "text/html")
    assert "link" not in answer.headers


def test_no_cookie_comes_back(there: Outside) -> None:
    there.reply = lambda _: Reply(b"", headers={"Set-Cookie": "who=you; Path=/"})
    web = _web(there)
    for _ in range(2):
        web.get(there.url)
    assert "cookie" not in there.asked[1][1]


def test_a_host_is_asked_in_turns(redis_url: str) -> None:
    turns = HostTurns(redis_url, "test:", 30.0)
    turns.await_turn("news.example")
    turns.await_turn("other.example")
    with pytest.raises(NotItsTurn) as raised:
        HostTurns(redis_url, "test:", 30.0).await_turn("news.example")
    assert 30 <= raised.value.after <= 90
    HostTurns(redis_url, "test:", 0).await_turn("news.example")
    HostTurns("redis://127.0.0.1:1/0", "test:", 30.0).await_turn("news.example")
