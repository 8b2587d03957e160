"""Who else looks at a claim is said on its page and in triage."""

from playwright.sync_api import Browser, expect
from sqlalchemy import text

from store.db import transaction
from tests.browser.parts import enter, listed
from tests.fixtures.desk_parts import person


def test_two_people_see_that_they_look_at_the_same_claim(chromium: Browser, address: str, desk: str) -> None:
    first, second = listed(desk, person(desk, "checker"), 2)
    person(desk, "reviewer")
    one, other = (enter(chromium, address, name) for name in ("checker", "reviewer"))
    with one.expect_response(f"**/claims/{first}/viewers"):
        one.goto(f"{address}/claims/{first}")
    expect(one.locator("#viewers")).to_have_text("")
    other.goto(f"{address}/triage?claim={first}")
    expect(other.locator("#viewers")).to_have_text("Also looking at it: checker")
    with other.expect_response(f"**/claims/{second}/viewers"):
        other.keyboard.press("j")
    expect(other.locator("#viewers")).to_have_text("")
    one.reload()
    expect(one.locator("#viewers")).to_have_text("Also looking at it: reviewer")
    with transaction(desk) as conn:
        conn.execute(text("UPDATE claim_viewers SET seen_at = now() - interval '1 minute'"))
    with one.expect_response(f"**/claims/{first}/viewers"):
        one.reload()
    expect(one.locator("#viewers")).to_have_text("")
