"""The whole table of transitions: every state, action and role, every need, no dead end."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from store.claims import workflow
from store.claims.workflow import NotAllowed, TransitionContext, TransitionInput, allowed_actions, check_transition
from tests.fixtures.transition_table import ACTIONS, ROLES, STATES, TABLE, Line, line_for

AUTHOR, SOMEBODY = 1, 2
FILLED_IN = TransitionInput("because", 1, datetime(2026, 12, 1, tzinfo=UTC), 1, draft=1)
READY = TransitionContext("new", has_verdict=True, rating="False", cited=1, clustered=True)
FIELDS = {
    "owner": "owner_id",
    "reason": "reason",
    "until": "until",
    "duplicate_of": "duplicate_of",
    "draft": "draft",
}
EMPTY: tuple[str, ...] = ("reason", "owner_id", "until", "duplicate_of", "draft")


def _case(state: str, line: Line | None) -> TransitionContext:
    """A claim in this state, ready for every step of the line."""
    return replace(READY, state=state, published=line is not None and "published" in line.needs)


def _actor(role: str) -> int | None:
    return None if role == "machine" else SOMEBODY


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
def test_every_action_in_every_state_by_every_role(state: str, role: str) -> None:
    for action in ACTIONS:
        line = line_for(action, state)
        case = _case(state, line)
        if line and role in line.roles:
            step = check_transition(action, case, role, _actor(role), FILLED_IN)
            assert (step.action, step.target) == (action, line.target)
        else:
            with pytest.raises(NotAllowed) as refused:
                check_transition(action, case, role, _actor(role), FILLED_IN)
            assert refused.value.field == ("role" if line else "state" if action == "verdict" else "action")
    for published in (False, True):
        excluded = "unpublished" if published else "published"
        lines = ((a, line_for(a, state)) for a in ACTIONS)
        may = {a for a, line in lines if line and role in line.roles and excluded not in line.needs} - {"verdict"}
        case = replace(READY, state=state, published=published)
        assert set(allowed_actions(case, role, _actor(role))) == may


@pytest.mark.parametrize("line", TABLE, ids=lambda line: f"{line.action} from {line.sources[0]}")
def test_a_step_without_what_it_needs_is_refused_and_names_it(line: Line) -> None:
    for state in line.sources:
        for need in ("owner", "reason", "until", "duplicate_of", "draft"):
            given = replace(FILLED_IN, **{FIELDS[need]: None})
            _refused_for(line, state, need, _case(state, line), given, need if need != "draft" else "verdict")
        for need, changed, field in (
            ("verdict", {"has_verdict": False}, "verdict"),
            ("cluster", {"clustered": False}, "action"),
            ("unpublished", {"published": True}, "action"),
            ("published", {"published": False}, "action"),
            ("citation", {"cited": 0}, "evidence"),
            ("citation", {"cited": 0, "rating": "Unproven"}, "verdict"),
            ("own_rating", {"to_rate": True}, "verdict"),
            ("agreement", {"disagreement": ("Kim", "True")}, "verdict"),
        ):
            case = replace(_case(state, line), **changed)  # type: ignore[arg-type]
            _refused_for(line, state, need, case, FILLED_IN, field)


@pytest.mark.parametrize("line", TABLE, ids=lambda line: f"{line.action} from {line.sources[0]}")
def test_a_checker_takes_no_claim_from_a_colleague(line: Line) -> None:
    for state in line.sources:
        case = replace(_case(state, line), owner_id=AUTHOR + SOMEBODY)
        for role in line.roles:
            if role == "checker" and "not_others" in line.needs:
                assert line.action not in allowed_actions(case, role, SOMEBODY)
                with pytest.raises(NotAllowed, match="somebody else's hands") as refused:
                    check_transition(line.action, case, role, SOMEBODY, FILLED_IN)
                assert refused.value.field == "actor"
                own = replace(case, owner_id=SOMEBODY)
                assert check_transition(line.action, own, role, SOMEBODY, FILLED_IN).target == line.target
                undoing = replace(FILLED_IN, undoing=True)
                assert check_transition(line.action, case, role, SOMEBODY, undoing).target == line.target
            else:
                assert check_transition(line.action, case, role, _actor(role), FILLED_IN).target == line.target


def _refused_for(
    line: Line, state: str, need: str, case: TransitionContext, given: TransitionInput, field: str
) -> None:
    if need not in line.needs:
        assert check_transition(line.action, case, line.roles[-1], SOMEBODY, given).target == line.target, (
            need,
            state,
        )
        return
    with pytest.raises(NotAllowed) as refused:
        check_transition(line.action, case, line.roles[-1], SOMEBODY, given)
    assert refused.value.field == field


@pytest.mark.parametrize("role", ["reviewer", "admin"])
def test_nobody_reviews_their_own_verdict(role: str) -> None:
    for action in ACTIONS:
        for state in STATES:
            line = line_for(action, state)
            if line and role in line.roles:
                case = replace(_case(state, line), own=True)
                if "other_author" in line.needs:
                    with pytest.raises(NotAllowed, match="of their own"):
                        check_transition(action, case, role, AUTHOR, FILLED_IN)
                else:
                    assert check_transition(action, case, role, AUTHOR, FILLED_IN).target == line.target


def test_unproven_is_approved_with_a_lookup_that_found_nothing() -> None:
    case = replace(READY, state="in_review", rating="Unproven", cited=0, lookups_without_hits=1)
    assert check_transition("approve", case, "reviewer", SOMEBODY, FILLED_IN).target == "approved"
    with pytest.raises(NotAllowed):
        check_transition("approve", replace(case, rating="False"), "reviewer", SOMEBODY, FILLED_IN)


def test_blank_words_are_no_reason() -> None:
    with pytest.raises(NotAllowed, match="reason is missing"):
        check_transition(
            "decline", replace(READY, state="triage"), "checker", SOMEBODY, replace(FILLED_IN, reason=" \n")
        )


def test_every_need_of_the_table_is_one_that_is_checked() -> None:
    assert {need for t in workflow.TRANSITIONS for need in t.needs} == set(workflow.NEEDS)


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(NotAllowed, match="no action"):
        check_transition("destroy", READY, "admin", SOMEBODY, FILLED_IN)


def _reached(start: str, roles: tuple[str, ...] = ROLES) -> set[str]:
    found, todo = {start}, [start]
    while todo:
        state = todo.pop()
        targets = {t.target for t in workflow.TRANSITIONS if state in t.sources and set(t.roles) & set(roles)}
        todo += targets - found
        found |= targets
    return found


def test_every_state_is_reached_and_none_but_withdrawn_is_a_dead_end() -> None:
    assert set(STATES) == set(workflow.STATES) == _reached("new")
    for state in STATES:
        assert "withdrawn" in _reached(state, ("reviewer",))
        assert state == "withdrawn" or "published" in _reached(state, ("reviewer",))
    assert _reached("withdrawn") == {"withdrawn"}


def test_a_published_claim_cannot_be_led_away_from_its_fact_check() -> None:
    at, todo = {"published"}, ["published"]
    while todo:
        state = todo.pop()
        for action in ACTIONS:
            for role in ROLES:
                try:
                    target = check_transition(
                        action, replace(READY, state=state, published=True), role, _actor(role), FILLED_IN
                    ).target
                except NotAllowed:
                    continue
                if target not in at:
                    at.add(target)
                    todo.append(target)
    assert not at & {
        "new",
        "declined",
        "duplicate",
        "snoozed",
    }  # in triage it is put where its article has changed
