"""The desk in a real browser: from paste to a published fact-check with two people, live, and for everybody."""

from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from checks.types.fact_check import ExternalFactCheck
from store.automation import rules
from store.automation.rules import RuleContent
from store.claims.filters import ClaimFilters
from store.db import transaction
from store.deliveries import events, webhooks
from store.deliveries.tables import EVENTS
from store.external.fact_checks import add_external_fact_check
from store.feeds import feeds
from store.lookups import sources
from store.people import Actor
from store.shelf import incoming
from store.triage.tags import change_tags
from store.verdicts import fact_checks
from tests.browser.accessibility import axe_violations, thin
from tests.browser.parts import PHONE, enter, enter_by_form
from tests.checks.claimreview.test_claimreview import review
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import TROOPS, article, imported, person, work_through
from workers import source_runtime
from workers.tasks import shelf

# Claims beside sentences that state none, and a part that is left out.
LONGER = (
    "By Jane Roe\n\nThe mayor walked to the lectern, as she does every week, and smiled at all who had come. "
    f"{TROOPS} Did anybody ask for them? Nobody there could say, and for a while it was quiet in the hall."
)
_DESKTOP: Final[ViewportSize] = {"width": 1280, "height": 800}


def test_from_paste_to_published(chromium: Browser, address: str, desk: str) -> None:
    person(desk, "checker")
    person(desk, "reviewer")
    page = enter_by_form(chromium, address, "checker")
    page.get_by_role("link", name="Add", exact=True).click()
    page.get_by_role("textbox", name="Text").fill(TROOPS)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("received")).to_be_visible()
    # The open page hears of it by itself.
    work_through(desk)
    expect(page.get_by_text("2 claims")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page.locator("#claims li")).to_have_count(2)
    page.wait_for_load_state()
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/*")
    page.wait_for_load_state()
    page.keyboard.press("1")
    expect(page.get_by_text("assigned · with checker")).to_be_visible()
    page.get_by_text("Add evidence by hand").click()
    page.get_by_label("Quoted passage").fill("The ministry counts 130,000 soldiers.")
    page.get_by_label("Publisher", exact=True).fill("Ministry")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("The ministry counts")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("e")
    page.keyboard.press("v")
    page.keyboard.press("1")
    page.get_by_label("Summary, one line").fill("The ministry's own count says so")
    page.get_by_label("Explanation, in Markdown").fill("It is **counted**.")
    page.get_by_role("button", name="Save and send to review").click()
    expect(page.get_by_text("in review").first).to_be_visible()
    page.goto(f"{address}/review")
    expect(page.get_by_text("This verdict is your own")).to_be_visible()

    other = enter(chromium, address, "reviewer")
    other.goto(f"{address}/review")
    other.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_text("Approved by reviewer")).to_be_visible()
    page.get_by_role("link", name="Show it as it is now").click()
    expect(page.get_by_text("No verdict waits for review")).to_be_visible()
    public = chromium.new_page()
    public.goto(f"{address}/fact-checks")
    public.locator("main h2 a").click()
    expect(public.locator(".verdict")).to_contain_text("True")
    assert public.locator("script[type='application/ld+json']").count() == 1


def test_new_claims_are_counted_and_never_reshuffle_the_list(chromium: Browser, address: str, desk: str) -> None:
    actor = person(desk, "checker")
    article(desk, actor)
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/triage")
    expect(page.locator("#claims li")).to_have_count(2)
    page.wait_for_timeout(500)
    article(desk, actor, "The town of Alder has 4,017 inhabitants.")
    expect(page.locator("#pill")).to_have_text("1 new")
    expect(page.locator("#claims li")).to_have_count(2)


def test_after_a_decision_the_way_goes_on_from_where_the_claim_stood(
    chromium: Browser, address: str, desk: str
) -> None:
    actor = person(desk, "checker")
    for n in range(4):
        article(desk, actor, f"The town of Alder {n} has {4000 + n:,} inhabitants.")
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/triage")
    order = [line.get_attribute("id") for line in page.locator("#claims li[id]").all()]
    page.keyboard.press("j")
    second = (order[1] or "").rpartition("-")[2]
    page.wait_for_url(f"**claim={second}*")
    page.wait_for_load_state()
    page.wait_for_timeout(300)  # a key within 200 ms of a claim's coming is refused
    page.keyboard.press("3")
    page.keyboard.press("1")
    expect(page.locator("#claims li[id]")).to_have_count(3)
    page.wait_for_load_state()  # until its script hears the keys
    page.keyboard.press("j")
    expect(page.locator("#claims li:has(a[aria-current])")).to_have_attribute("id", order[2] or "")


def _published(desk: str, checker: Actor) -> str:
    """The address of a fact-check that was published of a claim of its own."""
    at = Desk(desk, checker, person(desk, "reviewer"))
    at.publish(at.comes("The town of Alder has 4,017 inhabitants."), "True")
    with transaction(desk) as conn:
        return f"/fact-checks/{fact_checks.list_fact_checks(conn)[0].slug}"


@pytest.mark.timeout(400)
def test_everybody_can_use_every_page(chromium: Browser, address: str, desk: str) -> None:
    admin = person(desk, "admin")
    article(desk, admin, LONGER)
    imported(desk, review(), review(reviewRating="Oh dear", url="https://x.example/2"), {})
    published = _published(desk, admin)
    for kind, name, data in (
        ("document", "a.txt", b"The town of Alder has 4,017 inhabitants."),
        ("figures", "b.csv", b"a"),
    ):
        with transaction(desk) as conn:
            put = incoming.add_document_file(
                conn, incoming.DocumentSubmission(kind, name, "Town"), [data], 1000, admin
            )
        shelf.run(put.document_id)
    with transaction(desk) as conn:
        source_runtime.register(conn)
        text = RuleContent("Troops", "q=troops", ClaimFilters(words="troops"), assign_to=admin.id, tags=["war"])
        rules.add_rule(conn, text, admin)
        feeds.add_feed(conn, "https://news.example/feed", feeds.FeedSettings(), admin)
        webhook_id, _ = webhooks.add_webhook(conn, "https://program.example/hook", EVENTS, admin)
        events.send_test_event(conn, webhook_id)
        sources.record_failure(conn, "gdelt", "the source is broken (500)", after=60)
    page = enter(chromium, address, "admin", (1280, 800))
    paths = (
        "/", "/triage", "/triage?state=all&kind=quantity&q=troops", "/triage?q=nothing+of+that+kind",
        "/claims/1", "/triage?cluster=1&state=all", "/claims/1/evidence/1", "/claims/999", "/review",
        "/articles", "/articles/1", "/articles/add", "/people", "/tokens", "/shelf", "/shelf?q=town",
        "/shelf/1", "/shelf/2", "/password", "/fact-checks", "/feeds", "/feeds/1", "/sources",
        "/sources/record", "/external-fact-checks", "/external-fact-checks/imports",
        "/external-fact-checks/imports/1", "/external-fact-checks/ratings", "/webhooks", "/webhooks/1",
        "/api/v1/docs", published, f"{published}/embed", f"{published}/report", "/how-we-work",
        "/corrections-policy", "/reports", "/settings", "/mine", "/notifications", "/mail", "/account",
        "/audit", "/settings/rules", "/settings/rules/new", "/settings/rules/1", "/sources/shelf",
        "/sources/gdelt",
    )  # fmt: skip
    found: list[tuple[Any, ...]] = []
    for path in paths:
        page.goto(address + path)
        found += _too_wide(page, path)
        if path == "/api/v1/docs":
            assert thin(page) >= 5
        found += [(path, *violation) for violation in axe_violations(page)]
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        page.emulate_media(color_scheme="dark")  # the same document in other colours
        found += [(path, "dark, on a phone", *violation) for violation in axe_violations(page)]
        page.set_viewport_size(_DESKTOP)
        page.emulate_media(color_scheme="light")
    assert found == []


def _too_wide(page: Page, path: str) -> list[tuple[Any, ...]]:
    """Where a page is wider than a window of 1280 x 800 at a zoom of 200 %, or than a phone."""
    found: list[tuple[Any, ...]] = []
    for width, height in ((640, 400), PHONE):
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [(path, f"wider than {width} px", wide)] if wide > width else []
    page.set_viewport_size(_DESKTOP)
    return found


def test_an_external_rating_is_decided_by_keyboard(chromium: Browser, address: str, desk: str) -> None:
    person(desk, "admin")
    imported(desk, review(reviewRating="Oh dear"))
    page = enter(chromium, address, "admin")
    page.goto(f"{address}/external-fact-checks")
    page.get_by_role("link", name="Map ratings").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/external-fact-checks/ratings")
    box, words = (
        page.get_by_label("unknown ones only").bounding_box(),
        page.locator("label:has([name=show])").bounding_box(),
    )
    assert box
    assert words
    assert abs((box["y"] + box["height"] / 2) - (words["y"] + words["height"] / 2)) < 2
    page.get_by_label("“Oh dear” of Alder Checks on our scale").focus()
    page.keyboard.type("Mostly f")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="is now Mostly false")).to_be_visible()


def test_a_button_that_is_pressed_slowly_is_not_taken_away_by_a_renewal(
    chromium: Browser, address: str, desk: str
) -> None:
    article(desk, person(desk, "checker"), "Poland has more than 38 million inhabitants.")
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/claims/1")
    page.keyboard.press("1")
    expect(page.get_by_text("assigned · with checker")).to_be_visible()
    page.get_by_text("True 1", exact=True).click()
    page.get_by_label("Summary, one line").fill("So it is")
    page.get_by_label("Explanation, in Markdown").fill("It is counted.")
    page.get_by_role("button", name="Save", exact=True).hover()
    with page.expect_response(lambda answer: answer.request.headers.get("x-requested-with") == "factdesk"):
        page.mouse.down()  # leaves the text, whereupon the page fetches itself anew
    page.wait_for_timeout(200)
    page.mouse.up()
    expect(page.get_by_text("researching · with checker")).to_be_visible()


def test_a_rating_that_differs_from_a_past_verdict_is_shown_at_the_choice(
    chromium: Browser, address: str, desk: str
) -> None:
    actor = person(desk, "checker")
    with transaction(desk) as conn:
        add_external_fact_check(
            conn,
            ExternalFactCheck(
                statement="Poland has more than 38 million inhabitants",
                rating="False",
                summary="No.",
                publisher="Office",
                url="https://example.net/1",
            ),
        )
    article(desk, actor, "Poland has more than 38 million inhabitants.")
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/claims/1")
    page.keyboard.press("1")
    expect(page.get_by_text("assigned · with checker")).to_be_visible()
    page.wait_for_load_state()
    note = page.locator("#differs")
    expect(note).to_be_hidden()
    for digit, shown in (("1", True), ("6", False), ("3", True)):
        page.keyboard.press("v")
        page.keyboard.press(digit)
        expect(note).to_be_visible(visible=shown)
    page.get_by_label("Keep my rating").check()
    _wait_for_renewal(page, desk, actor, "ticked")
    expect(page.get_by_label("Keep my rating")).to_be_checked()
    page.get_by_label("Summary, one line").fill("Half of it")
    page.get_by_label("Explanation, in Markdown").fill("It depends.")
    page.get_by_label("Keep my rating").uncheck()
    page.get_by_role("button", name="Save", exact=True).click()
    refused = page.locator("#differs").get_by_text("Not saved yet.")
    expect(refused).to_be_visible()
    _wait_for_renewal(page, desk, actor, "refused")
    expect(refused).to_be_visible()
    page.get_by_label("Keep my rating").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("researching · with checker")).to_be_visible()


def _wait_for_renewal(page: Page, desk: str, actor: Actor, tag: str) -> None:
    """Another tag: the page hears of it, and fetches itself anew."""
    heard = "() => new Promise((done) => addEventListener('renewed', () => done(), { once: true, capture: true }))"
    page.evaluate(f"() => {{ window.renewal = ({heard})(); }}")
    with transaction(desk) as conn:
        change_tags(conn, [1], actor, add=[tag])
    page.evaluate("() => window.renewal")


_DROP = """() => {
  const dropped = new DataTransfer();
  dropped.items.add(new File(["Alder has 40 boats."], "boats.txt", { type: "text/plain" }));
  for (const kind of ["dragover", "drop"]) {
    dispatchEvent(new DragEvent(kind, { dataTransfer: dropped, cancelable: true }));
  }
}"""


def test_a_file_is_dropped_on_the_shelf_and_the_page_hears_when_it_is_read(
    chromium: Browser, address: str, desk: str
) -> None:
    person(desk, "checker")
    page = enter_by_form(chromium, address, "checker")
    page.get_by_role("link", name="References").click()
    page.wait_for_load_state()
    page.evaluate(_DROP)
    expect(page.get_by_text("1 chosen")).to_be_visible()
    expect(page.get_by_label("Publisher")).to_be_focused()
    page.get_by_label("Publisher").fill("Town")
    page.get_by_role("button", name="Put on the shelf").click()
    expect(page.get_by_text("It waits to be read")).to_be_visible()
    page.wait_for_timeout(500)
    shelf.run(1)
    expect(page.get_by_text("1 passage", exact=True)).to_be_visible()


def test_a_chosen_file_stays_chosen_when_something_is_wrong(chromium: Browser, address: str, desk: str) -> None:
    person(desk, "checker")
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/shelf")
    report = {"name": "report.txt", "mimeType": "text/plain", "buffer": b"Alder has 40 boats."}
    page.get_by_label("Files").set_input_files(report)  # type: ignore[arg-type]
    publisher, chosen = page.get_by_label("Publisher"), "document.querySelector('#put [type=file]').files.length"
    page.get_by_role("button", name="Put on the shelf").click()
    assert publisher.evaluate("field => field.validity.valueMissing")
    publisher.fill(" ")
    page.get_by_role("button", name="Put on the shelf").click()
    expect(page.get_by_text("report.txt: say who published it")).to_be_visible()
    expect(publisher).to_be_focused()
    assert page.evaluate(chosen) == 1
    publisher.fill("Town")
    page.get_by_role("button", name="Put on the shelf").click()
    expect(page.get_by_text("It waits to be read")).to_be_visible()


def test_a_table_may_go_without_a_publisher(chromium: Browser, address: str, desk: str) -> None:
    person(desk, "checker")
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/shelf")
    table = {
        "name": "boats.csv",
        "mimeType": "text/csv",
        "buffer": b"entity,measure,year,value,source\nAlder,Boats,2024,40,Town\n",
    }
    page.get_by_label("Files").set_input_files(table)  # type: ignore[arg-type]
    page.get_by_role("button", name="Put on the shelf").click()
    expect(page.get_by_text("It waits to be read")).to_be_visible()
