"""Pushes to the real web process, and what the desk shows of a feed's hub."""

import hashlib
import hmac
import html
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from service.app import create_app
from service.public.websub import LARGEST_PUSH
from store import tokens
from store.db import transaction
from store.feeds import feeds
from store.feeds.feeds import FeedSettings
from store.people import MACHINE
from tests.fixtures.desk_parts import person, sign_in, spaced
from tests.service.serving import Web, read_until, web

_TOKEN, _SECRET = "t" * 43, "s" * 43
_LIVE = """INSERT INTO feed_subscriptions (feed_id, hub, topic, token, secret, asked_at, verified_at, lease_until)
    SELECT id, hub, topic, :token, :secret, now(), now(), now() + interval '9 days' FROM feeds"""
_NAMED = (
    """UPDATE feeds SET hub = 'https://hub.example/', topic = 'https://news.example/feed', answered_at = now()"""
)


def _subscribed(desk: str) -> int:
    """A feed that its hub pushes."""
    with transaction(desk) as conn:
        feed_id = feeds.add_feed(conn, "https://news.example/feed", FeedSettings(), MACHINE)[0]
        conn.execute(text(_NAMED))
        conn.execute(text(_LIVE), {"token": _TOKEN, "secret": _SECRET})
        conn.execute(text("UPDATE work SET due_at = now() + interval '5 hours'"))
    return feed_id


def _seen(desk: str) -> tuple[int, str | None, bool]:
    """How many pushes were taken, why the last was refused, whether the feed is due."""
    query = """SELECT pushes, refusal, (SELECT due_at <= clock_timestamp() FROM work WHERE kind = 'feed')
        FROM feed_subscriptions"""
    with transaction(desk) as conn:
        row = conn.execute(text(query)).one()
    return row[0], row[1], row[2]


def _post(served: Web, head: str, body: str, path: str = f"/websub/{_TOKEN}") -> str:
    """The beginning of what is answered to a POST."""
    with served.send(f"POST {path} HTTP/1.1\r\nHost: desk\r\nConnection: close\r\n{head}\r\n{body}") as connection:
        return read_until(connection, "\r\n\r\n", 30).split("\r\n")[0]


def _signature(body: str) -> str:
    return (
        "X-Hub-Signature: sha256=" + hmac.new(_SECRET.encode(), body.encode(), hashlib.sha256).hexdigest() + "\r\n"
    )


@pytest.mark.parametrize("kind", ["application/rss+xml", "application/x-www-form-urlencoded", ""])
def test_a_push_is_taken_whatever_kind_its_sender_calls_it(desk: str, kind: str) -> None:
    _subscribed(desk)
    headers = {"X-Hub-Signature": _signature("<a>").split()[1], "Content-Type": kind}
    answer = create_app().test_client().post(f"/websub/{_TOKEN}", data=b"<a>", headers=headers)
    assert answer.status_code == 202
    assert _seen(desk)[0] == 1


