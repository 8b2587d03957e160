"""People correct what the machine wrote of claims, and take it back."""

import time

import pytest
from sqlalchemy import text

from checks.types.claim import Claim
from checks.types.quantity import Quantity
from store import articles, audit
from store.articles import revisions
from store.claims import claims
from store.claims.found_claims import write_claims
from store.claims.transitions import StaleClaim
from store.claims.workflow import NotAllowed
from store.db import transaction
from store.people import Actor, Refused
from store.triage import claim_edits
from store.triage.claim_edit_rules import NO_CLAIM, ClaimChanges, QuantityInput, find_words, says_something_else
from store.triage.claim_edits import EditInput
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import person

ARTICLE = "The mayor spoke. He said the debt has doubled since 2019 and 310 people left, which nobody expected."
DEBT = "the debt has doubled since 2019"
LEFT = "310 people left"


@pytest.fixture
def at(desk: str) -> Desk:
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


def _written(at: Desk, *words: str) -> list[int]:
    """Claims of `ARTICLE` as a splitter wrote them, with the number 310 as a quantity of the one that holds it."""
    with transaction(at.url) as conn:
        article_id = articles.receive_article(conn, articles.Submission(ARTICLE, "Debt"), at.checker).article_id
        revision_id = conn.execute(
            revisions.select().with_only_columns(revisions.c.id).where(revisions.c.article_id == article_id)
        ).scalar_one()
        conn.execute(
            text("UPDATE revisions SET text = :text, split_at = now() WHERE id = :id"),
            {"text": ARTICLE, "id": revision_id},
        )
        found = []
        for each in words:
            start = ARTICLE.index(each)
            n = ARTICLE.find("310", start, start + len(each))
            amounts = (
                (
                    Quantity(
                        n, n + 10, "310 people", comparator="=", low=310, high=310, unit=None, counted="person"
                    ),
                )
                if n >= 0
                else ()
            )
            found.append(
                Claim(
                    start,
                    start + len(each),
                    each,
                    statement=each,
                    kind="event",
                    claimant="he",
                    worth=0.5,
                    reasons=("a test",),
                    quantities=amounts,
                )
            )
        return [claim_id for claim_id, _ in write_claims(conn, revision_id, article_id, found)]


def _edit(at: Desk, claim_id: int, changes: ClaimChanges, actor: Actor | None = None, version: int = 1) -> None:
    with transaction(at.url) as conn:
        claim_edits.edit_claim(conn, EditInput(claim_id, version, changes), actor or at.checker)


def _revert(at: Desk, claim_id: int) -> None:
    with transaction(at.url) as conn:
        claim_edits.revert_edit(conn, claim_id, at.checker, claims.get_claim(conn, claim_id).version)


def test_a_claimant_and_a_statement_are_corrected_and_the_machine_s_reading_stays(at: Desk) -> None:
    (claim_id,) = _written(at, DEBT)
    _edit(
        at, claim_id, {"claimant": "Victor Lindqvist", "statement": "The debt of Alderport has doubled since 2019"}
    )
    row = at.row(claim_id)
    assert (row.claimant, row.statement, row.version) == (
        "Victor Lindqvist",
        "The debt of Alderport has doubled since 2019",
        2,
    )
    with transaction(at.url) as conn:
        entry = audit.list_audit_entries(conn, "claim", claim_id)[0]
    assert (entry.event, entry.actor_id, entry.version) == ("edit", at.checker.id, 2)
    assert entry.details == {
        "before": {"statement": DEBT, "claimant": "he"},
        "after": {"statement": row.statement, "claimant": "Victor Lindqvist"},
    }
    _revert(at, claim_id)
    assert (at.row(claim_id).claimant, at.row(claim_id).statement) == ("he", DEBT)


def test_a_stale_version_writes_nothing(at: Desk) -> None:
    (claim_id,) = _written(at, DEBT)
    _edit(at, claim_id, {"claimant": "the mayor"})
    with pytest.raises(StaleClaim):
        _edit(at, claim_id, {"claimant": "nobody"})
    assert at.row(claim_id).claimant == "the mayor"


