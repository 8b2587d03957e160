"""The states of a claim and who may take it from one to another: one table, pure.

`check_transition` answers from values alone. `store.claims.writes.write_transition`, the only writer of states, asks it
inside the transaction that writes the new state and its audit entry.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from store.accounts.roles import PERSON_ROLES, ROLES, SENIOR_ROLES

STATES: Final = (
    "new", "triage", "declined", "duplicate", "snoozed", "assigned", "researching", "awaiting_reply", "in_review",
    "changes_requested", "approved", "published", "correction_pending", "withdrawn",
)  # fmt: skip
OPEN: Final = ("new", "triage")
WITHOUT_OWNER: Final = (*OPEN, "declined", "duplicate", "snoozed")  # in all others a claim has one
STANDING: Final = ("published", "correction_pending")
IN_WORK: Final = (
    "snoozed", "assigned", "researching", "awaiting_reply", "in_review", "changes_requested", "approved",
)  # fmt: skip
# In these a correction is being written; one that is in review is taken back first.
CORRECTED: Final = ("correction_pending", "triage", "assigned", "researching", "changes_requested")
# In these people may correct what the machine wrote of a claim; what is in review or public is taken out of there
# first.
EDITABLE: Final = (
    *OPEN, "assigned", "researching", "awaiting_reply", "changes_requested", "correction_pending",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed step: from these states to that one, by these roles, with what it needs (`NEEDS`)."""

    action: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...] = PERSON_ROLES
    needs: tuple[str, ...] = ()


# A person who acts on a claim that is still `new` triages it in the same step. While a fact-check of a claim is
# published, the claim can't leave the way from correction to publication ("unpublished"). Only its owner, a
# reviewer or an admin takes a claim out of somebody's hands, or gives a correction up ("not_others"); a correction is
# in the hands of who began it.
TRANSITIONS: Final = (
    Transition("triage", ("new",), "triage", ROLES),
    Transition("take", OPEN, "assigned"),
    Transition("assign", (*OPEN, "assigned", "researching"), "assigned", roles=ROLES, needs=("owner", "not_others")),
    Transition("release", ("assigned",), "triage", needs=("unpublished", "not_others")),
    Transition("decline", (*OPEN, "assigned", "researching"), "declined", roles=ROLES,
               needs=("unpublished", "reason", "not_others")),
    Transition("duplicate", (*OPEN, "assigned"), "duplicate", roles=ROLES,
               needs=("unpublished", "duplicate_of", "not_others")),
    Transition("snooze", (*OPEN, "assigned"), "snoozed", roles=ROLES, needs=("unpublished", "until", "not_others")),
    Transition("separate", OPEN, "triage", needs=("cluster",)),
    Transition("reopen", ("declined", "duplicate", "snoozed"), "triage", ROLES),
    Transition("research", ("assigned", "changes_requested"), "researching"),
    Transition("verdict", ("assigned", "researching", "changes_requested"), "researching", needs=("draft",)),
    Transition("verdict", ("correction_pending",), "correction_pending", needs=("draft",)),
    Transition("await_reply", ("researching",), "awaiting_reply"),
    Transition("resume", ("awaiting_reply",), "researching"),
    Transition("submit", ("researching", "correction_pending"), "in_review", needs=("verdict",)),
    Transition("recall", ("in_review",), "researching"),
    Transition("request_changes", ("in_review",), "changes_requested", roles=SENIOR_ROLES,
               needs=("reason", "other_author", "own_rating")),
    Transition("approve", ("in_review",), "approved", roles=SENIOR_ROLES,
               needs=("verdict", "other_author", "citation", "own_rating", "agreement")),
    Transition("publish", ("approved",), "published", roles=SENIOR_ROLES, needs=("verdict",)),
    Transition("correct", ("published",), "correction_pending", needs=("reason",)),
    Transition("cancel_correction", CORRECTED, "published", needs=("published", "not_others")),
    Transition("withdraw", ("published",), "withdrawn", roles=SENIOR_ROLES, needs=("reason",)),
    # Its article says something else now, or no longer says it (`decide_carry_over`).
    Transition("article_changed", OPEN, "declined", roles=("machine",), needs=("unpublished", "reason")),
    Transition("article_changed", ("declined", "duplicate"), "triage", roles=("machine",),
               needs=("unpublished", "reason")),
    Transition("article_changed", ("published",), "triage", roles=("machine",), needs=("reason",)),
)  # fmt: skip
# What a step of a cluster's head is for its members: while somebody works on the head they are its duplicates.
CARRIED: Final = {
    "take": "duplicate", "assign": "duplicate", "duplicate": "duplicate", "decline": "decline", "snooze": "snooze",
    "release": "reopen", "reopen": "reopen",
}  # fmt: skip
ACTIONS: Final = tuple(dict.fromkeys(t.action for t in TRANSITIONS))
# What can be asked for by name; a verdict is saved with its text (`store.claims.transitions.write_verdict`), and
# only the machine compares the revisions of an article.
REQUESTABLE: Final = tuple(action for action in ACTIONS if action not in ("verdict", "article_changed"))
DRAFTABLE: Final = tuple(s for t in TRANSITIONS if t.action == "verdict" for s in t.sources)
SENIOR_ACTIONS: Final = frozenset(t.action for t in TRANSITIONS if t.roles == SENIOR_ROLES)


