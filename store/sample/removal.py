"""Clearing the sample away: what goes, what stays because people have judged it, and what becomes of what hung on it.

A claim of the sample stays, with its article, where somebody works on it, wrote a verdict, or added evidence; so a
published fact-check keeps its page. It stays marked as sample: nothing that was made up becomes evidence for a
real claim.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from typing import Final

import sqlalchemy as sa

from store import audit, queue
from store.articles import articles, revisions
from store.claims.tables import claims
from store.claims.workflow import TransitionContext, TransitionInput
from store.claims.writes import HistoryEntry, update_fields, write_transition
from store.columns import among
from store.db import tell
from store.lookups import evidence
from store.lookups.lookups import lookups
from store.people import Actor
from store.shelf.documents import documents
from store.verdicts.fact_checks import fact_checks
from store.verdicts.verdicts import verdicts

_IN_HAND: Final = ("assigned", "researching", "awaiting_reply", "in_review", "changes_requested", "approved")
_OF_OTHERS: Final = (fact_checks.c.sample, fact_checks.c.slug.is_(None))
_WHY: Final = "it was judged with a claim that went with the sample"


@dataclass(frozen=True, slots=True)
class KeptClaim:
    """A claim of the sample that stays, and why, in words: somebody works on it, added evidence, or judged it."""

    id: int
    statement: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Removal:
    """How much goes, of each kind; which claims stay; how many claims come back to triage because their original goes.

    `decided` are those of `claims` that somebody has declined, snoozed or marked a duplicate.
    """

    articles: int
    claims: int
    decided: int
    documents: int
    fact_checks: int
    reopened: int
    kept: tuple[KeptClaim, ...]
    kept_articles: int
    ids: tuple[int, ...] = field(repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to clear away."""
        return not (self.articles or self.claims or self.documents or self.fact_checks)


def plan_sample_removal(conn: sa.Connection, *, lock: bool = False) -> Removal:
    """What `remove_sample` would do now.

    `lock` keeps the sample's claims unchanged until the transaction ends, so that the removal follows the plan.
    """
    of_sample = sa.select(claims).join(articles).where(articles.c.sample).order_by(claims.c.id)
    rows = conn.execute(of_sample.with_for_update(of=claims) if lock else of_sample).mappings().all()
    reasons = _reasons(conn, rows)
    goes = [row for row in rows if row["id"] not in reasons]
    ids = [row["id"] for row in goes]
    kept = [row for row in rows if row["id"] in reasons]
    homes = {row["article_id"] for row in kept}
    return Removal(
        articles=_count(conn, articles, articles.c.sample) - len(homes),
        claims=len(goes),
        decided=sum(row["state"] in ("declined", "snoozed", "duplicate") for row in goes),
        documents=_count(conn, documents, documents.c.sample),
        fact_checks=_count(conn, fact_checks, *_OF_OTHERS),
        reopened=len(_duplicates(conn, ids)),
        kept=tuple(KeptClaim(r["id"], r["statement"], r["state"], reasons[r["id"]]) for r in kept),
        kept_articles=len(homes),
        ids=tuple(ids),
    )


def remove_sample(conn: sa.Connection, actor: Actor) -> Removal:
    """Clear the sample away in the caller's transaction; returns what was done.

    Claims of others whose original goes come back to triage. The audit log has one entry for all of it.
    """
    done = plan_sample_removal(conn, lock=True)
    ids = done.ids
    given = TransitionInput(_WHY)
    write_transition(conn, _duplicates(conn, ids), TransitionContext("duplicate"), "reopen", actor, given)
    update_fields(conn, _members(conn, ids), actor, HistoryEntry("no longer clustered", _WHY), {"head_id": None})
    empty = sa.select(articles.c.id).where(articles.c.sample, articles.c.id.not_in(_homes(conn, done.kept)))
    _drop_work(conn, ids, conn.execute(empty).scalars().all())
    conn.execute(sa.delete(claims).where(among(claims.c.id, ids)))
    conn.execute(sa.delete(articles).where(articles.c.id.in_(empty)))
    conn.execute(sa.delete(fact_checks).where(*_OF_OTHERS))
    conn.execute(sa.delete(documents).where(documents.c.sample))
    evidence.delete_unquoted_captures(conn)
    counts = {name: value for name, value in asdict(done).items() if isinstance(value, int)}
    kept = [claim.id for claim in done.kept]
    audit.write_audit_entry(conn, actor, "sample", 0, "cleared", details={**counts, "kept": kept})
    tell(conn, "again", 0)
    return done


def _reasons(conn: sa.Connection, rows: Sequence[sa.RowMapping]) -> dict[int, str]:
    """Why claims stay, in words, by id; those that go are not in it."""
    ids = [row["id"] for row in rows]
    found = {row["id"]: "somebody works on it" for row in rows if row["state"] in _IN_HAND}
    own = evidence.evidence
    added = sa.select(own.c.claim_id).where(among(own.c.claim_id, ids), own.c.added_by.is_not(None))
    found |= dict.fromkeys(conn.execute(added).scalars(), "somebody added evidence")
    judged = sa.select(verdicts.c.claim_id).where(among(verdicts.c.claim_id, ids))
    found |= dict.fromkeys(conn.execute(judged).scalars(), "it has a verdict")
    public = sa.select(fact_checks.c.claim_id, fact_checks.c.withdrawn_at).where(
        among(fact_checks.c.claim_id, ids)
    )
    for row in conn.execute(public):
        found[row.claim_id] = "its fact-check was withdrawn" if row.withdrawn_at else "its fact-check is published"
    return found


def _count(conn: sa.Connection, table: sa.Table, *of_sample: sa.ColumnElement[bool]) -> int:
    """How many rows of a table meet all conditions."""
    return conn.execute(sa.select(sa.func.count()).select_from(table).where(*of_sample)).scalar_one()


def _duplicates(conn: sa.Connection, gone: Collection[int]) -> Sequence[int]:
    """Claims that stay and whose original goes."""
    left = among(claims.c.duplicate_of, gone) & ~among(claims.c.id, gone)
    return conn.execute(sa.select(claims.c.id).where(left)).scalars().all()


def _members(conn: sa.Connection, gone: Collection[int]) -> Sequence[int]:
    """Claims that stay and whose head goes."""
    left = among(claims.c.head_id, gone) & ~among(claims.c.id, gone)
    return conn.execute(sa.select(claims.c.id).where(left)).scalars().all()


def _homes(conn: sa.Connection, kept: Sequence[KeptClaim]) -> Sequence[int]:
    """The articles in which the claims that stay are stated."""
    stated = sa.select(claims.c.article_id).where(among(claims.c.id, [claim.id for claim in kept])).distinct()
    return conn.execute(stated).scalars().all()


def _drop_work(conn: sa.Connection, claim_ids: Collection[int], article_ids: Collection[int]) -> None:
    """Delete the open jobs of claims and articles."""
    asked = sa.select(lookups.c.id).where(among(lookups.c.claim_id, claim_ids))
    read = sa.select(revisions.c.id).where(among(revisions.c.article_id, article_ids))
    job = queue.work
    for kind, subjects in (("split", read), ("lookup", asked)):
        conn.execute(sa.delete(job).where(job.c.kind == kind, job.c.subject.in_(subjects)))
    conn.execute(sa.delete(job).where(job.c.kind == "suggest", among(job.c.subject, claim_ids)))
