"""What claims said before their statement was corrected: what was found or written then was about other words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from store.audit import audit
from store.columns import among

_BEFORE: Final = audit.c.details["before"]["statement"].astext


@dataclass(frozen=True, slots=True)
class EarlierWordings:
    """What a claim says, and what it said before.

    Attributes:
        now: its statement.
        changes: when the statement was changed and what it was until then, the first change first.
    """

    now: str
    changes: tuple[tuple[datetime, str], ...] = ()

    def differing_at(self, moment: datetime) -> str | None:
        """The statement at that moment; None if it is the same now, apart from case, spaces and the last full
        stop.
        """
        then = next((said for changed_at, said in self.changes if changed_at > moment), self.now)
        return None if _plain(then) == _plain(self.now) else then


def list_earlier_wordings(conn: sa.Connection, statements: Mapping[int, str]) -> dict[int, EarlierWordings]:
    """The wordings of claims by claim id, each claim named.

    Args:
        statements: what each claim says now, by its id.
    """
    query = (
        sa.select(audit.c.subject, audit.c.at, _BEFORE.label("before"))
        .where(audit.c.subject_kind == "claim", among(audit.c.subject, statements), _BEFORE.is_not(None))
        .order_by(audit.c.id)
    )
    changes: dict[int, list[tuple[datetime, str]]] = {claim_id: [] for claim_id in statements}
    for row in conn.execute(query):
        changes[row.subject].append((row.at, row.before))
    return {claim_id: EarlierWordings(now, tuple(changes[claim_id])) for claim_id, now in statements.items()}


def _plain(statement: str) -> str:
    return " ".join(statement.split()).rstrip(".").casefold()
