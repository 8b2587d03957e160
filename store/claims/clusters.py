"""The same claim in many articles is one thing to judge: claims are linked to one head, and go where it goes.

A member's `head_id` names its head; a head has none, so there are no chains and no circles. Each member is the same
claim as its head, not only as another member. Whoever links or decides locks every claim that is touched in the order
of ids, then looks whether the links are still what they were, and if not begins again. A person's step on a member
alone takes it out of its cluster for good (`apart`).

A claim that was judged and comes again is no member: it `repeats` the published one. If that was rated false it is
`returned` and stands on top of triage; if true there is nothing left to do, and it is its duplicate.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, RowMapping, or_, select

from store import embeddings
from store.articles import articles
from store.claims.claims import claims
from store.claims.workflow import CARRIED, IN_WORK, OPEN, STANDING, Case, NotAllowed, TransitionInput, allowed
from store.claims.writes import follow_original, note, transition, update_fields
from store.columns import among
from store.embeddings import claim_embeddings
from store.people import MACHINE, Actor
from store.verdicts import fact_checks, ratings

_MOST_NEAR: Final = 60
_LEAST_NEAR: Final = 0.62  # `checks.matching.same_claim` calls nothing the same claim that is less near in meaning
_MOST_TRIES: Final = 20
_MOST_STEPS: Final = 8  # from a duplicate to what it is a duplicate of, and on
_NOTED_BY_DUPLICATES: Final = {
    "publish": "published with its head", "withdraw": "withdrawn with its head", "decline": "declined with its head",
}  # fmt: skip
_DISTANCE = embeddings.embedding_distance(claim_embeddings.c.embedding)
_NEAREST = (
    select(claim_embeddings.c.claim_id, _DISTANCE)
    .where(claim_embeddings.c.embedding.is_not(None))
    .order_by(_DISTANCE)
    .limit(_MOST_NEAR)
    .subquery("nearest")
)
_COLUMNS = [column for column in claims.c if column.name != "search"]
_NEAR = (
    select(claims.c.id, claims.c.statement, _NEAREST.c.distance)
    .join(_NEAREST, _NEAREST.c.claim_id == claims.c.id)
    .order_by(_NEAREST.c.distance)
)


Same: TypeAlias = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class _Choice:
    """The nearest published claim that a claim repeats, and the heads that it is to be one with."""

    past: int | None = None
    heads: tuple[int, ...] = ()


class Busy(RuntimeError):
    """The links changed each time that they were about to be written; try again later."""


def near(conn: Connection, claim_id: int, meaning: Sequence[float]) -> list[tuple[int, str, float]]:
    """Other claims that may be the same as one of this `meaning`: id, statement and the cosine, the nearest first."""
    rows = conn.execute(_NEAR, embeddings.prepare_embedding_search(conn, meaning)).all()
    apart = _across_sample(conn, claim_id, [row.id for row in rows])
    return [
        (row.id, row.statement, -row.distance)
        for row in rows
        if row.id != claim_id and -row.distance >= _LEAST_NEAR and row.id not in apart
    ]


def _across_sample(conn: Connection, claim_id: int, ids: Collection[int]) -> set[int]:
    """Which claims are of the sample where this one is not, or the other way round.

    A claim that was made up is never judged together with a real one, nor by its verdict.
    """
    own = (
        select(articles.c.sample).join(claims, claims.c.article_id == articles.c.id).where(claims.c.id == claim_id)
    )
    others = select(claims.c.id).join(articles).where(among(claims.c.id, ids))
    return set(conn.execute(others.where(articles.c.sample != own.scalar_subquery())).scalars())


def link(conn: Connection, claim_id: int, akin: Sequence[int], same: Same) -> None:
    """Put a claim where it belongs among those `akin` to it, which are the same claim, the nearest first.

    `same` tells of two statements whether they are. The head of several clusters is the one that people work on, else
    the oldest. Done twice it changes nothing. Raises `Busy`.
    """
    for _ in range(_MOST_TRIES):
        attempt = conn.begin_nested()
        if _linked(conn, claim_id, akin, same):
            attempt.commit()
            return
        attempt.rollback()  # lets go of the locks
    raise Busy("the clusters around this claim change too fast")


def hold(
    conn: Connection, claim_id: int, original: int | None = None
) -> tuple[RowMapping | None, list[RowMapping], int | None]:
    """Lock a claim with all that follows it, and what `original` is judged with: the claim, its members, and that root.

    The root is None where there is no such claim. Raises `Busy`.
    """
    for _ in range(_MOST_TRIES):
        attempt = conn.begin_nested()
        root = _root_of(conn, original)
        wanted = {claim_id, *_behind(conn, [claim_id]), *([root] if root is not None else [])}
        rows = _lock(conn, wanted)
        if _behind(conn, [claim_id]) <= wanted and _root_of(conn, original) == root:
            attempt.commit()
            return rows.get(claim_id), [row for row in rows.values() if row["head_id"] == claim_id], root
        attempt.rollback()
    raise Busy("the cluster of this claim changes too fast")


def carry(
    conn: Connection,
    head: RowMapping,
    members: Iterable[RowMapping],
    action: str,
    actor: Actor,
    given: TransitionInput,
) -> None:
    """Take the members along on a step of their head that was made with `given`; all are locked.

    What cannot make the step of its own, but is answered by its head, is told in its history.
    """
    follows = CARRIED.get(action)
    if follows == "duplicate":
        given = replace(given, duplicate_of=given.duplicate_of if action == "duplicate" else head["id"])
    for state, ids in _by_state(members).items():
        details = {"with": head["id"]}
        if follows and _may(follows, state, actor, given):
            transition(conn, ids, Case(state), follows, actor, given, details=details)
        elif action in _NOTED_BY_DUPLICATES and state == "duplicate":
            note(conn, ids, actor, _NOTED_BY_DUPLICATES[action], given.reason, details)


def judged(conn: Connection, claim_id: int, rating: str | None) -> None:
    """Let the claims in triage that repeat a published one stand where its new rating (None: withdrawn) puts them."""
    returned = rating in ratings.FALSE
    repeating = select(claims.c.id).where(claims.c.repeats == claim_id, claims.c.state.in_(OPEN))
    ids = conn.execute(repeating.where(claims.c.returned != returned)).scalars().all()
    update_fields(conn, ids, MACHINE, "returned" if returned else "no longer returned", {"returned": returned})


def members(conn: Connection, claim_id: int) -> list[int]:
    """The ids of the claims that a head stands for."""
    return list(conn.execute(select(claims.c.id).where(claims.c.head_id == claim_id)).scalars())


def _linked(conn: Connection, claim_id: int, akin: Sequence[int], same: Same) -> bool:
    chosen = _choice(conn, claim_id, akin, same)
    touched = {claim_id, *chosen.heads, *filter(None, [chosen.past])}
    wanted = touched | _behind(conn, touched)
    rows = _lock(conn, wanted)
    if _choice(conn, claim_id, akin, same) != chosen or not _behind(conn, touched) <= wanted:
        return False
    if chosen.past and _repeat(conn, rows, claim_id, chosen.past):
        return True
    if chosen.heads:
        _join(conn, rows, [claim_id, *chosen.heads], same)
    return True


def _choice(conn: Connection, claim_id: int, akin: Sequence[int], same: Same) -> _Choice:
    rows = _with_roots(conn, [claim_id, *akin])
    me = rows.get(claim_id)
    if me is None or me["apart"]:
        return _Choice()
    found = dict.fromkeys(_root(rows, n) for n in akin)
    roots = [rows[n] for n in found if n is not None and n != _root(rows, claim_id)]
    roots = [r for r in roots if r["id"] in akin or same(me["statement"], r["statement"])]
    past = (r["id"] for r in roots if r["state"] in STANDING and me["state"] in OPEN)
    heads = (r["id"] for r in roots if r["state"] in (*OPEN, *IN_WORK) and me["head_id"] is None)
    return _Choice(next(past, None), tuple(heads))


def _with_roots(conn: Connection, ids: Collection[int]) -> dict[int, RowMapping]:
    """Claims, with what they are duplicates or members of, and so on."""
    found: dict[int, RowMapping] = {}
    missing = set(ids)
    for _ in range(_MOST_STEPS):
        if not missing:
            break
        rows = conn.execute(select(*_COLUMNS).where(among(claims.c.id, missing))).mappings()
        found |= {row["id"]: row for row in rows}
        parents = {_parent(row) for row in found.values()}
        missing = {parent for parent in parents if parent is not None and parent not in found}
    return found


def _parent(row: RowMapping) -> int | None:
    """What a claim is a duplicate or a member of."""
    parent: int | None = row["duplicate_of"] if row["state"] == "duplicate" else row["head_id"]
    return parent


def _root(rows: dict[int, RowMapping], claim_id: int) -> int | None:
    at: int | None = claim_id
    for _ in range(_MOST_STEPS):
        if at is None or at not in rows:
            return None
        parent = _parent(rows[at])
        if parent is None:
            return at
        at = parent
    return None


def _root_of(conn: Connection, claim_id: int | None) -> int | None:
    """What a claim is judged with in the end: itself, its original or its head. None where there is no such claim."""
    return None if claim_id is None else _root(_with_roots(conn, [claim_id]), claim_id)


def _behind(conn: Connection, ids: Collection[int]) -> set[int]:
    """The members and the duplicates of these claims, and those in triage that repeat them."""
    repeating = among(claims.c.repeats, ids) & claims.c.state.in_(OPEN)
    following = or_(among(claims.c.head_id, ids), among(claims.c.duplicate_of, ids), repeating)
    return set(conn.execute(select(claims.c.id).where(following)).scalars())


def _lock(conn: Connection, ids: Collection[int]) -> dict[int, RowMapping]:
    query = select(*_COLUMNS).where(among(claims.c.id, ids)).order_by(claims.c.id).with_for_update()
    return {row["id"]: row for row in conn.execute(query).mappings()}


def _repeat(conn: Connection, rows: dict[int, RowMapping], claim_id: int, past: int) -> bool:
    """Note that a claim repeats a published one; whether that settles it."""
    me, check = rows[claim_id], fact_checks.of_claim(conn, past)
    if check is None:
        return False
    rated = f"{check['rating']}: {check['summary']}"
    fields: dict[str, Any] = {"repeats": past, "returned": check["rating"] in ratings.FALSE}
    if me["article_id"] == rows[past]["article_id"]:  # another revision of the article says it still
        fields = {}
    if not fields or check["rating"] in ratings.TRUE:
        given = TransitionInput(duplicate_of=past)
        transition(
            conn, [claim_id], Case(me["state"]), "duplicate", MACHINE, given, reason=rated, details={"of": past},
            fields={**fields, "head_id": None},
        )  # fmt: skip
        carry(conn, me, _members_in(rows, claim_id), "duplicate", MACHINE, given)
        return True
    if me["repeats"] != past or me["returned"] != fields["returned"]:
        update_fields(conn, [claim_id], MACHINE, "repeated", fields, rated, {"of": past})
    return False


def _join(conn: Connection, rows: dict[int, RowMapping], heads: Sequence[int], same: Same) -> None:
    """Make these heads one: the one that people work on, else the oldest, takes the others with their members.

    A member that is not the same as its new head goes free.
    """
    head, *others = sorted((rows[n] for n in heads), key=lambda row: (row["state"] in OPEN, row["id"]))
    joining, freed = list[RowMapping](), list[int]()
    for other in others:
        if other["state"] in OPEN and not other["apart"] and same(head["statement"], other["statement"]):
            for row in (other, *_members_in(rows, other["id"])):
                if same(head["statement"], row["statement"]):
                    joining.append(row)
                else:
                    freed.append(row["id"])
    update_fields(conn, freed, MACHINE, "no longer clustered", {"head_id": None})
    for state, ids in _by_state(joining).items():
        _make_members(conn, ids, state, head)


def _make_members(conn: Connection, ids: list[int], state: str, head: RowMapping) -> None:
    """Make claims of one state members of `head`, with the state that members of it have."""
    told: dict[str, Any] = {"fields": {"head_id": head["id"]}, "details": {"with": head["id"]}}
    if state in OPEN and head["state"] not in OPEN:
        snoozed = head["state"] == "snoozed"
        given = TransitionInput(until=head["snoozed_until"], duplicate_of=head["id"])
        action = "snooze" if snoozed else "duplicate"
        transition(conn, ids, Case(state), action, MACHINE, given, event="clustered", **told)
    else:
        update_fields(conn, ids, MACHINE, "clustered", told["fields"], None, told["details"])
    follow_original(conn, ids, head["id"], MACHINE)


def _by_state(rows: Iterable[RowMapping]) -> dict[str, list[int]]:
    """The ids of claims by the state that they are in."""
    found = defaultdict[str, list[int]](list)
    for row in rows:
        found[row["state"]].append(row["id"])
    return found


def _members_in(rows: dict[int, RowMapping], head: int) -> list[RowMapping]:
    return [row for row in rows.values() if row["head_id"] == head]


def _may(action: str, state: str, actor: Actor, given: TransitionInput) -> bool:
    try:
        return bool(allowed(action, Case(state), actor.role, actor.id, given))
    except NotAllowed:
        return False
