"""The same claim in many articles is one thing to judge: claims are linked to one head, and go where it goes.

A member's `head_id` names its head; a head has none, so there are no chains and no circles. Each member is the same
claim as its head, not only as another member. Whoever links or decides locks every claim that is touched in the order
of ids, then looks whether the links are still what they were, and if not begins again. A person's step on a member
alone takes it out of its cluster for good (`excluded_from_clusters`).

A claim that was judged and comes again is no member: its `repeat_of` is the published one. If that was rated false it
`repeats_false` and stands on top of triage; if true there is nothing left to do, and it is its duplicate.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import sqlalchemy as sa

from checks.types.claim import ContextualStatement
from store.claims.followers import MOST_TRIES, ClusterBusy, by_state, list_followers, map_followers
from store.claims.states import ClaimState, list_claim_states
from store.claims.tables import claims
from store.claims.workflow import (
    CARRIED,
    IN_WORK,
    OPEN,
    STANDING,
    NotAllowed,
    TransitionContext,
    TransitionInput,
    check_transition,
)  # fmt: skip
from store.claims.writes import (
    HistoryEntry,
    add_history_entry,
    make_members,
    redirect_duplicates,
    update_fields,
    write_transition,
)
from store.people import MACHINE, Actor
from store.verdicts import fact_checks, ratings

_MOST_STEPS: Final = 8  # from a duplicate to what it is a duplicate of, and on
_NOTED_BY_DUPLICATES: Final = {
    "publish": "published with its head", "withdraw": "withdrawn with its head", "decline": "declined with its head",
}  # fmt: skip


IsSameClaim: TypeAlias = Callable[[ContextualStatement, ContextualStatement], bool]
Equals: TypeAlias = Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True)
class LockedCluster:
    """A claim, locked with all that follows it.

    Attributes:
        claim: None if there is no such claim.
        members: the claims that it is the head of.
        root: the claim that is finally judged in place of the one it is to be a duplicate of; None without one.
    """

    claim: ClaimState | None
    members: list[ClaimState]
    root: int | None


@dataclass(frozen=True, slots=True)
class _Choice:
    """The nearest published claim that a claim repeats, and the heads that it is to be one with."""

    past: int | None = None
    heads: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Joined:
    """A head, the claims that become its members, and the ids of those that go free of theirs."""

    head: ClaimState
    members: list[ClaimState]
    freed: list[int]


def link_claims(conn: sa.Connection, equals: Equals, is_same: IsSameClaim) -> list[int]:
    """Put claims where they belong among others that are the same claim, as far as their clusters lie apart.

    The head of several clusters is the one that people work on, else the oldest. Done twice it changes nothing.

    Args:
        equals: by claim id, the ids of claims that are the same claim, the most similar first.
        is_same: tells of two statements with their context lines whether they are the same claim.

    Returns:
        The claims whose cluster was changed here: to be linked in a transaction of their own, for all locks of one are
        taken at once. Of one claim, and of claims that meet nowhere, none.

    Raises:
        ClusterBusy: the clusters around the claims changed each time.
    """
    for _ in range(MOST_TRIES):
        attempt = conn.begin_nested()
        left = _try_to_link(conn, equals, is_same)
        if left is not None:
            attempt.commit()
            return left
        attempt.rollback()  # lets go of the locks
    raise ClusterBusy("the clusters around these claims change too fast")


def lock_cluster(conn: sa.Connection, claim_id: int, original: int | None = None) -> LockedCluster:
    """Lock a claim with all that follows it, and what `original` is judged with.

    Args:
        original: the claim that this one is to be a duplicate of.

    Raises:
        ClusterBusy: the cluster changed each time.
    """
    for _ in range(MOST_TRIES):
        attempt = conn.begin_nested()
        root = _root_of(conn, original)
        wanted = {claim_id, *list_followers(conn, [claim_id]), *([root] if root is not None else [])}
        found = list_claim_states(conn, wanted, lock=True)
        if list_followers(conn, [claim_id]) <= wanted and _root_of(conn, original) == root:
            attempt.commit()
            return LockedCluster(found.get(claim_id), _members_in(found, claim_id), root)
        attempt.rollback()
    raise ClusterBusy("the cluster of this claim changes too fast")


def apply_to_members(
    conn: sa.Connection,
    head: ClaimState,
    members: Iterable[ClaimState],
    action: str,
    actor: Actor,
    given: TransitionInput,
) -> None:
    """Apply a step of a cluster's head to its members; those that cannot take it, but are answered by it, record it.

    Args:
        head: the head as it was before the step, locked.
        members: its members, locked.
        action: the step of the head, which `given` came with.
    """
    follows = CARRIED.get(action)
    if follows == "duplicate":
        given = replace(given, duplicate_of=given.duplicate_of if action == "duplicate" else head.id)
    for state, ids in by_state(members).items():
        details = {"with": head.id}
        if follows and _may(follows, state, actor, given):
            entry = HistoryEntry(follows, details=details)
            write_transition(conn, ids, TransitionContext(state), follows, actor, given, entry=entry)
        elif action in _NOTED_BY_DUPLICATES and state == "duplicate":
            entry = HistoryEntry(_NOTED_BY_DUPLICATES[action], given.reason, details)
            add_history_entry(conn, ids, actor, entry)


def update_repeating_claims(conn: sa.Connection, claim_id: int, rating: str | None) -> None:
    """Say of the claims in triage that repeat a published one whether it was rated false (`repeats_false`).

    Args:
        claim_id: the published claim.
        rating: its new rating; None if its fact-check was withdrawn.
    """
    false = rating in ratings.FALSE
    repeating = sa.select(claims.c.id).where(claims.c.repeat_of == claim_id, claims.c.state.in_(OPEN))
    ids = conn.execute(repeating.where(claims.c.repeats_false != false)).scalars().all()
    event = "repeats a false claim" if false else "no longer repeats a false claim"
    update_fields(conn, ids, MACHINE, HistoryEntry(event), {"repeats_false": false})


def list_member_ids(conn: sa.Connection, claim_id: int) -> list[int]:
    """The ids of the claims that a head stands for."""
    return list(conn.execute(sa.select(claims.c.id).where(claims.c.head_id == claim_id)).scalars())


def _try_to_link(conn: sa.Connection, equals: Equals, is_same: IsSameClaim) -> list[int] | None:
    """Link claims to those that are the same, once; None if the links changed meanwhile."""
    choices = _choices(conn, equals, is_same)  # of claims that are where they belong none: they are not locked
    if not choices:
        return []
    around = _around(conn, choices)
    apart = _apart(around)
    rows = list_claim_states(conn, set[int]().union(*(around[claim_id] for claim_id in apart)), lock=True)
    taken = {claim_id: choices[claim_id] for claim_id in apart}
    if _choices(conn, {claim_id: equals[claim_id] for claim_id in apart}, is_same) != taken:
        return None
    if any(now - around[claim_id] for claim_id, now in _around(conn, taken).items()):
        return None
    joined = list[_Joined]()
    for claim_id, choice in taken.items():
        if choice.past and _repeat(conn, rows, claim_id, choice.past):
            continue
        if choice.heads:
            joined.append(_join(rows, [claim_id, *choice.heads], is_same))
    _write_joined(conn, joined)
    return [claim_id for claim_id in choices if claim_id not in taken]


def _around(conn: sa.Connection, choices: Mapping[int, _Choice]) -> dict[int, set[int]]:
    """By claim, what linking it by its choice may change: itself, what it is linked to, and all that follows these."""
    touched = {
        claim_id: {claim_id, *choice.heads, *filter(None, [choice.past])} for claim_id, choice in choices.items()
    }
    followers = map_followers(conn, set[int]().union(*touched.values()))
    return {claim_id: own.union(*(followers[each] for each in own)) for claim_id, own in touched.items()}


def _apart(around: Mapping[int, set[int]]) -> list[int]:
    """The first claim, and each further one around which nothing is that is around one before it."""
    apart, before = list[int](), set[int]()
    for claim_id, own in around.items():
        if before.isdisjoint(own):
            apart.append(claim_id)
        before |= own
    return apart


def _choices(conn: sa.Connection, equals: Equals, is_same: IsSameClaim) -> dict[int, _Choice]:
    """What claims are to be linked to; claims that are already linked correctly are left out."""
    rows = _with_roots(conn, {*equals, *(each for others in equals.values() for each in others)})
    # One that is published and in triage came back because its article has changed; it keeps its fact-check.
    returned = fact_checks.list_published_claims(conn, [row.id for row in rows.values() if row.state in OPEN])
    made = {claim_id: _choice(rows, returned, claim_id, others, is_same) for claim_id, others in equals.items()}
    return {claim_id: choice for claim_id, choice in made.items() if choice != _Choice()}


def _choice(
    rows: Mapping[int, ClaimState],
    returned: Collection[int],
    claim_id: int,
    equals: Sequence[int],
    is_same: IsSameClaim,
) -> _Choice:
    """What a claim is to be linked to: the published one that it repeats, and the heads that it is to be one with.

    `rows` hold it, its equals and their roots; `returned` are those that were published and are in triage again.
    """
    claim = rows.get(claim_id)
    if claim is None or claim.excluded_from_clusters or claim_id in returned:
        return _Choice()
    found = dict.fromkeys(_root(rows, n) for n in equals)
    roots = [rows[n] for n in found if n is not None and n != _root(rows, claim_id)]
    roots = [r for r in roots if r.id in equals or is_same(claim.contextual, r.contextual)]
    past = (r.id for r in roots if (r.state in STANDING or r.id in returned) and claim.state in OPEN)
    working = (r for r in roots if r.state in (*OPEN, *IN_WORK) and r.id not in returned)
    heads = (r.id for r in working if claim.parent_id is None)
    return _Choice(next(past, None), tuple(heads))


def _with_roots(conn: sa.Connection, ids: Collection[int]) -> dict[int, ClaimState]:
    """Claims, with what they are duplicates or members of, and so on."""
    found: dict[int, ClaimState] = {}
    missing = set(ids)
    for _ in range(_MOST_STEPS):
        if not missing:
            break
        found |= list_claim_states(conn, missing)
        parents = {claim.parent_id for claim in found.values()}
        missing = {parent for parent in parents if parent is not None and parent not in found}
    return found


def _root(rows: Mapping[int, ClaimState], claim_id: int) -> int | None:
    """The head of a claim, followed up through `rows`; None if it is not among them."""
    at: int | None = claim_id
    for _ in range(_MOST_STEPS):
        if at is None or at not in rows:
            return None
        parent = rows[at].parent_id
        if parent is None:
            return at
        at = parent
    return None


def _root_of(conn: sa.Connection, claim_id: int | None) -> int | None:
    """What a claim is judged with in the end: itself, its original or its head. None if there is no such claim."""
    return None if claim_id is None else _root(_with_roots(conn, [claim_id]), claim_id)


def _repeat(conn: sa.Connection, rows: dict[int, ClaimState], claim_id: int, past: int) -> bool:
    """Note that a claim repeats a published one; whether that settles it."""
    claim, check = rows[claim_id], fact_checks.find_fact_check(conn, past)
    if check is None:
        return False
    rated = f"{check.rating}: {check.summary}"
    fields: dict[str, object] = {"repeat_of": past, "repeats_false": check.rating in ratings.FALSE}
    if claim.article_id == rows[past].article_id:  # another revision of the article says it still
        fields = {}
    if not fields or check.rating in ratings.TRUE:
        given = TransitionInput(duplicate_of=past)
        write_transition(
            conn, [claim_id], TransitionContext(claim.state), "duplicate", MACHINE, given,
            entry=HistoryEntry("duplicate", rated, {"of": past}),
            fields={**fields, "head_id": None},
        )  # fmt: skip
        apply_to_members(conn, claim, _members_in(rows, claim_id), "duplicate", MACHINE, given)
        return True
    if claim.repeat_of != past or claim.repeats_false != fields["repeats_false"]:
        update_fields(conn, [claim_id], MACHINE, HistoryEntry("repeated", rated, {"of": past}), fields)
    return False


def _join(rows: dict[int, ClaimState], heads: Sequence[int], is_same: IsSameClaim) -> _Joined:
    """Make these heads one: the one that people work on, else the oldest, takes the others with their members.

    A member that is not the same as its new head goes free.
    """
    head, *others = sorted((rows[n] for n in heads), key=lambda row: (row.state in OPEN, row.id))
    joining, freed = list[ClaimState](), list[int]()
    for other in others:
        if other.state in OPEN and not other.excluded_from_clusters and is_same(head.contextual, other.contextual):
            for row in (other, *_members_in(rows, other.id)):
                if is_same(head.contextual, row.contextual):
                    joining.append(row)
                else:
                    freed.append(row.id)
    return _Joined(head, joining, freed)


def _write_joined(conn: sa.Connection, joined: Iterable[_Joined]) -> None:
    """Write the members of all heads together; those of a head that people work on go where it is."""
    free, linked = list[int](), dict[int, int]()
    for each in joined:
        free += each.freed
        for state, ids in by_state(each.members).items():
            if state in OPEN and each.head.state not in OPEN:
                _follow(conn, ids, state, each.head)
            else:
                linked |= dict.fromkeys(ids, each.head.id)
    update_fields(conn, free, MACHINE, HistoryEntry("no longer clustered"), {"head_id": None})
    make_members(conn, linked)
    redirect_duplicates(conn, linked, MACHINE)


def _follow(conn: sa.Connection, ids: list[int], state: str, head: ClaimState) -> None:
    """Make claims of one state members of a head that is no longer open, with the state that members of it have."""
    action = "snooze" if head.state == "snoozed" else "duplicate"
    given = TransitionInput(until=head.snoozed_until, duplicate_of=head.id)
    entry = HistoryEntry("clustered", details={"with": head.id})
    context, fields = TransitionContext(state), {"head_id": head.id}
    write_transition(conn, ids, context, action, MACHINE, given, entry=entry, fields=fields)
    if action == "snooze":  # to become a duplicate redirects them by itself
        redirect_duplicates(conn, dict.fromkeys(ids, head.id), MACHINE)


def _members_in(rows: dict[int, ClaimState], head: int) -> list[ClaimState]:
    return [row for row in rows.values() if row.head_id == head]


def _may(action: str, state: str, actor: Actor, given: TransitionInput) -> bool:
    try:
        return bool(check_transition(action, TransitionContext(state), actor.role, actor.id, given))
    except NotAllowed:
        return False
