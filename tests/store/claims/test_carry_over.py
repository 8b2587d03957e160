"""An article that changes: its claims are carried over, changed ones say so, and none waits twice in triage."""

import re

import pytest

from store import articles, progress
from store.claims import claims
from store.claims.revisions.carry_over import decide_carry_over
from store.claims.workflow import OPEN, STATES, NotAllowed
from store.db import transaction
from store.notices import notices
from store.triage import claim_edits
from store.triage.claim_edits import EditInput
from store.verdicts import fact_checks
from tests.fixtures.changing_article import OTHER_VOTE, SCHOOLS, URL, VOTE, WELLS, ChangingArticle
from tests.fixtures.desk_parts import article
from workers.tasks import split


@pytest.fixture
def at(desk: str) -> ChangingArticle:
    return ChangingArticle(desk, WELLS, VOTE, SCHOOLS)


def test_claims_whose_sentences_stand_or_moved_keep_everything(at: ChangingArticle) -> None:
    before = {claim.statement: claim for claim in at.claims()}
    asked = {claim.id: at.lookups(claim.id) for claim in at.claims()}
    at.step(at.claim("The town").id, "take")
    at.says("It rained in Alder on Sunday and 3 roads were closed", SCHOOLS, WELLS, VOTE)
    after = {claim.statement: claim for claim in at.claims()}
    for statement, claim in before.items():
        now = after[statement]
        assert (now.id, now.worth, now.evidence_ids) == (claim.id, claim.worth, claim.evidence_ids)
        assert (now.revision, at.lookups(now.id)) == (2, asked[claim.id])
        assert at.change(now.id) is None
    assert after[WELLS].state == "assigned"
    with transaction(at.url) as conn:
        text = articles.get_revision(conn, articles.list_revisions(conn, at.id)[0].id).text or ""
        places = claims.list_quantities(conn, [claim.id for claim in after.values()])
        assert progress.get_article(conn, at.id).claims == len(after)
    for claim in after.values():
        assert text[claim.start : claim.end] == claim.text
        for quantity in places[claim.id]:
            assert text[quantity.start : quantity.end] == quantity.text


def test_a_vote_that_was_corrected_waits_once_and_says_what_it_said(at: ChangingArticle) -> None:
    before = at.claim("The council")
    asked = at.lookups(before.id)
    at.says(WELLS, OTHER_VOTE, SCHOOLS)
    (now,) = [claim for claim in at.claims(OPEN) if "voted" in claim.statement]
    assert (now.id, now.statement, now.state, now.suggestion is not None) == (
        before.id,
        OTHER_VOTE,
        "triage",
        True,
    )
    change = at.change(now.id)
    assert change
    assert not change.is_pending
    assert re.fullmatch(r"the article says “8 to 7” since \d+ \w+ \d{4}, “9 to 6” before", change.sentence)
    assert not set(at.lookups(now.id)) & set(asked)
    assert ("words taken over", change.sentence) in at.events(now.id)


def test_a_claim_that_somebody_works_on_keeps_its_words_and_says_what_the_article_says(
    at: ChangingArticle,
) -> None:
    claim_id = at.claim("The council").id
    at.step(claim_id, "take")
    at.step(claim_id, "research")
    asked = at.lookups(claim_id)
    for _ in range(2):
        at.says(WELLS, OTHER_VOTE, SCHOOLS)
    now = at.claim("The council of Alder voted 9")
    assert (now.id, now.state, now.owner, at.lookups(claim_id)) == (claim_id, "researching", "checker", asked)
    change = at.change(claim_id)
    assert change
    assert (change.is_pending, change.revision_before, change.revision) == (True, 1, 2)
    assert [event for event, _ in at.events(claim_id)].count("article_changed") == 1
    assert not [claim for claim in at.claims() if "8 to 7" in claim.statement]


