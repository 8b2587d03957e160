"""Past verdicts on the like of a claim, ours and imported ones, and where a rating differs from them.

They are those that the claim's lookups found, as they stand today, and the one that it repeats. A related one is
shown to be read; only one of the same claim can be differed from.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import sqlalchemy as sa

from store.claims.tables import claims
from store.columns import among
from store.lookups.evidence import evidence
from store.verdicts.fact_checks import fact_checks
from store.verdicts.ratings import SCALE

_PAGE: Final = "/fact-checks/"
_KNOWN: Final = {rating.casefold(): rating for rating in SCALE}


@dataclass(frozen=True, slots=True)
class PastVerdict:
    """A verdict on the same claim or a related one.

    `match_kind` and `reason` say which; `ours` whether we published it; `rating` is one of our scale where it has
    that name, else in the publisher's words.
    """

    rating: str
    summary: str
    publisher: str
    published: date | None
    url: str
    ours: bool
    match_kind: str
    reason: str


def list_past_verdicts(conn: sa.Connection, claim_id: int) -> list[PastVerdict]:
    """As `list_past_verdicts_of`, of one claim."""
    return list_past_verdicts_of(conn, [claim_id])[claim_id]


def list_past_verdicts_of(conn: sa.Connection, claim_ids: Collection[int]) -> dict[int, list[PastVerdict]]:
    """Past verdicts on the same claim or a related one, none of them withdrawn, by claim id.

    Those on the same claim come first, of these ours before imported ones, of these the newest.
    """
    found: dict[int, list[PastVerdict]] = {claim_id: [] for claim_id in claim_ids}
    for query in (_found(claim_ids), _repeated(claim_ids)):
        for row in conn.execute(query):
            values = row._asdict()
            found[values.pop("claim_id")].append(PastVerdict(**values))
    return {claim_id: _sorted_once(past) for claim_id, past in found.items()}


def _sorted_once(found: Sequence[PastVerdict]) -> list[PastVerdict]:
    """Each address once, rated by the names of our scale, in the order of `list_past_verdicts_of`."""
    once = {past.url: replace(past, rating=_KNOWN.get(past.rating.casefold(), past.rating)) for past in found}
    return sorted(
        once.values(),
        key=lambda past: (
            past.match_kind == "related",
            not past.ours,
            -(past.published or date.min).toordinal(),
            past.url,
        ),
    )


def find_differing_verdicts(rating: str, past: Sequence[PastVerdict]) -> list[PastVerdict]:
    """The past verdicts on the same claim that are rated otherwise; a rating off our scale cannot be compared.

    Related claims never differ: they are of something else.
    """
    same = (verdict for verdict in past if verdict.match_kind == "the same claim")
    return [verdict for verdict in same if _KNOWN.get(verdict.rating.casefold(), rating) != rating]


def _repeated(claim_ids: Collection[int]) -> sa.Select[tuple[object, ...]]:
    """Our published verdicts on the claims that these repeat."""
    original = sa.func.coalesce(claims.c.repeat_of, claims.c.duplicate_of)
    return (
        sa.select(
            claims.c.id.label("claim_id"),
            *(fact_checks.c[name] for name in ("rating", "summary", "publisher", "published")),
            sa.func.concat(_PAGE, fact_checks.c.slug).label("url"),
            sa.true().label("ours"),
            sa.literal("the same claim").label("match_kind"),
            sa.literal("it says again what was judged").label("reason"),
        )
        .join(claims, original == fact_checks.c.claim_id)
        .where(among(claims.c.id, claim_ids), fact_checks.c.withdrawn_at.is_(None))
    )


def _found(claim_ids: Collection[int]) -> sa.Select[tuple[object, ...]]:
    """The verdicts that the claims' lookups found, with rating, summary and day as they stand today."""
    own, others = fact_checks.alias("own"), fact_checks.alias("others")
    slug = sa.func.substr(evidence.c.url, len(_PAGE) + 1)
    now = {
        name: sa.func.coalesce(own.c[name], others.c[name], evidence.c[kept]).label(name)
        for name, kept in (("rating", "rating"), ("summary", "locator"), ("published", "published"))
    }
    return (
        sa.select(
            evidence.c.claim_id,
            *now.values(),
            evidence.c.publisher,
            sa.func.coalesce(evidence.c.url, "").label("url"),
            evidence.c.match_kind,
            evidence.c.reason,
            own.c.id.is_not(None).label("ours"),
        )
        .outerjoin(own, evidence.c.url.startswith(_PAGE) & (own.c.slug == slug))
        .outerjoin(
            others,
            # A page may check several claims; by the hash, because the unique index is over it.
            (others.c.url == evidence.c.url)
            & (sa.func.md5(others.c.statement) == sa.func.md5(evidence.c.text))
            & others.c.slug.is_(None),
        )
        .where(among(evidence.c.claim_id, claim_ids))
        .where(evidence.c.match_kind.is_not(None), evidence.c.rating.is_not(None))
        .where(own.c.withdrawn_at.is_(None), own.c.claim_id.is_distinct_from(evidence.c.claim_id))
    )
