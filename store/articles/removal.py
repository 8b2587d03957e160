"""Deleting an article: what hangs on it, who may, and what becomes of claims elsewhere that were judged with its own.

An article stays if a fact-check of it was ever published, so that no public page loses its subject.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from store import audit, queue
from store.articles.receiving import lock_article
from store.articles.tables import articles, revisions
from store.claims.followers import list_followers, lock_followers, release_followers
from store.claims.shared_claims import look_up_alone, shared_claims
from store.claims.states import list_claim_states
from store.claims.tables import claims
from store.claims.workflow import NotAllowed
from store.columns import among
from store.db import tell
from store.lookups.batches import lookup_batches
from store.lookups.evidence import evidence
from store.lookups.lookups import lookups
from store.lookups.snapshots import captures
from store.people import Actor
from store.verdicts.fact_checks import fact_checks
from store.verdicts.verdicts import verdicts

_WHY = "the article that it was judged with was deleted"


@dataclass(frozen=True, slots=True)
class PublishedCheck:
    """A fact-check that was published of a claim of the article."""

    claim_id: int
    slug: str
    statement: str
    rating: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class ArticleRemoval:
    """What would go with an article.

    Attributes:
        claims: how many, by state.
        evidence: how many passages, `verdicts` how many versions of verdicts.
        released: how many claims of other articles are judged with its own, and go on without them.
        published: the fact-checks for which it stays.
    """

    id: int
    title: str
    added_by: int | None
    revisions: int
    claims: dict[str, int]
    evidence: int
    verdicts: int
    released: int
    published: tuple[PublishedCheck, ...]

    def may_be_removed_by(self, actor: Actor) -> bool:
        """Whether `actor` may delete it: who added it, a reviewer or an admin."""
        return actor.role in ("reviewer", "admin") or (actor.id is not None and self.added_by == actor.id)


def plan_article_removal(conn: sa.Connection, article_id: int) -> ArticleRemoval:
    """What `remove_article` would delete now.

    Raises:
        NotFound: there is no such article.
    """
    lock_article(conn, article_id)
    article = conn.execute(
        sa.select(articles.c.title, articles.c.added_by).where(articles.c.id == article_id)
    ).one()
    rows = conn.execute(sa.select(claims.c.id, claims.c.state).where(claims.c.article_id == article_id)).all()
    ids = [row.id for row in rows]
    mine = among(fact_checks.c.claim_id, ids)
    columns = (fact_checks.c[name] for name in ("claim_id", "slug", "statement", "rating", "withdrawn_at"))
    published = conn.execute(sa.select(*columns).where(mine).order_by(fact_checks.c.id)).all()
    return ArticleRemoval(
        id=article_id,
        title=article.title,
        added_by=article.added_by,
        revisions=_count(conn, revisions, revisions.c.article_id == article_id),
        claims=dict(Counter(row.state for row in rows)),
        evidence=_count(conn, evidence, among(evidence.c.claim_id, ids)),
        verdicts=_count(conn, verdicts, among(verdicts.c.claim_id, ids)),
        released=len(list_followers(conn, ids) - set(ids)),
        published=tuple(
            PublishedCheck(
                claim_id=row.claim_id,
                slug=row.slug,
                statement=row.statement,
                rating=row.rating,
                withdrawn=row.withdrawn_at is not None,
            )
            for row in published
        ),
    )


def remove_article(conn: sa.Connection, article_id: int, actor: Actor) -> ArticleRemoval:
    """Delete an article with its revisions, claims, evidence and drafts of verdicts; returns what went.

    Raises:
        NotFound: there is no such article.
        NotAllowed: `actor` neither added it nor is a reviewer or an admin, or a fact-check of it was published.
    """
    lock_article(conn, article_id)
    ids = conn.execute(sa.select(claims.c.id).where(claims.c.article_id == article_id)).scalars().all()
    lock_followers(conn, ids)
    plan = plan_article_removal(conn, article_id)
    if not plan.may_be_removed_by(actor):
        raise NotAllowed("only who added it, a reviewer or an admin deletes an article", "actor")
    if plan.published:
        count = len(plan.published)
        named = "a fact-check of it was" if count == 1 else f"{count} fact-checks of it were"
        raise NotAllowed(f"{named} published: what is public keeps its article", "state")
    for head in list_claim_states(conn, ids).values():
        release_followers(conn, head, _WHY)
    sharing = among(shared_claims.c.original_id, ids), ~among(shared_claims.c.claim_id, ids)
    look_up_alone(conn, conn.execute(sa.select(shared_claims.c.claim_id).where(*sharing)).scalars().all())
    _drop_jobs(conn, article_id, ids)
    quoted = sa.select(evidence.c.sha256).where(among(evidence.c.claim_id, ids)).distinct()
    hashes = conn.execute(quoted).scalars().all()
    conn.execute(sa.delete(claims).where(among(claims.c.id, ids)))
    still = sa.exists().where(evidence.c.sha256 == captures.c.sha256)
    conn.execute(sa.delete(captures).where(captures.c.sha256.in_(hashes), ~still))
    conn.execute(sa.delete(articles).where(articles.c.id == article_id))
    details = {
        "claims": plan.claims,
        "revisions": plan.revisions,
        "evidence": plan.evidence,
        "verdicts": plan.verdicts,
    }
    audit.write_audit_entry(conn, actor, "article", article_id, "deleted", reason=plan.title, details=details)
    tell(conn, "article", article_id)
    tell(conn, "again", 0)
    return plan


def _drop_jobs(conn: sa.Connection, article_id: int, claim_ids: Collection[int]) -> None:
    """Take what is still to be done for an article off the queue."""
    read = sa.select(revisions.c.id).where(revisions.c.article_id == article_id)
    asked = sa.select(lookups.c.id).where(among(lookups.c.claim_id, claim_ids))
    batches = sa.select(lookup_batches.c.id).where(lookup_batches.c.revision_id.in_(read))
    job = queue.work.c
    for kind, subjects in (("split", read), ("lookup", asked), ("lookup_batch", batches), ("share", read)):
        conn.execute(sa.delete(queue.work).where(job.kind == kind, job.subject.in_(subjects)))
    conn.execute(sa.delete(queue.work).where(job.kind == "suggest", among(job.subject, claim_ids)))
    conn.execute(sa.delete(queue.work).where(job.kind.in_(("fetch", "refetch")), job.subject == article_id))


def _count(conn: sa.Connection, table: sa.Table, *condition: sa.ColumnElement[bool]) -> int:
    return conn.execute(sa.select(sa.func.count()).select_from(table).where(*condition)).scalar_one()