def _reported(at: ChangingArticle) -> list[str]:
    """What the checker is told of changed articles, the first first."""
    with transaction(at.url) as conn:
        found = notices.list_notices(conn, at.checker.id or 0)
    return [notice.text for notice in found if notice.kind == "article changed"][::-1]


def test_the_owner_is_notified_once_of_each_change_and_of_words_that_come_back(at: ChangingArticle) -> None:
    at.step(at.claim("The council").id, "take")
    for _ in range(2):
        at.says(WELLS, OTHER_VOTE, SCHOOLS)
    (reported,) = _reported(at)
    assert reported.startswith("the article says “8 to 7” since ")
    at.says(VOTE, WELLS, SCHOOLS)
    assert len(_reported(at)) == 2
    assert _reported(at)[1].startswith("the article says this again since ")


def test_the_owner_of_what_was_published_is_notified(at: ChangingArticle) -> None:
    at.publish(at.claim("The council").id)
    at.says(WELLS, SCHOOLS)
    (reported,) = _reported(at)
    assert reported.startswith("the article no longer says this")


def test_who_wants_no_notice_of_changed_articles_gets_none(at: ChangingArticle) -> None:
    at.step(at.claim("The council").id, "take")
    others = set(notices.KINDS) - {"article changed"}
    with transaction(at.url) as conn:
        notices.change_notice_settings(conn, at.checker.id or 0, others, others)
    at.says(WELLS, OTHER_VOTE, SCHOOLS)
    assert _reported(at) == []


def test_a_verdict_in_review_is_reported_and_stays_there(at: ChangingArticle) -> None:
    claim_id = at.claim("The council").id
    at.step(claim_id, "take")
    at.write(claim_id)
    at.step(claim_id, "submit")
    at.says(WELLS, OTHER_VOTE, SCHOOLS)
    assert at.claim("The council of Alder voted 9").state == "in_review"
    assert at.change(claim_id)


@pytest.mark.parametrize("now", [(WELLS, OTHER_VOTE, SCHOOLS), (WELLS, SCHOOLS)])
def test_a_published_claim_that_changed_or_vanished_comes_back_to_triage(
    at: ChangingArticle, now: tuple[str, ...]
) -> None:
    claim_id = at.claim("The council").id
    at.publish(claim_id)
    at.says(*now)
    (waiting,) = [claim for claim in at.claims(OPEN) if "voted" in claim.statement]
    assert (waiting.id, waiting.statement, waiting.past_rating, waiting.owner) == (claim_id, VOTE, "False", None)
    event, reason = at.events(claim_id)[-1]
    assert event == "article_changed"
    assert reason
    assert reason.startswith("silently changed: the article ")
    with transaction(at.url) as conn:
        standing = fact_checks.find_standing_fact_check(conn, claim_id)
    assert standing
    assert standing.statement == VOTE
    with transaction(at.url) as conn, pytest.raises(NotAllowed, match="take it to begin a correction"):
        claim_edits.edit_claim(
            conn, EditInput(claim_id, waiting.version, {"statement": "other words"}), at.checker
        )
    at.step(claim_id, "cancel_correction")
    assert at.claim("The council").state == "published"


def test_what_nobody_judged_and_the_article_no_longer_says_leaves_triage_and_comes_back_with_it(
    at: ChangingArticle,
) -> None:
    claim_id = at.claim("The council").id
    at.says(WELLS, SCHOOLS)
    gone = at.claim("The council")
    assert gone.state == "declined"
    assert re.match(r"the article no longer says this since \d", gone.decline_reason or "")
    at.says(WELLS, VOTE, SCHOOLS, "It rained in Alder on Sunday")
    back = at.claim("The council")
    assert (back.id, back.state, at.change(claim_id)) == (claim_id, "triage", None)


def test_words_that_come_back_end_the_change(at: ChangingArticle) -> None:
    claim_id = at.claim("The council").id
    at.step(claim_id, "take")
    at.says(WELLS, OTHER_VOTE, SCHOOLS)
    at.says(WELLS, VOTE, SCHOOLS, "It rained in Alder on Sunday")
    assert at.change(claim_id) is None
    assert at.claim("The council").revision == 3


