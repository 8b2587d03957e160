"""What the desk says of articles that change: in triage, on the claim's page, in review, and word by word."""

import html
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from store.claims import claims
from store.claims.workflow import OPEN
from store.db import transaction
from tests.fixtures.changing_article import OTHER_VOTE, SCHOOLS, VOTE, WELLS, ChangingArticle
from tests.fixtures.desk_parts import sign_in, spaced, token


@pytest.fixture
def at(desk: str) -> ChangingArticle:
    return ChangingArticle(desk, WELLS, VOTE, SCHOOLS)


@pytest.fixture
def browser(at: ChangingArticle) -> Iterator[FlaskClient]:
    with create_app().test_client() as client:
        sign_in(client, "checker")
        yield client


def _page(browser: FlaskClient, address: str) -> str:
    answer = browser.get(address, follow_redirects=True)
    assert answer.status_code == 200
    return spaced(html.unescape(answer.get_data(as_text=True)))


def _post(browser: FlaskClient, address: str, **form: object) -> int:
    csrf = token(browser.get("/articles/add").get_data(as_text=True))
    return browser.post(address, data={"csrf": csrf, **form}).status_code


def test_triage_shows_a_changed_claim_once_and_what_it_said(at: ChangingArticle, browser: FlaskClient) -> None:
    at.says(WELLS, OTHER_VOTE, SCHOOLS)
    claim = at.claim("The council")
    assert "the article says “8 to 7” since" in _page(browser, f"/articles/{claim.article_id}")
    page = _page(browser, f"/triage?claim={claim.id}")
    assert page.count('≠</span> changed</span> <span class="meta">the article says “8 to 7” since') == 1
    assert "“9 to 6” before" in page
    assert "Take the new words over" not in page


def test_what_i_own_says_so_there_too(at: ChangingArticle, browser: FlaskClient) -> None:
    claim_id = at.claim("The council").id
    at.step(claim_id, "take")
    assert "changed</span>" not in _page(browser, "/mine")
    at.says(WELLS, OTHER_VOTE, SCHOOLS)
    assert "the article says “8 to 7” since" in _page(browser, "/mine")
    at.write(claim_id)
    at.step(claim_id, "submit")
    assert "the article says “8 to 7” since" in _page(browser, "/mine"), "while it is in review too"


def test_what_is_in_review_says_so_and_offers_the_words_when_it_was_taken_back(
    at: ChangingArticle, browser: FlaskClient
) -> None:
    claim_id = at.claim("The council").id
    at.step(claim_id, "take")
    at.write(claim_id)
    at.step(claim_id, "submit")
    at.says(WELLS, OTHER_VOTE, SCHOOLS)
    for address in ("/review", f"/claims/{claim_id}"):
        page = _page(browser, address)
        assert "the article says “8 to 7” since" in page
        assert "Take the new words over" not in page
    version = at.claim("The council").version
    assert _post(browser, f"/claims/{claim_id}/words", version=version) == 409
    at.step(claim_id, "recall")
    assert "Take the new words over" in _page(browser, f"/claims/{claim_id}")
    assert _post(browser, f"/claims/{claim_id}/words", version=version) == 409
    assert _post(browser, f"/claims/{claim_id}/words", version=version + 1) == 302
    now = at.claim("The council")
    assert (now.statement, now.state, now.revision) == (OTHER_VOTE, "researching", 2)
    change = at.change(claim_id)
    assert change
    assert not change.is_pending


def test_nobody_takes_words_over_for_a_colleague(at: ChangingArticle, browser: FlaskClient) -> None:
    claim_id = at.claim("The council").id
    at.step(claim_id, "take", at.reviewer)
    at.says(WELLS, OTHER_VOTE, SCHOOLS)
    assert _post(browser, f"/claims/{claim_id}/words", version=at.claim("The council").version) == 403


def test_the_new_words_of_a_published_claim_become_a_claim_of_their_own(
    at: ChangingArticle, browser: FlaskClient
) -> None:
    claim_id = at.claim("The council").id
    at.publish(claim_id)
    at.says(WELLS, OTHER_VOTE, SCHOOLS)
    page = _page(browser, f"/claims/{claim_id}")
    assert "<b>Silently changed:</b> the article says “8 to 7” since" in page
    assert "Leave it as published" in page
    assert "≠</span> silently changed</span>" in _page(browser, f"/triage?claim={claim_id}")
    version = claims_version(at, claim_id)
    assert _post(browser, f"/claims/{claim_id}/words", version=version) == 302
    (waiting,) = [claim for claim in at.claims(OPEN) if "voted" in claim.statement]
    assert waiting.statement == OTHER_VOTE
    with transaction(at.url) as conn:
        published = claims.get_claim(conn, claim_id)
    assert (published.state, published.statement) == ("published", VOTE)
    page = _page(browser, f"/claims/{claim_id}")
    assert f'href="/claims/{waiting.id}">claim {waiting.id} has the new words</a>' in page
    assert "Check the new words" not in page
    at.says(WELLS, OTHER_VOTE, SCHOOLS, "It rained in Alder on Sunday")
    assert len([claim for claim in at.claims() if "voted" in claim.statement]) == 2
    with transaction(at.url) as conn:
        assert claims.get_claim(conn, claim_id).state == "published"


def claims_version(at: ChangingArticle, claim_id: int) -> int:
    with transaction(at.url) as conn:
        return claims.get_claim(conn, claim_id).version


def test_any_two_revisions_are_compared_word_by_word(at: ChangingArticle, browser: FlaskClient) -> None:
    at.says(WELLS, OTHER_VOTE, SCHOOLS)
    at.says(WELLS, SCHOOLS)
    page = _page(browser, f"/articles/{at.id}/revisions?before=1&after=2")
    assert "<h1>Revisions 1 and 2</h1>" in page
    assert '<del><span class="visually-hidden">left out: </span>9<' in page
    assert '<ins><span class="visually-hidden">put in: </span>8<' in page
    assert "<h1>Revisions 2 and 3</h1>" in _page(browser, f"/articles/{at.id}/revisions")
    assert "Nothing differs" in _page(browser, f"/articles/{at.id}/revisions?before=2&after=2")
    assert browser.get(f"/articles/{at.id}/revisions?before=7").status_code == 404
    article_page = _page(browser, f"/articles/{at.id}")
    assert f'href="/articles/{at.id}/revisions?before=2&after=3"' in article_page
    assert "Said before, in other words or no longer · 1" in article_page
    assert "the article no longer says this since" in article_page


def test_the_comparison_page_escapes_what_an_article_says(at: ChangingArticle, browser: FlaskClient) -> None:
    at.says(WELLS, "The mayor wrote <script>alert(1)</script> 5 times in 2024")
    raw = browser.get(f"/articles/{at.id}/revisions").get_data(as_text=True)
    assert "<script>alert(1)" not in raw
    assert "&lt;script&gt;alert(1)" in raw