class NotAllowed(ValueError):
    """The step is not in the table; `field` names what was wrong."""

    def __init__(self, message: str, field: str = "action") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class TransitionContext:
    """What the table needs to know of a claim to answer.

    Attributes:
        rating: of its newest verdict.
        cited: how many passages of evidence that verdict cites.
        lookups_without_hits: how many lookups found nothing, or nothing that became evidence.
        clustered: whether it is a member of a cluster, not its head.
        published: whether a fact-check of it is public.
        own: whether the actor saved or wrote that verdict (`store.verdicts.authorship`).
        owner_id: in whose hands it is; None in nobody's.
        to_rate: whether the actor has to rate that verdict before they are shown its rating.
        disagreement: the second rating of that verdict that differs and is to be resolved, with who gave it.
    """

    state: str
    has_verdict: bool = False
    rating: str | None = None
    cited: int = 0
    lookups_without_hits: int = 0
    clustered: bool = False
    published: bool = False
    own: bool = False
    owner_id: int | None = None
    to_rate: bool = False
    disagreement: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class TransitionInput:
    """What comes with a step, as far as the step needs it.

    Attributes:
        owner_id: to whom it is assigned.
        until: when a snooze ends.
        duplicate_of: the claim that it is a duplicate of.
        publisher: the name under which a fact-check is published.
        embargo_until: when readers may first see what is published; None for at once.
        claimant_kind: whether a person or an organization made the claim that is published; None leaves it open.
        draft: the number of the verdict that was saved with the step.
        undoing: whether its maker takes back a step of their own, which nobody has followed since.
    """

    reason: str | None = None
    owner_id: int | None = None
    until: datetime | None = None
    duplicate_of: int | None = None
    publisher: str = field(default="Factdesk newsroom")
    draft: int | None = None
    undoing: bool = False
    embargo_until: datetime | None = None
    claimant_kind: str | None = None


_BEFORE_EDIT: Final = {
    "in_review": "take it back from review first",
    "approved": "publish it, then begin a correction",
    "published": "begin a correction of what is published first",
    "withdrawn": "it was withdrawn",
}
# Everything that a person can fill in, for the question what could be done now.
_FILLED_IN: Final = TransitionInput("…", 1, datetime.max, 1)


def allowed_actions(case: TransitionContext, role: str, actor_id: int | None = None) -> tuple[str, ...]:
    """The actions that a person may ask for now, apart from what is still to be filled in.

    Args:
        role: one of `ROLES`.
        actor_id: the person; None for the machine.
    """
    return tuple(t.action for t in TRANSITIONS if not _problem(t, _Step(case, role, actor_id, _FILLED_IN)))


def check_transition(
    action: str, case: TransitionContext, role: str, actor_id: int | None, given: TransitionInput
) -> Transition:
    """The transition that `action` names.

    Args:
        case: the claim as it is.
        role: one of `ROLES`, of whoever takes the step.
        actor_id: the person; None for the machine.
        given: what comes with the step.

    Raises:
        NotAllowed: this role may not make it on this claim, or something is missing; with the reason in words and
        the field.
    """
    named = [t for t in TRANSITIONS if t.action == action]
    if not named:
        raise NotAllowed(f"there is no action “{action}”")
    transition = next((t for t in named if case.state in t.sources), named[0])
    if problem := _problem(transition, _Step(case, role, actor_id, given)):
        raise problem
    return transition


