"""WebSub with a hub on loopback, honest and lying: what the desk asks of it, what it confirms, and what a push does."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from service.app import create_app
from settings import settings
from store import queue
from store.db import transaction
from store.feeds import feeds, pushes
from store.people import MACHINE
from tests.fixtures.outside import Outside, Reply
from tests.workers.feeds.feed_parts import follow, poll, titles, whole
from tests.workers.feeds.websub_parts import LEASE, Hub, feed_of
from workers.feeds import subscribing


@pytest.fixture
def hub(desk: str, site: Outside, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A feed that was polled once and names the hub, on a desk that takes pushes."""
    monkeypatch.setenv("FACTDESK_WEBSUB", "on")
    settings.cache_clear()
    subscribing._web.cache_clear()
    played = Hub(desk, site, create_app().test_client(), feed=feed_of(site.url, whole(1)))
    site.reply = played.reply
    played.feed_id = follow(desk, f"{site.url}/feed")
    poll(desk, played.feed_id)
    yield played
    subscribing._web.cache_clear()


@pytest.fixture
def live(hub: Hub) -> Hub:
    """The same once the hub has verified the subscription, and the feed was polled again."""
    hub.sweep()
    assert hub.verify().status_code == 200
    poll(hub.desk, hub.feed_id)
    return hub


def test_a_feed_that_names_a_hub_is_subscribed_to(hub: Hub) -> None:
    assert hub.shown().push_state == "none"
    hub.sweep()
    (asked,) = hub.requests
    callback, secret = asked.pop("hub.callback"), asked.pop("hub.secret")
    assert asked == {
        "hub.mode": "subscribe", "hub.topic": f"{hub.site.url}/feed", "hub.lease_seconds": "864000",
    }  # fmt: skip
    token = callback.removeprefix(f"{settings().base_url}/websub/")
    assert len(token) >= 43
    assert 32 <= len(secret) < 200
    assert token != secret
    assert hub.shown().push_state == "asked"
    answer = hub.verify(**{"hub.challenge": "<b>7</b>"})
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, "<b>7</b>")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    shown = hub.shown()
    assert (shown.push_state, shown.push_reason) == ("live", None)
    hub.sweep()
    assert len(hub.requests) == 1


def test_a_pushed_feed_is_polled_less_often_and_still_polled(live: Hub) -> None:
    assert 6 * 3600 * 0.89 < live.seconds_to_poll() < 6 * 3600 * 1.11
    assert live.shown().interval < 1800
    live.verify(**{"hub.mode": "denied", "hub.reason": "no such topic"})
    assert live.seconds_to_poll() < 1800


def test_a_hub_that_verifies_before_it_answers(hub: Hub) -> None:
    hub.verifies = True
    hub.answer = Reply(b"late trouble", 500)
    hub.sweep()
    assert (hub.shown().push_state, hub.shown().push_reason) == ("live", None)
    with transaction(hub.desk) as conn:
        job = queue.find_job(conn, "subscribe", 1)
        left = "SELECT extract(epoch FROM due_at - clock_timestamp()) FROM work WHERE kind = 'subscribe'"
        seconds = float(conn.execute(text(left)).scalar_one())
    assert job is not None
    assert not job.failed
    assert 0.79 * LEASE < seconds < 0.81 * LEASE


@pytest.mark.parametrize(
    "given",
    [
        {"hub.topic": "https://another.example/feed"},
        {"hub.topic": ""},
        {"hub.mode": "unsubscribe"},
        {"hub.mode": "publish"},
        {"hub.challenge": ""},
        {"hub.challenge": "c" * 2001},
    ],
)
def test_a_lying_hub_is_not_confirmed(hub: Hub, given: dict[str, str]) -> None:
    hub.sweep()
    answer = hub.verify(**given)
    assert (answer.status_code, answer.get_data()) == (404, b"")
    assert hub.shown().push_state == "asked"
    assert hub.push().status_code == 410  # not before the hub has verified


