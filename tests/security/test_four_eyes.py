"""Two people stand behind what is published: who reviews it has neither saved nor written it."""

import pytest

from store.claims import claims, transitions
from store.claims.transitions import list_open_actions
from store.claims.workflow import NotAllowed
from store.db import transaction
from store.people import Actor, Refused
from store.verdicts import second_ratings, verdicts
from store.verdicts.authorship import writer_of
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
        with pytest.raises(NotAllowed, match="a verdict of their own"):
            at.step(claim_id, action, at.reviewer, **given)
    with transaction(at.url) as conn:
        newest = verdicts.find_latest_verdict(conn, claim_id)
        assert newest
        with pytest.raises(Refused, match="did not write the verdict"):
            second_ratings.add_second_rating(conn, newest.id, "False", at.reviewer)
        assert "request_changes" not in list_open_actions(conn, claim_id, at.reviewer)
        assert "request_changes" in list_open_actions(conn, claim_id, person(at.url, "reviewer", "another"))


def test_two_people_who_work_on_one_verdict_review_each_other(at: Desk) -> None:
    """The reviewer changes a word of what the checker wrote: each of the two has read all of it."""
    claim_id = at.comes(POLAND)
    at.step(claim_id, "take")
    _write(at, claim_id, at.reviewer, COUNTED)
    _write(at, claim_id, at.checker, COUNTED.replace("people", "residents"))
    at.drafted(claim_id, "False")
    at.step(claim_id, "approve", at.reviewer)


def test_a_correction_of_what_another_approved_is_of_who_saved_it(at: Desk) -> None:
    claim_id, another = at.comes(POLAND), person(at.url, "reviewer", "another")
    at.step(claim_id, "take")
    _write(at, claim_id, at.reviewer, COUNTED)
    at.drafted(claim_id, "False")
    at.step(claim_id, "approve", at.reviewer)
    at.step(claim_id, "publish", at.reviewer)
    at.step(claim_id, "correct", at.checker, reason="The year")
    at.drafted(claim_id, "Mostly false")
    at.step(claim_id, "approve", another)


@pytest.mark.parametrize(
    ("versions", "writer"),
    [
        ([(ONE, COUNTED), (TWO, COUNTED)], ONE),
        ([(ONE, COUNTED), (TWO, COUNTED.upper().replace(",", " –"))], ONE),
        ([(ONE, COUNTED), (TWO, COUNTED.replace("people", "residents"))], TWO),
        ([(ONE, COUNTED), (TWO, f"{OTHER} {COUNTED}")], TWO),
        ([(ONE, COUNTED), (TWO, OTHER), (TWO, COUNTED)], ONE),  # given up, and taken up again
        ([(TWO, COUNTED), (ONE, COUNTED.replace(",", ";")), (TWO, COUNTED)], TWO),
        ([(0, COUNTED), (ONE, COUNTED), (TWO, COUNTED)], 0),  # approved before
        ([(0, COUNTED), (ONE, f"{COUNTED} {OTHER}"), (TWO, f"{COUNTED}\n{OTHER}")], ONE),
    ],
)
def test_words_are_of_who_wrote_them_first(versions: list[tuple[int, str]], writer: int) -> None:
    assert writer_of(versions) == writer
