"""Entries of feeds are forgotten after half a year, and articles know their feed."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from store import progress
from store.claims import claims
from store.db import transaction
from store.feeds import entries, polls
from tests.checks.feeds.parts import rss
from tests.fixtures.desk_parts import work_through
from tests.fixtures.outside import Outside, Reply
from tests.workers.feeds.feed_parts import LONG, follow, poll, whole


def _articles(url: str, **filters: object) -> list[int]:
    with transaction(url) as conn:
        rows = progress.list_articles(conn, filters=progress.ArticleFilters(**filters))  # type: ignore[arg-type]
    return [row.id for row in rows]


def test_articles_are_listed_by_the_feed_and_section_of_their_text(desk: str, site: Outside) -> None:
    site.reply = lambda _: Reply(rss(whole(1), whole(2)), headers={"Content-Type": "application/rss+xml"})
    feed_id = follow(desk, f"{site.url}/rss", section="Politics")
    poll(desk, feed_id)
    assert len(_articles(desk, feed_id=feed_id)) == 2
    assert len(_articles(desk, section="Politics")) == 2
    assert _articles(desk, section="Sports") == []


def test_entries_that_are_listed_no_more_are_forgotten_and_make_no_second_article(
    desk: str, site: Outside
) -> None:
    listed = [rss(whole(1), whole(2), whole(3))]
    site.reply = lambda _: Reply(listed[-1], headers={"Content-Type": "application/rss+xml"})
    feed_id = follow(desk, f"{site.url}/rss")
    poll(desk, feed_id)
    assert len(_articles(desk)) == 3
    old = timedelta(seconds=entries.KEPT_SECONDS + 60)
    with transaction(desk) as conn:
        conn.execute(text("UPDATE feed_entries SET seen_at = seen_at - :old"), {"old": old})
    listed.append(rss(whole(3), whole(4)))
    poll(desk, feed_id)
    with transaction(desk) as conn:
        assert [entry.title for entry in entries.list_feed_entries(conn, feed_id)] == _titles(4, 3)
    listed.append(rss(whole(1), whole(3), whole(4)))
    poll(desk, feed_id)
    assert len(_articles(desk)) == 4


def test_an_entry_that_changed_is_kept_as_it_is_now_and_taken_in_once(desk: str, site: Outside) -> None:
    listed = [whole(1), whole(2)]
    site.reply = lambda _: Reply(rss(*listed), headers={"Content-Type": "application/rss+xml"})
    feed_id = follow(desk, f"{site.url}/rss")
    poll(desk, feed_id)
    listed[0] = whole(1, f"{LONG} It fell again by noon.", title="The river fell")
    for _ in range(2):
        poll(desk, feed_id)
        with transaction(desk) as conn:
            first, second = entries.list_feed_entries(conn, feed_id)
            revisions = conn.execute(
                text("SELECT count(*) FROM revisions WHERE article_id = :id"), {"id": first.article_id}
            ).scalar_one()
        assert (first.title, second.title) == ("The river fell", "Story number 2")
        assert (first.changed_at is not None, second.changed_at) == (True, None)
        assert revisions == 2


def test_entries_are_pruned_that_are_old_unchanged_and_listed_no_more_some_at_a_time(
    desk: str, site: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.reply = lambda _: Reply(rss(*(whole(n) for n in range(1, 7))))
    feed_id, other_id = (follow(desk, f"{site.url}/{name}") for name in ("rss", "other"))
    for each in (feed_id, other_id):
        poll(desk, each)
    monkeypatch.setattr(entries, "_MOST_PRUNED", 2)
    old = timedelta(seconds=entries.KEPT_SECONDS + 60)
    with transaction(desk) as conn:
        listed, changed, young, *rest = sorted(row.id for row in entries.list_feed_entries(conn, feed_id))
        of_old = text(
            "UPDATE feed_entries SET seen_at = seen_at - :old, changed_at = seen_at - :old WHERE id <> :id"
        )
        conn.execute(of_old, {"old": old, "id": young})
        conn.execute(text("UPDATE feed_entries SET changed_at = now() WHERE id = :id"), {"id": changed})
        assert [entries.prune_feed_entries(conn, feed_id, [listed]) for _ in range(3)] == [2, 1, 0]
        left = sorted(row.id for row in entries.list_feed_entries(conn, feed_id))
        assert (left, len(rest)) == ([listed, changed, young], 3)
        assert len(entries.list_feed_entries(conn, other_id)) == 6


@pytest.mark.parametrize(
    ("failed", "since", "again"), [(True, "25 hours", 2), (True, "23 hours", 0), (False, "25 hours", 0)]
)
def test_feeds_that_were_given_up_a_day_ago_are_polled_again(
    desk: str, site: Outside, monkeypatch: pytest.MonkeyPatch, failed: bool, since: str, again: int
) -> None:
    for name in ("rss", "other"):
        follow(desk, f"{site.url}/{name}")
    with transaction(desk) as conn:
        write = "UPDATE work SET failed = :failed, reason = 'it died', due_at = now() - CAST(:since AS interval)"
        conn.execute(text(write), {"failed": failed, "since": since})
        assert polls.retry_stopped_feeds(conn) == again
        conn.execute(text(write), {"failed": failed, "since": since})
        monkeypatch.setattr(polls, "_MOST_RETRIED", 1)
        assert polls.retry_stopped_feeds(conn) == min(again, 1)
        conn.execute(text(f"{write}, kind = 'fetch'"), {"failed": failed, "since": since})  # noqa: S608
        assert polls.retry_stopped_feeds(conn) == 0


def _titles(*numbers: int) -> list[str]:
    from checks.feeds.parser import read_feed

    found = read_feed(rss(*map(whole, numbers)), "https://gazette.example/rss", "application/rss+xml")
    return [entry.title for entry in found.entries]


@pytest.mark.parametrize("given", [False, True], ids=["set by somebody", "given by the feed itself"])
@pytest.mark.parametrize(("language", "claims_found"), [("de", 0), ("", 1)])
def test_the_language_of_a_feed_counts_for_a_text_that_does_not_tell_its_own(
    desk: str, site: Outside, language: str, claims_found: int, given: bool
) -> None:
    words = "Ryanair fires 4,300."  # too short to tell
    entry = whole(1, words).replace("<p>1. ", "<p>")
    head = f"<language>{language}</language>" if given and language else ""
    site.reply = lambda _: Reply(rss(entry, head=head))
    more = {} if given else {"language": language}
    poll(desk, follow(desk, f"{site.url}/feed", fetch_full_text=False, **more))
    work_through(desk)
    with transaction(desk) as conn:
        assert len(claims.list_claims(conn, claims.ClaimFilters())) == claims_found
