"""The table of transitions once more, written by hand from the design: what the code's own table must say."""

from collections.abc import Iterator
from dataclasses import dataclass

STATES = (
    "new triage declined duplicate snoozed assigned researching awaiting_reply in_review changes_requested approved "
    "published correction_pending withdrawn"
).split()
PEOPLE = ("checker", "reviewer", "admin")
ROLES = ("machine", *PEOPLE)

# action: from → to; who; what it needs
_WRITTEN = """
triage: new → triage; anybody or machine;
take: new triage → assigned; anybody;
assign: new triage assigned researching → assigned; anybody or machine; owner not_others
release: assigned → triage; anybody; unpublished not_others
decline: new triage assigned researching → declined; anybody or machine; reason unpublished not_others
duplicate: new triage assigned → duplicate; anybody or machine; duplicate_of unpublished not_others
snooze: new triage assigned → snoozed; anybody or machine; until unpublished not_others
separate: new triage → triage; anybody; cluster
reopen: declined duplicate snoozed → triage; anybody or machine;
research: assigned changes_requested → researching; anybody;
verdict: assigned researching changes_requested → researching; anybody; draft
verdict: correction_pending → correction_pending; anybody; draft
await_reply: researching → awaiting_reply; anybody;
resume: awaiting_reply → researching; anybody;
submit: researching correction_pending → in_review; anybody; verdict
recall: in_review → researching; anybody;
request_changes: in_review → changes_requested; reviewer or admin; reason other_author own_rating
approve: in_review → approved; reviewer or admin; verdict other_author citation own_rating agreement
publish: approved → published; reviewer or admin; verdict
correct: published → correction_pending; anybody; reason
cancel_correction: correction_pending triage assigned → published; anybody; published not_others
cancel_correction: researching changes_requested → published; anybody; published not_others
withdraw: published → withdrawn; reviewer or admin; reason
article_changed: new triage → declined; machine; unpublished reason
article_changed: declined duplicate → triage; machine; unpublished reason
article_changed: published → triage; machine; reason
"""
_WHO = {
    "anybody": PEOPLE,
    "anybody or machine": ROLES,
    "reviewer or admin": ("reviewer", "admin"),
    "machine": ("machine",),
}


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    action: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    needs: tuple[str, ...]


def _lines() -> Iterator[Line]:
    for line in _WRITTEN.strip().splitlines():
        action, _, rest = line.partition(": ")
        way, who, needs = (part.strip() for part in rest.split(";"))
        sources, target = way.split(" → ")
        yield Line(action, tuple(sources.split()), target, roles=_WHO[who], needs=tuple(needs.split()))


TABLE = tuple(_lines())
ACTIONS = tuple(dict.fromkeys(line.action for line in TABLE))


def line_for(action: str, state: str) -> Line | None:
    """The line that takes a claim of this state by this action; None where there is none."""
    return next((line for line in TABLE if line.action == action and state in line.sources), None)
