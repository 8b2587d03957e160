"""What the newsroom put on its shelf: files as they came, how far they are read, and documents in parts and passages.

A document's `kind` is `document` or `figures` (a table, whose cells are in `store.shelf.figures`). The file's bytes are kept
until it is read or refused, in pieces, since the workers of many machines share nothing but the store; then they go, and
what stays is their hash and what was read. Lookups find nothing of a document before all of it is read.

`built_in` is the key of a data set that came with the desk (`store.shelf.starter_figures`): it has an edition, a licence, and
the place where it was `obtained`, and cannot be taken off.
"""

from collections.abc import Sequence
from typing import IO, Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from checks.types.document import About, Part
from store import audit, queue
from store.claims.workflow import NotAllowed
from store.columns import identity, moment, one_of, sample, search
from store.db import metadata, one, tell
from store.people import Actor
from store.shelf import figures

KINDS: Final = ("document", "figures")
STATES: Final = ("waiting", "reading", "ready", "failed")
LONGEST_TITLE: Final = 500
LONGEST_PUBLISHER: Final = 300

documents = sa.Table(
    "documents",
    metadata,
    identity(),
    sa.Column("kind", sa.Text, nullable=False, server_default="document"),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("author", sa.Text),
    sa.Column("publisher", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("published", sa.Date),
    sa.Column("built_in", sa.Text, unique=True),
    sa.Column("edition", sa.Text),
    sa.Column("licence", sa.Text),
    sa.Column("obtained", sa.Text),
    sa.Column("name", sa.Text),
    sa.Column("declared", sa.Text),
    sa.Column("size", sa.BigInteger),
    sa.Column("sha256", sa.LargeBinary),
    sa.Column("pages", sa.Integer),
    sa.Column("parts_read", sa.Integer, nullable=False, server_default="0"),
    sa.Column("length", sa.Integer, nullable=False, server_default="0"),
    sa.Column("holds", sa.Integer, nullable=False, server_default="0"),
    sa.Column("without_value", sa.Integer, nullable=False, server_default="0"),
    # A process of the version before writes documents that are read at once: hence the default, not used here.
    sa.Column("read_at", sa.DateTime(timezone=True), server_default=sa.func.now()),
    sa.Column("refused", JSONB(none_as_null=True)),
    sa.Column("added_by", sa.BigInteger, sa.ForeignKey("people.id")),
    moment("added_at", now=True),
    sample(),
    sa.UniqueConstraint("kind", "sha256"),
    sa.Index("uq_documents_url", "url", unique=True, postgresql_where=sa.text("built_in IS NULL")),
    sa.CheckConstraint(one_of("kind", KINDS), "kind"),
    sa.CheckConstraint("read_at IS NULL OR refused IS NULL", "read_or_refused"),
)
pieces = sa.Table(
    "document_pieces",
    metadata,
    sa.Column("document_id", sa.BigInteger, sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("bytes", sa.LargeBinary, nullable=False),
)
parts = sa.Table(
    "document_parts",
    metadata,
    sa.Column("document_id", sa.BigInteger, sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("page", sa.Integer),
    sa.Column("text", sa.Text, nullable=False),
)
passages = sa.Table(
    "document_passages",
    metadata,
    identity(),
    sa.Column("document_id", sa.BigInteger, sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("part", sa.Integer, nullable=False, server_default="1"),
    sa.Column("start", sa.Integer, nullable=False, server_default="0"),
    sa.Column("end", sa.Integer, nullable=False, server_default="0"),
    sa.Column("page", sa.Integer),
    sa.Column("heading", sa.Text),
    sa.Column("text", sa.Text, nullable=False),
    search("text"),
    sa.UniqueConstraint("document_id", "number"),
    sa.CheckConstraint("text <> ''", "text"),
    sa.Index("ix_document_passages_search", "search", postgresql_using="gin"),
)
_MANY: Final = 1000  # passages that change which words are rare; searches go by the statistics
_ANALYZE: Final = sa.text("ANALYZE document_passages")
# What is still in the index's list of pending entries is read from one end to the other by every search.
_MERGE: Final = sa.text("SELECT gin_clean_pending_list('ix_document_passages_search')")
_BETWEEN: Final = 2  # characters between two parts: a blank line
_JOB: Final = sa.and_(queue.work.c.kind == "shelf", queue.work.c.subject == documents.c.id)
_SHOWN: Final = [c for c in documents.c if c.name not in ("declared", "length")]


def get(conn: sa.Connection, document_id: int) -> sa.RowMapping:
    """One document with its state. Raises `NotFound`."""
    row = conn.execute(query().where(documents.c.id == document_id)).mappings().first()
    return one(row, f"document {document_id} on the shelf")


def page(conn: sa.Connection, *, kind: str | None = None, words: str = "", before: int | None = None,
         built_in: bool | None = None, limit: int = 50) -> list[sa.RowMapping]:  # fmt: skip
    """Documents with their state, the newest first, from below id `before`; `words` are looked for in titles.

    `built_in` chooses what came with the desk, or leaves it out; None takes both.
    """
    asked = query().order_by(documents.c.id.desc()).limit(limit)
    if built_in is not None:
        asked = asked.where(documents.c.built_in.is_not(None) if built_in else documents.c.built_in.is_(None))
    if kind:
        asked = asked.where(documents.c.kind == kind)
    if before is not None:
        asked = asked.where(documents.c.id < before)
    for word in words.split()[:10]:
        searched = sa.func.concat_ws(
            " ", documents.c.title, documents.c.publisher, documents.c.author, documents.c.name
        )
        asked = asked.where(searched.icontains(word, autoescape=True))
    return list(conn.execute(asked).mappings())


def read_parts(conn: sa.Connection, document_id: int, first: int, limit: int) -> list[dict[str, Any]]:
    """Parts of a document from the one numbered `first` (1 is the first) on, each with its passages as `blocks`."""
    within = parts.c.number >= first, parts.c.number < first + limit
    query = sa.select(parts.c.number, parts.c.page).where(parts.c.document_id == document_id, *within)
    found = [{**row, "blocks": []} for row in conn.execute(query.order_by(parts.c.number)).mappings()]
    by_number = {part["number"]: part["blocks"] for part in found}
    quoted = sa.select(passages).where(passages.c.document_id == document_id, passages.c.part.in_(by_number))
    heading = None
    for row in conn.execute(quoted.order_by(passages.c.number)).mappings():
        by_number[row["part"]].append({**row, "begins": row["heading"] != heading})
        heading = row["heading"]
    return found


def copy_to(conn: sa.Connection, document_id: int, file: IO[bytes]) -> sa.RowMapping:
    """Write a document's file into `file`, a piece at a time; returns its row. Raises `NotFound`."""
    row = conn.execute(sa.select(documents).where(documents.c.id == document_id)).mappings().first()
    number = 1
    while piece := conn.execute(
        sa.select(pieces.c.bytes).where(pieces.c.document_id == document_id, pieces.c.number == number)
    ).scalar():
        file.write(piece)
        number += 1
    file.flush()
    file.seek(0)
    return one(row, f"document {document_id} on the shelf")


def write(conn: sa.Connection, document_id: int, about: About, read: Sequence[Part]) -> None:
    """Write the next parts of a document behind those that are written; what its sender told of it stays.

    Raises `NotFound`.
    """
    row = _locked(conn, document_id)
    start, holds, number = row["length"], row["holds"], row["parts_read"]
    kept: list[dict[str, Any]] = []
    quoted: list[dict[str, Any]] = []
    for part in read:
        number += 1
        belongs = {"document_id": document_id, "page": part.page}
        kept.append({**belongs, "number": number, "start": start, "text": part.text})
        for block in part.blocks:
            holds += 1
            at = {"start": start + block.start, "end": start + block.end, "heading": block.heading}
            text = part.text[block.start : block.end]
            quoted.append({**belongs, **at, "number": holds, "part": number, "text": text})
        start += len(part.text) + _BETWEEN
    for table, rows in ((parts, kept), (passages, quoted)):
        if rows:
            conn.execute(sa.insert(table), rows)
    described = {"author": row["author"] or about.author, "published": row["published"] or about.published}
    if about.title and row["title"] in (row["name"], "untitled"):
        described["title"] = about.title
    values = {"pages": about.pages, "parts_read": number, "length": start, "holds": holds, **described}
    conn.execute(sa.update(documents).where(documents.c.id == document_id).values(values))
    tell(conn, "document", document_id)


def finish(conn: sa.Connection, document_id: int, **values: Any) -> None:
    """All of it is read: lookups find it now, and its file goes."""
    conn.execute(sa.update(documents).where(documents.c.id == document_id).values(read_at=sa.func.now(), **values))
    conn.execute(sa.delete(pieces).where(pieces.c.document_id == document_id))
    if get(conn, document_id)["holds"] >= _MANY:
        conn.execute(_MERGE)
        conn.execute(_ANALYZE)
    tell(conn, "document", document_id)


def refuse(conn: sa.Connection, document_id: int, reason: str, lines: Sequence[str] = ()) -> None:
    """It can't be read, and why; its file goes, and so does what was read of it."""
    _locked(conn, document_id)
    values = {"refused": [reason, *lines], "holds": 0}
    conn.execute(sa.update(documents).where(documents.c.id == document_id).values(values))
    for table in (pieces, parts, passages):
        conn.execute(sa.delete(table).where(table.c.document_id == document_id))
    tell(conn, "document", document_id)


def try_again(conn: sa.Connection, document_id: int) -> bool:
    """Make the failed reading of a document due now; whether there was any. Raises `NotFound`."""
    get(conn, document_id)
    again = queue.try_again(conn, "shelf", document_id)
    tell(conn, "document", document_id)
    return again


def remove(conn: sa.Connection, document_id: int, actor: Actor) -> None:
    """Take a document off the shelf with its passages or figures; evidence that was frozen from it stays.

    Raises `NotFound`, and `NotAllowed` for somebody who neither put it there nor is a reviewer or an admin.
    """
    row = _locked(conn, document_id)
    if row["built_in"] is not None:
        raise NotAllowed("this data set came with the desk and stays with it", "actor")
    if not removable(row, actor):
        raise NotAllowed("only who put it on the shelf, a reviewer or an admin takes it off", "actor")
    drop(conn, document_id)
    audit.write_audit_entry(conn, actor, "document", document_id, "taken off the shelf", reason=row["title"])
    tell(conn, "document", document_id)


def removable(row: sa.RowMapping, actor: Actor) -> bool:
    """Whether `actor` may take this document off the shelf."""
    if row["built_in"] is not None:
        return False
    return actor.role in ("reviewer", "admin") or (actor.id is not None and row["added_by"] == actor.id)


def drop(conn: sa.Connection, document_id: int) -> None:
    """Remove a document with all that hangs on it; whoever calls says why in the audit."""
    queue.drop(conn, "shelf", document_id)
    conn.execute(sa.delete(documents).where(documents.c.id == document_id))
    figures.forget_names(conn)


def _locked(conn: sa.Connection, document_id: int) -> sa.RowMapping:
    query = sa.select(documents).where(documents.c.id == document_id).with_for_update()
    return one(conn.execute(query).mappings().first(), f"document {document_id} on the shelf")


def query() -> sa.Select[Any]:
    """Documents with their `state`, `failure` and `attempts`."""
    failure = sa.func.coalesce(documents.c.refused[0].astext, sa.case((queue.work.c.failed, queue.work.c.reason)))
    return sa.select(
        *_SHOWN, _state().label("state"), failure.label("failure"), queue.work.c.attempts.label("attempts")
    ).select_from(documents.outerjoin(queue.work, _JOB))


def _state() -> sa.ColumnElement[str]:
    return sa.case(
        (documents.c.read_at.is_not(None), sa.literal("ready")),
        (documents.c.refused.is_not(None) | queue.work.c.failed, sa.literal("failed")),
        (queue.work.c.token.is_not(None) | (documents.c.parts_read > 0), sa.literal("reading")),
        else_=sa.literal("waiting"),
    )
