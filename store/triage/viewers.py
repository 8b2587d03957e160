"""Who looks at a claim right now: open pages say so every few seconds."""

from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from store.columns import moment
from store.db import metadata
from store.people import people

LOOKING: Final = timedelta(seconds=50)  # since a page said so last; pages say it every 20 seconds

claim_viewers = sa.Table(
    "claim_viewers",
    metadata,
    sa.Column("person_id", sa.BigInteger, sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    sa.Column(
        "claim_id", sa.BigInteger, sa.ForeignKey("claims.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    moment("seen_at", now=True),
)


def note_viewer(conn: sa.Connection, claim_id: int, person_id: int) -> list[str]:
    """Note that a person looks at a claim, and give the names of the others who do, in their order."""
    own = claim_viewers.c.person_id == person_id
    conn.execute(sa.delete(claim_viewers).where(own, claim_viewers.c.seen_at < sa.func.now() - LOOKING))
    write = insert(claim_viewers).values(person_id=person_id, claim_id=claim_id)
    conn.execute(
        write.on_conflict_do_update(index_elements=["person_id", "claim_id"], set_={"seen_at": sa.func.now()})
    )
    others = (
        sa.select(people.c.name)
        .join(claim_viewers, claim_viewers.c.person_id == people.c.id)
        .where(claim_viewers.c.claim_id == claim_id, claim_viewers.c.seen_at >= sa.func.now() - LOOKING)
        .where(people.c.id != person_id)
    )
    return list(conn.execute(others.order_by(people.c.name)).scalars())
