"""The page at an article's address: fetched over real HTTP, read, stored, split; or said why not."""

import gzip
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from store import articles, dispatch, progress, queue
from store.articles import refetching
from store.claims import claims
from store.db import transaction
from tests.fixtures.desk_parts import work_through
from tests.fixtures.endless import endless
from tests.fixtures.outside import Outside, Reply
from tests.workers.feeds.page_parts import HTML, forget, page_site
from workers.tasks import fetch

_PAGE = """<html><head><title>400 wells counted - Gazette</title><meta name=author content="Jane Roe">
<meta property=article:published_time content=2026-11-27T09:00:00Z></head><body><h1>400 wells counted</h1><p>The
town has counted
400 wells, the mayor said on Friday, and forty of them are dry.</p><p>The council will pay 2 million euros for
new ones.</p>
</body></html>"""


@pytest.fixture
def site(desk: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    with page_site(_PAGE, monkeypatch) as there:
        yield there


def _received(url: str, address: str, feed_id: int | None = None) -> int:
    with transaction(url) as conn:
        return articles.receive_address(conn, address, feed_id=feed_id).article_id


def _feed(url: str) -> int:
    with transaction(url) as conn:
        added = conn.exec_driver_sql(
            "INSERT INTO feeds (address) VALUES ('https://gazette.example/rss') RETURNING id"
        )
        return int(added.scalar_one())


def _row(url: str, article_id: int) -> progress.ArticleProgress:
    with transaction(url) as conn:
        return progress.get_article(conn, article_id)


def test_a_page_is_fetched_read_split_and_ready(desk: str, site: Outside) -> None:
    article_id = _received(desk, f"{site.url}/wells")
    work_through(desk)
    row = _row(desk, article_id)
    assert (row.stage, row.title, row.authors, row.failure) == ("ready", "400 wells counted", ["Jane Roe"], None)
    with transaction(desk) as conn:
        assert row.revision_id is not None
        assert claims.list_revision_claims(conn, row.revision_id)
    (path, headers), *_ = site.asked
    assert path == "/wells"
    assert headers["user-agent"].startswith("Factdesk/")


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(b"<html><title>404 - Not found</title><p>Gone.", 404), "no page at this address"),
        (Reply(b"", 403), "refuses programs"),
        (Reply(b"", 302), "the site answered 302"),
        (Reply(_PAGE.encode(), 206, HTML), "the site answered 206"),
        (Reply(_PAGE.encode(), 202, HTML), "the site answered 202"),
        (Reply(b"<html><title>Page not found</title><body><p>It is not here.", headers=HTML), "error page"),
        (Reply(b"<html><body><div id=root></div><script>go()</script>", headers=HTML), "no text was found"),
        (Reply(b"\x89PNG\r\n\x1a\n\x00", headers={"Content-Type": "image/png"}), "not read"),
        (Reply(b"", headers=HTML), "empty"),
    ],
)
def test_what_is_no_article_fails_at_once_with_the_reason(
    desk: str, site: Outside, reply: Reply, words: str
) -> None:
    site.reply = lambda _: reply
    article_id = _received(desk, f"{site.url}/wells")
    work_through(desk)
    row = _row(desk, article_id)
    assert (row.stage, row.claims) == ("failed", 0)
    assert words in str(row.failure)


def test_it_is_tried_again_by_hand(desk: str, site: Outside) -> None:
    site.reply = lambda _: Reply(b"", 404)
    article_id = _received(desk, f"{site.url}/wells")
    work_through(desk)
    site.reply = lambda _: Reply(_PAGE.encode(), headers=HTML)
    with transaction(desk) as conn:
        assert progress.retry_article(conn, article_id)["fetch"] == [article_id]
    work_through(desk)
    assert _row(desk, article_id).stage == "ready"


@pytest.mark.parametrize(
    "reply",
    [Reply(b"", 503, {"Retry-After": "30"}), Reply(b"", 429), Reply(_PAGE.encode(), headers=HTML, promised=100_000),
     Reply(gzip.compress(b"<p>" + b"a" * 31_000_000), headers=HTML | {"Content-Encoding": "gzip"})],
    ids=["503", "429", "too few bytes", "bomb"],
)  # fmt: skip
def test_what_may_go_better_later_is_due_again(desk: str, site: Outside, reply: Reply) -> None:
    site.reply = lambda _: reply
    article_id = _received(desk, f"{site.url}/wells")
    fetch.run(article_id)
    with transaction(desk) as conn:
        job = queue.find_job(conn, "fetch", article_id)
    assert job is not None
    assert (job.failed, job.attempts) == (False, 1)
    assert job.reason


def test_robots_txt_is_honoured_for_what_nobody_asked_for_by_hand(desk: str, site: Outside) -> None:
    def reply(_: int) -> Reply:
        robots = site.asked[-1][0] == "/robots.txt"
        return (
            Reply(b"User-agent: *\nDisallow: /wells", headers={"Content-Type": "text/plain"})
            if robots
            else Reply(_PAGE.encode(), headers=HTML)
        )

    site.reply = reply
    fed = _received(desk, f"{site.url}/wells", _feed(desk))
    fetch.run(fed)
    assert "robots.txt" in str(_row(desk, fed).failure)
    assert [path for path, _ in site.asked] == ["/robots.txt"]
    by_hand = _received(desk, f"{site.url}/wells/2")
    fetch.run(by_hand)
    assert _row(desk, by_hand).revision == 1
    with transaction(desk) as conn:
        sent_with_many = articles.receive_address(conn, f"{site.url}/wells/3", turn=4).article_id
        dispatch.hand_out_jobs(conn, "fetch")
    fetch.run(sent_with_many)
    assert "robots.txt" in str(_row(desk, sent_with_many).failure)


