"""Open pages of feeds and webhooks renew themselves, and leave the focus where it is."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from store.db import transaction
from store.deliveries import events, webhooks
from store.deliveries.tables import EVENTS
from store.feeds import feeds
from store.people import MACHINE
from tests.browser.parts import enter
from tests.fixtures.desk_parts import person

_TOP = Path(__file__).parents[3]
_ANNOUNCED = re.compile(r'\btell\((?:conn|connection), "(\w+)"')


def _listen(page: Page, address: str) -> None:
    """Open a page, and wait until it hears of changes: what happens before is not told to it."""
    with page.expect_response("**/live?*"):
        page.goto(address)


def _add_feed(url: str, name: str) -> int:
    with transaction(url) as conn:
        return feeds.add_feed(conn, f"https://{name}.example/feed", feeds.FeedSettings(), MACHINE)[0]


def test_pages_of_feeds_renew_themselves_and_keep_the_focus(chromium: Browser, desk: str, address: str) -> None:
    person(desk, "admin")
    first = _add_feed(desk, "first")
    many = enter(chromium, address, "admin")
    _listen(many, f"{address}/feeds")
    one = many.context.new_page()
    _listen(one, f"{address}/feeds/{first}")
    many.locator(f"#feed-{first}").get_by_role("button", name="Pause").focus()
    one.locator("#feed").get_by_role("button", name="Pause").focus()
    second = _add_feed(desk, "second")
    expect(many.locator(f"#feed-{second}")).to_be_visible()
    with transaction(desk) as conn:
        feeds.change_feed(conn, second, {"paused": True}, MACHINE)
    expect(many.locator(f"#feed-{second}").get_by_role("button", name="Resume")).to_be_visible()
    expect(many.locator(f"#feed-{first}").get_by_role("button", name="Pause")).to_be_focused()
    with transaction(desk) as conn:
        feeds.change_feed(conn, first, {"title": "The first of all"}, MACHINE)
    expect(many.locator(f"#feed-{first}")).to_contain_text("The first of all")
    expect(many.locator(f"#feed-{first}").get_by_role("button", name="Pause")).to_be_focused()
    with transaction(desk) as conn:
        feeds.change_feed(conn, first, {"paused": True}, MACHINE)
    expect(one.locator("#feed").get_by_role("button", name="Resume")).to_be_focused()


def test_pages_of_webhooks_renew_themselves_and_keep_the_focus(chromium: Browser, desk: str, address: str) -> None:
    admin = person(desk, "admin")
    with transaction(desk) as conn:
        webhook_id, _ = webhooks.add_webhook(conn, "https://program.example/hook", EVENTS, admin)
    many = enter(chromium, address, "admin")
    _listen(many, f"{address}/webhooks")
    one = many.context.new_page()
    _listen(one, f"{address}/webhooks/{webhook_id}")
    with transaction(desk) as conn:
        first = events.send_test_event(conn, webhook_id)
    again = one.locator(f"#delivery-{first}").get_by_role("button", name="Send again")
    expect(again).to_be_visible()
    again.focus()
    expect(many.locator(f"#webhook-{webhook_id} td.n")).to_have_text("1")
    with transaction(desk) as conn:
        second = events.send_test_event(conn, webhook_id)
    expect(one.locator(f"#delivery-{second}")).to_be_visible()
    expect(again).to_be_focused()
    expect(many.locator(f"#webhook-{webhook_id} td.n")).to_have_text("2")


def test_pages_hear_of_every_kind_of_change_that_is_announced() -> None:
    reported = {kind for path in (_TOP / "store").rglob("*.py") for kind in _ANNOUNCED.findall(path.read_text())}
    reported |= {
        kind for path in (_TOP / "workers").rglob("*.py") for kind in _ANNOUNCED.findall(path.read_text())
    }
    assert {"claim", "feed", "webhook"} <= reported
    script = (_TOP / "static" / "js" / "live.js").read_text()
    heard = set(re.findall(r'"(\w+)"', "".join(re.findall(r"KINDS = \[(.*?)\]", script))))
    assert reported - {"session"} <= heard


def test_a_refused_stream_is_called_too_many_only_where_it_is(chromium: Browser, desk: str, address: str) -> None:
    person(desk, "admin")
    page = enter(chromium, address, "admin")
    page.route("**/live?*", lambda route: route.fulfill(status=500, body=""))
    page.goto(f"{address}/feeds")
    note = page.get_by_role("status").filter(has_text="Live updates are off")
    expect(note).to_have_text("Live updates are off in this tab. It looks for changes every 30 seconds.")
    page.unroute("**/live?*")
    many = "event: polling\ndata: 20\n\n"
    page.route("**/live?*", lambda route: route.fulfill(content_type="text/event-stream", body=many))
    page.goto(f"{address}/feeds")
    expect(note).to_contain_text("because too many are open. It looks for changes every 20 seconds.")
