"""Claims carried over from one revision of an article to the next, in the transaction that splits it.

A claim whose words stand keeps everything, and moves to the new revision. For a claim whose words changed, or that the
article no longer states, `decide_carry_over` decides what happens, from values alone; the one writer of states writes
it. Done twice, it changes nothing the second time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal, TypeAlias

import sqlalchemy as sa
from pydantic import TypeAdapter

from checks.types.claim import Claim
from checks.types.revision import AlignedClaim, Alignment, AnchoredClaim, ChangedWords, Fate, KnownClaim
from store import audit
from store.claims import transitions
from store.claims.claims import load_claim
from store.claims.followers import lock_followers
from store.claims.found_claims import claim_values, replace_quantities, write_claims
from store.claims.revisions.wording_changes import (
    NewWording,
    delete_wording_changes,
    describe_change,
    wording_changes,
    write_wording_change,
)
from store.claims.shared_claims import delete_shared_claims, release_followers_of
from store.claims.states import ClaimState, list_claim_states
from store.claims.tables import claims
from store.claims.workflow import OPEN, NotAllowed, TransitionContext, TransitionInput
from store.claims.writes import HistoryEntry, add_history_entry, move_claims, update_fields, write_transition
from store.columns import among
from store.lookups import evidence, lookups
from store.notices.notices import add_notices
from store.people import MACHINE, Actor
from store.triage.claim_edits import EVENTS as EDITS
from store.verdicts.fact_checks import list_published_claims

# "carry": it moves to the new revision as it is. "take over": it says what the article says now, and is looked up
# anew. "note": it keeps its words, and says that the article has others. "replace": so too, and the new words are
# a claim of their own. "return": so too, and it comes back to triage. "decline": nobody has judged it, and the
# article no longer says it.
CarryOver: TypeAlias = Literal["carry", "take over", "note", "replace", "return", "decline"]
PENDING: Final = TypeAdapter(Claim)  # a claim as JSON, as `wording_changes.pending` holds it
_SILENTLY: Final = "silently changed: "
_ON_TAKING_OVER: Final = {
    "head_id": None,
    "excluded_from_clusters": False,
    "repeat_of": None,
    "repeats_false": False,
}


@dataclass(slots=True)
class CarriedOver:
    """What became of the claims of an article.

    Attributes:
        to_look_up: the claims that say something new, with their ids; their lookups are still to be added.
        moved: ids of those that stand, in the new revision now.
        counts: how many claims took each way, and how many are new.
    """

    to_look_up: list[tuple[int, Claim]] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def decide_carry_over(state: str, fate: Fate, *, published: bool) -> CarryOver:
    """What becomes of a claim in a new revision of its article.

    Args:
        state: one of `store.claims.workflow.STATES`.
        fate: of its words.
        published: whether a fact-check of it is public.
    """
    if fate == "stands":
        return "carry"
    if state == "published":
        return "return"
    if fate == "gone":
        return "decline" if state in OPEN and not published else "note"
    if state == "withdrawn":
        return "replace"
    return "take over" if state in (*OPEN, "snoozed", "declined", "duplicate") and not published else "note"


def lock_known_claims(conn: sa.Connection, article_id: int) -> list[KnownClaim]:
    """The claims of an article that may stand in another revision, locked with all that follows them, in the order
    of ids.

    The caller has locked the article. One that was replaced by a claim of the article's new words is left out.
    """
    ids = conn.execute(sa.select(claims.c.id).where(claims.c.article_id == article_id)).scalars().all()
    if not ids:
        return []
    lock_followers(conn, ids)
    entries = audit.audit.c
    by_people = entries.subject_kind == "claim", among(entries.subject, ids), entries.event.in_(EDITS)
    corrected = set(conn.execute(sa.select(entries.subject).where(*by_people)).scalars())
    own = ("id", "text", "statement", "claimant", "start")
    query = (
        sa.select(*(claims.c[name] for name in own), wording_changes.c.kind, wording_changes.c.pending)
        .outerjoin(wording_changes, wording_changes.c.claim_id == claims.c.id)
        .where(claims.c.article_id == article_id, wording_changes.c.successor_id.is_(None))
        .order_by(claims.c.id)
    )
    return [
        KnownClaim(
            id=row.id,
            own=AnchoredClaim(row.text, row.statement, row.claimant, row.start),
            newest=_anchored(PENDING.validate_python(row.pending)) if row.pending else None,
            is_gone=row.kind == "gone",
            is_corrected=row.id in corrected,
        )
        for row in conn.execute(query)
    ]


def write_carry_over(
    conn: sa.Connection,
    revision: tuple[int, int, datetime],
    known: Sequence[KnownClaim],
    found: Sequence[Claim],
    alignment: Alignment,
    changed: dict[int, ChangedWords],
) -> CarriedOver:
    """Write what became of the known claims of an article, and those that are new.

    Args:
        revision: the new revision, its article, and when it came in.
        known: what `lock_known_claims` gave in this transaction.
        found: the claims of the new revision.
        alignment: of `known` with `found`.
        changed: the words that differ, by the id of each claim that has changed.
    """
    revision_id, article_id, since = revision
    published = list_published_claims(conn, [each.id for each in known])
    writer = _Writer(
        conn=conn, revision_id=revision_id, since=since, known={each.id: each for each in known}, found=found,
        changed=changed, published=published,
    )  # fmt: skip
    for aligned in alignment.known:
        writer.write(aligned)
    writer.move()
    fresh = [found[place] for place in sorted([*alignment.new, *writer.replacing.values()])]
    written = write_claims(conn, revision_id, article_id, fresh)
    writer.name_successors({(claim.start, claim.end): claim_id for claim_id, claim in written})
    counts = {**writer.counts, "new": len(written)}
    if known:
        audit.write_audit_entry(
            conn,
            MACHINE,
            "article",
            article_id,
            "claims carried over",
            details={"revision": revision_id, **counts},
        )
    return CarriedOver([*written, *writer.taken_over], [claim_id for claim_id, _ in writer.moving], counts)


def take_over_words(conn: sa.Connection, claim_id: int, actor: Actor, version: int) -> tuple[int, list[int]]:
    """Give a claim the words that its article has now, and ask all its sources again.

    One that is published keeps its words, which its fact-check judges: the new ones become a claim of their own in
    triage, and one that came back to triage for them is published as before.

    Args:
        version: the version of the claim on which this was decided.

    Returns:
        The claim that has the new words, and the lookups that are now due.

    Raises:
        NotFound, StaleClaim: as of `store.claims.transitions.apply_transition`.
        NotAllowed: it is in somebody else's hands or in review, or its article has no other words.
    """
    claim = transitions.lock_version(conn, claim_id, version)
    row = conn.execute(sa.select(wording_changes).where(wording_changes.c.claim_id == claim_id)).first()
    if row is None or row.pending is None:
        raise NotAllowed("the article has no other words that this claim could take over")
    check_may_edit(claim.state, claim.owner_id, actor)
    found, reason = PENDING.validate_python(row.pending), describe_change(row.since, row.before, row.now)
    if list_published_claims(conn, [claim_id]):
        ((new_id, _),) = write_claims(conn, row.revision_id, claim.article_id, [found])
        _name_successor(conn, claim_id, new_id)
        add_history_entry(conn, [new_id], actor, HistoryEntry("made of changed words", reason, {"of": claim_id}))
        if claim.state == "triage":
            transitions.apply_transition(conn, claim_id, "cancel_correction", actor, version, TransitionInput())
        return new_id, lookups.restart_lookups(conn, new_id)
    release_followers_of(conn, claim, reason)
    _write_words(conn, claim_id, row.revision_id, found, actor, reason)
    mine = wording_changes.c.claim_id == claim_id
    conn.execute(sa.update(wording_changes).where(mine).values(pending=sa.null()))
    delete_shared_claims(conn, [claim_id])
    evidence.delete_uncited_evidence(conn, [claim_id])
    return claim_id, lookups.restart_lookups(conn, claim_id)


def check_may_edit(state: str, owner_id: int | None, actor: Actor) -> None:
    """Raise `NotAllowed` where this claim's words are not `actor`'s to change."""
    if state in ("in_review", "approved"):
        raise NotAllowed("its verdict is in review: take it back from review first", "state")
    if actor.role == "checker" and owner_id not in (None, actor.id):
        raise NotAllowed(
            "this claim is in somebody else's hands: only they, a reviewer or an admin may do that", "actor"
        )


@dataclass(slots=True)
class _Writer:
    """Writes one claim after the other; what moves is written together at the end.

    Attributes:
        moving: those that move, as they stand now, `taken_over` those that say the new words, `replacing` place by
            id of those whose new words become a claim of their own.
    """

    conn: sa.Connection
    revision_id: int
    since: datetime
    known: dict[int, KnownClaim]
    found: Sequence[Claim]
    changed: dict[int, ChangedWords]
    published: set[int]
    moving: list[tuple[int, Claim]] = field(default_factory=list)
    taken_over: list[tuple[int, Claim]] = field(default_factory=list)
    replacing: dict[int, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def write(self, aligned: AlignedClaim) -> None:
        """Write what became of one claim."""
        claim = list_claim_states(self.conn, [aligned.id])[aligned.id]  # one that went before may have changed it
        published = aligned.id in self.published
        step = decide_carry_over(claim.state, aligned.fate, published=published)
        self.counts[step] = self.counts.get(step, 0) + 1
        if step == "carry":
            self._carry(claim, aligned)
            return
        now = None if aligned.place is None else self.found[aligned.place]
        wording = self._wording(aligned, now)
        if wording is None:  # said before
            return
        self._tell_owner(claim, wording.sentence)
        match step:
            case "take over" if now is not None:
                self._take_over(claim, now, wording)
                return
            case "decline":
                release_followers_of(self.conn, claim, wording.sentence)
                self._change(claim, wording.sentence, head_id=None)
            case "return":
                self._change(claim, _SILENTLY + wording.sentence)
            case _:
                entry = HistoryEntry("article_changed", wording.sentence, {"revision": self.revision_id})
                update_fields(self.conn, [claim.id], MACHINE, entry, {})
                if step == "replace" and aligned.place is not None:
                    self.replacing[claim.id] = aligned.place
        pending = PENDING.dump_python(wording.pending, mode="json") if wording.pending else None
        write_wording_change(self.conn, claim.id, wording, pending)

    def _tell_owner(self, claim: ClaimState, reason: str) -> None:
        """Tell who has the claim in hand, or had it before this revision, what the article says in its place."""
        if claim.owner_id is not None:
            add_notices(self.conn, [claim.owner_id], "article changed", claim.id, MACHINE, reason)

    def move(self) -> None:
        """Write where those that stand are now, with their quantities and times, which have offsets too."""
        if self.moving:
            found = dict(self.moving)
            move_claims(self.conn, self.revision_id, {n: claim_values(claim) for n, claim in found.items()})
            replace_quantities(self.conn, found)

    def name_successors(self, ids: dict[tuple[int, int], int]) -> None:
        """Note which new claims come from the words of the replaced ones, by their offsets."""
        for claim_id, place in self.replacing.items():
            new = self.found[place]
            if (new.start, new.end) in ids:
                _name_successor(self.conn, claim_id, ids[new.start, new.end])

    def _carry(self, claim: ClaimState, aligned: AlignedClaim) -> None:
        if aligned.start is not None:
            new = _shifted(load_claim(self.conn, claim.id).claim, aligned.start)
        elif aligned.place is not None:
            new = self.found[aligned.place]
        else:
            return
        at = sa.select(claims.c.revision_id, claims.c.start, claims.c.end, claims.c.decline_reason)
        stood = self.conn.execute(at.where(claims.c.id == claim.id)).one()
        if (stood.revision_id, stood.start, stood.end) != (self.revision_id, new.start, new.end):
            self.moving.append((claim.id, new))
            if aligned.start is not None:
                # Its edit can no longer be taken back: its offsets are of another text.
                entry = HistoryEntry("moved", details={"revision": self.revision_id})
                update_fields(self.conn, [claim.id], MACHINE, entry, {})
        known = self.known[claim.id]
        if not known.is_gone and known.newest is None:
            return
        reason = f"the article says this again since {self.since.strftime('%-d %b %Y')}"
        if claim.state == "declined" and str(stood.decline_reason).startswith("the article no longer says this"):
            self._change(claim, reason)
        else:
            update_fields(self.conn, [claim.id], MACHINE, HistoryEntry("article_changed", reason), {})
        delete_wording_changes(self.conn, [claim.id])
        self._tell_owner(claim, reason)

    def _wording(self, aligned: AlignedClaim, now: Claim | None) -> NewWording | None:
        """What the revision says in place of a claim; None if that was written before."""
        known = self.known[aligned.id]
        if now is None and known.is_gone:
            return None
        before = known.newest or known.own
        said = None if now is None else _anchored(now)
        if said is not None and known.newest is not None and said.text == known.newest.text:
            return None
        words = self.changed.get(aligned.id, ChangedWords(before.statement, ""))
        return NewWording(
            revision_id=self.revision_id, since=self.since, before=before, now=said, words=words, pending=now
        )

    def _take_over(self, claim: ClaimState, now: Claim, wording: NewWording) -> None:
        reason = wording.sentence
        if claim.state in ("declined", "duplicate"):
            self._change(claim, reason)
        release_followers_of(self.conn, claim, reason)
        _write_words(self.conn, claim.id, self.revision_id, now, MACHINE, reason)
        delete_shared_claims(self.conn, [claim.id])
        lookups.reset_lookups(self.conn, [claim.id])
        write_wording_change(self.conn, claim.id, wording, None)
        self.taken_over.append((claim.id, now))

    def _change(self, claim: ClaimState, reason: str, **fields: object) -> None:
        write_transition(
            self.conn, [claim.id], TransitionContext(claim.state), "article_changed", MACHINE, TransitionInput(reason),
            entry=HistoryEntry("article_changed", details={"revision": self.revision_id}), fields=fields,
        )  # fmt: skip


def _shifted(claim: Claim, start: int) -> Claim:
    """A claim with the same words at another place."""
    by = start - claim.start
    quantities = tuple(replace(each, start=each.start + by, end=each.end + by) for each in claim.quantities)
    dates = tuple(replace(each, start=each.start + by, end=each.end + by) for each in claim.dates)
    return replace(claim, start=start, end=claim.end + by, quantities=quantities, dates=dates)


def _anchored(claim: Claim) -> AnchoredClaim:
    return AnchoredClaim(claim.text, claim.statement, claim.claimant, claim.start)


def _write_words(
    conn: sa.Connection, claim_id: int, revision_id: int, found: Claim, actor: Actor, reason: str
) -> None:
    """Have a claim say what was found in a revision; it is no longer the same claim as others."""
    fields = {**claim_values(found), **_ON_TAKING_OVER, "revision_id": revision_id}
    said = conn.execute(sa.select(claims.c.statement).where(claims.c.id == claim_id)).scalar()
    entry = HistoryEntry("words taken over", reason, {"revision": revision_id, "before": {"statement": said}})
    update_fields(conn, [claim_id], actor, entry, fields)
    replace_quantities(conn, {claim_id: found})


def _name_successor(conn: sa.Connection, claim_id: int, successor_id: int) -> None:
    write = sa.update(wording_changes).where(wording_changes.c.claim_id == claim_id)
    conn.execute(write.values(successor_id=successor_id, pending=sa.null()))
