"""Feeds polled by the workers' own code, from a site on loopback: what comes in, once each, whatever happens in
between.
"""

import pytest
from sqlalchemy import text

from store import articles, audit, progress, queue
from store.claims import claims
from store.db import transaction
from store.feeds import entries, feeds, polls
from store.people import MACHINE
from tests.checks.feeds.parts import item, rss
from tests.fixtures.desk_parts import TROOPS, person, work_through
from tests.fixtures.outside import Outside, Reply
from tests.workers.feeds.feed_parts import LONG, follow, poll, titles, whole
from workers.tasks import feed as polling
from workers.tasks import fetch, refetch, sweep


def test_entries_become_articles_once_and_whole(desk: str, site: Outside) -> None:
    site.reply = lambda _: Reply(rss(whole(2), whole(1)), headers={"ETag": '"1"'})
    feed_id = follow(desk, f"{site.url}/feed")
    feed = poll(desk, feed_id)
    assert (feed.health, feed.title, feed.entries, feed.reason) == ("well", "News", 2, None)
    assert titles(desk) == ["Story number 1", "Story number 2"]
    with transaction(desk) as conn:
        article = progress.list_articles(conn)[0]
        assert (article.arrived_by, article.url) == ("feed", "https://news.example/2026/story-2")
        assert LONG.strip() in articles.get_revision(conn, article.revision_id).received
        assert [each.article_id for each in entries.list_feed_entries(conn, feed_id)] == [2, 1]
        assert {row.kind for row in conn.execute(text("SELECT kind FROM work"))} == {"split", "feed"}
    poll(desk, feed_id)
    assert len(titles(desk)) == 2
    assert site.asked[1][1]["if-none-match"] == '"1"'
    assert "Factdesk/" in site.asked[0][1]["user-agent"]


def test_an_unchanged_feed_is_asked_again_later(desk: str, site: Outside) -> None:
    site.reply = lambda n: Reply(rss(whole(1)), headers={"ETag": '"1"'}) if n == 1 else Reply(b"", 304)
    feed_id = follow(desk, f"{site.url}/feed")
    intervals = [poll(desk, feed_id) for _ in range(3)]
    assert [each.interval for each in intervals] == [900, 1125, 1406.25]
    last = intervals[-1]
    assert last.next_poll_at is not None
    assert last.polled_at is not None
    assert 1200 < (last.next_poll_at - last.polled_at).total_seconds() < 1600
    assert last.failures == 0


def test_an_edited_entry_is_a_revision_of_its_article(desk: str, site: Outside) -> None:
    words = [LONG, LONG.replace("four", "five"), LONG.replace("four", "five"), LONG]
    site.reply = lambda n: Reply(rss(whole(1, words[n - 1], link=None)))
    feed_id = follow(desk, f"{site.url}/feed")
    for revision in (1, 2, 2, 3):
        poll(desk, feed_id)
        with transaction(desk) as conn:
            (article,) = progress.list_articles(conn)
        assert article.revision == revision


def test_a_redated_entry_is_noted_at_its_article(desk: str, site: Outside) -> None:
    dates = ["Sat, 28 Nov 2026 08:00:00 GMT", "Sat, 28 Nov 2026 09:30:00 GMT"]
    site.reply = lambda n: Reply(rss(whole(1, date=dates[n - 1]), whole(2)))
    feed_id = follow(desk, f"{site.url}/feed")
    for _ in range(2):
        poll(desk, feed_id)
    assert len(titles(desk)) == 2
    with transaction(desk) as conn:
        (noted,) = conn.execute(
            text('SELECT "from", "to" FROM audit WHERE event = \'date changed by its feed\'')
        ).all()
    assert noted == ("2026-11-28T08:00:00+00:00", "2026-11-28T09:30:00+00:00")


def test_a_site_s_address_finds_its_feed(desk: str, site: Outside) -> None:
    page = b"""<html><head><link rel="alternate" type="application/rss+xml" href="/comments/feed" title="Comments">
    <link rel=alternate type=application/atom+xml href=/missing><link rel="alternate" type="application/rss+xml"
    title="All news" href="/all.rss"></head><body>Hello</body></html>"""

    def reply(n: int) -> Reply:
        path = site.asked[n - 1][0]
        if path == "/all.rss":
            return Reply(rss(whole(1)))
        return Reply(page, headers={"Content-Type": "text/html"}) if path == "/" else Reply(b"", 404)

    site.reply = reply
    feed = poll(desk, follow(desk, site.url))
    assert (feed.address, feed.health, feed.entries) == (f"{site.url}/all.rss", "well", 1)
    assert [each["title"] for each in feed.alternatives] == ["", "Comments"]
    second = follow(desk, f"{site.url}/")
    polling.run(second)
    with transaction(desk) as conn:
        assert [each.id for each in feeds.list_feeds(conn)] == [feed.id]
        assert polls.find_merged_feed(conn, second) == feed.id
        assert polls.find_merged_feed(conn, feed.id) is None
        assert queue.find_job(conn, feeds.KIND, second) is None
    assert len(titles(desk)) == 1


