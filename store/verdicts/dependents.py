"""What relies on a fact-check of ours, and so has to be looked at when that is corrected or withdrawn.

Claims that repeat it, claims that are judged together with it, and fact-checks whose verdict cites its page.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from store.claims.tables import claims
from store.claims.workflow import STANDING
from store.lookups.evidence import citations, evidence
from store.people import people
from store.rows import AnySelect, fetch_all
from store.verdicts.fact_checks import fact_checks

_PAGES: Final = "/fact-checks/"
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Dependent:
    """A claim that relies on a fact-check.

    Attributes:
        how: "repeats it", "is judged with it" or "cites it".
        slug: of the fact-check that was published of it; None without one.
        owner_id: in whose hands it is, whose name is `owner`.
    """

    claim_id: int
    statement: str
    state: str
    how: str
    slug: str | None
    owner_id: int | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class Outdated:
    """A fact-check that cites one of ours which has changed since; `withdrawn` says whether that one was withdrawn.
    `slug` and `statement` belong to the fact-check itself, `cited_slug` and `cited_statement` to the one that it
    cites.
    """

    claim_id: int
    slug: str
    statement: str
    cited_slug: str
    cited_statement: str
    changed_at: datetime
    withdrawn: bool


def list_dependents(conn: sa.Connection, claim_id: int) -> list[Dependent]:
    """What relies on the fact-check of a claim: what cites it first, at most 200 of each kind.

    A claim that relies on it in two ways stands there twice.
    """
    cites = _citing().where(_cited_slug() == _slug_of(claim_id)).with_only_columns(evidence.c.claim_id).distinct()
    together = sa.or_(claims.c.head_id == claim_id, claims.c.duplicate_of == claim_id)
    return [
        *_list(conn, claims.c.id.in_(cites), "cites it"),
        *_list(conn, claims.c.repeat_of == claim_id, "repeats it"),
        *_list(conn, together, "is judged with it"),
    ]


def list_outdated(conn: sa.Connection, limit: int = 50) -> list[Outdated]:
    """Fact-checks that stand and cite one of ours which has changed since.

    That was corrected or withdrawn after they were published or last corrected; at most `limit`.
    """
    own, cited = fact_checks.alias("own"), fact_checks.alias("cited")
    changed = sa.func.greatest(cited.c.corrected_at, cited.c.withdrawn_at)
    query = (
        _citing()
        .join(own, own.c.verdict_id == citations.c.verdict_id)
        .join(cited, cited.c.slug == _cited_slug())
        .where(own.c.withdrawn_at.is_(None), changed > sa.func.coalesce(own.c.corrected_at, own.c.published_at))
        .with_only_columns(
            own.c.claim_id,
            own.c.slug,
            own.c.statement,
            cited.c.slug.label("cited_slug"),
            cited.c.statement.label("cited_statement"),
            changed.label("changed_at"),
            cited.c.withdrawn_at.is_not(None).label("withdrawn"),
        )
        .order_by(changed.desc())
        .limit(limit)
    )
    return fetch_all(conn, query, Outdated)


def _list(conn: sa.Connection, condition: sa.ColumnElement[bool], how: str) -> list[Dependent]:
    """The claims that meet a condition as dependents, with who works on them."""
    query = (
        sa.select(
            claims.c.id.label("claim_id"),
            claims.c.statement,
            claims.c.state,
            sa.literal(how).label("how"),
            sa.case((claims.c.state.in_(STANDING), fact_checks.c.slug)).label("slug"),
            claims.c.owner_id,
            people.c.name.label("owner"),
        )
        .outerjoin(fact_checks, fact_checks.c.claim_id == claims.c.id)
        .outerjoin(people, people.c.id == claims.c.owner_id)
        .where(condition)
        .order_by(claims.c.id)
        .limit(_MOST)
    )
    return fetch_all(conn, query, Dependent)


def _citing() -> AnySelect:
    """Evidence that is a page of ours and that a verdict cites."""
    return (
        sa.select(evidence.c.id)
        .join(citations, citations.c.evidence_id == evidence.c.id)
        .where(evidence.c.url.like(sa.literal_column(f"'{_PAGES}%'")))
    )


def _cited_slug() -> sa.ColumnElement[str]:
    """The slug of the fact-check of ours that a passage of evidence is, by its address."""
    return sa.func.substr(evidence.c.url, sa.literal_column(str(len(_PAGES) + 1)))


def _slug_of(claim_id: int) -> sa.ScalarSelect[str | None]:
    """The slug of the fact-check of a claim."""
    return sa.select(fact_checks.c.slug).where(fact_checks.c.claim_id == claim_id).scalar_subquery()
