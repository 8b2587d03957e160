"""When a hub is asked, what it may verify, which pushes are genuine, and where hubs reach the desk."""

import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta

import pytest

from checks.feeds.hub_links import header_links
from checks.feeds.schedule import interval_beside_pushes
from checks.types.websub import SUBSCRIBE, UNSUBSCRIBE, SubscriptionState
from checks.websub.reach import takes_pushes
from checks.websub.signature import signature_problem
from checks.websub.subscription import granted_lease, may_confirm, next_step
from tests.checks.feeds.parts import NOW, Reader, item, response, rss

_HALF_HOUR, _DAY = timedelta(minutes=30), timedelta(days=1)
_ASKED = SubscriptionState(asked_at=NOW)
_LIVE = replace(_ASKED, verified_at=NOW, lease_until=NOW + 10 * _DAY)
_LEAVING = replace(_LIVE, mode=UNSUBSCRIBE, asked_at=None, verified_at=None)


@pytest.mark.parametrize(
    ("state", "later", "action"),
    [
        (SubscriptionState(), timedelta(), "ask"),
        (replace(_ASKED, asked_at=None, retry_at=NOW + _DAY), timedelta(hours=23), "wait"),
        (replace(_ASKED, asked_at=None, retry_at=NOW + _DAY), _DAY, "ask"),
        (_ASKED, timedelta(minutes=29), "wait"),
        (_ASKED, _HALF_HOUR, "unverified"),
        (_LIVE, 7 * _DAY, "wait"),
        (_LIVE, 8 * _DAY, "ask"),  # four fifths of its lease
        (replace(_LIVE, asked_at=NOW + _DAY), 2 * _DAY, "unverified"),  # a renewal that was not verified
        (_LEAVING, timedelta(), "ask"),
        (replace(_LEAVING, failures=3), timedelta(), "drop"),
        (replace(_LEAVING, lease_until=NOW - _DAY), timedelta(), "drop"),
        (replace(_LEAVING, lease_until=None), timedelta(), "drop"),  # what was never verified need not be ended
        (replace(_LEAVING, asked_at=NOW, verified_at=NOW, lease_until=None), timedelta(minutes=29), "wait"),
        (replace(_LEAVING, asked_at=NOW, verified_at=NOW, lease_until=None), _HALF_HOUR, "drop"),
    ],
)
def test_the_next_step_of_a_subscription(state: SubscriptionState, later: timedelta, action: str) -> None:
    assert next_step(state, NOW + later).action == action


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (_ASKED, "ask"),
        (replace(_LIVE, asked_at=NOW + _DAY), "ask"),  # a renewal
        (replace(_LEAVING, asked_at=NOW), "ask"),
        (_LIVE, "wait"),
        (replace(_ASKED, asked_at=None, retry_at=NOW + _DAY), "wait"),
    ],
)
def test_a_hub_is_asked_again_whose_asker_died(state: SubscriptionState, action: str) -> None:
    now = max(state.asked_at or NOW, NOW) + timedelta(seconds=10)
    assert next_step(state, now).action == "wait"
    assert next_step(state, now, interrupted=True).action == action


def test_a_wait_says_how_long() -> None:
    assert next_step(_LIVE, NOW).after == 8 * 24 * 3600
    assert next_step(_ASKED, NOW).after == 1800


@pytest.mark.parametrize(
    ("state", "mode", "topic", "later", "good"),
    [
        (_ASKED, "subscribe", "t", timedelta(minutes=1), True),
        (_LIVE, "subscribe", "t", timedelta(minutes=1), True),  # whose answer to the first got lost
        (_ASKED, "subscribe", "another", timedelta(minutes=1), False),
        (_ASKED, "unsubscribe", "t", timedelta(minutes=1), False),
        (_ASKED, "", "t", timedelta(minutes=1), False),
        (_ASKED, "subscribe", "t", timedelta(minutes=31), False),
        (SubscriptionState(), "subscribe", "t", timedelta(), False),  # nobody has asked
        (replace(_LEAVING, asked_at=NOW), "unsubscribe", "t", timedelta(), True),
        (replace(_LEAVING, asked_at=NOW), "subscribe", "t", timedelta(), False),
    ],
)
def test_only_what_was_asked_is_confirmed(
    state: SubscriptionState, mode: str, topic: str, later: timedelta, good: bool
) -> None:
    assert may_confirm(state, "t", mode, topic, NOW + later) is good


@pytest.mark.parametrize(
    ("given", "seconds"),
    [("86400", 86400), ("", 864000), ("-5", 864000), ("1e9", 864000), ("0", 300), ("99999999999", 7776000)],
)
def test_leases_are_bounded(given: str, seconds: float) -> None:
    assert granted_lease(given) == seconds


