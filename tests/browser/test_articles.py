"""Articles in a real browser: what changed is read by everybody, files are dropped, lists are narrowed without
JavaScript too.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from store.db import transaction
from store.feeds import feeds
from tests.browser.accessibility import WCAG, axe_violations
from tests.browser.parts import enter
from tests.fixtures.changing_article import OTHER_VOTE, SCHOOLS, VOTE, WELLS, ChangingArticle
from tests.fixtures.desk_parts import work_through


@pytest.fixture
def at(desk: str) -> ChangingArticle:
    """An article of which a published claim, one in work and one in triage say something else since."""
    at = ChangingArticle(desk, WELLS, VOTE, SCHOOLS)
    at.publish(at.claim("The council").id)
    at.step(at.claim("The ministry").id, "take")
    at.says(WELLS.replace("400", "410"), OTHER_VOTE, SCHOOLS.replace("12 million", "14 million"))
    return at


def _look(page: Page, name: str) -> None:
    """Keep what the page shows, where a folder is named for it."""
    if folder := os.environ.get("FACTDESK_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_everybody_reads_what_changed(chromium: Browser, address: str, at: ChangingArticle) -> None:
    page = enter(chromium, address, "checker")
    with transaction(at.url) as conn:
        feeds.add_feed(conn, "https://gazette.example/rss", feeds.FeedSettings(title="Gazette"), at.checker)
    published, taken = at.claim("The council").id, at.claim("The ministry").id
    pages = {
        "comparison": f"/articles/{at.id}/revisions",
        "triage-changed": f"/triage?claim={at.claim('The town').id}",
        "triage-returned": f"/triage?claim={published}",
        "claim-published": f"/claims/{published}",
        "claim-taken": f"/claims/{taken}",
        "article": f"/articles/{at.id}",
        "articles": "/articles?q=wells&stage=ready",
        "delete": f"/articles/{at.id}/delete",
        "add": "/articles/add",
    }
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 800})
        for name, path in pages.items():
            page.goto(f"{address}{path}")
            _look(page, f"{name}-{width}")
            assert axe_violations(page, *WCAG, colours=width > 375) == [], name
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            assert not wide, (name, width)


def test_new_words_are_taken_over_by_their_button(chromium: Browser, address: str, at: ChangingArticle) -> None:
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/claims/{at.claim('The ministry').id}")
    expect(page.locator(".change")).to_contain_text("the article says “14 million euros”")
    page.get_by_role("button", name="Take the new words over").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("14 million euros")
    expect(page.get_by_role("button", name="Take the new words over")).to_have_count(0)


def test_files_are_dropped_and_lists_narrowed(chromium: Browser, address: str, at: ChangingArticle) -> None:
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/articles/add")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["The town of Brod counted 90 mills in 2024."], "mills.txt", { type: "text/plain" }));
          dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
        }"""
    )
    expect(page.locator("#chosen")).to_contain_text("mills.txt")
    page.get_by_role("button", name="Add the files").click()
    expect(page.locator("main")).to_contain_text("The file is being read")
    work_through(at.url)
    page.goto(f"{address}/articles")
    page.get_by_label("Search titles, texts and sources").fill("mills")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#articles tbody tr")).to_have_count(1)
    page.get_by_label("Remove the filter search").click()
    expect(page.locator("#articles tbody tr")).to_have_count(2)
