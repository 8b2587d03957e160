"""Syndicated copies: linked, their claims looked up once and judged once."""

import pytest

from checks.types.claim import Claim
from store import articles, progress
from store.articles import copies
from store.claims import claims, shared_claims
from store.claims.claims import ClaimRecord
from store.db import transaction
from store.lookups import lookups
from store.people import Actor
from tests.fixtures.changing_article import ChangingArticle
from tests.fixtures.desk_parts import person, work_through
from workers import copies as sharing
from workers import source_runtime

SENTENCES = (
    "The council of Alder voted 9 to 6 for a new bridge over the Orla in 2024.",
    "The ministry spent 12 million euros on 40 new schools in the region in 2024.",
    "Unemployment in the region fell to 11.2 percent, the lowest value since 2008.",
    "The town counted 400 wells, of which 40 were dry at the end of summer.",
    "Some 14,000 vehicles cross the old bridge each day, most of them lorries.",
    "The region exported 3.2 million tonnes of timber in 2023, more than ever before.",
)
TEXT = "\n\n".join(SENTENCES)


@pytest.fixture
def checker(desk: str) -> Actor:
    with transaction(desk) as conn:
        source_runtime.register(conn)
    return person(desk, "checker")


def _comes(url: str, actor: Actor, text: str, address: str) -> int:
    with transaction(url) as conn:
        article_id = articles.receive_article(conn, articles.Submission(text, url=address), actor).article_id
    for _ in range(2):
        work_through(url)
    return article_id


def _claims(url: str, article_id: int) -> list[ClaimRecord]:
    with transaction(url) as conn:
        return claims.list_claims(conn, claims.ClaimFilters(article_id=article_id), sort="oldest")


def test_a_copy_is_linked_and_its_claims_are_not_looked_up_again(desk: str, checker: Actor) -> None:
    first = _comes(desk, checker, TEXT, "https://agency.example/1")
    copy = _comes(
        desk, checker, f"By our reporter\n\n{TEXT}\n\nIt rained on 12 days in May.", "https://gazette.example/2"
    )
    with transaction(desk) as conn:
        original = copies.find_original(conn, copy)
        assert [each.id for each in copies.list_copies(conn, first)] == [copy]
        assert progress.get_article(conn, copy).stage == "ready"
    assert original
    assert original.id == first
    assert original.shared
    assert original.shared > 0.9
    by_statement = {claim.statement: claim for claim in _claims(desk, first)}
    found = _claims(desk, copy)
    same = [claim for claim in found if claim.statement in by_statement]
    assert len(same) >= len(SENTENCES) - 1
    for claim in same:
        head = by_statement[claim.statement]
        assert claim.head_id == (head.head_id or head.id)
        assert (claim.state, claim.suggestion) == ("triage", head.suggestion)
        with transaction(desk) as conn:
            assert lookups.list_lookups(conn, claim.id) == []
            assert lookups.list_lookups(conn, head.id)
    others = [claim for claim in found if "rained" in claim.statement]
    with transaction(desk) as conn:
        assert lookups.list_lookups(conn, others[0].id)


def test_reports_from_one_template_share_no_claim_of_another_town(desk: str, checker: Actor) -> None:
    report = (
        "Three people died and 14 were hurt when a fire broke out in a warehouse in {} on 28 November 2026, police "
        "said.\n\nThe fire was put out after six hours by 120 firefighters. The building was put up in 1987. It stood "
        "empty for nine years before a carpenter moved in. Two schools were closed, and 300 people left their homes."
    )
    first = _comes(desk, checker, report.format("Alder"), "https://agency.example/1")
    other = _comes(desk, checker, report.format("Northmere"), "https://agency.example/2")
    again = _comes(desk, checker, f"By our reporter\n\n{report.format('Alder')}", "https://gazette.example/3")
    with transaction(desk) as conn:
        assert copies.find_original(conn, other)  # its text is nearly the same
    died = {
        n: next(each for each in _claims(desk, n) if "people died" in each.statement)
        for n in (first, other, again)
    }
    assert died[first].statement == died[other].statement == died[again].statement
    assert (died[other].head_id, died[again].head_id) == (None, died[first].id)
    assert all(each.head_id is None for each in _claims(desk, other))
    with transaction(desk) as conn:
        assert lookups.list_lookups(conn, died[other].id)


