"""Two people stand behind what is published: who reviews has not written words of it, in any version."""

import pytest

from store.claims import claims, transitions
from store.claims.transitions import list_open_actions
from store.claims.workflow import NotAllowed
from store.db import transaction
from store.people import Actor, Refused
from store.verdicts import second_ratings, verdicts
from store.verdicts.authorship import has_words_of
from store.verdicts.verdicts import VerdictContent
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person

ONE, TWO = 1, 2
COUNTED = "The office counted 38 million people in 2021, and a few less in each of the years since then."
OTHER = "A register of all addresses names 36 million residents, which the statistics of the EU confirm."


@pytest.fixture
def at(desk: str) -> Desk:
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


def _write(at: Desk, claim_id: int, actor: Actor, explanation: str, summary: str = "The office says so.") -> None:
    with transaction(at.url) as conn:
        content = VerdictContent("False", summary, explanation, [])
        transitions.write_verdict(conn, claim_id, content, actor, claims.get_claim(conn, claim_id).version)


def test_a_reviewer_does_not_approve_their_own_words_through_a_colleague_s_comma(at: Desk) -> None:
    """They wrote it, a checker mended a comma, and they published it alone: the newest version's author was asked."""
    claim_id = at.comes(POLAND)
    at.drafted(claim_id, "False")
    at.step(claim_id, "recall")
    _write(at, claim_id, at.reviewer, COUNTED)
    _write(at, claim_id, at.checker, COUNTED.replace(",", ";"))
    at.step(claim_id, "submit")
    for action, given in (("approve", {}), ("request_changes", {"reason": "The year"})):
        with pytest.raises(NotAllowed, match="words of their own"):
            at.step(claim_id, action, at.reviewer, **given)
    with transaction(at.url) as conn:
        newest = verdicts.find_latest_verdict(conn, claim_id)
        assert newest
        with pytest.raises(Refused, match="did not write the verdict"):
            second_ratings.add_second_rating(conn, newest.id, "False", at.reviewer)
        assert "request_changes" not in list_open_actions(conn, claim_id, at.reviewer)
        assert "request_changes" in list_open_actions(conn, claim_id, person(at.url, "reviewer", "another"))


def test_a_reviewer_approves_what_was_written_anew_and_corrections_of_what_another_approved(at: Desk) -> None:
    claim_id, another = at.comes(POLAND), person(at.url, "reviewer", "another")
    at.step(claim_id, "take")
    _write(at, claim_id, at.reviewer, COUNTED)
    _write(at, claim_id, at.checker, OTHER, "The register says so.")
    at.drafted(claim_id, "False")  # says it in other words
    at.step(claim_id, "recall")
    _write(at, claim_id, at.reviewer, COUNTED)
    at.drafted(claim_id, "False")
    at.step(claim_id, "approve", at.reviewer)
    at.step(claim_id, "publish", at.reviewer)
    at.step(claim_id, "correct", at.checker, reason="The year")
    at.drafted(claim_id, "Mostly false")
    at.step(claim_id, "approve", another)


@pytest.mark.parametrize(
    ("versions", "theirs"),
    [
        ([(ONE, COUNTED), (TWO, COUNTED)], True),
        ([(ONE, COUNTED), (TWO, COUNTED.upper().replace(",", " –"))], True),
        ([(ONE, COUNTED), (TWO, f"{OTHER} {COUNTED}")], True),
        ([(ONE, "So it is."), (TWO, f"{OTHER} So it is. {OTHER}")], True),
        ([(ONE, COUNTED), (TWO, OTHER), (TWO, COUNTED)], True),  # given up, and taken up again
        ([(TWO, COUNTED), (ONE, COUNTED.replace("people", "residents")), (TWO, f"{COUNTED} So it is.")], False),
        ([(TWO, COUNTED), (ONE, COUNTED.replace("people", "residents")), (TWO, OTHER)], False),
        ([(TWO, COUNTED), (ONE, COUNTED.replace(",", ";")), (TWO, OTHER + " " + COUNTED)], False),  # a comma alone
        ([(ONE, COUNTED), (TWO, OTHER)], False),
        ([(ONE, "## Sources\n\n38 million"), (TWO, "## Sources\n\n36 million")], False),
        ([(0, COUNTED), (ONE, COUNTED), (TWO, COUNTED)], False),  # approved before
        ([(0, COUNTED), (ONE, f"{COUNTED} {OTHER}"), (TWO, f"{COUNTED}\n{OTHER}")], True),
    ],
)
def test_words_are_of_who_wrote_them_first(versions: list[tuple[int, str]], theirs: bool) -> None:
    assert has_words_of(versions, ONE) is theirs