@pytest.mark.timeout(180)
def test_the_real_web_process_takes_pushes_and_bounds_them(desk: str, tmp_path: Path) -> None:
    _subscribed(desk)
    large = "<item>The river rose.</item>" * 100_000  # 2.8 MB
    chunked = f"{len(large):x}\r\n{large}\r\n0\r\n\r\n"
    endless = "40000\r\n" + "x" * 0x40000 + "\r\n"
    with web(tmp_path) as served:
        unsigned = _post(served, "Content-Length: 3\r\n", "<a>")
        assert "202" in unsigned
        assert _seen(desk) == (0, "it was not signed", False)
        assert "202" in _post(served, f"{_signature('<b>')}Content-Length: 3\r\n", "<a>")
        assert _seen(desk) == (0, "its signature is wrong", False)
        announced = f"{_signature('')}Content-Length: {LARGEST_PUSH + 1}\r\n"
        assert "202" in _post(served, announced, "x" * 300_000)
        assert _seen(desk) == (0, "it was larger than 5,000,000 bytes", False)
        without_end = _post(served, f"{_signature('')}Transfer-Encoding: chunked\r\n", endless * 40)
        assert "202" in without_end  # it can read that while it still sends
        assert _seen(desk)[::2] == (0, False)
        assert "202" in _post(served, f"{_signature(large)}Transfer-Encoding: chunked\r\n", chunked)
        assert _seen(desk)[0] == 1
        assert _seen(desk)[2]
        assert "202" in _post(served, f"{_signature(large)}Content-Length: {len(large)}\r\n", large)
        assert _seen(desk)[0] == 2
        cut_off = served.send(
            f"POST /websub/{_TOKEN} HTTP/1.1\r\nHost: desk\r\n{_signature('<a>')}Content-Length: 5\r\n\r\n<a>"
        )
        cut_off.close()
        # Nothing else is open: no other callback, no change without the form's token, no larger body.
        assert "404" in _post(served, f"{_signature('<a>')}Content-Length: 3\r\n", "<a>", "/websub/unknown")
        assert "403" in _post(served, "Content-Length: 3\r\n", "a=b", "/sign-in")
        assert "401" in _post(served, "Content-Length: 3\r\n", "a=b", "/feeds")
        assert "413" in _post(served, f"Content-Length: {len(large)}\r\n", large, "/sign-in")
        assert _seen(desk)[0] == 2


def test_a_session_opens_no_other_way(desk: str) -> None:
    feed_id = _subscribed(desk)
    client = create_app().test_client()
    person(desk, "checker")
    sign_in(client, "checker")
    assert client.post(f"/websub/{_TOKEN}", data=b"x").status_code == 202
    assert client.put(f"/websub/{_TOKEN}", data=b"x").status_code in (403, 405)
    assert client.post(f"/feeds/{feed_id}/poll", data={}).status_code == 403


def _page(client: FlaskClient, feed_id: int) -> str:
    return spaced(html.unescape(client.get(f"/feeds/{feed_id}").get_data(as_text=True)))


def test_the_feed_s_page_and_the_api_tell_of_its_hub(desk: str) -> None:
    feed_id = _subscribed(desk)
    client = create_app().test_client()
    who = person(desk, "checker")
    sign_in(client, "checker")
    page = _page(client, feed_id)
    assert "its hub pushes; the lease ends <time" in page
    assert "no push came yet" in page
    assert "Hub: https://hub.example/" in page
    client.post(f"/websub/{_TOKEN}", data=b"x", headers={"X-Hub-Signature": "sha1=00"})
    page = _page(client, feed_id)
    assert (
        "its last push was refused: it was signed with sha1, and only sha256, sha384, sha512 are accepted" in page
    )
    assert "it is polled as usual" in page
    assert _TOKEN not in page
    assert _SECRET not in page
    with transaction(desk) as conn:
        secret = tokens.create_token(conn, who.id or 0, "t", ("read",))
    answer = client.get(f"/api/v1/feeds/{feed_id}", headers={"Authorization": f"Bearer {secret}"})
    feed = json.loads(answer.get_data())
    assert (feed["hub"], feed["push_state"]) == ("https://hub.example/", "live")
    assert "signed with sha1" in feed["push_reason"]
    assert feed["pushed_until"] > feed["added_at"]
    assert _SECRET not in answer.get_data(as_text=True)
    cases = {
        "lease_until = NULL, reason = 'the hub refused'": ("it is asked again later", "the hub refused;"),
        "lease_until = NULL, refused_at = NULL, refusal = NULL, reason = NULL": (
            "was asked and has not verified it",
        ),
        "mode = 'unsubscribe'": ("to which this desk has not subscribed",),
    }
    for change, words in cases.items():
        with transaction(desk) as conn:
            conn.execute(text("UPDATE feed_subscriptions SET refused_at = NULL, refusal = NULL"))
            conn.execute(text(f"UPDATE feed_subscriptions SET {change}"))  # noqa: S608
        page = _page(client, feed_id)
        assert all(each in page for each in words), change
    with transaction(desk) as conn:
        conn.execute(text("UPDATE feeds SET topic = NULL"))
    assert "no address of its own that one could subscribe to" in _page(client, feed_id)
