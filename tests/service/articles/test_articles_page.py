"""*Articles*: searched without regard to accents, filtered by feed, state and day, and deleted with what hangs on
them named.
"""

import html
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from store import articles
from store.db import transaction
from store.feeds import feeds
from store.people import MACHINE, Actor
from tests.fixtures.desk_parts import article, person, sign_in, spaced, token, work_through

TEXT = "Łukasz Müller counted 400 wells in São Paulo in 2024."


@pytest.fixture
def checker(desk: str) -> Actor:
    return person(desk, "checker")


@pytest.fixture
def browser(checker: Actor) -> Iterator[FlaskClient]:
    with create_app().test_client() as client:
        sign_in(client, "checker")
        yield client


def _sent(url: str, actor: Actor, text: str, address: str, title: str = "") -> int:
    with transaction(url) as conn:
        made = articles.receive_article(conn, articles.Submission(text, title, address), actor).article_id
    work_through(url)
    return made


def _page(browser: FlaskClient, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return spaced(html.unescape(answer.get_data(as_text=True)))


def _found(browser: FlaskClient, query: str, article_id: int) -> bool:
    return f'href="/articles/{article_id}"' in _page(browser, f"/articles?{query}")


@pytest.mark.parametrize(
    "words",
    [
        "lukasz muller",
        "SAO PAULO",
        "são",
        "Łukasz",
        '"400 wells"',
        "gazette.example",
        "wells -rivers",
        "zzz or wells",
    ],
)
def test_titles_texts_and_sources_are_searched_without_accents(
    desk: str, checker: Actor, browser: FlaskClient, words: str
) -> None:
    made = _sent(desk, checker, TEXT, "https://gazette.example/wells", "A matter of water")
    assert _found(browser, f"q={words}", made)
    assert _found(browser, "q=matter", made)
    assert not _found(browser, "q=rivers", made)


def test_what_was_not_split_yet_is_found_by_its_title(desk: str, browser: FlaskClient) -> None:
    with transaction(desk) as conn:
        made = articles.receive_address(conn, "https://gazette.example/x", title="Élection").article_id
    assert _found(browser, "q=election", made)


def test_the_newest_text_is_searched(desk: str, checker: Actor, browser: FlaskClient) -> None:
    made = _sent(desk, checker, "There were 9 rivers in 2024.", "https://gazette.example/a", "Water")
    _sent(desk, checker, "There were 9 lakes in 2024.", "https://gazette.example/a")
    assert _found(browser, "q=lakes", made)
    assert not _found(browser, "q=rivers", made)


def test_filters_stand_in_the_address_and_as_chips(desk: str, checker: Actor, browser: FlaskClient) -> None:
    with transaction(desk) as conn:
        feed_id, _ = feeds.add_feed(
            conn, "https://gazette.example/rss", feeds.FeedSettings(title="Gazette"), checker
        )
        fed = articles.receive_address(conn, "https://gazette.example/1", feed_id=feed_id).article_id
    other = article(desk, checker, TEXT)
    today = datetime.now(UTC).date().isoformat()
    page = _page(browser, f"/articles?q=gazette&feed={feed_id}&stage=received&day={today}")
    assert f'href="/articles/{fed}"' in page
    assert f'href="/articles/{other}"' not in page
    for chip in (
        "search <b>gazette</b>",
        "feed <b>Gazette</b>",
        "state <b>received</b>",
        f"came in on <b>{today}</b>",
    ):
        assert chip in page
    assert (
        f'href="/articles?feed={feed_id}&stage=received&day={today}" aria-label="Remove the filter search"' in page
    )
    assert not _found(browser, "day=2020-01-01", fed)
    assert "No article fits" in _page(browser, "/articles?q=nothinglikethis")
    for wrong in ("stage=x", "day=soon", "feed=x"):
        answer = browser.get(f"/articles?{wrong}", headers={"X-Requested-With": "factdesk"})
        assert answer.status_code == 422
    assert browser.get("/articles?feed=99").location == "/articles?left_out=feed"


def test_what_hangs_on_an_article_is_named_before_it_is_deleted(
    desk: str, checker: Actor, browser: FlaskClient
) -> None:
    made = article(desk, checker, TEXT, title="Wells <b>")
    page = _page(browser, f"/articles/{made}/delete")
    assert "<li>1 claim with suggestion and history: 1 triage</li>" in page
    csrf = token(browser.get(f"/articles/{made}/delete").get_data(as_text=True))
    assert browser.post(f"/articles/{made}/delete", data={"csrf": csrf}).status_code == 302
    assert browser.get(f"/articles/{made}").status_code == 404


def test_an_article_of_somebody_else_is_not_deleted(desk: str, checker: Actor, browser: FlaskClient) -> None:
    made = article(desk, MACHINE, TEXT)
    page = _page(browser, f"/articles/{made}/delete")
    assert "Only who added it, a reviewer or an admin" in page
    assert "Delete it</button>" not in page
    csrf = token(browser.get("/articles/add").get_data(as_text=True))
    assert browser.post(f"/articles/{made}/delete", data={"csrf": csrf}).status_code == 403
