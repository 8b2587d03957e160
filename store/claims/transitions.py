"""The steps that people take with a claim, in the caller's one transaction.

`workflow.py` holds the table of transitions, `states.py` reads and locks the claims concerned, and `writes.py` writes
the new state with its audit entry; here the claim's version is checked, and what follows from a step is done."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import sqlalchemy as sa

from store import audit
from store.claims.claims import ClaimRecord, get_claim
from store.claims.clusters import apply_to_members, lock_cluster, update_repeating_claims
from store.claims.shared_claims import look_up_alone
from store.claims.states import ClaimState, list_claim_states
from store.claims.tables import claims
from store.claims.workflow import TransitionContext, TransitionInput, allowed_actions, check_transition
from store.claims.writes import write_transition
from store.columns import among
from store.db import NotFound
from store.deliveries import events
from store.lookups.evidence import citations
from store.lookups.lookups import lookups
from store.newsroom import profile
from store.notices import events as notices
from store.people import MACHINE, Actor, Refused, people
from store.verdicts import disagreements, fact_checks, verdicts
from store.verdicts.authorship import list_own_verdicts
from store.verdicts.second_ratings import list_to_rate
from store.verdicts.verdicts import VerdictContent


class StaleClaim(RuntimeError):
    """Somebody changed the claim meanwhile; `current` is how it is now."""

    def __init__(self, current: ClaimRecord) -> None:
        super().__init__(f"the claim is at version {current.version} now")
        self.current = current


def apply_transition(
    conn: sa.Connection, claim_id: int, action: str, actor: Actor, version: int, given: TransitionInput
) -> ClaimRecord:
    """Take one step.

    Args:
        action: one of `store.claims.workflow.REQUESTABLE`.
        version: the version of the claim on which the step was decided.
        given: what comes with the step.

    Returns:
        The claim as it then is.

    Raises:
        NotFound: there is no such claim.
        StaleClaim: `version` is not the claim's.
        NotAllowed: the table of transitions does not allow the step.
        Refused: a field of `given` is wrong.
        ClusterBusy: the claim's cluster changes too fast.
    """
    original = given.duplicate_of if action == "duplicate" else None
    cluster = lock_cluster(conn, claim_id, original)
    claim = _check_version(conn, cluster.claim, claim_id, version)
    verdict = verdicts.find_latest_verdict(conn, claim_id)
    context = _contexts(conn, [claim], {claim_id: verdict}, actor)[claim_id]
    check_transition(action, context, actor.role, actor.id, given)
    if action == "assign":
        _check_owner(conn, given.owner_id)
    if original is not None:
        given = replace(given, duplicate_of=_check_original(claim, original, cluster.root))
    # a step on a member alone takes it out of its cluster
    fields = {"head_id": None, "excluded_from_clusters": True} if context.clustered else {}
    write_transition(conn, [claim_id], context, action, actor, given, fields=fields)
    if context.clustered:
        look_up_alone(conn, [claim_id])
    if verdict is not None:
        _update_publication(conn, claim, verdict, action, actor, given)
    notices.note_step(conn, claim, verdict, action, actor, given, correction=context.published)
    apply_to_members(conn, claim, cluster.members, action, actor, given)
    return get_claim(conn, claim_id)


def write_verdict(
    conn: sa.Connection, claim_id: int, content: VerdictContent, actor: Actor, version: int
) -> ClaimRecord:
    """Save the next version of a verdict; the claim goes to *researching* with its writer as owner if need be.

    Args:
        version: the version of the claim on which the verdict was written.

    Returns:
        The claim as it then is.

    Raises:
        NotFound, StaleClaim, NotAllowed, Refused: as of `apply_transition`.
    """
    locked = list_claim_states(conn, [claim_id], lock=True).get(claim_id)
    context = TransitionContext(_check_version(conn, locked, claim_id, version).state)
    check_transition("verdict", context, actor.role, actor.id, TransitionInput(draft=0))
    number = verdicts.add_verdict(conn, claim_id, content, actor)
    given = TransitionInput(f"version {number}: {content.rating}", draft=number)
    write_transition(conn, [claim_id], context, "verdict", actor, given)
    return get_claim(conn, claim_id)


def lock_version(conn: sa.Connection, claim_id: int, version: int) -> ClaimState:
    """A claim at this version, locked with all that follows it.

    Raises:
        NotFound, StaleClaim, ClusterBusy: as of `apply_transition`.
    """
    return _check_version(conn, lock_cluster(conn, claim_id).claim, claim_id, version)


def list_open_actions(conn: sa.Connection, claim_id: int, actor: Actor) -> tuple[str, ...]:
    """The actions that `actor` may take on a claim now.

    Raises:
        NotFound: there is no such claim.
    """
    latest = verdicts.find_latest_verdict(conn, claim_id)
    found = list_actions_of_claims(conn, {claim_id: latest}, actor)
    if claim_id not in found:
        raise NotFound(f"there is no claim {claim_id}")
    return found[claim_id]


def list_actions_of_claims(
    conn: sa.Connection, latest: Mapping[int, verdicts.Verdict | None], actor: Actor
) -> dict[int, tuple[str, ...]]:
    """The actions that `actor` may take on several claims now, by claim id; a claim that does not exist is missing.

    Args:
        latest: the newest version of each claim's verdict, by claim id.
    """
    contexts = _contexts(conn, list_claim_states(conn, latest).values(), latest, actor)
    return {claim_id: allowed_actions(context, actor.role, actor.id) for claim_id, context in contexts.items()}


def triage_claims(conn: sa.Connection, claim_ids: Collection[int]) -> list[int]:
    """The machine's step when claims have their suggestions; those that people hold already are left alone.

    Returns:
        The ids of those that came to triage.
    """
    waiting = sa.select(claims.c.id).where(among(claims.c.id, claim_ids), claims.c.state == "new")
    ids = list(conn.execute(waiting.order_by(claims.c.id).with_for_update()).scalars())
    write_transition(conn, ids, TransitionContext("new"), "triage", MACHINE, TransitionInput())
    return ids


def assign_to_default_owner(conn: sa.Connection, claim_id: int, owner_id: int) -> None:
    """The machine's step for a claim of a feed that has an owner; one that is in a cluster, or not in triage, is
    left alone.
    """
    query = sa.select(claims.c.state, claims.c.head_id).where(claims.c.id == claim_id).with_for_update()
    row = conn.execute(query).first()
    if row is not None and row.state == "triage" and row.head_id is None:
        given = TransitionInput(owner_id=owner_id)
        version = get_claim(conn, claim_id).version
        apply_transition(conn, claim_id, "assign", MACHINE, version, given)


def reopen_snoozed_claims(conn: sa.Connection, limit: int = 200) -> int:
    """Reopen at most `limit` claims whose snooze is over; returns how many."""
    over = sa.select(claims.c.id).where(claims.c.snoozed_until <= sa.func.now()).limit(limit)
    ids = conn.execute(over.with_for_update(skip_locked=True)).scalars().all()
    given = TransitionInput("the snooze is over")
    write_transition(conn, ids, TransitionContext("snoozed"), "reopen", MACHINE, given)
    return len(ids)


def get_correction_reason(conn: sa.Connection, claim_id: int) -> str | None:
    """Why the published fact-check of a claim is being corrected; None if none is published."""
    if fact_checks.find_standing_fact_check(conn, claim_id) is None:
        return None
    return audit.last_audit_reason(conn, "claim", claim_id, "correct") or "corrected"


def _check_version(conn: sa.Connection, claim: ClaimState | None, claim_id: int, version: int) -> ClaimState:
    """The claim, where it exists at this version. Raises `NotFound` and `StaleClaim`."""
    if claim is None:
        raise NotFound(f"there is no claim {claim_id}")
    if claim.version != version:
        raise StaleClaim(get_claim(conn, claim_id))
    return claim


def _contexts(
    conn: sa.Connection,
    states: Collection[ClaimState],
    latest: Mapping[int, verdicts.Verdict | None],
    actor: Actor,
) -> dict[int, TransitionContext]:
    """What the table of transitions needs to know of claims before `actor` acts on them, by claim id.

    Args:
        latest: the newest version of each claim's verdict, by claim id.
    """
    judged = {claim_id: verdict for claim_id, verdict in latest.items() if verdict is not None}
    cited, without_hits = _count_grounds(conn, judged) if judged else ({}, {})
    published = fact_checks.list_published_claims(conn, judged)
    in_review = [judged[claim.id] for claim in states if claim.state == "in_review" and claim.id in judged]
    own = list_own_verdicts(conn, in_review, actor)
    to_rate = list_to_rate(conn, in_review, actor, own)
    differing = disagreements.list_disagreements(conn, [verdict.id for verdict in in_review])
    found: dict[int, TransitionContext] = {}
    for claim in states:
        found[claim.id] = TransitionContext(
            claim.state, clustered=claim.head_id is not None, owner_id=claim.owner_id
        )
        if verdict := judged.get(claim.id):
            differs = differing.get(verdict.id)
            found[claim.id] = replace(
                found[claim.id],
                has_verdict=True,
                rating=verdict.rating,
                cited=cited.get(verdict.id, 0),
                lookups_without_hits=without_hits.get(claim.id, 0),
                published=claim.id in published,
                own=verdict.id in own,
                to_rate=verdict.id in to_rate,
                disagreement=(differs.assignee, differs.rating) if differs and differs.outcome is None else None,
            )
    return found


def _count_grounds(
    conn: sa.Connection, judged: Mapping[int, verdicts.Verdict]
) -> tuple[dict[int, int], dict[int, int]]:
    """How much evidence verdicts cite, by verdict id, and how many lookups found nothing to use, by claim id."""
    number = sa.func.count()
    cites = among(citations.c.verdict_id, [verdict.id for verdict in judged.values()])
    cited = sa.select(citations.c.verdict_id, number).where(cites).group_by(citations.c.verdict_id)
    in_vain = among(lookups.c.claim_id, judged), lookups.c.outcome.in_(("nothing", "set aside"))
    without_hits = sa.select(lookups.c.claim_id, number).where(*in_vain).group_by(lookups.c.claim_id)
    by_verdict, by_claim = (
        {row[0]: int(row[1]) for row in conn.execute(query)} for query in (cited, without_hits)
    )
    return by_verdict, by_claim


def _check_owner(conn: sa.Connection, owner_id: int | None) -> None:
    """Raise `Refused` unless this id is that of an active person."""
    if conn.execute(sa.select(people.c.id).where(people.c.id == owner_id, people.c.active)).first() is None:
        raise Refused("owner", f"nobody here has the number {owner_id}")


def _check_original(claim: ClaimState, named: int, root: int | None) -> int:
    """The claim that a duplicate of the `named` one is judged with: `root`, what that is itself judged with, locked.

    Raises `Refused` where there is none, or where the claim would become its own duplicate.
    """
    if root is None:
        raise Refused("duplicate_of", f"there is no claim {named}")
    if named == claim.id:
        raise Refused("duplicate_of", "a claim is no duplicate of itself")
    if root == claim.id:
        raise Refused(
            "duplicate_of",
            f"claim {named} is itself judged with this claim, as its duplicate or in its cluster: take it out first",
        )
    return root


def _update_publication(
    conn: sa.Connection,
    claim: ClaimState,
    verdict: verdicts.Verdict,
    action: str,
    actor: Actor,
    given: TransitionInput,
) -> None:
    """Write what a step means for the verdict and the fact-check of a claim."""
    match action:
        case "submit":
            events.note_verdict(conn, "verdict.submitted", verdict.id)
        case "approve":
            verdicts.write_decision(conn, verdict.id, "approved", given.reason, actor)
            events.note_verdict(conn, "verdict.approved", verdict.id)
        case "request_changes":
            disagreements.resolve_by_changes(conn, verdict.id, given.reason or "", actor)
            verdicts.write_decision(conn, verdict.id, "changes requested", given.reason, actor)
        case "publish":
            correction = get_correction_reason(conn, claim.id)
            publisher = profile.get_newsroom(conn).name or given.publisher
            fact_checks.publish_fact_check(
                conn, claim, verdict, publisher, correction=correction, embargo_until=given.embargo_until,
                claimant_kind=given.claimant_kind,
            )  # fmt: skip
            unsent = not correction or events.drop_embargoed_deliveries(conn, claim.id)
            event = "fact_check.published" if unsent else "fact_check.corrected"
            events.note_fact_check(conn, event, claim.id, None if unsent else correction)
            update_repeating_claims(conn, claim.id, verdict.rating)
        case "cancel_correction":
            published = fact_checks.find_standing_fact_check(conn, claim.id)
            verdicts.drop_later_versions(conn, claim.id, published.verdict_id if published else verdict.id)
        case "withdraw":
            fact_checks.withdraw_fact_check(conn, claim.id, given.reason)
            if not events.drop_embargoed_deliveries(conn, claim.id):
                events.note_fact_check(conn, "fact_check.withdrawn", claim.id, given.reason)
            update_repeating_claims(conn, claim.id, None)