def test_only_a_feed_that_moves_has_moved_in_its_history(desk: str, site: Outside) -> None:
    def reply(n: int) -> Reply:
        to_new = n > 2 and site.asked[n - 1][0] == "/feed"
        return Reply(b"", 301, {"Location": "/new"}) if to_new else Reply(rss(whole(n)))

    site.reply = reply
    feed_id = follow(desk, f"{site.url}/feed")
    for moves in (0, 0, 1, 1):
        poll(desk, feed_id)
        with transaction(desk) as conn:
            events = [each.event for each in audit.list_audit_entries(conn, "feed", feed_id)]
        assert events.count("moved") == moves


def test_a_page_that_names_no_feed_is_tried_where_feeds_stand(desk: str, site: Outside) -> None:
    site.reply = lambda n: Reply(
        rss(whole(1)) if site.asked[n - 1][0] == "/rss.xml" else b"<html><body>Hello</body></html>"
    )
    assert poll(desk, follow(desk, f"{site.url}/news")).address == f"{site.url}/rss.xml"
    site.reply = lambda n: Reply(b"<html><body>Hello</body></html>")
    feed = poll(desk, follow(desk, f"{site.url}/other"))
    assert feed.health == "failing"
    assert feed.reason == "it is a web page instead of a feed, and no feed of it was found"


def test_a_named_feed_that_cannot_be_read_is_said(desk: str, site: Outside) -> None:
    page = b'<html><head><link rel=alternate type="application/rss+xml" href=/all.rss></head></html>'
    site.reply = lambda n: Reply(page) if site.asked[n - 1][0] == "/" else Reply(b"", 403)
    reason = poll(desk, follow(desk, f"{site.url}/")).reason
    assert reason == f"the feed that it names, {site.url}/all.rss, can't be read: it refuses (403)"


SITEMAP = """<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{}/story-1</loc><news:news>
<news:publication><news:name>The Echo</news:name></news:publication><news:title>Fish & chips</news:title></news:news>
</url></urlset>"""


@pytest.mark.parametrize("index", [False, True])
def test_the_news_sitemap_that_robots_txt_names_is_found(desk: str, site: Outside, index: bool) -> None:
    answers = {
        "/": "<html><body>Hello</body></html>",
        "/robots.txt": "User-agent: *\nSitemap: {0}/pages.xml\nSitemap: {0}/maps/news-1.xml\n",
        "/maps/news-1.xml": "<sitemapindex><sitemap><loc>{0}/pages.xml</loc></sitemap><sitemap>"
        "<loc>{0}/maps/news-today.xml</loc></sitemap></sitemapindex>" if index else SITEMAP,
        "/maps/news-today.xml": SITEMAP,
    }  # fmt: skip

    def reply(n: int) -> Reply:
        found = answers.get(site.asked[n - 1][0])
        return Reply(found.format(site.url).encode()) if found else Reply(b"", 404)

    site.reply = reply
    feed = poll(desk, follow(desk, f"{site.url}/"))
    expected = "/maps/news-today.xml" if index else "/maps/news-1.xml"
    assert (feed.address, feed.health, feed.entries) == (f"{site.url}{expected}", "well", 1)
    assert feed.title == "The Echo"
    assert "not well-formed" in feed.faults[0]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(b"", 503, {"Retry-After": "9000"}), "its server is broken (503)"),
        (Reply(b"x" * 25_000_000), "its answer is larger than 20 MB"),
        (Reply(b"", 302, {"Location": "http://169.254.169.254/"}), "169.254.169.254 is an address inside a network"),
        (Reply(b"<rss><channel><title>x"), "no entry of it could be read"),
    ],
)  # fmt: skip
def test_what_fails_says_why_and_is_asked_again_later(desk: str, site: Outside, reply: Reply, reason: str) -> None:
    site.reply = lambda n: reply if n < 3 else Reply(rss(whole(1)))
    feed_id = follow(desk, f"{site.url}/feed")
    first, second = poll(desk, feed_id), poll(desk, feed_id)
    assert (first.health, first.failures, second.failures) == ("failing", 1, 2)
    assert reason in (first.reason or "")
    assert first.next_poll_at is not None
    assert first.polled_at is not None
    least = 9000 if reply.status == 503 else 150
    assert least <= (first.next_poll_at - first.polled_at).total_seconds() <= max(300, least * 1.06)
    assert poll(desk, feed_id).reason is None


def test_a_feed_that_is_gone_is_asked_no_more_until_somebody_says_so(desk: str, site: Outside) -> None:
    site.reply = lambda _: Reply(b"", 410)
    feed_id = follow(desk, f"{site.url}/feed")
    feed = poll(desk, feed_id)
    assert (feed.health, feed.next_poll_at, feed.reason) == ("gone", None, "it is gone for good (410)")
    with transaction(desk) as conn:
        feeds.poll_feed_now(conn, feed_id)
    site.reply = lambda _: Reply(rss(whole(1)))
    assert poll(desk, feed_id).health == "well"


