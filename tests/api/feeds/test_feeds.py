"""Feeds over the API and by the command line: following, settings, polling, lists."""

import json
import time
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from tests.api.caller import Caller, fields
from tests.api.meanwhile import worker_meanwhile
from tests.checks.feeds.parts import rss
from tests.fixtures.outside import Outside, Reply
from tests.workers.feeds.feed_parts import follow, poll, site, whole  # noqa: F401 - a fixture
from workers.tasks import feed as polling

OPML = """<?xml version="1.0"?><opml version="2.0"><body><outline text="Süd &amp; Nord">
<outline type="rss" text="Süddeutsche" xmlUrl="https://sz.example/rss"/></outline><outline
xmlUrl="https://b.example/feed"/>
<outline text="broken" xmlUrl="feed://c"/></body></opml>"""


def _feed(*arguments: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["feed", *arguments], input=text)


def test_a_feed_is_followed_once_and_its_settings_are_kept(checker: Caller) -> None:
    made = checker.post(
        "/feeds", 202, url="https://news.example/feed", section="World", priority="high", sources=["shelf"],
        owner_id=checker.actor.id, language="de", fetch_full_text=False,
    )  # fmt: skip
    assert (made["health"], made["title"], made["section"]) == ("new", "https://news.example/feed", "World")
    assert (made["sources"], made["owner_id"], made["priority"]) == (["shelf"], checker.actor.id, "high")
    assert made["next_poll_at"] is not None
    again = checker.post("/feeds", 200, url="https://news.example/feed", section="Sport")
    assert (again["id"], again["section"]) == (made["id"], "World")
    changed = checker.call(
        "PATCH", f"/feeds/{made['id']}", {"sources": None, "section": "", "paused": True}
    ).get_json()
    assert (changed["sources"], changed["section"], changed["health"]) == (None, "", "paused")
    assert (changed["next_poll_at"], changed["owner_id"], changed["priority"]) == (None, checker.actor.id, "high")
    assert checker.call("POST", f"/feeds/{made['id']}/poll").status_code == 422
    moved = checker.call("PATCH", f"/feeds/{made['id']}", {"url": "https://news.example/feed2"}).get_json()
    assert (moved["health"], moved["next_poll_at"]) == ("paused", None)  # its address changes, its pause does not
    assert checker.call("PATCH", f"/feeds/{made['id']}", {"url": "https://news.example/feed"}).status_code == 200
    assert checker.get("/feeds?health=paused")["items"][0]["id"] == made["id"]
    assert checker.get("/feeds?health=well")["items"] == []
    assert checker.get("/feeds?q=NEWS.exam")["items"][0]["id"] == made["id"]


def test_a_feed_of_which_only_the_address_is_given_is_polled_and_its_pages_are_read(checker: Caller) -> None:
    made = checker.post("/feeds", 202, url="https://news.example/feed")
    usual = {"fetch_full_text": True, "priority": "normal", "sources": None, "owner_id": None, "language": None}
    assert {name: made[name] for name in usual} == usual
    assert made["next_poll_at"] is not None


def test_what_cannot_be_is_refused_by_its_field(checker: Caller) -> None:
    for body, field in (
        ({}, "url"), ({"url": "no address"}, "url"), ({"url": "https://a.example", "priority": "urgent"}, "priority"),
        ({"url": "https://a.example", "owner_id": 99}, "owner_id"), ({"url":
            "https://a.example", "titel": "x"}, "titel"),
        ({"url": "https://a.example", "title": "x" * 300}, "title"), ({"url": ""}, "url"),
    ):  # fmt: skip
        assert field in fields(checker.post("/feeds", 422, **body))
    assert checker.get("/feeds")["items"] == []
    first, second = (checker.post("/feeds", 202, url=f"https://{name}.example/") for name in "ab")
    refused = checker.call("PATCH", f"/feeds/{first['id']}", {"url": second["url"]})
    assert fields(refused.get_json()) == {"url"}
    checker.get("/feeds/77", 404)
    checker.get("/feeds?health=ill", 422)


def test_only_who_added_a_feed_or_a_reviewer_removes_it(token: Callable[..., Caller]) -> None:
    one, other, reviewer = token(name="one"), token(name="other"), token(role="reviewer")
    made = [one.post("/feeds", 202, url=f"https://{n}.example/")["id"] for n in range(2)]
    assert other.call("DELETE", f"/feeds/{made[0]}").status_code == 403
    assert one.call("DELETE", f"/feeds/{made[0]}").status_code == 204
    assert reviewer.call("DELETE", f"/feeds/{made[1]}").status_code == 204
    assert token("read").call("POST", "/feeds", {"url": "https://a.example"}).status_code == 403


