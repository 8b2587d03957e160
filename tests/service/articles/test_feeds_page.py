"""Feeds in the desk: following by a site's address, health in words, settings, pause, lists."""

import html
import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from tests.checks.feeds.parts import rss
from tests.fixtures.desk_parts import person, sign_in, spaced, token
from tests.fixtures.outside import Outside, Reply
from tests.workers.feeds.feed_parts import poll, site, whole  # noqa: F401 - a fixture


@pytest.fixture
def client(desk: str) -> FlaskClient:
    client = create_app().test_client()
    person(desk, "checker")
    sign_in(client, "checker")
    return client


def _page(client: FlaskClient, path: str = "/feeds") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return spaced(html.unescape(answer.get_data(as_text=True)))


def _post(client: FlaskClient, path: str, **fields: Any) -> Any:
    return client.post(path, data={"csrf": token(client.get("/feeds").get_data(as_text=True)), **fields})


def test_an_empty_page_says_what_to_do(client: FlaskClient) -> None:
    page = _page(client)
    assert "No feed is followed yet. Give the address of a site" in page
    assert '<a href="/feeds" data-go="e" aria-current="page">Feeds</a>' in page


def test_a_feed_is_followed_and_shows_what_came_in(desk: str, client: FlaskClient, site: Outside) -> None:  # noqa: F811
    site.reply = lambda _: Reply(rss(whole(1), whole(2)))
    answer = _post(client, "/feeds", url=f"{site.url}/feed", section="World")
    assert answer.location == "/feeds/1"
    assert "A worker polls it in a moment" in _page(client, "/feeds/1")
    poll(desk, 1)
    page = _page(client, "/feeds/1")
    assert "✓</span> well" in page
    assert '<a href="/articles/2">Story number 1</a>' in page
    assert "2 entries came in, the last" in page
    listed = _page(client)
    assert '<a class="breaks" href="/feeds/1">News</a>' in listed
    assert "well 1" in listed


def test_an_error_is_reported_in_words(desk: str, client: FlaskClient, site: Outside) -> None:  # noqa: F811
    site.reply = lambda _: Reply(b"", 404)
    _post(client, "/feeds", url=f"{site.url}/feed")
    poll(desk, 1)
    assert "there is nothing at this address (404); 1 time in a row" in _page(client)
    assert "failing 1" in _page(client, "/feeds?health=failing")


def test_a_wrong_address_is_said_beside_its_field(client: FlaskClient) -> None:
    answer = _post(client, "/feeds", url="two words")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'value="two words"' in page
    assert 'data-wrong="url">the address must begin with http' in page
    assert _post(client, "/feeds", url="").status_code == 422
    assert _post(client, "/feeds", url="news.example").location == "/feeds/1"
    assert "https://news.example" in _page(client)


def test_settings_are_saved_and_refused_by_their_field(client: FlaskClient) -> None:
    _post(client, "/feeds", url="https://news.example/feed")
    given = {"url": "https://news.example/feed", "title": "The News", "section": "World", "priority": "high",
             "language": "en-GB", "owner_id": "1", "ask": "some", "fetch_full_text": ""}  # fmt: skip
    assert _post(client, "/feeds/1", **given).location == "/feeds/1"
    page = _page(client, "/feeds/1")
    for kept in ("<h1>The News</h1>", 'value="World"', '<option value="high" selected>high</option>', 'value="en-GB"',
                 '<option value="1" selected>checker</option>', 'value="some" checked'):  # fmt: skip
        assert kept in page
    assert 'name="fetch_full_text" value="yes" checked' not in page
    wrong = _post(client, "/feeds/1", **{**given, "language": "x" * 40})
    assert wrong.status_code == 422
    assert "the language has at most 35 characters" in wrong.get_data(as_text=True)


def test_a_feed_is_paused_resumed_polled_and_removed(client: FlaskClient) -> None:
    _post(client, "/feeds", url="https://news.example/feed")
    assert _post(client, "/feeds/1/pause", next="/feeds?q=news").location == "/feeds?q=news"
    assert "‖</span> paused" in _page(client)
    assert _post(client, "/feeds/1/poll").status_code == 422
    _post(client, "/feeds/1/resume")
    assert _post(client, "/feeds/1/poll").location == "/feeds/1"
    assert _post(client, "/feeds/1/remove").location == "/feeds"
    assert "No feed is followed yet" in _page(client)


def test_a_list_goes_in_and_out(client: FlaskClient) -> None:
    opml = (
        b"<opml version='2.0'><body><outline text='A' xmlUrl='https://a.example/f'/>"
        b"<outline xmlUrl='x:y'/></body></opml>"
    )
    answer = _post(client, "/feeds/opml", file=(io.BytesIO(opml), "feeds.opml"))
    page = spaced(answer.get_data(as_text=True))
    assert "1 new feed, 0 followed already, 1 not taken:" in page
    assert "it has no web address" in page
    exported = client.get("/feeds/opml")
    assert exported.headers["Content-Disposition"] == 'attachment; filename="feeds.opml"'
    assert b'xmlUrl="https://a.example/f"' in exported.data
    refused = _post(client, "/feeds/opml", file=(io.BytesIO(b"<html>"), "x.html"))
    assert refused.status_code == 422
    assert "this is no OPML" in refused.get_data(as_text=True)
    assert _post(client, "/feeds/opml").status_code == 422


def test_what_a_feed_says_of_itself_is_no_markup(desk: str, client: FlaskClient, site: Outside) -> None:  # noqa: F811
    evil = "&lt;script&gt;alert(1)&lt;/script&gt; \"'&gt; news"
    site.reply = lambda _: Reply(rss(whole(1, title=evil), head=f"<image><title>{evil}</title></image>"))
    _post(client, "/feeds", url=f"{site.url}/feed")
    poll(desk, 1)
    assert "<script>alert" not in client.get("/feeds/1").get_data(as_text=True)
    assert "<script>alert" not in client.get("/feeds").get_data(as_text=True)