def test_a_site_of_many_articles_is_asked_for_its_robots_txt_once(desk: str, site: Outside) -> None:
    answer = site.reply
    site.reply = lambda n: Reply(b"", 503) if site.asked[n - 1][0] == "/robots.txt" and n == 1 else answer(n)
    feed_id = _feed(desk)
    early = _received(desk, f"{site.url}/wells", feed_id)
    fetch.run(early)
    with transaction(desk) as conn:
        job = queue.find_job(conn, "fetch", early)
    assert job is not None
    assert (job.failed, job.reason) == (False, "its robots.txt can't be had: the site answered 503")
    forget()
    for number in range(3):
        fetch.run(_received(desk, f"{site.url}/wells/{number}", feed_id))
    assert [path for path, _ in site.asked].count("/robots.txt") == 2


@pytest.mark.parametrize(
    ("reply", "from_feed", "minutes", "again"),
    [
        (Reply(b"", 404), True, 20, True),  # feeds are often ahead of the pages that they name
        (Reply(b"", 404), True, 10, False),
        (Reply(b"", 404), True, 3 * 24 * 60, False),
        (Reply(b"", 404), False, 20, False),
        (Reply(b"", 503), False, 20, True),
        (Reply(b"", 503), True, 20, True),
    ],
)
def test_what_failed_is_tried_again_by_itself(
    desk: str,
    site: Outside,
    monkeypatch: pytest.MonkeyPatch,
    reply: Reply,
    from_feed: bool,
    minutes: int,
    again: bool,
) -> None:
    monkeypatch.setenv("FACTDESK_HOST_SECONDS", "0.0001")
    forget()
    answer, away = site.reply, [True]
    site.reply = lambda n: reply if away and site.asked[n - 1][0] != "/robots.txt" else answer(n)
    article_id = _received(desk, f"{site.url}/wells", _feed(desk) if from_feed else None)
    for _ in range(queue.MOST_ATTEMPTS):
        with transaction(desk) as conn:
            conn.execute(text("UPDATE work SET due_at = now() WHERE kind = 'fetch' AND NOT failed"))
        fetch.run(article_id)
    assert _row(desk, article_id).stage == "failed"
    with transaction(desk) as conn:
        conn.execute(text("UPDATE articles SET arrived_at = now() - make_interval(mins => :n)"), {"n": minutes})
        conn.execute(text("UPDATE work SET due_at = now() - make_interval(mins => :n)"), {"n": minutes})
        assert refetching.retry_failed_fetches(conn) == int(again)
        assert refetching.retry_failed_fetches(conn) == 0
    away.clear()
    fetch.run(article_id)
    assert _row(desk, article_id).stage == ("received" if again else "failed")
    assert _row(desk, article_id).revision == int(again)


def test_an_address_inside_the_network_is_refused_at_once(desk: str) -> None:
    article_id = _received(desk, "http://127.0.0.1/admin")
    fetch.run(article_id)
    row = _row(desk, article_id)
    assert row.stage == "failed"
    assert "inside a network" in str(row.failure)


@pytest.mark.parametrize(
    ("answer", "words"), [("large chunks", "is larger than"), ("chunks of one byte", "timed out")]
)
def test_a_page_that_never_ends_fails_with_the_reason_after_the_last_attempt(
    desk: str, monkeypatch: pytest.MonkeyPatch, answer: str, words: str
) -> None:
    monkeypatch.setattr(fetch, "_SECONDS", 0.5)
    monkeypatch.setattr(fetch, "_LARGEST", 100_000)
    with endless(answer) as server:
        monkeypatch.setenv("FACTDESK_INSIDE_HOSTS", server.url.removeprefix("http://"))
        forget()
        article_id = _received(desk, f"{server.url}/endless")
        for _ in range(queue.MOST_ATTEMPTS):
            with transaction(desk) as conn:
                conn.execute(text("UPDATE work SET due_at = now() WHERE kind = 'fetch'"))
            fetch.run(article_id)
    row = _row(desk, article_id)
    assert row.stage == "failed"
    assert words in (row.failure or "")
    forget()


def test_a_page_that_is_that_of_a_known_article_is_lost_nowhere(desk: str, site: Outside) -> None:
    known = _received(desk, f"{site.url}/wells")
    work_through(desk)
    site.reply = lambda n: (
        Reply(b"", 302, {"Location": "/wells"})
        if site.asked[n - 1][0] == "/?p=71"
        else Reply(_PAGE.replace("400", "500").encode(), headers=HTML)
    )
    other = _received(desk, f"{site.url}/?p=71")
    work_through(desk)
    row = _row(desk, other)
    assert (row.id, row.stage, row.revision) == (known, "ready", 2)
    with transaction(desk) as conn:
        assert queue.find_job(conn, "fetch", other) is None
        assert refetching.get_fetched_page(conn, known).id == known
