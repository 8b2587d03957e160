"""Lists of claims narrowed and searched: blind to accents and full stops, over claim, claimant, title and publisher."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from store import articles
from store.claims import claims
from store.claims.filters import ClaimFilters
from store.claims.words import Words, read_words, search_terms
from store.db import NotFound, transaction
from store.people import Refused
from store.triage import saved_views, tags
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import person, work_through


@pytest.fixture
def at(desk: str) -> Desk:
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


def _comes(at: Desk, said: str, title: str, site: str | None = None) -> int:
    """The id of the claim of a new article of one claim."""
    with transaction(at.url) as conn:
        received = articles.receive_article(conn, articles.Submission(said, title), at.checker)
    work_through(at.url)
    with transaction(at.url) as conn:
        conn.execute(
            text("UPDATE articles SET site = :site WHERE id = :id"), {"site": site, "id": received.article_id}
        )
        (row,) = claims.list_claims(conn, ClaimFilters(article_id=received.article_id))
        return row.id


def _found(at: Desk, sort: str = "oldest", **given: object) -> list[int]:
    with transaction(at.url) as conn:
        filters = ClaimFilters(**given)  # type: ignore[arg-type]
        rows = claims.list_claims(conn, filters, sort=sort)
        assert claims.count_claims(conn, filters) == len(rows)
        return [row.id for row in rows]


def test_search_is_blind_to_accents_and_full_stops_and_knows_title_and_publisher(at: Desk) -> None:
    quebec = _comes(at, "Québec has 8.5 million inhabitants.", "A province", "Le Monde")
    states = _comes(at, "The U.S. has 330 million inhabitants.", "People of America", "Gazette")
    for words, found in (
        ("Quebec", [quebec]),
        ("québec", [quebec]),
        ("US", [states]),
        ("U.S.", [states]),
        ("u.s. inhabitants", [states]),
        ("inhabitants", [quebec, states]),
        ("inhabitants -Quebec", [states]),
        ("“million inhabitants”", [quebec, states]),
        ('"inhabitants million"', []),
        ("America", [states]),
        ("america inhabitants", [states]),
        ("the inhabitants of America", [states]),  # words that are in no index say nothing
        ("of", [quebec, states]),
        ("America -of", [states]),
        ("monde", [quebec]),
        ("-monde", [states]),
        ('unclosed " quotation', []),
        ("'; DROP TABLE claims; --", []),
        ("- ? !", [quebec, states]),
    ):
        assert _found(at, words=words) == found, words
    assert _found(at, publisher="le monde") == [quebec]
    assert _found(at, publisher="le") == []


def test_words_are_read_as_queries_and_what_says_nothing_is_asked_by_none(desk: str) -> None:
    with transaction(desk) as conn:
        assert read_words(conn, "Québec “of Alder” the -of -dams", None) == Words(
            present=("'quebec'", "'alder'"), absent=("'dam'",)
        )
        assert read_words(conn, None, "the Mayor O'Neil\\") == Words(
            telling="'claimant mayor' & 'claimant neil' & 'claimant o'",
            name="'claimant mayor' & 'claimant neil' & 'claimant o' & 'claimant the'",
        )
        assert read_words(conn, "", "...") == Words(name="")
        assert read_words(conn, None, None) == Words()


def test_nobody_has_a_name_without_words(at: Desk) -> None:
    _comes(at, "The town has 8.5 million inhabitants.", "A province")
    assert _found(at, claimant="...") == []


def test_claims_are_found_by_the_title_that_their_article_has_now(at: Desk) -> None:
    dam = _comes(at, "The dam was built in 1962.", "Inspection of a reservoir", "Gazette")
    other = _comes(at, "The bridge was built in 1971.", "Traffic", "Gazette")
    assert (_found(at, words="reservoir"), _found(at, words="reservoir built")) == ([dam], [dam])
    with transaction(at.url) as conn:
        conn.execute(text("UPDATE articles SET title = 'Inspection of a lake' WHERE title LIKE '%reservoir'"))
    assert (_found(at, words="reservoir"), _found(at, words="lake")) == ([], [dam])
    with transaction(at.url) as conn:  # the claim's own words change, and its title's stay
        conn.execute(text("UPDATE claims SET statement = 'The weir was built.' WHERE id = :id"), {"id": other})
    assert _found(at, words="weir traffic") == [other]


def test_terms_of_a_search() -> None:
    assert search_terms('one "two three" -four -"five six"') == [
        ("one", False),
        ("two three", False),
        ("four", True),
        ("five six", True),
    ]
    assert len(search_terms("word " * 100)) == 12


def test_every_filter_narrows_and_counts(at: Desk) -> None:
    first = _comes(at, "Poland has more than 38 million inhabitants.", "One")
    second = _comes(at, "The town of Alder has 4,017 inhabitants.", "Two")
    with transaction(at.url) as conn:
        conn.execute(
            text("UPDATE claims SET worth = 0.9, claimant = 'Zoë Müller-Lang', kind = 'event' WHERE id = :id"),
            {"id": first},
        )
        conn.execute(text("UPDATE claims SET worth = 0.2, claimant = NULL WHERE id = :id"), {"id": second})
        conn.execute(text("UPDATE suggestions SET outcome = 'refuted' WHERE claim_id = :id"), {"id": second})
        conn.execute(text("UPDATE suggestions SET outcome = 'supported' WHERE claim_id = :id"), {"id": first})
        conn.execute(
            text("UPDATE claims SET found_at = now() - interval '40 days' WHERE id = :id"), {"id": second}
        )
        tags.change_tags(conn, [first], at.checker, add=["Election  2026"])
    at.step(second, "take")
    today = datetime.now(UTC)
    for given, found in (
        ({"worth": 0.5}, [first]),
        ({"claimant": "muller"}, [first]),
        ({"claimant": "Mull"}, []),
        ({"suggestions": ("refuted", "conflicting")}, [second]),
        ({"suggestions": ("refuted", "supported")}, [second, first]),
        ({"owner_id": at.checker.id}, [second]),
        ({"unowned": True}, [first]),
        ({"tag": "election 2026"}, [first]),
        ({"language": "en"}, [second, first]),
        ({"language": "de"}, []),
        ({"since": today - timedelta(days=1)}, [first]),
        ({"until": today - timedelta(days=2)}, [second]),
        ({"feed_id": 7}, []),
        ({"kinds": ("event",)}, [first]),
    ):
        assert _found(at, **given) == found, given
    assert _found(at, sort="worth") == [first, second]
    assert _found(at, sort="finding") == [second, first]
    with transaction(at.url) as conn:
        conn.execute(text("UPDATE claims SET worth = 0.45 WHERE id = :id"), {"id": second})
    assert _found(at, sort="both") == [second, first]


@pytest.mark.parametrize("sort", ["worth", "finding", "both", "newest", "oldest"])
def test_a_claim_s_place_and_the_next_page_agree_in_every_order(at: Desk, sort: str) -> None:
    for n in range(5):
        _comes(at, f"The town of Alder {n} has {4000 + n:,} inhabitants.", f"Town {n}")
    order = _found(at, sort=sort)
    with transaction(at.url) as conn:
        for n, claim_id in enumerate(order):
            here = claims.get_claim(conn, claim_id).position(sort)
            assert claims.count_claims(conn, ClaimFilters(), sort=sort, before=here) == n
            after = claims.list_claims(conn, ClaimFilters(), sort=sort, after=here)
            assert [row.id for row in after] == order[n + 1 :]
        assert claims.count_claims(conn, ClaimFilters(), most=3) == 4


def test_tags_are_kept_in_one_spelling_and_noted(at: Desk) -> None:
    claim_id = at.comes("The town of Alder has 4,017 inhabitants.")
    version = at.row(claim_id).version
    with transaction(at.url) as conn:
        assert tags.change_tags(conn, [claim_id], at.checker, add=["Budget", "budget ", "EU"]) == [claim_id]
        assert tags.change_tags(conn, [claim_id], at.checker, add=["eu"]) == []
        assert tags.list_tags(conn, [claim_id]) == {claim_id: ["budget", "eu"]}
        tags.change_tags(conn, [claim_id], at.checker, remove=["EU"])
        assert tags.list_tags(conn, [claim_id]) == {claim_id: ["budget"]}
        for wrong in ("", "a" * 41, "<b>"):
            with pytest.raises(Refused):
                tags.change_tags(conn, [claim_id], at.checker, add=[wrong])
    assert at.row(claim_id).version == version
    assert at.events(claim_id)[-2:] == ["tagged", "tagged"]


def test_views_are_private_or_shared_and_their_owner_s(at: Desk) -> None:
    with transaction(at.url) as conn:
        mine = saved_views.save_view(conn, "Mine", "suggestion=refuted", False, at.checker)
        shared = saved_views.save_view(conn, "Everybody's", "tag=eu", True, at.checker)
        assert saved_views.save_view(conn, "Mine ", "kind=event", False, at.checker) == mine
        assert [(v.name, v.query) for v in saved_views.list_views(conn, at.checker)] == [
            ("Everybody's", "tag=eu"),
            ("Mine", "kind=event"),
        ]
        assert [v.id for v in saved_views.list_views(conn, at.reviewer)] == [shared]
        with pytest.raises(NotFound):
            saved_views.remove_view(conn, shared, at.reviewer)
        admin = person(at.url, "admin")
        with pytest.raises(NotFound):
            saved_views.remove_view(conn, mine, admin)
        saved_views.remove_view(conn, mine, at.checker)
        assert [v.id for v in saved_views.list_views(conn, at.checker)] == [shared]
        saved_views.remove_view(conn, shared, admin)
        assert saved_views.list_views(conn, at.checker) == []
