"""Pages of articles fetched again: on a falling schedule, when a feed says so, at once; conditional, and 404 and
410 said.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from settings import settings
from store import articles, audit, progress, queue
from store.articles import refetching
from store.articles.refetching import FetchStatus
from store.db import transaction
from store.people import MACHINE, Refused
from tests.fixtures.desk_parts import person, work_through
from tests.fixtures.outside import Outside, Reply, outside
from tests.workers.feeds.page_parts import HTML, forget
from workers.tasks import refetch

_VALIDATORS = HTML | {"ETag": '"1"', "Last-Modified": "Fri, 27 Nov 2026 09:00:00 GMT"}


def _page(wells: int) -> bytes:
    return f"""<html><head><title>{wells} wells counted - Gazette</title></head><body><h1>Wells counted</h1>
    <p>The town of Alder has counted {wells} wells, the mayor said, and forty of them are dry.</p>
    <p>The council will pay 2 million euros for new ones,
    and 14 people will dig them until the end of next year.</p></body></html>""".encode()


@pytest.fixture
def site(desk: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    with outside() as there:
        there.reply = lambda _: Reply(_page(400), headers=_VALIDATORS)
        monkeypatch.setenv("FACTDESK_INSIDE_HOSTS", there.url.removeprefix("http://"))
        monkeypatch.setenv("FACTDESK_HOST_SECONDS", "0.001")
        forget()
        yield there
    forget()


@pytest.fixture
def article_id(desk: str, site: Outside) -> int:
    with transaction(desk) as conn:
        made = articles.receive_address(conn, f"{site.url}/wells").article_id
    work_through(desk)
    site.asked.clear()
    return made


def _status(url: str, article_id: int) -> FetchStatus:
    with transaction(url) as conn:
        found = refetching.find_fetch_status(conn, article_id)
    assert found
    return found


def _again(url: str, article_id: int) -> FetchStatus:
    """Fetch it as if it were due."""
    with transaction(url) as conn:
        conn.execute(text("UPDATE work SET due_at = now() WHERE kind = 'refetch'"))
    refetch.run(article_id)
    return _status(url, article_id)


def _revisions(url: str, article_id: int) -> int:
    with transaction(url) as conn:
        return progress.get_article(conn, article_id).revision


def test_what_was_read_is_fetched_again_in_an_hour_and_not_before(
    desk: str, site: Outside, article_id: int
) -> None:
    status = _status(desk, article_id)
    assert status.outcome == "read"
    assert status.next_fetch_at
    assert timedelta(minutes=58) < status.next_fetch_at - status.fetched_at < timedelta(minutes=64)
    refetch.run(article_id)
    assert site.asked == []


def test_an_unchanged_page_is_asked_for_conditionally(desk: str, site: Outside, article_id: int) -> None:
    site.reply = lambda _: Reply(b"", 304)
    status = _again(desk, article_id)
    assert (status.outcome, _revisions(desk, article_id)) == ("unchanged", 1)
    assert status.next_fetch_at
    headers = next(headers for path, headers in site.asked if path == "/wells")
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"1"', _VALIDATORS["Last-Modified"])
    _again(desk, article_id)
    site.asked.clear()
    _again(desk, article_id)
    assert "if-none-match" not in next(headers for path, headers in site.asked if path == "/wells")


def test_a_changed_page_is_a_revision_once(desk: str, site: Outside, article_id: int) -> None:
    site.reply = lambda _: Reply(_page(410), headers=HTML)
    for _ in range(2):
        assert _again(desk, article_id).outcome == "read"
    assert _revisions(desk, article_id) == 2


@pytest.mark.parametrize("named", [None, "As somebody has named it"])
def test_a_headline_that_changes_on_its_page_changes_at_its_article(
    desk: str, site: Outside, article_id: int, named: str | None
) -> None:
    if named:
        with transaction(desk) as conn:
            conn.execute(text("UPDATE articles SET title = :named"), {"named": named})
    site.reply = lambda _: Reply(_page(400).replace(b"<h1>Wells", b"<h1>Forty dry wells"), headers=HTML)
    for _ in range(2):
        _again(desk, article_id)
    with transaction(desk) as conn:
        article = progress.get_article(conn, article_id)
        events = [each.event for each in audit.list_audit_entries(conn, "article", article_id)]
    assert (article.title, article.revision) == (named or "Forty dry wells counted", 1)
    assert events.count("headline changed") == (0 if named else 1)


@pytest.mark.parametrize("published", [False, True])
def test_an_old_page_is_fetched_on_while_a_fact_check_of_it_is_public(
    desk: str, site: Outside, article_id: int, published: bool
) -> None:
    owner = person(desk, "checker")
    with transaction(desk) as conn:
        conn.execute(text("UPDATE articles SET arrived_at = now() - interval '90 days', published = NULL"))
        if published:
            whose = {"owner": owner.id}
            publish = (
                "UPDATE claims SET state = 'published', owner_id = :owner WHERE id = (SELECT min(id) FROM claims)"
            )
            conn.execute(text(publish), whose)
    status = _again(desk, article_id)
    assert status.outcome == "read"
    assert (status.next_fetch_at is not None) == published
    if status.next_fetch_at:
        assert timedelta(days=29) < status.next_fetch_at - status.fetched_at < timedelta(days=31)


@pytest.mark.parametrize(("status", "goes_on"), [(404, True), (410, False)])
def test_a_page_that_is_gone_is_said_and_its_text_stays(
    desk: str, site: Outside, article_id: int, status: int, goes_on: bool
) -> None:
    site.reply = lambda _: Reply(b"<p>Gone", status, HTML)
    found = _again(desk, article_id)
    assert (found.outcome, found.next_fetch_at is not None) == ("gone", goes_on)
    assert str(status) in str(found.reason)
    with transaction(desk) as conn:
        row = progress.get_article(conn, article_id)
    assert (row.stage, row.revision) == ("ready", 1)


@pytest.mark.parametrize(
    "body", [b"<html><title>Page not found</title><body><p>It is not here.", b"<html><body><script>go()</script>"]
)
def test_a_page_that_is_no_article_now_makes_no_revision(
    desk: str, site: Outside, article_id: int, body: bytes
) -> None:
    site.reply = lambda _: Reply(body, headers=HTML)
    status = _again(desk, article_id)
    assert (status.outcome, _revisions(desk, article_id)) == ("no article", 1)
    assert status.reason


def test_a_site_that_is_away_is_tried_again_and_then_by_the_schedule(
    desk: str, site: Outside, article_id: int
) -> None:
    site.reply = lambda n: Reply(b"", 404) if site.asked[n - 1][0] == "/robots.txt" else Reply(b"", 503)
    for _ in range(queue.MOST_ATTEMPTS):
        _again(desk, article_id)
    status = _status(desk, article_id)
    assert (status.outcome, status.reason) == ("could not ask", "the site answered 503")
    assert status.next_fetch_at
    assert status.next_fetch_at - status.fetched_at > timedelta(minutes=50)
    with transaction(desk) as conn:
        assert progress.get_article(conn, article_id).stage == "ready"


def test_an_address_that_leads_to_another_article_makes_no_revision_of_this_one(
    desk: str, site: Outside, article_id: int
) -> None:
    with transaction(desk) as conn:
        articles.receive_address(conn, f"{site.url}/other")
    site.reply = lambda n: (
        Reply(b"", 302, {"Location": "/other"})
        if site.asked[n - 1][0] == "/wells"
        else Reply(_page(9), headers=HTML)
    )
    status = _again(desk, article_id)
    assert (status.outcome, _revisions(desk, article_id)) == ("no article", 1)
    assert "leads to another article" in str(status.reason)


def test_fetch_now_is_due_at_once_and_needs_an_address(desk: str, site: Outside, article_id: int) -> None:
    checker = person(desk, "checker")
    with transaction(desk) as conn:
        assert refetching.refetch_now(conn, article_id, checker)
    refetch.run(article_id)
    assert [path for path, _ in site.asked] == ["/wells"]  # by hand: robots.txt is not asked
    with transaction(desk) as conn:
        pasted = articles.receive_article(conn, articles.Submission("Alder has 400 wells."), MACHINE).article_id
        with pytest.raises(Refused, match="no address"):
            refetching.refetch_now(conn, pasted, checker)


def test_a_text_that_was_sent_is_fetched_when_somebody_asks_and_then_like_others(desk: str, site: Outside) -> None:
    with transaction(desk) as conn:
        sent = articles.Submission("The town of Alder has 400 wells.", url=f"{site.url}/wells")
        made = articles.receive_article(conn, sent, MACHINE).article_id
        assert refetching.find_fetch_status(conn, made) is None
        refetching.refetch_now(conn, made, MACHINE)
    refetch.run(made)
    status = _status(desk, made)
    assert (status.outcome, _revisions(desk, made)) == ("read", 2)
    assert status.next_fetch_at


def test_nothing_is_fetched_again_where_the_operator_says_never(
    desk: str, site: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTDESK_REFETCH", "never")
    settings.cache_clear()
    with transaction(desk) as conn:
        made = articles.receive_address(conn, f"{site.url}/wells").article_id
    work_through(desk)
    assert _status(desk, made).next_fetch_at is None


@pytest.mark.parametrize("wrong", ["soon", "1x", "-1h", "1s", "900d"])
def test_a_schedule_that_cannot_be_read_is_refused(desk: str, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("FACTDESK_REFETCH", wrong)
    settings.cache_clear()
    with pytest.raises(ValueError, match="FACTDESK_REFETCH"):
        settings()


def test_a_text_that_is_taken_back_is_a_revision(desk: str) -> None:
    with transaction(desk) as conn:
        sent = [
            articles.receive_article(conn, articles.Submission(body, url="https://gazette.example/a"), MACHINE)
            for body in (
                "Alder has 400 wells.",
                "Alder has 410 wells.",
                "Alder has 400 wells.",
                "Alder has 400 wells.",
            )
        ]
        assert [each.new_revision for each in sent] == [True, True, True, False]
        assert len(articles.list_revisions(conn, sent[0].article_id)) == 3