def test_nobody_else_is_confirmed(hub: Hub) -> None:
    hub.sweep()
    assert hub.client.get("/websub/guess", query_string={"hub.mode": "subscribe"}).status_code == 404
    assert hub.client.post("/websub/guess", data=b"x").status_code == 404
    hub.let_pass("31 minutes")
    assert hub.verify().status_code == 404


def test_a_push_has_the_feed_polled_and_nothing_of_it_is_taken(live: Hub) -> None:
    live.feed = feed_of(live.site.url, whole(2), whole(1))
    with transaction(live.desk) as conn:
        conn.execute(text("UPDATE feeds SET polled_at = polled_at - interval '1 minute'"))
    assert live.push(feed_of(live.site.url, whole(9))).status_code == 202
    assert live.seconds_to_poll() <= 0
    assert titles(live.desk) == ["Story number 1"]
    poll(live.desk, live.feed_id)
    assert titles(live.desk) == ["Story number 1", "Story number 2"]
    shown = live.shown()
    assert shown.pushed_at is not None
    assert shown.push_reason is None
    assert live.seconds_to_poll() > 3600


def test_pushes_one_after_another_poll_every_ten_seconds_at_most(live: Hub) -> None:
    for _ in range(3):
        assert live.push().status_code == 202  # a replay is as good as what it repeats
        assert 5 < live.seconds_to_poll() < 10
    found = live.subscription()
    assert found is not None
    assert found.pushes == 3


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"X-Hub-Signature": ""}, "it was not signed"),
        ({"X-Hub-Signature": "sha256=" + "0" * 64}, "its signature is wrong"),
        ({"X-Hub-Signature": "sha1=" + "0" * 40}, "it was signed with sha1, and only sha256"),
    ],
)
def test_a_push_that_is_not_genuine_does_nothing(live: Hub, headers: dict[str, str], words: str) -> None:
    with transaction(live.desk) as conn:
        conn.execute(text("UPDATE feeds SET polled_at = polled_at - interval '1 minute'"))
    good = live.push().status_code
    poll(live.desk, live.feed_id)
    answer = live.push(headers=headers)
    assert answer.status_code == good == 202  # whoever guesses learns nothing
    assert f"its last push was refused: {words}" in (live.shown().push_reason or "")
    # Such a hub is not relied on: the feed is polled after its own interval again, and not at once.
    assert 60 < live.seconds_to_poll() < 2500
    poll(live.desk, live.feed_id)
    assert live.seconds_to_poll() < 2500
    live.push()
    assert live.shown().push_reason is None


def test_a_push_while_the_feed_is_polled_polls_it_once_more(live: Hub) -> None:
    def push_meanwhile(number: int) -> Reply:
        if live.site.asked[number - 1][0] == "/feed":
            live.push()
        return Reply(feed_of(live.site.url, whole(1)))

    live.site.reply = push_meanwhile
    poll(live.desk, live.feed_id)
    assert live.seconds_to_poll() <= 10
    live.site.reply = live.reply
    with transaction(live.desk) as conn:
        conn.execute(text("UPDATE feeds SET polled_at = polled_at - interval '1 minute'"))
    poll(live.desk, live.feed_id)
    assert live.seconds_to_poll() > 3600


def test_a_push_does_not_shorten_the_pause_of_a_feed_that_fails(live: Hub) -> None:
    live.site.reply = lambda _: Reply(b"", 503, {"Retry-After": "7200"})
    poll(live.desk, live.feed_id)
    live.site.reply = live.reply
    live.push()
    assert live.seconds_to_poll() > 7000


def test_news_that_the_hub_did_not_push_end_the_reliance_on_it(live: Hub) -> None:
    live.feed = feed_of(live.site.url, whole(2), whole(1))
    poll(live.desk, live.feed_id)
    assert live.seconds_to_poll() < 1800
    assert live.shown().push_reason == "a poll found new entries of which the hub had not told"