def test_a_paused_feed_has_no_job_and_a_removed_one_leaves_its_articles(desk: str, site: Outside) -> None:
    site.reply = lambda _: Reply(rss(whole(1)))
    feed_id = follow(desk, f"{site.url}/feed")
    poll(desk, feed_id)
    with transaction(desk) as conn:
        feeds.change_feed(conn, feed_id, {"paused": True}, MACHINE)
        assert queue.find_job(conn, "feed", feed_id) is None
        feeds.change_feed(conn, feed_id, {"paused": False}, MACHINE)
        assert queue.find_job(conn, "feed", feed_id) is not None
        feeds.remove_feed(conn, feed_id, MACHINE)
        assert queue.find_job(conn, "feed", feed_id) is None
    assert len(titles(desk)) == 1


def test_claims_of_a_feed_go_to_its_owner_and_its_sources_alone(desk: str, site: Outside) -> None:
    owner = person(desk, "checker")
    words = f"{TROOPS} " + "The council met in the town hall on Friday and left again. " * 12
    site.reply = lambda _: Reply(rss(whole(1, words)))
    feed_id = follow(desk, f"{site.url}/feed", owner_id=owner.id, sources=("past fact-checks",))
    poll(desk, feed_id)
    work_through(desk)
    with transaction(desk) as conn:
        found = claims.list_claims(conn, claims.ClaimFilters())
        asked = {row.source for row in conn.execute(text("SELECT DISTINCT source FROM lookups"))}
    assert found
    assert {(claim.state, claim.owner_id) for claim in found if claim.head_id is None} == {("assigned", owner.id)}
    assert asked == {"past fact-checks"}


def test_an_owner_who_left_gets_nothing(desk: str, site: Outside) -> None:
    owner = person(desk, "checker")
    site.reply = lambda _: Reply(rss(whole(1, TROOPS + " " + LONG)))
    poll(desk, follow(desk, f"{site.url}/feed", owner_id=owner.id))
    with transaction(desk) as conn:
        conn.execute(text("UPDATE people SET active = false"))
    work_through(desk)
    with transaction(desk) as conn:
        found = claims.list_claims(conn, claims.ClaimFilters())
    assert {claim.state for claim in found if claim.head_id is None} == {"triage"}


def test_a_stopped_feed_is_tried_again_a_day_later(desk: str, site: Outside) -> None:
    site.reply = lambda _: Reply(rss(whole(1)))
    feed_id = follow(desk, f"{site.url}/feed")
    for hours, health in ((23, "stopped"), (25, "well")):
        with transaction(desk) as conn:
            conn.execute(
                text("UPDATE work SET failed = true, attempts = 5, reason = 'x', token = NULL, lease_until = NULL")
            )
            conn.execute(text(f"UPDATE work SET due_at = now() - interval '{hours} hours'"))
        sweep.run()
        polling.run(feed_id)
        with transaction(desk) as conn:
            assert feeds.get_feed(conn, feed_id).health == health


PAGE = """<html><head><title>Wells counted - Gazette</title></head><body><article><h1>Wells counted</h1>
<p>The town of Alder has counted {} wells, the mayor said on Friday, and forty of them are dry since the summer.</p>
<p>The council will pay 2 million euros for new ones,
which are to be dug before the next summer comes, it said.</p></article></body></html>"""


def test_an_entry_whose_page_cannot_be_read_says_why(desk: str, site: Outside) -> None:
    feed = rss(item(1, link="/wells", title="Wells counted"))
    site.reply = lambda n: Reply(feed) if site.asked[n - 1][0] == "/feed" else Reply(b"", 404)
    feed_id = follow(desk, f"{site.url}/feed")
    poll(desk, feed_id)
    with transaction(desk) as conn:
        (entry,) = entries.list_feed_entries(conn, feed_id)
    assert entry.reason is None
    fetch.run(entry.article_id or 0)
    with transaction(desk) as conn:
        (entry,) = entries.list_feed_entries(conn, feed_id)
    assert entry.reason == "there is no page at this address (404)"


def test_a_summary_leads_to_the_page_and_a_change_of_it_to_a_revision(desk: str, site: Outside) -> None:
    summary = ["The town has counted its wells."]

    def reply(n: int) -> Reply:
        path = site.asked[n - 1][0]
        if path == "/feed":
            return Reply(rss(item(1, link="/wells?utm_source=rss", title="Wells counted", text=summary[-1])))
        if path == "/robots.txt":
            return Reply(b"", 404)
        return Reply(PAGE.format(399 + len(summary)).encode(), headers={"Content-Type": "text/html"})

    site.reply = reply
    feed_id = follow(desk, f"{site.url}/feed")
    for wells, kind, task in (("400 wells", "fetch", fetch), ("401 wells", "refetch", refetch)):
        poll(desk, feed_id)
        with transaction(desk) as conn:
            (entry,) = entries.list_feed_entries(conn, feed_id)
            assert queue.find_job(conn, kind, entry.article_id or 0) is not None
        task.run(entry.article_id or 0)
        with transaction(desk) as conn:
            (article,) = progress.list_articles(conn)
            revision = articles.get_revision(conn, article.revision_id or 0)
        assert wells in (revision.text or "")
        assert (article.title, article.arrived_by) == ("Wells counted", "feed")
        summary.append("The town has counted its wells again.")
    assert article.revision == 2
