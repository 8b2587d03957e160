"""The states of a claim and who may move it where: one table, pure.

`allowed` answers from values alone; `store.claims.move` asks it inside the transaction that writes the move
and its audit entry.
"""

from dataclasses import dataclass
from typing import Final

STATES: Final = (
    "new", "triage", "declined", "duplicate", "snoozed", "assigned", "researching", "awaiting_reply", "in_review",
    "changes_requested", "approved", "published", "correction_pending", "withdrawn",
)  # fmt: skip
ROLES: Final = ("machine", "checker", "reviewer", "admin")
OPEN: Final = ("new", "triage")
STANDING: Final = ("published", "correction_pending")
IN_WORK: Final = (
    "snoozed", "assigned", "researching", "awaiting_reply", "in_review", "changes_requested", "approved",
)  # fmt: skip
PEOPLE: Final = ("checker", "reviewer", "admin")
SENIOR: Final = ("reviewer", "admin")


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed step: from these states to that one, by these roles, with what it needs."""

    action: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...] = PEOPLE
    needs: tuple[str, ...] = ()


# A person who acts on a claim that is still `new` triages it in the same step.
TRANSITIONS: Final = (
    Transition("triage", ("new",), "triage", ("machine", *PEOPLE)),
    Transition("take", OPEN, "assigned"),
    Transition("assign", (*OPEN, "assigned", "researching"), "assigned", needs=("owner",)),
    Transition("release", ("assigned",), "triage"),
    Transition("decline", (*OPEN, "assigned", "researching"), "declined", needs=("reason",)),
    Transition("duplicate", (*OPEN, "assigned"), "duplicate", ("machine", *PEOPLE), ("duplicate_of",)),
    Transition("snooze", (*OPEN, "assigned"), "snoozed", ("machine", *PEOPLE), ("until",)),
    Transition("separate", OPEN, "triage", needs=("cluster",)),
    Transition("reopen", ("declined", "duplicate", "snoozed"), "triage", ("machine", *PEOPLE)),
    Transition("research", ("assigned", "changes_requested"), "researching"),
    Transition("await_reply", ("researching",), "awaiting_reply"),
    Transition("resume", ("awaiting_reply",), "researching"),
    Transition("submit", ("researching", "correction_pending"), "in_review", needs=("verdict",)),
    Transition("recall", ("in_review",), "researching"),
    Transition("request_changes", ("in_review",), "changes_requested", SENIOR, ("reason", "other_author")),
    Transition("approve", ("in_review",), "approved", SENIOR, ("verdict", "other_author", "citation")),
    Transition("publish", ("approved",), "published", SENIOR, ("verdict",)),
    Transition("correct", ("published",), "correction_pending", needs=("reason",)),
    Transition("withdraw", ("published",), "withdrawn", SENIOR, ("reason",)),
)
# What a step of a cluster's head is for its members: while somebody works on the head they are its duplicates.
CARRIED: Final = {
    "take": "duplicate", "assign": "duplicate", "duplicate": "duplicate", "decline": "decline", "snooze": "snooze",
    "release": "reopen", "reopen": "reopen",
}  # fmt: skip
_BY_ACTION: Final = {t.action: t for t in TRANSITIONS}

SENIOR_ACTIONS: Final = frozenset(t.action for t in TRANSITIONS if t.roles == SENIOR)


class NotAllowed(ValueError):
    """The step is not in the table; `field` names what was wrong."""

    def __init__(self, message: str, field: str = "action") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Case:
    """What the table needs to know of a claim to answer."""

    state: str
    author_id: int | None = None
    has_verdict: bool = False
    rating: str | None = None
    cited: int = 0
    lookups_without_hits: int = 0
    clustered: bool = False


def actions(case: Case, role: str, actor_id: int | None = None) -> tuple[str, ...]:
    """The actions that `role` may take now, apart from what the person still has to fill in."""
    given = {"reason": "…", "owner": "1", "until": "…", "duplicate_of": "1"}
    return tuple(t.action for t in TRANSITIONS if not _problem(t, case, role, actor_id, given))


def allowed(action: str, case: Case, role: str, actor_id: int | None, given: dict[str, str]) -> Transition:
    """The transition that `action` names, if this role may make it on this claim.

    `given` holds what came with the request: `reason`, `owner`, `until`, `duplicate_of`.
    Raises `NotAllowed` with the reason in words and the field to mend.
    """
    transition = _BY_ACTION.get(action)
    if transition is None:
        raise NotAllowed(f"there is no action “{action}”")
    if problem := _problem(transition, case, role, actor_id, given):
        raise problem
    return transition


def _problem(
    t: Transition, case: Case, role: str, actor_id: int | None, given: dict[str, str]
) -> NotAllowed | None:
    if case.state not in t.sources:
        return NotAllowed(f"“{t.action}” cannot be done to a claim that is {case.state.replace('_', ' ')}")
    if role not in t.roles:
        return NotAllowed(f"a {role} may not {t.action.replace('_', ' ')}", "role")
    return next((p for need in t.needs if (p := _missing(need, case, actor_id, given))), None)


def _missing(need: str, case: Case, actor_id: int | None, given: dict[str, str]) -> NotAllowed | None:
    match need:
        case "verdict" if not case.has_verdict:
            return NotAllowed("there is no verdict yet", "verdict")
        case "cluster" if not case.clustered:
            return NotAllowed("this claim is no member of a cluster")
        case "other_author" if actor_id is not None and actor_id == case.author_id:
            return NotAllowed("nobody reviews a verdict of their own", "actor")
        case "citation" if case.rating == "Unproven":
            if not case.lookups_without_hits and not case.cited:
                return NotAllowed("“Unproven” needs the log of a lookup that found nothing", "verdict")
        case "citation" if case.cited < 1:
            return NotAllowed("approval needs at least one cited passage", "evidence")
        case "reason" | "owner" | "until" | "duplicate_of" if not given.get(need, "").strip():
            return NotAllowed(f"{need.replace('_', ' ')} is missing", need)
    return None