def test_bounds_take_words_of_the_article_and_leave_out_numbers_outside(at: Desk) -> None:
    (claim_id,) = _written(at, f"{DEBT} and {LEFT}")
    _edit(at, claim_id, {"words": "the  debt has\ndoubled"})
    row = at.row(claim_id)
    assert (row.text, row.start) == ("the debt has doubled", ARTICLE.index(DEBT))
    with transaction(at.url) as conn:
        assert claims.list_quantities(conn, [claim_id])[claim_id] == []
    _revert(at, claim_id)
    with transaction(at.url) as conn:
        assert [q.text for q in claims.list_quantities(conn, [claim_id])[claim_id]] == ["310 people"]


def test_a_form_that_still_names_a_number_outside_new_bounds_is_taken(at: Desk) -> None:
    (claim_id,) = _written(at, f"{DEBT} and {LEFT}")
    _edit(at, claim_id, {"words": DEBT, "quantities": [QuantityInput("310 people", "=", 310)]})
    assert at.row(claim_id).text == DEBT


def test_a_quantity_is_corrected_where_its_words_stand(at: Desk) -> None:
    (claim_id,) = _written(at, LEFT)
    _edit(
        at,
        claim_id,
        {
            "quantities": [
                QuantityInput(text="310", comparator=">", low=310, high=None, unit=None, counted="resident")
            ]
        },
    )
    with transaction(at.url) as conn:
        (quantity,) = claims.list_quantities(conn, [claim_id])[claim_id]
    found = (
        quantity.comparator,
        quantity.low,
        quantity.high,
        quantity.counted,
        ARTICLE[quantity.start : quantity.end],
    )
    assert found == (">", 310, None, "resident", "310")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"statement": "  "}, "statement"),
        ({"kind": "rumour"}, "kind"),
        ({"words": "words that are not there"}, "words"),
        ({"start": 5, "end": 5}, "start"),
        ({"start": 0, "end": 10_000}, "end"),
        ({"claimant": "x" * 301}, "claimant"),
        ({"quantities": [QuantityInput("4,000", "=", 4000)]}, "quantities"),
        ({"quantities": [QuantityInput("310", "..", 310)]}, "quantities"),
        ({"quantities": [QuantityInput("310", "=", float("inf"))]}, "quantities"),
    ],
)
def test_what_cannot_be_is_refused_and_named(at: Desk, changes: ClaimChanges, field: str) -> None:
    (claim_id,) = _written(at, LEFT)
    with pytest.raises(Refused) as refused:
        _edit(at, claim_id, changes)
    assert refused.value.field == field
    assert at.row(claim_id).version == 1


def test_a_claim_that_somebody_else_owns_is_theirs_to_correct(at: Desk, desk: str) -> None:
    (claim_id,) = _written(at, DEBT)
    at.step(claim_id, "take")
    with pytest.raises(NotAllowed):
        _edit(at, claim_id, {"claimant": "x"}, person(desk, "checker", "other"), 2)
    _edit(at, claim_id, {"claimant": "the mayor"}, at.reviewer, 2)
    assert at.row(claim_id).claimant == "the mayor"


def test_what_is_in_review_or_published_is_not_corrected_there(at: Desk) -> None:
    claim_id = at.comes("Poland has more than 38 million inhabitants.")
    at.drafted(claim_id, "True")
    for _ in ("in review", "published"):
        with pytest.raises(NotAllowed):
            _edit(at, claim_id, {"claimant": "x"}, version=at.row(claim_id).version)
        if at.row(claim_id).state == "in_review":
            at.step(claim_id, "approve", at.reviewer)
            at.step(claim_id, "publish", at.reviewer)
    at.step(claim_id, "correct", reason="the speaker is wrong")
    _edit(at, claim_id, {"claimant": "the mayor"}, version=at.row(claim_id).version)
    assert at.row(claim_id).claimant == "the mayor"


def test_a_claim_is_added_from_words_and_taken_back(at: Desk) -> None:
    (first,) = _written(at, DEBT)
    revision_id = at.row(first).revision_id
    with transaction(at.url) as conn:
        made = claim_edits.add_claim(conn, revision_id, {"words": LEFT, "claimant": "the mayor"}, at.checker)
    assert (made.text, made.statement, made.state, made.worth, made.version) == (LEFT, LEFT, "new", 1.0, 1)
    with transaction(at.url) as conn, pytest.raises(Refused):
        claim_edits.add_claim(conn, revision_id, {"words": LEFT}, at.checker)
    _revert(at, made.id)
    assert (at.row(made.id).state, at.row(made.id).decline_reason) == ("declined", NO_CLAIM)
    with transaction(at.url) as conn:
        again = claim_edits.add_claim(conn, revision_id, {"words": LEFT}, at.checker)
    assert (again.id, again.state) == (made.id, "triage")