def _signed(method: str, body: bytes = b"body", secret: str = "secret") -> str:
    return f"{method}={hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()}"


@pytest.mark.parametrize("method", ["sha256", "sha384", "sha512"])
def test_a_genuine_push(method: str) -> None:
    assert signature_problem(_signed(method), "secret", [b"bo", b"dy"]) is None
    assert signature_problem(_signed(method).upper(), "secret", [b"body"]) is None


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("", "not signed"),
        ("sha256=", "not signed"),
        ("garbage", "not signed"),
        (_signed("sha1"), "signed with sha1, and only sha256, sha384, sha512 are accepted"),
        (_signed("md5"), "signed with md5"),
        (_signed("sha256", b"other"), "signature is wrong"),
        (_signed("sha256", secret="other"), "signature is wrong"),
        (_signed("sha256")[:-2], "signature is wrong"),
        ("sha512=" + _signed("sha256").removeprefix("sha256="), "signature is wrong"),
        ("sha256=é", "signature is wrong"),
    ],
)
def test_what_is_no_genuine_push(header: str, words: str) -> None:
    assert words in (signature_problem(header, "secret", [b"body"]) or "")


@pytest.mark.parametrize(
    ("link", "hub", "topic"),
    [
        ('<https://hub.example/>; rel="hub", <https://a.example/f,x>; rel="self"',
         "https://hub.example/", "https://a.example/f,x"),
        ("<https://hub.example/>;rel=hub,</feed>; title=\"a, b\"; REL='x', </feed>; rel=\"alternate SELF\"",
         "https://hub.example/", "https://news.example/feed"),
        ('<javascript:alert(1)>; rel="hub"', None, None),
        ("<<<>; rel=hub", None, None),
        ("", None, None),
    ],
)  # fmt: skip
def test_links_in_header_fields(link: str, hub: str | None, topic: str | None) -> None:
    assert header_links({"link": link}, "https://news.example/feed.xml") == (hub, topic)


def test_long_link_fields_are_read_at_once() -> None:
    assert header_links({"link": "<" * 50_000 + "<a>;" + " ;" * 50_000}, "https://news.example/") == (None, None)


_ATOM_LINKS = (
    '<link xmlns="http://www.w3.org/2005/Atom" rel="hub" href="https://hub.example/"/>'
    '<link xmlns="http://www.w3.org/2005/Atom" rel="self" href="https://news.example/feed.xml"/>'
)


def test_links_of_the_header_count_before_those_of_the_document() -> None:
    document = Reader().poll(rss(item(1), head=_ATOM_LINKS)).document
    assert document is not None
    assert (document.hub, document.topic) == ("https://hub.example/", "https://news.example/feed.xml")
    answer = response(rss(item(1), head=_ATOM_LINKS), link='<https://other.example/>; rel="hub"')
    document = Reader().poll(answer).document
    assert document is not None
    assert (document.hub, document.topic) == ("https://other.example/", "https://news.example/feed.xml")


@pytest.mark.parametrize(
    ("interval", "priority", "pushed", "seconds"),
    [
        (300, "normal", 864_000, 21_600),
        (300, "high", 864_000, 3600),
        (300, "normal", 900, 900),  # no longer than the lease
        (1800, "normal", 60, 1800),
        (900, "normal", 0, 900),
    ],
)
def test_a_pushed_feed_is_polled_as_a_quiet_one(
    interval: float, priority: str, pushed: float, seconds: float
) -> None:
    assert interval_beside_pushes(interval, priority, pushed) == seconds


@pytest.mark.parametrize(
    ("setting", "address", "takes"),
    [
        ("auto", "https://desk.news.example.org", True),
        ("auto", "https://desk.example.org:8443", True),
        ("auto", "http://8.8.8.8", True),
        ("auto", "http://127.0.0.1:8000", False),
        ("auto", "http://[::1]:8000", False),
        ("auto", "https://10.1.2.3", False),
        ("auto", "http://localhost:8000", False),
        ("auto", "https://desk.internal", False),
        ("auto", "https://desk", False),
        ("off", "https://desk.example.org", False),
        ("on", "http://127.0.0.1:8000", True),
    ],
)
def test_where_hubs_reach_the_desk(setting: str, address: str, takes: bool) -> None:
    assert takes_pushes(setting, address) is takes


def test_the_modes_are_those_of_the_standard() -> None:
    assert (SUBSCRIBE, UNSUBSCRIBE) == ("subscribe", "unsubscribe")
