"""Notes that people write to each other about a claim; who is mentioned in one is told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from store import audit
from store.claims.tables import claims
from store.claims.workflow import NotAllowed
from store.columns import identity, moment
from store.db import NotFound, metadata, tell
from store.discussion.mentions import find_mentions, split_at_mentions
from store.notices.notices import add_notices
from store.people import Actor, Refused, people
from store.rows import AnySelect, fetch_all, fetch_one

LONGEST_NOTE: Final = 5_000  # characters
_MOST: Final = 500  # of one claim that are shown

notes = sa.Table(
    "notes",
    metadata,
    identity(),
    sa.Column(
        "claim_id", sa.BigInteger, sa.ForeignKey("claims.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("author_id", sa.BigInteger, sa.ForeignKey("people.id"), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    moment("written_at", now=True),
    moment("edited_at"),
    sa.CheckConstraint("text <> ''", "text"),
)
note_mentions = sa.Table(
    "note_mentions",
    metadata,
    sa.Column("note_id", sa.BigInteger, sa.ForeignKey("notes.id", ondelete="CASCADE"), primary_key=True),
    sa.Column(
        "person_id", sa.BigInteger, sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
)


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a claim.

    Attributes:
        mentioned: the names of those whom it mentions.
        edited_at: when its author last changed it; None if it stands as it was written.
    """

    id: int
    claim_id: int
    author_id: int
    author: str
    text: str
    mentioned: list[str]
    written_at: datetime
    edited_at: datetime | None

    def pieces(self) -> list[tuple[str, bool]]:
        """The text in pieces, each with whether it mentions somebody."""
        return split_at_mentions(self.text, find_mentions(self.text, list(enumerate(self.mentioned))))

    def may_be_deleted_by(self, actor: Actor) -> bool:
        """Whether `actor` may delete it: its author, or an admin."""
        return actor.role == "admin" or actor.id == self.author_id


@dataclass(frozen=True, slots=True)
class NoteOnClaim(Note):
    """A note with the claim that it is on."""

    statement: str


def add_note(conn: sa.Connection, claim_id: int, text: str, actor: Actor) -> Note:
    """Write a note; whoever it mentions is told.

    Args:
        text: at most `LONGEST_NOTE` characters.

    Raises:
        NotFound: there is no such claim.
        Refused: the text is empty or too long.
    """
    text = _checked(text)
    if actor.id is None:
        raise Refused("actor", "only a person writes notes")
    if conn.execute(sa.select(claims.c.id).where(claims.c.id == claim_id)).first() is None:
        raise NotFound(f"there is no claim {claim_id}")
    write = sa.insert(notes).values(claim_id=claim_id, author_id=actor.id, text=text).returning(notes.c.id)
    note_id = int(conn.execute(write).scalar_one())
    _mention(conn, note_id, claim_id, text, actor)
    audit.write_audit_entry(conn, actor, "claim", claim_id, "note added", details={"note": note_id})
    tell(conn, "claim", claim_id)
    return get_note(conn, claim_id, note_id)


def change_note(conn: sa.Connection, claim_id: int, note_id: int, text: str, actor: Actor) -> Note:
    """Change one's own note. People it newly mentions are notified, and the history keeps the earlier text.

    Raises:
        NotFound: the claim has no such note.
        NotAllowed: it is somebody else's.
        Refused: the text is empty or too long.
    """
    text, before = _checked(text), _locked(conn, claim_id, note_id)
    if before.author_id != actor.id:
        raise NotAllowed("only who wrote a note changes it", "actor")
    if text == before.text:
        return before
    conn.execute(sa.update(notes).where(notes.c.id == note_id).values(text=text, edited_at=sa.func.now()))
    _mention(conn, note_id, claim_id, text, actor)
    details = {"note": note_id, "before": before.text}
    audit.write_audit_entry(conn, actor, "claim", claim_id, "note changed", details=details)
    tell(conn, "claim", claim_id)
    return get_note(conn, claim_id, note_id)


