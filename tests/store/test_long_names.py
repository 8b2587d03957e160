"""What an index holds whole is bounded in bytes, and refused by name; what fits the bound fits the index."""

import random
from dataclasses import replace

import pytest
from sqlalchemy import update

from checks.documents import formats
from checks.documents.formats import Unreadable
from service.api import fields
from store import addresses, articles
from store.claims.tables import claims
from store.db import transaction
from store.external.fact_checks import list_external_fact_checks
from store.people import MACHINE, Refused
from store.shelf import figures, incoming
from store.verdicts import fact_checks
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import imported, person


def _ideographs(count: int) -> str:
    """Text that no compression makes shorter, 3 bytes a character."""
    return "".join(map(chr, random.Random(1).choices(range(0x4E00, 0x9FFF), k=count)))


FITS = "https://example.org/" + _ideographs(660)
TOO_LONG = "https://example.org/" + _ideographs(1900)


def test_an_address_is_counted_in_bytes_wherever_it_comes_from(desk: str) -> None:
    arrival = incoming.DocumentSubmission("document", "a.txt", "Town", url=TOO_LONG)
    for take in (
        lambda conn: incoming.add_document_file(conn, arrival, [b"Boats: 40."], 1000, MACHINE),
        lambda conn: articles.receive_article(conn, articles.Submission("One.", url=TOO_LONG), MACHINE),
    ):
        with transaction(desk) as conn, pytest.raises(Refused, match="5,720 bytes; the most") as refused:
            take(conn)
        assert refused.value.field == "url"
    with transaction(desk) as conn:
        assert incoming.add_document_file(conn, replace(arrival, url=FITS), [b"Boats: 40."], 1000, MACHINE).new
        assert articles.receive_article(conn, articles.Submission("One.", url=FITS), MACHINE).new_article


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a",
        "https://",
        "https:///a",
        "https://a b",
        "x" * 40_000,
        "https://" + "a" * 40_000 + " b",
        "http://.",
        "http://a..b/",
        "https://\u202emoc.example/",
        "https://a.example/\u202efdp",
        "https://a.example/\x85",
    ],
)
def test_an_address_that_is_none_is_reported(url: str) -> None:
    assert addresses.fault(url)
    with pytest.raises(ValueError, match="the address"):
        fields._address(url)
    assert fields._address("https://example.org/a?b=c#d") == "https://example.org/a?b=c#d"


def test_the_length_of_an_address_is_looked_at_before_anything_else() -> None:
    assert addresses.fault("https://" + "a" * 40_000 + " b") == (
        "the address has 40,010 bytes; the most that is taken is 2,000"
    )


def test_long_names_in_a_table_are_refused_with_their_row() -> None:
    table = f"entity,measure,year,value,source\n{_ideographs(300)},{_ideographs(234)},2024,1,{_ideographs(300)}\n"
    with pytest.raises(Unreadable) as refused:
        formats.figures(table.encode(), "csv", "")
    assert refused.value.lines == (
        "row 2, entity: it has 900 bytes; the most that is taken is 700",
        "row 2, measure: it has 702 bytes; the most that is taken is 700",
    )


def test_the_longest_names_that_are_taken_fit_their_index(desk: str) -> None:
    source = "".join(map(chr, random.Random(2).choices(range(0x20000, 0x2A6DF), k=300)))
    table = f"entity,measure,year,value\n{_ideographs(233)},{_ideographs(232)}m,2024,1\n"
    rows = formats.figures(table.encode(), "csv", source).rows
    with transaction(desk) as conn:
        document = incoming.add_document_file(
            conn, incoming.DocumentSubmission("figures", "a.csv", source), [b"x"], 1000, MACHINE
        ).document_id
        assert figures.write_table_figures(conn, document, rows) == 1


def test_a_long_word_makes_no_long_page_address(desk: str) -> None:
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    word = "".join(random.Random(3).choices("abcdefghijklmnopqrstuvwxyz", k=5000))
    claim = at.comes(f"Poland has more than 38 million inhabitants, {word} said.")
    with transaction(desk) as conn:
        conn.execute(update(claims).where(claims.c.id == claim).values(statement=f"{word} sank."))
    at.publish(claim, "False")
    with transaction(desk) as conn:
        made = fact_checks.find_fact_check(conn, claim)
    assert made
    assert len(made.slug) < 120


def test_an_endless_host_is_no_publisher(desk: str) -> None:
    host = "".join(random.Random(4).choices("abcdefghijklmnopqrstuvwxyz", k=1900))
    review = {
        "@type": "ClaimReview", "claimReviewed": "Forty boats sank.", "url": "https://checks.example/1",
        "author": {"url": f"https://{host}.org/"},
        "reviewRating": {"alternateName": _ideographs(300)},
    }  # fmt: skip
    imported(desk, review)
    with transaction(desk) as conn:
        (kept,) = list_external_fact_checks(conn)
    assert kept.publisher == "checks.example"