def test_a_claim_is_cut_in_two_and_made_one_again(at: Desk) -> None:
    (claim_id,) = _written(at, f"{DEBT} and {LEFT}")
    with transaction(at.url) as conn:
        first, second = claim_edits.cut_claim(
            conn, claim_id, "and 310 people", (None, "310 people left"), at.checker, 1
        )
    assert (first.text, second.text, second.statement) == (DEBT, f"and {LEFT}", "310 people left")
    with transaction(at.url) as conn:
        quantities = claims.list_quantities(conn, [first.id, second.id])
    assert tuple([q.text for q in quantities[n]] for n in (first.id, second.id)) == ([], ["310 people"])
    _revert(at, claim_id)
    assert at.row(claim_id).text == f"{DEBT} and {LEFT}"
    assert at.row(second.id).decline_reason == NO_CLAIM


def test_neighbours_are_merged_and_taken_apart_again(at: Desk) -> None:
    first, second = _written(at, DEBT, LEFT)
    with transaction(at.url) as conn:
        merged = claim_edits.merge_claims(conn, second, first, None, at.checker, 1)
    assert (merged.text, merged.statement) == (f"{DEBT} and {LEFT}", f"{DEBT} and {LEFT}")
    assert at.row(first).decline_reason == f"Merged into claim {second}"
    _revert(at, second)
    assert (at.row(second).text, at.row(first).state) == (LEFT, "triage")


@pytest.mark.parametrize(
    ("before", "after", "other"),
    [
        ("5,000 people left", "15,000 people left", True),
        ("5,000 people left", "Some 5,000 persons left", False),
        ("310 people left", "310 people did not leave", True),
        ("The town of Alder has 5 schools", "The town of Lindow has 5 schools", True),
        ("Mayor of Alder resigned", "The mayor of Alder resigned", False),
        ("It wasn’t so", "It was so", True),
        ("It grew by 1.5 percent", "It grew by 15 percent", True),
    ],
)
def test_what_a_correction_changes_of_what_is_said(before: str, after: str, other: bool) -> None:
    assert says_something_else(before, after) == other


def test_claims_that_are_judged_with_one_leave_it_once_it_says_something_else(at: Desk) -> None:
    head, member = at.comes("Alder has 5,000 inhabitants."), at.comes("There are 5,000 inhabitants in Alder.")
    with transaction(at.url) as conn:
        conn.execute(
            text("UPDATE claims SET head_id = :head WHERE id = :member"), {"head": head, "member": member}
        )
        wording = EditInput(head, at.row(head).version, {"statement": "The town of Alder has 5,000 inhabitants"})
        claim_edits.edit_claim(conn, wording, at.checker)
    assert at.row(member).head_id == head
    with transaction(at.url) as conn:
        changed = EditInput(head, at.row(head).version, {"statement": "The town of Alder has 15,000 inhabitants"})
        claim_edits.edit_claim(conn, changed, at.checker)
    assert at.row(member).head_id is None
    assert "no longer clustered" in at.events(member)


def test_words_are_looked_for_in_a_text_as_long_as_they_are_and_in_no_shorter_one() -> None:
    assert find_words("Four  boats", "Four boats") == (0, 11)
    assert find_words("Four boats", "fOUR\n BOATS") == (0, 10)
    assert find_words("boats", "boats", first=0, last=4) is None
    assert find_words("boats", "boats" * 40_000) is None
    assert find_words("boats", " \n") is None


def test_words_are_found_where_they_stand_nearest_also_where_places_overlap() -> None:
    assert find_words("so and so and so", "so and so", near=6) == (7, 16)
    assert find_words("İ Four boats", "four BOATS", near=0) == (2, 12)


def test_words_of_one_word_again_and_again_take_no_longer_than_their_text() -> None:
    text = "a " * 500_000
    began = time.process_time()
    assert find_words(text, "A " * 200_000 + "b") is None
    assert find_words(text, "a " * 200_000) == (0, 399_999)
    assert time.process_time() - began < 10