def test_a_lease_is_renewed_before_it_ends(live: Hub) -> None:
    live.let_pass("7 days 23 hours")
    live.sweep()
    assert len(live.requests) == 1
    live.let_pass("2 hours")
    live.sweep()
    first, second = live.requests
    assert first == second
    assert live.shown().push_state == "live"
    assert live.verify().status_code == 200
    until = live.shown().pushed_until
    live.let_pass("1 day")
    live.sweep()
    assert len(live.requests) == 2
    assert until is not None


def test_a_hub_that_never_verifies_is_asked_again_later(hub: Hub) -> None:
    hub.sweep()
    hub.let_pass("31 minutes")
    hub.sweep()
    shown = hub.shown()
    assert shown.push_state == "failing"
    assert "did not verify it" in (shown.push_reason or "")
    hub.sweep()
    assert len(hub.requests) == 1
    hub.let_pass("6 minutes")
    hub.sweep()
    assert len(hub.requests) == 2


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Reply(b"unknown topic", 422), "the hub answered 422: unknown topic"),
        (Reply(b"", 503, {"Retry-After": "86400"}), "the hub answered 503"),
        (Reply(b"x" * 200_000, 400), "larger than"),
        (Reply(b"", 307, {"Location": "http://169.254.1.1/hub"}), "169.254.1.1 is an address inside a network"),
        (Reply(b"", 308, {"Location": "/hub/elsewhere"}), "leads on to other addresses more than 2 times"),
        (Reply(b"", 308), "the hub answered 308"),
    ],
)
def test_what_a_hub_answers_wrong_is_reported_in_words(hub: Hub, answer: Reply, words: str) -> None:
    hub.answer = answer
    hub.sweep()
    assert words in (hub.shown().push_reason or "")
    asked = len(hub.requests)
    hub.sweep()
    assert len(hub.requests) == asked


@pytest.mark.parametrize(
    ("status", "asked"), [(307, ["/hub", "/hub/new"]), (308, ["/hub", "/hub/new"]), (202, ["/hub"])]
)
def test_a_hub_is_asked_where_it_has_moved_to(hub: Hub, status: int, asked: list[str]) -> None:
    moved = Reply(b"", status, {"Location": "/hub/new"})
    hub.site.reply = lambda n: moved if hub.site.asked[n - 1][0] == "/hub" else hub.reply(n)
    hub.sweep()
    assert [path for path, _ in hub.site.asked if path.startswith("/hub")] == asked
    assert hub.requests[0] == hub.requests[-1]
    assert (hub.shown().push_state, hub.shown().push_reason) == ("asked", None)
    assert hub.verify().status_code == 200


def test_a_hub_inside_a_network_is_not_asked(hub: Hub) -> None:
    with transaction(hub.desk) as conn:
        conn.execute(text("UPDATE feeds SET hub = 'http://127.0.0.1:1/hub'"))
    hub.sweep()
    assert "only the usual ports of the web are asked" in (hub.shown().push_reason or "")


def test_a_hub_may_refuse_at_any_time(live: Hub) -> None:
    assert live.verify(**{"hub.mode": "denied", "hub.reason": "gone\n <b>away</b>"}).status_code == 200
    shown = live.shown()
    assert (shown.push_state, shown.push_reason) == ("failing", "the hub refused: gone <b>away</b>")
    assert live.push().status_code == 410
    live.sweep()
    assert len(live.requests) == 1
    live.let_pass("24 hours")
    live.sweep()
    assert len(live.requests) == 2


