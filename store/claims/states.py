"""What steps and clusters decide on: the states and links of claims, read in one go and locked in one order."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

import sqlalchemy as sa

from checks.types.claim import ContextualStatement
from store.claims.tables import claims
from store.columns import among
from store.rows import AnySelect, fetch_all


@dataclass(frozen=True, slots=True)
class ClaimState:
    """A claim's state and its links to other claims.

    Attributes:
        version: raised by each change.
        owner_id: in whose hands it is; None in nobody's.
        head_id: the claim that stands for its cluster; None for that claim itself, and outside of clusters.
        excluded_from_clusters: whether a person took it out of its cluster for good.
        repeat_of: the published claim that it says again.
        repeats_false: whether it repeats one that was rated false.
    """

    id: int
    article_id: int
    statement: str
    context: str
    claimant: str | None
    state: str
    version: int
    owner_id: int | None
    duplicate_of: int | None
    snoozed_until: datetime | None
    head_id: int | None
    excluded_from_clusters: bool
    repeat_of: int | None
    repeats_false: bool

    @property
    def contextual(self) -> ContextualStatement:
        """Its statement with its context line."""
        return ContextualStatement(self.statement, self.context)

    @property
    def parent_id(self) -> int | None:
        """What the claim is a duplicate or a member of."""
        return self.duplicate_of if self.state == "duplicate" else self.head_id


def list_claim_states(conn: sa.Connection, ids: Collection[int], *, lock: bool = False) -> dict[int, ClaimState]:
    """The states of claims by id; what does not exist is missing.

    Args:
        lock: whether the rows stay locked until the transaction ends. They are locked in the order of their ids,
            so that two transactions never wait for each other.
    """
    query = _select_states().where(among(claims.c.id, ids)).order_by(claims.c.id)
    rows = fetch_all(conn, query.with_for_update() if lock else query, ClaimState)
    return {row.id: row for row in rows}


def _select_states() -> AnySelect:
    return sa.select(*(claims.c[field.name] for field in fields(ClaimState)))