def check_edit(case: TransitionContext, role: str, actor_id: int | None) -> None:
    """Whether a person may correct what the machine wrote of a claim, which changes no state.

    Args:
        role: one of `ROLES`.
        actor_id: the person; None for the machine.

    Raises:
        NotAllowed: not in this state, or not this person; with the reason in words.
    """
    if role not in PERSON_ROLES:
        raise NotAllowed("only people correct what the machine wrote", "role")
    if case.state not in EDITABLE:
        state, first = case.state.replace("_", " "), _BEFORE_EDIT.get(case.state, "reopen it first")
        raise NotAllowed(f"a claim that is {state} cannot be corrected: {first}", "state")
    if problem := _not_owner(_Step(case, role, actor_id, TransitionInput())):
        raise problem


class _Step(NamedTuple):
    """A step that somebody wants to take; the role and the inputs are those of `check_transition`."""

    case: TransitionContext
    role: str
    actor_id: int | None
    given: TransitionInput


def _problem(t: Transition, step: _Step) -> NotAllowed | None:
    if step.case.state not in t.sources:
        state = step.case.state.replace("_", " ")
        if t.action == "verdict":
            return NotAllowed(f"a claim that is {state} takes no verdict", "state")
        return NotAllowed(f"“{t.action}” cannot be done to a claim that is {state}")
    if step.role not in t.roles:
        return NotAllowed(f"a {step.role} may not {t.action.replace('_', ' ')}", "role")
    return next((problem for need in t.needs if (problem := NEEDS[need](step))), None)


def _not_owner(step: _Step) -> NotAllowed | None:
    if step.role != "checker" or step.case.owner_id in (None, step.actor_id) or step.given.undoing:
        return None
    return NotAllowed(
        "this claim is in somebody else's hands: only they, a reviewer or an admin may do that", "actor"
    )


def _not_published(step: _Step) -> NotAllowed | None:
    if step.case.published:
        return None
    return NotAllowed("no fact-check of this claim is published, so there is no correction to give up")


def _published(step: _Step) -> NotAllowed | None:
    if not step.case.published:
        return None
    return NotAllowed("a fact-check of this claim is published: correct it, or withdraw it first")


def _without_verdict(step: _Step) -> NotAllowed | None:
    return None if step.case.has_verdict else NotAllowed("there is no verdict yet", "verdict")


def _without_cluster(step: _Step) -> NotAllowed | None:
    return None if step.case.clustered else NotAllowed("this claim is no member of a cluster")


def _own_verdict(step: _Step) -> NotAllowed | None:
    if not step.case.own:
        return None
    return NotAllowed("nobody reviews a verdict of their own", "actor")


def _without_citation(step: _Step) -> NotAllowed | None:
    if step.case.cited:
        return None
    if step.case.rating != "Unproven":
        return NotAllowed("approval needs at least one cited passage", "evidence")
    if step.case.lookups_without_hits:
        return None
    return NotAllowed("“Unproven” needs the log of a lookup that found nothing", "verdict")


def _not_rated(step: _Step) -> NotAllowed | None:
    if not step.case.to_rate:
        return None
    return NotAllowed("rate it first: here a reviewer rates a verdict before its rating is shown", "verdict")


def _disagreement(step: _Step) -> NotAllowed | None:
    if step.case.disagreement is None:
        return None
    who, rating = step.case.disagreement
    return NotAllowed(f"{who} rated it {rating}: say first why the author's rating stands", "verdict")


def _without_draft(step: _Step) -> NotAllowed | None:
    if step.given.draft is not None:
        return None
    return NotAllowed("a verdict is saved with its rating, summary and explanation", "verdict")


def _left_empty(name: str, is_given: Callable[[TransitionInput], bool]) -> Callable[[_Step], NotAllowed | None]:
    def problem(step: _Step) -> NotAllowed | None:
        return None if is_given(step.given) else NotAllowed(f"{name.replace('_', ' ')} is missing", name)

    return problem


# What a transition can need: each function gives the refusal where the need is not met.
NEEDS: Final[Mapping[str, Callable[[_Step], NotAllowed | None]]] = {
    "not_others": _not_owner,
    "published": _not_published,
    "unpublished": _published,
    "verdict": _without_verdict,
    "cluster": _without_cluster,
    "other_author": _own_verdict,
    "citation": _without_citation,
    "own_rating": _not_rated,
    "agreement": _disagreement,
    "draft": _without_draft,
    "reason": _left_empty("reason", lambda given: bool((given.reason or "").strip())),
    "owner": _left_empty("owner", lambda given: given.owner_id is not None),
    "until": _left_empty("until", lambda given: given.until is not None),
    "duplicate_of": _left_empty("duplicate_of", lambda given: given.duplicate_of is not None),
}
