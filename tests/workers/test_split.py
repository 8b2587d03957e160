"""An article's revision into claims: pages that give no text, and what pages say of themselves."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from checks.documents.pages.kinds import NO_TEXT_IN_PAGE
from store import articles, progress
from store.claims import claims
from store.db import transaction
from store.people import MACHINE
from tests.fixtures.desk_parts import article, work_through

PAGE = (
    "<title>Boats - Alder Gazette</title><script>var a = 1</script>"
    '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2019-11-18T10:00:00Z"}</script>'
    "<h1>Boats</h1><p>The council counted 40 boats in Alder on Friday.</p>"
)


def test_a_page_without_text_fails_at_once_and_says_why(desk: str) -> None:
    article_id = article(desk, MACHINE, "<body><div id=root></div><script>go()</script>", format="html")
    with transaction(desk) as conn:
        row = progress.get_article(conn, article_id)
        attempts = conn.execute(text("SELECT attempts FROM work WHERE kind = 'split'")).scalar_one()
    assert (row.stage, row.failure, row.claims, attempts) == ("failed", NO_TEXT_IN_PAGE, 0, 1)


@pytest.mark.parametrize("page", ["<form>{}</form>", "<aside>{}"])
def test_an_article_in_a_form_or_behind_an_open_aside_is_read(desk: str, page: str) -> None:
    article_id = article(desk, MACHINE, page.format(PAGE), format="html")
    with transaction(desk) as conn:
        row = progress.get_article(conn, article_id)
    assert row.stage == "ready"
    assert row.claims == 1


def test_the_title_and_day_of_the_page_are_taken(desk: str) -> None:
    article_id = article(desk, MACHINE, PAGE, format="html")
    with transaction(desk) as conn:
        row = progress.get_article(conn, article_id)
        (claim,) = claims.list_revision_claims(conn, row.revision_id)
    assert (row.title, row.published) == ("Boats", datetime(2019, 11, 18, 10, tzinfo=UTC))
    assert "15 November 2019" in claim.statement


def test_the_headline_of_a_page_is_in_the_context_of_its_claims(desk: str) -> None:
    headline = "Ferries leave Alder for want of a harbour"
    article_id = article(desk, MACHINE, PAGE.replace("Boats", headline), format="html")
    with transaction(desk) as conn:
        row = progress.get_article(conn, article_id)
        (claim,) = claims.list_revision_claims(conn, row.revision_id)
    assert row.title == headline
    assert f"“{headline}”" in claim.context


@pytest.mark.parametrize(
    ("title", "reported"),
    [
        ("Harbour of Alder loses its ferries", True),
        ("", False),
        ("The council counted 40 boats in Alder on", False),
    ],
)
def test_so_is_the_headline_that_came_with_a_text(desk: str, title: str, reported: bool) -> None:
    body = "The council counted 40 boats in Alder on Friday. It had 90 boats a year before, the mayor said."
    article_id = article(desk, MACHINE, body, title=title)
    with transaction(desk) as conn:
        found = claims.list_claims(conn, claims.ClaimFilters(article_id=article_id))
    assert found
    assert any(f"“{title}”" in claim.context for claim in found) == reported


def test_the_day_at_the_top_of_a_text_is_that_of_publication(desk: str) -> None:
    body = "Boats\nBy Jane Roe\nNovember 18, 2019, 6:35 AM\n\nThe council counted 40 boats in Alder on Friday."
    article_id = article(desk, MACHINE, body)
    with transaction(desk) as conn:
        row = progress.get_article(conn, article_id)
        (claim,) = claims.list_revision_claims(conn, row.revision_id)
    assert row.published == datetime(2019, 11, 18, tzinfo=UTC)
    assert "15 November 2019" in claim.statement


def test_the_day_of_the_sender_goes_before_the_one_at_the_top_of_a_text(desk: str) -> None:
    given = datetime(2020, 5, 1, tzinfo=UTC)
    article_id = article(desk, MACHINE, "Nov 18, 2019\n\nAlder has 40 boats.", published=given)
    with transaction(desk) as conn:
        assert progress.get_article(conn, article_id).published == given


def test_what_the_sender_says_goes_before_what_the_page_says(desk: str) -> None:
    given = {"title": "Ours", "published": datetime(2020, 5, 1, tzinfo=UTC)}
    article_id = article(desk, MACHINE, PAGE, format="html", **given)  # type: ignore[arg-type]
    with transaction(desk) as conn:
        row = progress.get_article(conn, article_id)
    assert (row.title, row.published) == ("Ours", given["published"])


def test_a_page_of_the_future_is_not_believed(desk: str) -> None:
    article_id = article(desk, MACHINE, PAGE.replace("2019-11-18", "9999-12-31"), format="html")
    with transaction(desk) as conn:
        row = progress.get_article(conn, article_id)
    assert (row.title, row.published) == ("Boats", None)


def test_a_page_that_came_again_with_other_menus_is_no_revision(desk: str) -> None:
    """What changes with each request, menus and advertisements, is told from a change of the text by reading it."""
    url = "https://gazette.example/boats"
    for number, (menu, boats) in enumerate([("Home", 40), ("News", 40), ("Sport", 41), ("Today", 41)]):
        page = f"<nav><a href=/>{menu}</a></nav>{PAGE.replace('40', str(boats))}<aside>{menu}: read more</aside>"
        with transaction(desk) as conn:
            sent = articles.receive_article(conn, articles.Submission(page, url=url, format="html"), MACHINE)
        article_id = sent.article_id
        work_through(desk)
        with transaction(desk) as conn:
            row = progress.get_article(conn, article_id)
            assert (row.stage, row.revision, row.claims) == ("ready", 1 if number < 2 else 2, 1)
            assert [each.number for each in articles.list_revisions(conn, article_id)] == [2, 1][-row.revision :]
            (claim,) = claims.list_revision_claims(conn, row.revision_id)
            assert f"{boats} boats" in claim.statement


def test_a_page_without_a_title_has_none_of_its_code(desk: str) -> None:
    article_id = article(desk, MACHINE, "<script>var a=1</script><p>Forty boats sank.</p>", format="html")
    with transaction(desk) as conn:
        assert progress.get_article(conn, article_id).title == articles.UNTITLED


def test_a_text_of_too_many_words_fails_at_once_and_says_how_many(desk: str) -> None:
    article_id = article(desk, MACHINE, "a " * 300_000)
    with transaction(desk) as conn:
        row = progress.get_article(conn, article_id)
    assert row.stage == "failed"
    assert row.failure.startswith("the text has 300,0")