@pytest.mark.parametrize("how", ["removed", "paused", "moved", "switched off"])
def test_the_hub_is_asked_to_stop_when_pushes_are_wanted_no_more(
    live: Hub, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(live.desk) as conn:
        if how == "removed":
            feeds.remove_feed(conn, live.feed_id, MACHINE)
        elif how == "paused":
            feeds.change_feed(conn, live.feed_id, {"paused": True}, MACHINE)
        elif how == "moved":
            feeds.change_feed(conn, live.feed_id, {"address": f"{live.site.url}/other"}, MACHINE)
    if how == "switched off":
        monkeypatch.setenv("FACTDESK_WEBSUB", "off")
        settings.cache_clear()
    live.sweep()
    last = live.requests[-1]
    assert (last["hub.mode"], last["hub.topic"]) == ("unsubscribe", f"{live.site.url}/feed")
    assert last["hub.callback"] == live.requests[0]["hub.callback"]
    assert "hub.secret" not in last
    assert live.push().status_code == 410
    assert live.verify().status_code == 404
    assert live.verify(**{"hub.mode": "unsubscribe"}).get_data() == b"c-1"
    assert live.verify(**{"hub.mode": "unsubscribe"}).status_code == 200  # whose first answer got lost
    assert live.count() == 1
    live.let_pass("31 minutes")
    live.sweep()
    assert live.count() == 0
    with transaction(live.desk) as conn:
        assert queue.find_job(conn, "subscribe", 1) is None


def test_a_feed_that_is_resumed_is_subscribed_to_anew(live: Hub) -> None:
    for paused in (True, False):
        with transaction(live.desk) as conn:
            feeds.change_feed(conn, live.feed_id, {"paused": paused}, MACHINE)
        live.sweep()
    assert [each["hub.mode"] for each in live.requests] == ["subscribe", "unsubscribe", "subscribe"]
    assert live.requests[0]["hub.callback"] != live.requests[2]["hub.callback"]


def test_a_feed_that_names_another_hub_is_subscribed_to_there(live: Hub) -> None:
    live.feed = feed_of(live.site.url, whole(1)).replace(b'/hub"', b'/hub/new"')
    poll(live.desk, live.feed_id)
    live.sweep()
    asked = [path for path, _ in live.site.asked if path.startswith("/hub")]
    assert sorted(asked) == ["/hub", "/hub", "/hub/new"]


def test_a_hub_that_lets_nobody_go_is_asked_three_times(live: Hub) -> None:
    live.answer = Reply(b"", 500)
    with transaction(live.desk) as conn:
        feeds.remove_feed(conn, live.feed_id, MACHINE)
    for _ in range(6):
        live.sweep()
        live.let_pass("1 hour")
    assert [each["hub.mode"] for each in live.requests] == ["subscribe", *["unsubscribe"] * 3]
    assert live.count() == 0


def test_a_desk_that_nobody_outside_reaches_asks_no_hub(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FACTDESK_WEBSUB")
    settings.cache_clear()
    hub.sweep()
    assert (hub.count(), hub.requests) == (0, [])


def test_a_job_that_is_done_twice_asks_once(hub: Hub) -> None:
    hub.sweep()
    subscribing.run(1)
    subscribing.run(99)
    assert len(hub.requests) == 1


def test_a_push_for_a_feed_that_is_gone_meanwhile(live: Hub) -> None:
    with transaction(live.desk) as conn:
        feeds.remove_feed(conn, live.feed_id, MACHINE)
    assert live.push().status_code == 202  # the hub is told when the sweeper comes
    with transaction(live.desk) as conn:
        pushes.poll_pushed_feeds(conn, [live.feed_id])
        assert queue.find_job(conn, "feed", live.feed_id) is None


def test_a_job_that_was_given_up_is_done_again(live: Hub) -> None:
    """Workers that died each time are no reason never to renew a lease."""
    failed = """UPDATE work SET failed = true, reason = 'it died', token = NULL, lease_until = NULL,
        due_at = now() - CAST(:i AS interval)"""
    for since, is_left in (("59 minutes", True), ("61 minutes", False)):
        with transaction(live.desk) as conn:
            conn.execute(text(f"{failed} WHERE kind = 'subscribe'"), {"i": since})  # noqa: S608
        live.sweep()
        with transaction(live.desk) as conn:
            assert conn.execute(text("SELECT failed FROM work WHERE kind = 'subscribe'")).scalar_one() is is_left
