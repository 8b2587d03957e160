"""What a person is writing in the desk's forms and has not saved, kept so that another computer of theirs has it."""

from collections.abc import Collection
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert

from store.columns import moment
from store.db import metadata
from store.people import Refused

LONGEST_NAME: Final = 100  # characters
LARGEST_CONTENT: Final = 200_000  # characters as JSON
MOST_DRAFTS: Final = 200  # of one person; the oldest go

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("person_id", sa.BigInteger, sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("content", JSONB, nullable=False),
    moment("kept_at", now=True),
)


def list_drafts(conn: sa.Connection, person_id: int, names: Collection[str]) -> dict[str, object]:
    """The drafts of a person that have these names: their contents, by name; those that there are none of left out."""
    query = sa.select(drafts.c.name, drafts.c.content).where(drafts.c.person_id == person_id)
    return {row.name: row.content for row in conn.execute(query.where(drafts.c.name.in_(list(names))))}


def keep_draft(conn: sa.Connection, person_id: int, name: str, content: object, size: int) -> None:
    """Keep what a person is writing, replacing what was kept under this name.

    Args:
        name: of the form, as its `data-draft` says: “verdict on claim 12”.
        content: what a script of the page wrote, as JSON has it.
        size: characters of that JSON.

    Raises:
        Refused: the name or the content is too long.
    """
    if not 0 < len(name) <= LONGEST_NAME:
        raise Refused("name", f"the name of a draft has 1 to {LONGEST_NAME} characters")
    if size > LARGEST_CONTENT:
        raise Refused("content", f"a draft has at most {LARGEST_CONTENT:,} characters")
    write = insert(drafts).values(person_id=person_id, name=name, content=content)
    conn.execute(
        write.on_conflict_do_update(
            index_elements=["person_id", "name"],
            set_={"content": write.excluded.content, "kept_at": sa.func.now()},
        )
    )
    of_person = sa.select(drafts.c.name).where(drafts.c.person_id == person_id)
    too_many = of_person.order_by(drafts.c.kept_at.desc(), drafts.c.name).offset(MOST_DRAFTS)
    conn.execute(sa.delete(drafts).where(drafts.c.person_id == person_id, drafts.c.name.in_(too_many)))


def drop_draft(conn: sa.Connection, person_id: int, name: str) -> None:
    """Forget a draft; nothing happens where there is none."""
    conn.execute(sa.delete(drafts).where(drafts.c.person_id == person_id, drafts.c.name == name))
