"""What browser tests share: a page of somebody who signed in, many claims, and keys that lead to another page."""

import time

from playwright.sync_api import Browser, Page
from sqlalchemy import select, text

from checks.types.claim import Claim
from service.app import create_app
from store import articles
from store.articles import revisions
from store.claims import found_claims
from store.db import autocommit, transaction
from store.people import Actor
from tests.fixtures.desk_parts import PASSWORD, sign_in

_LISTENING = """SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
    AND query LIKE 'LISTEN%')"""
WIDE, PHONE = (1400, 860), (375, 800)
# Milliseconds that what is expected or waited for may take, on a machine that is busy with other tests: a limit, for
# which nothing waits that comes sooner.
PATIENCE = 60_000


def enter(chromium: Browser, address: str, name: str, size: tuple[int, int] = WIDE) -> Page:
    """A page of this person in a browser of their own, in which they have signed in; it shows nothing yet."""
    width, height = size
    context = chromium.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(PATIENCE)
    signed_in = create_app().test_client()
    sign_in(signed_in, name)
    cookie = signed_in.get_cookie("factdesk")
    assert cookie
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    return context.new_page()


def enter_by_form(chromium: Browser, address: str, name: str) -> Page:
    """The page that this person sees first who signs in through the form."""
    page = chromium.new_context(viewport={"width": WIDE[0], "height": WIDE[1]}).new_page()
    page.set_default_timeout(PATIENCE)
    sign_in_by_form(page, address, name)
    return page


def sign_in_by_form(page: Page, address: str, name: str) -> None:
    """Sign in through the form, and wait until the desk has answered with another page."""
    page.goto(f"{address}/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: not url.startswith(f"{address}/sign-in"), timeout=PATIENCE)
    page.wait_for_load_state()


def wait_until_announced(page: Page, url: str) -> None:
    """Wait until the open page hears of what happens at the desk: its web process listens, and has said so."""
    deadline = time.monotonic() + PATIENCE / 1000
    with autocommit(url) as conn:
        while not conn.execute(text(_LISTENING)).scalar_one():
            assert time.monotonic() < deadline, "no page of this desk listens"
            page.wait_for_timeout(20)
    page.wait_for_timeout(300)  # at first a page looks again


def listed(url: str, actor: Actor, count: int, first: int = 0) -> list[int]:
    """The ids of so many claims of one article that wait for triage, in the order of the list; `first` numbers them."""
    texts = [f"The town of Alder {n} has {4000 + n:,} inhabitants." for n in range(first, first + count)]
    with transaction(url) as conn:
        arrival = articles.Submission("\n".join(texts), "Towns")
        article_id = articles.receive_article(conn, arrival, actor).article_id
        revision = conn.execute(select(revisions.c.id).where(revisions.c.article_id == article_id)).scalar_one()
        found = [
            Claim(
                40 * n,
                40 * n + 30,
                text,
                statement=text,
                kind="quantity",
                claimant=None,
                worth=0.9 - n / 1000,
                reasons=("a test",),
            )
            for n, text in enumerate(texts)
        ]
        return [claim_id for claim_id, _ in found_claims.write_claims(conn, revision, article_id, found)]


def press(page: Page, *keys: str) -> None:
    """Press keys of which the last brings a new page."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])
