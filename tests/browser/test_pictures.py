"""The pictures in the docs: what the desk and its public pages look like with the sample, at 1280 × 800.

`FACTDESK_PICTURES=1 ./run test tests/browser/test_pictures.py` takes them anew.
"""

import os
import re
import struct
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from checks.documents import figures
from checks.documents.formats import paragraphs
from store.claims import claims, transitions
from store.db import transaction
from store.lookups import evidence
from store.sample import contents
from store.shelf import starter_figures
from store.verdicts import fact_checks
from store.verdicts.verdicts import VerdictContent
from tests.browser.parts import enter
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import person, work_through

_DOCS = Path(__file__).parents[2] / "docs"
_SIZE = (1280, 800)
_POLAND = "Poland has more than 38 million inhabitants"


@pytest.fixture
def at(desk: str) -> Desk:
    """The sample with a claim that is published, one in review, and all others in triage."""
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    with transaction(desk) as conn:
        starter_figures.load_starter_figures(conn, figures.starter_sets(), figures.names())
        contents.load_sample(conn, paragraphs)
    work_through(desk)
    summary = "At the end of 2024 it had 36.6 million."
    _judge(at, _claim(at, _POLAND), "False", summary, "The *World Bank* gives 36.56 million for 2024.")
    for action in ("approve", "publish"):
        at.step(_claim(at, _POLAND), action, at.reviewer)
    _judge(
        at, _claim(at, "more than 100,000 troops near"), "Half true", "Sources differ.", "Two counts, two figures."
    )
    return at


def _claim(at: Desk, words: str) -> int:
    with transaction(at.url) as conn:
        found = claims.list_claims(conn, claims.ClaimFilters(), limit=200)
    return next(row.id for row in found if words in row.statement)


def _judge(at: Desk, claim_id: int, rating: str, summary: str, explanation: str) -> None:
    """A verdict that cites all evidence of a claim, sent to review."""
    at.step(claim_id, "take")
    with transaction(at.url) as conn:
        cites = [row.id for row in evidence.list_evidence(conn, claim_id)]
        version = claims.get_claim(conn, claim_id).version
        transitions.write_verdict(
            conn, claim_id, VerdictContent(rating, summary, explanation, cites), at.checker, version
        )
    at.step(claim_id, "submit")


def _paths(at: Desk) -> dict[str, str]:
    """The page of each picture."""
    with transaction(at.url) as conn:
        slug = fact_checks.list_fact_checks(conn)[0].slug
    refuted = _claim(at, "withdrawn 10,000 soldiers")
    return {
        "triage": f"/triage?claim={refuted}",
        "claim": f"/claims/{refuted}",
        "review": "/review",
        "overview": "/",
        "fact-check": f"/fact-checks/{slug}",
    }


def _taken(page: Page, address: str, path: str) -> bytes:
    answer = page.goto(address + path)
    assert answer, path
    assert answer.status == 200, path
    page.wait_for_timeout(500)  # fonts, and what is fetched after the page
    assert page.evaluate("document.documentElement.scrollWidth") <= _SIZE[0]
    return page.screenshot()


def test_every_picture_in_the_docs_is_of_a_page_as_it_is(chromium: Browser, address: str, at: Desk) -> None:
    page = enter(chromium, address, "reviewer", _SIZE)
    pictures = {name: _taken(page, address, path) for name, path in _paths(at).items()}
    if os.environ.get("FACTDESK_PICTURES"):
        for name, picture in pictures.items():
            (_DOCS / "images" / f"{name}.png").write_bytes(picture)
    assert {path.stem for path in (_DOCS / "images").iterdir()} == set(pictures)
    for name, picture in pictures.items():
        kept = (_DOCS / "images" / f"{name}.png").read_bytes()
        assert _size(kept) == _size(picture) == _SIZE, name
    texts = [path.read_text("utf-8") for path in (*_DOCS.rglob("*.md"), _DOCS.parent / "README.md")]
    assert set(re.findall(r"images/([\w-]+)\.png", "".join(texts))) == set(pictures)


def _size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG, in pixels."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height
