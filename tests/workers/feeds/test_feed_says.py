"""What a feed says of an article that came from elsewhere: nothing that changes it, however it names it."""

import pytest
from sqlalchemy import text

from store import articles, audit, progress
from store.articles import refetching
from store.articles.refetching import FetchResult
from store.db import transaction
from store.feeds import entries
from store.people import MACHINE
from tests.checks.feeds.parts import rss
from tests.fixtures.outside import Outside, Reply
from tests.workers.feeds.feed_parts import LONG, follow, poll, whole

TRUE = "The ministry counted 41,200 applications in 2023."
LIES = LONG.replace("four metres", "ninety metres")
ADDRESS = "https://news.example/2026/story-1"


def _serves(site: Outside, *items: str) -> None:
    site.reply = lambda _: Reply(rss(*items), headers={"Content-Type": "application/rss+xml"})


def _sent(url: str, address: str | None = ADDRESS) -> int:
    with transaction(url) as conn:
        return articles.receive_article(conn, articles.Submission(TRUE, "True", address), MACHINE).article_id


def _texts(url: str) -> list[tuple[int, str]]:
    with transaction(url) as conn:
        rows = conn.execute(text("SELECT article_id, received FROM revisions ORDER BY id")).all()
    return [(row.article_id, row.received) for row in rows]


def test_a_feed_of_another_site_does_not_rewrite_an_article_by_naming_its_address(
    desk: str, site: Outside
) -> None:
    article_id = _sent(desk)
    _serves(site, whole(1, LIES))
    feed_id = follow(desk, f"{site.url}/rss")
    poll(desk, feed_id)
    _serves(site, whole(1, f"Even more. {LIES}"))
    poll(desk, feed_id)
    assert _texts(desk) == [(article_id, TRUE)]
    with transaction(desk) as conn:
        (entry,) = entries.list_feed_entries(conn, feed_id)
    assert entry.article_id == article_id
    assert "does not change it" in str(entry.reason)


def test_of_two_feeds_that_name_one_address_the_first_goes_on_saying_what_stands_there(
    desk: str, site: Outside
) -> None:
    listed = {"/first": whole(1), "/second": whole(1, LIES)}
    kind = {"Content-Type": "application/rss+xml"}
    site.reply = lambda _: Reply(rss(listed[site.asked[-1][0]]), headers=kind)
    first = follow(desk, f"{site.url}/first")
    poll(desk, first)
    second = follow(desk, f"{site.url}/second")
    poll(desk, second)
    assert len(_texts(desk)) == 1
    listed["/first"] = whole(1, f"Corrected. {LONG}")
    poll(desk, first)
    poll(desk, second)
    assert ["Corrected" in body for _, body in _texts(desk)] == [False, True]


def test_what_was_read_at_its_address_is_not_rewritten_by_the_feed_that_named_it(desk: str, site: Outside) -> None:
    _serves(site, whole(1))
    feed_id = follow(desk, f"{site.url}/rss")
    poll(desk, feed_id)
    with transaction(desk) as conn:
        article_id = _texts(desk)[0][0]
        articles.receive_revision(conn, article_id, articles.Submission(TRUE), MACHINE)
        refetching.write_fetch(conn, article_id, FetchResult("read"))
    _serves(site, whole(1, LIES))
    poll(desk, feed_id)
    assert _texts(desk)[1:] == [(article_id, TRUE)]


def test_a_feed_of_the_articles_own_site_corrects_it(desk: str, site: Outside) -> None:
    own = f"{site.url}/story"
    article_id = _sent(desk, own)
    _serves(site, whole(1, link=own))
    poll(desk, follow(desk, f"{site.url}/rss"))
    assert [each for each, _ in _texts(desk)] == [article_id, article_id]


@pytest.mark.parametrize("link", ["https://elsewhere.example/copy", None])
def test_a_copied_text_gives_a_feed_no_hold_of_the_article_that_it_was_copied_from(
    desk: str, site: Outside, link: str | None
) -> None:
    copied = f"<p>{LONG}</p>"
    with transaction(desk) as conn:
        sent = articles.Submission(copied, "Sent without an address", format="html")
        article_id = articles.receive_article(conn, sent, MACHINE).article_id
    _serves(site, whole(1, link=link).replace("<p>1. ", "<p>"))
    feed_id = follow(desk, f"{site.url}/rss")
    poll(desk, feed_id)
    _serves(site, whole(1, LIES, link=link))
    poll(desk, feed_id)
    with transaction(desk) as conn:
        assert conn.execute(text("SELECT url FROM articles WHERE id = :id"), {"id": article_id}).scalar() is None
        (entry,) = entries.list_feed_entries(conn, feed_id)
    assert [body for each, body in _texts(desk) if each == article_id] == [copied]
    assert entry.article_id not in (None, article_id)


def test_a_headline_that_its_feed_changes_changes_at_its_article(desk: str, site: Outside) -> None:
    _serves(site, whole(1, title="Mayor resigns"))
    feed_id = follow(desk, f"{site.url}/rss")
    poll(desk, feed_id)
    _serves(site, whole(1, title="Mayor does not resign"))
    poll(desk, feed_id)
    ((article_id, _),) = _texts(desk)
    with transaction(desk) as conn:
        article = progress.get_article(conn, article_id)
        history = audit.list_audit_entries(conn, "article", article_id)
    (changed,) = (each for each in history if each.event == "headline changed")
    assert (article.title, article.revision) == ("Mayor does not resign", 1)
    assert (changed.before, changed.after) == ("Mayor resigns", "Mayor does not resign")


@pytest.mark.parametrize("titled", ["Mayor resigns", "As somebody has named it"])
def test_nor_does_a_feed_of_another_site_change_the_headline(desk: str, site: Outside, titled: str) -> None:
    with transaction(desk) as conn:
        sent = articles.Submission(TRUE, titled, "https://news.example/2026/story-1")
        article_id = articles.receive_article(conn, sent, MACHINE).article_id
    _serves(site, whole(1, title="Mayor resigns"))
    feed_id = follow(desk, f"{site.url}/rss")
    poll(desk, feed_id)
    _serves(site, whole(1, title="Mayor is a thief"))
    poll(desk, feed_id)
    with transaction(desk) as conn:
        assert progress.get_article(conn, article_id).title == titled
