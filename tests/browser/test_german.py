"""The desk and its public pages in German: nothing is left in English, or wider than a phone, and axe finds nothing."""

from functools import cache

from playwright.sync_api import Browser, Page, expect

from service.language.catalogues import catalogue
from store import people
from store.db import transaction
from store.newsroom import profile
from tests.browser.accessibility import axe_violations
from tests.browser.parts import PHONE, enter, listed, press
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person

_TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest("script, style, code, kbd, textarea, q, blockquote")) continue;
    found.push(walker.currentNode.textContent);
  }
  for (const name of ["title", "placeholder", "aria-label", "alt"])
    for (const each of document.querySelectorAll(`[${name}]`)) found.push(each.getAttribute(name));
  return found;
}"""
# How many lines the buttons of the bar take.
_LINES = """() => {
  const all = [...document.querySelectorAll(".bar :is(button, .button, summary)")];
  const shown = all.filter(each => each.offsetParent && !each.closest("details form"));
  const bottoms = shown.map(each => each.getBoundingClientRect().bottom).sort((a, b) => a - b);
  return bottoms.filter((bottom, n) => !n || bottom - bottoms[n - 1] > 20).length;
}"""
_DESK_PAGES = (
    "/", "/triage", "/claims/1", "/review", "/mine", "/articles", "/articles/1", "/articles/add", "/feeds", "/shelf",
    "/sources", "/sources/record", "/external-fact-checks", "/external-fact-checks/imports",
    "/account", "/notifications", "/tokens", "/reports", "/triage/change-many",
)  # fmt: skip
_ADMIN_PAGES = (
    "/people",
    "/settings",
    "/settings/rules",
    "/settings/rules/new",
    "/audit",
    "/mail",
    "/webhooks",
    "/external-fact-checks/ratings",
)


@cache
def _english() -> set[str]:
    """The texts that a German page says otherwise."""
    pairs = (
        (message.id, message.string) for message in catalogue("de") if isinstance(message.id, str) and message.id
    )
    return {english.replace("%%", "%") for english, german in pairs if english != german and " " in english}


def _left_in_english(page: Page) -> list[str]:
    texts = [" ".join(text.split()) for text in page.evaluate(_TEXTS)]
    return sorted({text for text in texts if text in _english()})


def _faults(page: Page) -> list[object]:
    """What is wrong with a page: its language, texts in English, what axe finds, and whether a phone is too narrow."""
    found: list[object] = [*_left_in_english(page)]
    if page.locator("html").get_attribute("lang") != "de":
        found.append("no German")
    found += axe_violations(page, colours=False)  # those of the English page
    size = page.viewport_size
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(size or {"width": 1280, "height": 800})
    return [*found, f"{width} px wide"] if width > PHONE[0] else found


def _german(desk: str, role: str) -> people.Actor:
    who = person(desk, role)
    with transaction(desk) as conn:
        people.change_language(conn, who.id or 0, "de")
    return who


def _visited(page: Page, address: str, paths: tuple[str, ...]) -> dict[str, list[object]]:
    """The faults of pages, by path."""
    found = {}
    for path in paths:
        answer = page.goto(f"{address}{path}")
        assert answer, path
        assert answer.status == 200, path
        found[path] = _faults(page)
    return {path: faults for path, faults in found.items() if faults}


def test_the_desk_speaks_german(chromium: Browser, address: str, desk: str) -> None:
    at = Desk(desk, _german(desk, "checker"), person(desk, "reviewer"))
    at.drafted(at.comes(POLAND), "False")
    listed(desk, at.checker, 3)
    page = enter(chromium, address, "checker")
    assert _visited(page, address, _DESK_PAGES) == {}
    page.goto(f"{address}/triage")
    expect(page.locator("h1")).to_have_text("Sichtung")
    wide = "all => all.filter(each => each.scrollWidth > each.clientWidth).map(each => each.textContent)"
    assert page.locator("#claims .finding").evaluate_all(wide) == []
    expect(page.locator("#count")).to_have_text("1 von 3")
    for place in (2, 3):
        page.keyboard.press("j")
        expect(page.locator("#count")).to_have_text(f"{place} von 3")
        expect(page.get_by_text(f"{place} von 3: The town of Alder")).to_have_count(1)  # it is there, and says so
    page.keyboard.press("j")
    expect(page.get_by_text("Das ist die letzte Behauptung.")).to_be_visible()


def test_pages_of_admins_speak_german(chromium: Browser, address: str, desk: str) -> None:
    _german(desk, "admin")
    page = enter(chromium, address, "admin")
    assert _visited(page, address, _ADMIN_PAGES) == {}


def test_public_pages_speak_german(chromium: Browser, address: str, desk: str) -> None:
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    with transaction(desk) as conn:
        profile.change_newsroom(conn, at.reviewer, name="Redaktion", contact="", method="", corrections_policy="",
                                language="de")  # fmt: skip
    at.publish(at.comes(POLAND), "False")
    page = chromium.new_context(viewport={"width": 1280, "height": 800}).new_page()
    assert _visited(page, address, ("/fact-checks", "/how-we-work", "/corrections-policy")) == {}
    page.goto(f"{address}/fact-checks")
    page.locator("ul.index h2 a").first.click()
    expect(page.locator(".rating").first).to_contain_text("Falsch")
    expect(page.locator("dl.facts")).to_contain_text("Geprüft")
    assert _faults(page) == []
    with page.expect_navigation():
        page.get_by_role("link", name="Fehler melden").first.click()
    assert _faults(page) == []


def test_a_language_is_chosen_on_the_account(chromium: Browser, address: str, desk: str) -> None:
    person(desk, "checker")
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/account")
    page.get_by_label("Language of the pages").select_option("Deutsch")
    page.locator("form[action='/account/language'] button").click()
    expect(page.locator("h1")).to_have_text("Mein Konto")
    expect(page.get_by_role("link", name="Sichtung")).to_be_visible()


def test_a_verdict_is_researched_and_written_in_german(chromium: Browser, address: str, desk: str) -> None:
    at = Desk(desk, _german(desk, "checker"), person(desk, "reviewer"))
    claim_id = at.comes(POLAND)
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/claims/{claim_id}")
    for key in "11":
        press(page, key)
    expect(page.locator(".ratings label").nth(1)).to_contain_text("Größtenteils wahr")
    expect(page.locator("#evidence")).to_contain_text("Handapparat")
    assert _faults(page) == []
    page.get_by_text("Beleg von Hand hinzufügen").click()
    form = page.locator("form[data-draft^='evidence of']").last
    form.get_by_label("Zitierte Textstelle").fill("Poland counted 37 million inhabitants.")
    form.get_by_label("Verlag").fill("Statistics Poland")
    form.get_by_label("Haltung").select_option(label="widerlegt")
    form.get_by_role("button", name="Hinzufügen").click()
    expect(page.locator(".card .tag.refutes").last).to_contain_text("widerlegt")


def test_the_bar_of_actions_keeps_to_one_line(chromium: Browser, address: str, desk: str) -> None:
    """The longest one: of a claim that its reader has just taken, with what can be undone."""
    checker = _german(desk, "checker")
    claim_id = listed(desk, checker, 3)[0]
    page = enter(chromium, address, "checker", (1280, 800))
    page.goto(f"{address}/triage?claim={claim_id}")
    press(page, "1")
    expect(page.locator(".undo")).to_contain_text("übernommen")
    for width in (1280, 1366, 1440, 1760, 1761, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(_LINES) == 1, width
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert page.evaluate(_LINES) == 2
    assert page.evaluate("document.querySelector('.top').offsetHeight") < 100
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_text("Rückgängig gemacht")).to_be_visible()