def test_what_came_in_is_listed_with_its_articles(desk: str, checker: Caller, site: Outside) -> None:  # noqa: F811
    site.reply = lambda _: Reply(rss(*(whole(n) for n in range(3))))
    feed_id = checker.post("/feeds", 202, url=f"{site.url}/feed")["id"]
    poll(desk, feed_id)
    page = checker.get(f"/feeds/{feed_id}/entries?limit=2")
    assert [each["article_id"] for each in page["items"]] == [3, 2]
    rest = checker.get(f"/feeds/{feed_id}/entries?limit=2&cursor={page['next']}")
    assert [each["title"] for each in rest["items"]] == ["Story number 2"]
    assert checker.get("/articles/1")["arrived_by"] == "feed"
    assert checker.get(f"/feeds/{feed_id}")["entries"] == 3


def test_lists_go_in_and_out(checker: Caller) -> None:
    answer = checker.client.post("/api/v1/feeds/opml", data=OPML.encode(), headers=checker.headers)
    assert answer.get_json() == {"new": 2, "known": 0, "wrong": ["broken: it has no web address"]}
    assert [(each["title"], each["section"]) for each in checker.get("/feeds")["items"]] == [
        ("https://b.example/feed", ""), ("Süddeutsche", "Süd & Nord")
    ]  # fmt: skip
    written = checker.call("GET", "/feeds/opml")
    assert written.mimetype == "text/x-opml"
    again = checker.client.post("/api/v1/feeds/opml", data=written.data, headers=checker.headers)
    assert again.get_json() == {"new": 0, "known": 2, "wrong": []}
    for wrong in (b"", b"<html><body>x</body></html>", b"{}", b"\xff\xfe\x00"):
        refused = checker.client.post("/api/v1/feeds/opml", data=wrong, headers=checker.headers)
        assert refused.status_code == 422, wrong
        assert fields(refused.get_json()) == {"file"}


def test_a_list_that_unpacks_to_billions_is_harmless(checker: Caller) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = '<opml><body><outline text="&l9;" xmlUrl="https://a.example/"/></body></opml>'
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>{body}'
    began = time.process_time()
    answer = checker.client.post("/api/v1/feeds/opml", data=bomb.encode(), headers=checker.headers)
    assert answer.get_json()["new"] == 1
    assert time.process_time() - began < 3


def test_the_command_follows_lists_polls_pauses_and_removes(
    desk: str,
    address: str,
    site: Outside,  # noqa: F811
) -> None:
    site.reply = lambda _: Reply(rss(whole(1)))
    with worker_meanwhile(desk, "feed", lambda: polling.run(1)):
        added = _feed("add", f"{site.url}/feed", "--section", "World", "--json")
    assert added.exit_code == 0, added.output
    row = json.loads(added.stdout)
    assert (row["health"], row["entries"], row["section"]) == ("well", 1, "World")
    assert _feed("list").stdout == f"     1 well     News ({site.url}/feed), 1 entries\n"
    assert json.loads(_feed("list", "--health", "well", "--json").stdout)["id"] == 1
    site.reply = lambda _: Reply(b"", 500)
    with worker_meanwhile(desk, "feed", lambda: polling.run(1)):
        failed = _feed("poll", "1")
    assert failed.exit_code == 1
    assert "failing  News" in failed.stdout
    assert "its server is broken (500)" in failed.stdout
    assert "paused" in _feed("pause", "1").stdout
    assert "paused" not in _feed("pause", "1", "--resume").stdout
    assert "xmlUrl" in _feed("export-opml").stdout
    assert _feed("export-opml", "--json").stdout == _feed("list", "--json").stdout != ""
    imported = _feed("import-opml", "-", text=OPML)
    assert (imported.exit_code, imported.stdout) == (1, "2 new, 0 followed already, 1 not taken\n")
    assert "broken: it has no web address" in imported.stderr
    assert json.loads(_feed("remove", "1", "--json").stdout) == {"id": 1, "removed": True}
    assert _feed("remove", "1").exit_code == 1
    assert _feed("add", "not an address").exit_code == 1


def test_the_command_follows_a_site_whose_feed_is_followed_already(
    desk: str,
    address: str,
    site: Outside,  # noqa: F811
) -> None:
    """What was added for nothing is known by its number all the same, and leads to the feed that is followed."""
    page = b"<html><head><link rel=alternate type='application/rss+xml' href=/feed></head></html>"
    site.reply = lambda n: Reply(rss(whole(1)) if site.asked[n - 1][0] == "/feed" else page)
    followed = follow(desk, f"{site.url}/feed")
    polling.run(followed)
    with worker_meanwhile(desk, "feed", lambda: polling.run(followed + 1)):
        added = _feed("add", f"{site.url}/", "--json")
    assert (added.exit_code, json.loads(added.stdout)["id"]) == (0, followed), added.output
    assert len(_feed("list").stdout.splitlines()) == 1


def test_the_command_takes_a_site_s_name_alone(address: str) -> None:
    added = _feed("add", "gazette.example", "--no-wait", "--json")
    assert json.loads(added.stdout)["url"] == "https://gazette.example"


@pytest.mark.parametrize("command", ["add", "poll", "pause", "remove", "import-opml"])
def test_a_command_without_arguments_says_what_it_needs(command: str) -> None:
    assert _feed(command).exit_code == 2