def test_a_declined_claim_with_other_words_is_to_be_triaged_again(at: ChangingArticle) -> None:
    claim_id = at.claim("The council").id
    at.step(claim_id, "decline", reason="not worth it")
    at.says(WELLS, OTHER_VOTE, SCHOOLS)
    now = at.claim("The council")
    assert (now.id, now.state, now.statement) == (claim_id, "triage", OTHER_VOTE)


def test_the_others_of_a_cluster_keep_their_words_when_its_head_changes(desk: str) -> None:
    at = ChangingArticle(desk, WELLS, VOTE)
    head = at.claim("The council").id
    others = [article(desk, at.checker, f"{VOTE}.\n\nPrices rose by {n} percent in Alder.") for n in (3, 4)]
    with transaction(desk) as conn:
        of_vote = [
            next(c for c in claims.list_claims(conn, claims.ClaimFilters(article_id=n)) if "voted" in c.statement)
            for n in others
        ]
    assert [claim.head_id for claim in of_vote] == [head, head]
    at.says(WELLS, OTHER_VOTE)
    with transaction(desk) as conn:
        first, second = (claims.get_claim(conn, claim.id) for claim in of_vote)
        assert (first.head_id, second.head_id, first.statement) == (None, first.id, VOTE)
        assert claims.get_claim(conn, head).head_id is None


def test_revisions_that_are_split_in_the_wrong_order_leave_the_later_one(desk: str) -> None:
    at = ChangingArticle(desk, WELLS)
    with transaction(desk) as conn:
        ids = [
            articles.receive_article(conn, articles.Submission(text, url=URL), at.checker).revision_id
            for text in (f"{WELLS}.\n\n{VOTE}.", f"{WELLS}.\n\n{OTHER_VOTE}.")
        ]
    for revision_id in reversed(ids):
        split.run(revision_id)
    assert [c.statement for c in at.claims() if "voted" in c.statement] == [OTHER_VOTE]


def test_what_people_corrected_and_added_is_carried_over_as_they_left_it(at: ChangingArticle) -> None:
    first = at.claim("The town")
    with transaction(at.url) as conn:
        claim_edits.edit_claim(
            conn,
            EditInput(first.id, first.version, {"statement": "Alder had 400 wells"}),
            at.checker,
        )
        added = claim_edits.add_claim(conn, first.revision_id, {"words": "40 new schools"}, at.checker)
        before = at.claim("The council")
        cut, _ = claim_edits.cut_claim(conn, before.id, "for the bridge", (None, None), at.checker, before.version)
    at.says("It rained in Alder on Sunday and 3 roads were closed", SCHOOLS, VOTE, WELLS)
    after = {claim.id: claim for claim in at.claims()}
    with transaction(at.url) as conn:
        text = articles.get_revision(conn, articles.list_revisions(conn, at.id)[0].id).text or ""
    assert after[first.id].statement == "Alder had 400 wells"
    assert {after[n].revision for n in (first.id, added.id, cut.id)} == {2}
    assert all(text[claim.start : claim.end] == claim.text for claim in after.values())
    assert not [claim for claim in after.values() if claim.statement in (WELLS, VOTE)]
    assert not [claim.id for claim in after.values() if at.change(claim.id)]
    with transaction(at.url) as conn, pytest.raises(NotAllowed):
        claim_edits.revert_edit(conn, cut.id, at.checker, after[cut.id].version)


def test_every_state_has_its_way_and_no_published_claim_loses_its_words() -> None:
    for state in STATES:
        assert decide_carry_over(state, "stands", published=False) == "carry"
        for published in (False, True):
            assert decide_carry_over(state, "gone", published=published) in ("decline", "note", "return")
            changed = decide_carry_over(state, "changed", published=published)
            assert not (published and changed in ("take over", "replace")) or state == "withdrawn"