def delete_note(conn: sa.Connection, claim_id: int, note_id: int, actor: Actor) -> None:
    """Delete a note of one's own, or as an admin; its words are kept nowhere but in what people were told by then.

    Raises:
        NotFound: the claim has no such note.
        NotAllowed: it is somebody else's.
    """
    if not _locked(conn, claim_id, note_id).may_be_deleted_by(actor):
        raise NotAllowed("only who wrote a note, or an admin, deletes it", "actor")
    conn.execute(sa.delete(notes).where(notes.c.id == note_id))
    audit.forget_details(conn, "claim", claim_id, "note changed", {"note": note_id}, "before")
    audit.write_audit_entry(conn, actor, "claim", claim_id, "note deleted", details={"note": note_id})
    tell(conn, "claim", claim_id)


def get_note(conn: sa.Connection, claim_id: int, note_id: int) -> Note:
    """One note of a claim.

    Raises:
        NotFound: the claim has none with this id.
    """
    query = _select().where(notes.c.claim_id == claim_id, notes.c.id == note_id)
    return fetch_one(conn, query, Note, f"note {note_id} on claim {claim_id}")


def list_notes(conn: sa.Connection, claim_id: int) -> list[Note]:
    """The notes on a claim, the oldest first; of very many the newest."""
    newest = _select().where(notes.c.claim_id == claim_id).order_by(notes.c.id.desc()).limit(_MOST)
    return fetch_all(conn, newest, Note)[::-1]


def list_notes_for(conn: sa.Connection, person_id: int, limit: int = 20) -> list[NoteOnClaim]:
    """The newest notes that mention a person."""
    mine = sa.select(note_mentions.c.note_id).where(note_mentions.c.person_id == person_id)
    query = _select().add_columns(claims.c.statement).join(claims, claims.c.id == notes.c.claim_id)
    return fetch_all(conn, query.where(notes.c.id.in_(mine)).order_by(notes.c.id.desc()).limit(limit), NoteOnClaim)


def _checked(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused("text", "the note is empty")
    if len(text) > LONGEST_NOTE:
        raise Refused("text", f"the note has {len(text):,} characters; at most {LONGEST_NOTE:,} are taken")
    return text


def _locked(conn: sa.Connection, claim_id: int, note_id: int) -> Note:
    """A note, locked until the transaction ends. Raises `NotFound`."""
    conn.execute(sa.select(notes.c.id).where(notes.c.id == note_id).with_for_update())
    return get_note(conn, claim_id, note_id)


def _mention(conn: sa.Connection, note_id: int, claim_id: int, text: str, actor: Actor) -> None:
    """Note whom a note mentions, and tell those whom it did not mention before."""
    everybody = [(int(row.id), str(row.name)) for row in conn.execute(_ACTIVE)]
    mentioned = {person_id for each in find_mentions(text, everybody) for person_id in each.person_ids}
    of_note = note_mentions.c.note_id == note_id
    before = set(conn.execute(sa.select(note_mentions.c.person_id).where(of_note)).scalars())
    conn.execute(sa.delete(note_mentions).where(of_note, note_mentions.c.person_id.in_(before - mentioned)))
    if fresh := sorted(mentioned - before):
        rows = [{"note_id": note_id, "person_id": person_id} for person_id in fresh]
        conn.execute(insert(note_mentions).on_conflict_do_nothing(), rows)
        add_notices(conn, fresh, "mentioned", claim_id, actor, text)


_ACTIVE: Final = sa.select(people.c.id, people.c.name).where(people.c.active)


def _select() -> AnySelect:
    """Notes with the fields of `Note`."""
    named = people.alias("named")
    names = (
        sa.select(sa.func.array_agg(sa.distinct(named.c.name)))
        .select_from(note_mentions.join(named, named.c.id == note_mentions.c.person_id))
        .where(note_mentions.c.note_id == notes.c.id)
        .correlate(notes)
        .scalar_subquery()
    )
    same = ("id", "claim_id", "author_id", "text", "written_at", "edited_at")
    mentioned = sa.func.coalesce(names, sa.literal([], sa.ARRAY(sa.Text))).label("mentioned")
    return sa.select(*(notes.c[name] for name in same), people.c.name.label("author"), mentioned).join(
        people, people.c.id == notes.c.author_id
    )
