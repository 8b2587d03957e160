"""Asking again for all claims that wait, in the browser: by keyboard, with what comes of it while the page stays
open.
"""

from playwright.sync_api import Browser, expect

from store.db import transaction
from tests.browser.parts import enter, sign_in_by_form
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import person, work_through
from tests.workers.lookups.test_backfill import ROADS, TREES, put_report_on_shelf
from workers import source_runtime


def test_an_open_page_shows_how_far_it_is_and_can_stop_it(chromium: Browser, address: str, desk: str) -> None:
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    with transaction(desk) as conn:
        source_runtime.register(conn)
    claim_ids = [at.comes(ROADS), at.comes(TREES)]
    put_report_on_shelf(desk)
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/shelf")
    page.get_by_role("button", name="Ask the shelf again for all of them").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("asked again for 0 of 2 claims")).to_be_visible()
    page.wait_for_timeout(500)
    work_through(desk)
    expect(page.get_by_text("asked again for 2 of 2 claims")).to_be_visible()
    work_through(desk)
    expect(page.get_by_text("asked for 2 claims by checker")).to_be_visible()
    assert [at.row(each).suggestion for each in claim_ids] == ["refuted", "refuted"]
    page.get_by_role("button", name="Ask the shelf again for all of them").click()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("stopped by checker after 0 of 2 claims")).to_be_visible()


def test_it_works_without_javascript(chromium: Browser, address: str, desk: str) -> None:
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    with transaction(desk) as conn:
        source_runtime.register(conn)
    at.comes(ROADS)
    page = chromium.new_context(java_script_enabled=False).new_page()
    sign_in_by_form(page, address, "checker")
    page.goto(f"{address}/sources")
    page.get_by_role("button", name="Ask every source again").click()
    expect(page.get_by_text("asked again for 0 of 1 claim")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("stopped by checker after 0 of 1 claim")).to_be_visible()