def test_a_claim_that_is_taken_out_of_its_cluster_is_looked_up_by_itself(desk: str, checker: Actor) -> None:
    at = ChangingArticle(desk, *(each.rstrip(".") for each in SENTENCES), checker=checker)
    copy = _comes(desk, checker, TEXT, "https://gazette.example/2")
    member = _claims(desk, copy)[0]
    assert member.head_id
    at.step(member.id, "separate")
    work_through(desk)
    with transaction(desk) as conn:
        assert lookups.list_lookups(conn, member.id)


def test_when_the_original_changes_the_copies_keep_their_words_and_are_looked_up(
    desk: str, checker: Actor
) -> None:
    at = ChangingArticle(desk, *(each.rstrip(".") for each in SENTENCES), checker=checker)
    copy = _comes(desk, checker, TEXT, "https://gazette.example/2")
    member = next(claim for claim in _claims(desk, copy) if "voted" in claim.statement)
    at.says(SENTENCES[0].rstrip(".").replace("9 to 6", "8 to 7"), *(each.rstrip(".") for each in SENTENCES[1:]))
    work_through(desk)
    now = next(claim for claim in _claims(desk, copy) if claim.id == member.id)
    assert (now.head_id, now.statement, now.state) == (None, member.statement, "triage")
    with transaction(desk) as conn:
        assert lookups.list_lookups(conn, member.id)


def test_a_copy_of_a_copy_is_linked_to_the_first(desk: str, checker: Actor) -> None:
    first = _comes(desk, checker, TEXT, "https://agency.example/1")
    _comes(desk, checker, TEXT, "https://gazette.example/2")
    third = _comes(desk, checker, "\n\n".join(SENTENCES[1:]), "https://herald.example/3")
    with transaction(desk) as conn:
        original = copies.find_original(conn, third)
    assert original
    assert original.id == first


def test_other_texts_are_not_linked(desk: str, checker: Actor) -> None:
    _comes(desk, checker, TEXT, "https://agency.example/1")
    other = _comes(desk, checker, TEXT.replace("Alder", "Brod")[:160], "https://gazette.example/2")
    with transaction(desk) as conn:
        assert copies.find_original(conn, other) is None


def test_a_text_that_shares_as_much_as_is_asked_is_a_copy(
    desk: str, checker: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, other = (_comes(desk, checker, said, f"https://{len(said)}.example/1") for said in (TEXT, SENTENCES[0]))
    for least, original in ((1.01, None), (1.0, (first, 1.0))):
        monkeypatch.setattr(sharing, "LEAST_SHARED", least)
        with transaction(desk) as conn:
            assert sharing.find_original(conn, other, sharing.TextSignature.of(TEXT)) == original


def test_one_claim_of_the_original_answers_one_of_the_copy(desk: str, checker: Actor) -> None:
    first = _comes(desk, checker, TEXT, "https://agency.example/1")
    other = _comes(
        desk, checker, "The town has 4,017 inhabitants. The lake has 12 islands.", "https://b.example/2"
    )
    once, again = (claim.id for claim in _claims(desk, other))
    with transaction(desk) as conn:
        said = shared_claims.list_claim_wordings(conn, first)[0]
        claim = Claim(
            0, len(said.text), said.text, statement=said.statement, context=said.context, kind="quantity",
            claimant=said.claimant, worth=0.5, reasons=(),
        )  # fmt: skip
        assert sharing.share_claims(conn, first, [(once, claim), (again, claim)]) == {once}
        assert shared_claims.find_shared_claim(conn, again) is None
