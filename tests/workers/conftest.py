"""A source of another distribution, asked over real HTTP on loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from checks.retrieval import sources as found
from checks.types.claim import Claim
from settings import settings
from store import articles
from store.claims import found_claims
from store.db import transaction
from store.lookups import lookups
from store.people import MACHINE
from tests.fixtures.outside import Outside, outside
from tests.workers.feeds.feed_parts import site as feed_site
from workers import source_runtime
from workers.sources import configuration

NAME = "the gazette"
site = feed_site  # the site of feeds, for all tests of this folder
_SOURCE = '''
"""A gazette that answers with the passages it has."""

from checks.retrieval.sources import Limits, Option
from checks.types.answer import Found, Nothing, Query, SearchFailed
from checks.types.passage import Passage

NAME, TITLE = "the gazette", "The Gazette"
LIMITS = Limits(per_minute=6000, at_once=2, seconds=2.0, kept_seconds=600)
OPTIONS = (Option("address", "where it stands", address=True), Option("key", "its key", default="none", secret=True))


def applies(claim):
    return "football" not in claim.statement


def ask(claim, reach):
    query = claim.statement
    key = reach.options["key"]
    try:
        said = reach.fetch.json(reach.options["address"], {"q": query} | ({"key": key} if key != "none" else {}))
    except SearchFailed as failure:
        return failure.answer((Query(query, 0),))
    rating = said.get("rating")
    passages = tuple(Passage(text, "page 1", "The Gazette", rating=rating) for text in said["texts"])
    return Found(passages, (Query(query, len(passages)),)) if passages else Nothing((Query(query, 0),))
'''


@pytest.fixture
def gazette(desk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    """The gazette, installed, switched on and told where it stands."""
    (tmp_path / "gazette_source.py").write_text(_SOURCE)
    (tmp_path / "gazette-1.dist-info").mkdir()
    (tmp_path / "gazette-1.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: gazette\nVersion: 1\n"
    )
    points = f"[{found.GROUP}]\ngazette = gazette_source\n"
    (tmp_path / "gazette-1.dist-info" / "entry_points.txt").write_text(points)
    monkeypatch.syspath_prepend(str(tmp_path))
    with outside() as played:
        for name, value in {
            "FACTDESK_SOURCES": "The-Gazette",
            "FACTDESK_CONTACT": "desk@example.org",
            "FACTDESK_SOURCE_THE_GAZETTE_ADDRESS": f"{played.url}/search",
        }.items():
            monkeypatch.setenv(name, value)
        forget()
        configuration.check_settings()
        with transaction(settings().database_url) as conn:
            source_runtime.register(conn)
        yield played
    forget()


def claimed(url: str, *statements: str, names: tuple[str, ...] = (NAME,)) -> list[tuple[int, int]]:
    """Claims of one article with a lookup of each source: (claim id, lookup id), one a claim and source."""
    text = " ".join(statements)
    with transaction(url) as conn:
        received = articles.receive_article(conn, articles.Submission(text), MACHINE)
        places = [(text.index(s), s) for s in statements]
        made = [
            Claim(n, n + len(s), s, statement=s, kind="statement", claimant=None, worth=0.5, reasons=())
            for n, s in places
        ]
        written = found_claims.write_claims(conn, received.revision_id, received.article_id, made)
        lookups.add_lookups(conn, [(claim_id, names) for claim_id, _ in written])
        return [(claim_id, row.id) for claim_id, _ in written for row in lookups.list_lookups(conn, claim_id)]


def forget() -> None:
    """Have the settings, and the sources that are on, read anew."""
    configuration.forget_desk()
    for kept in (settings, found.sources, source_runtime.enabled_sources, source_runtime.http_client):
        kept.cache_clear()
