"""What the newsroom put on its shelf: files as they came, how far they are read, and documents in parts and passages.

A document's `kind` is `document` or `figures` (a table, whose cells are in `store.shelf.figures`). The file's bytes are kept
until it is read or refused, in pieces, since the workers of many machines share nothing but the store; then they go, and
what stays is their hash and what was read. Lookups find nothing of a document before all of it is read.

`built_in` is the key of a data set that came with the desk (`store.shelf.starter_figures`): it has an edition, a licence, and
the place where it was `obtained`, and cannot be taken off.
"""

from collections.abc import Sequence
from typing import IO, Any, Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    RowMapping,
    Select,
    Table,
    Text,
    UniqueConstraint,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    text,
    update,
)
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

documents = Table(
    "documents",
    metadata,
    identity(),
    Column("kind", Text, nullable=False, server_default="document"),
    Column("title", Text, nullable=False),
    Column("author", Text),
    Column("publisher", Text, nullable=False),
    Column("url", Text),
    Column("published", Date),
    Column("built_in", Text, unique=True),
    Column("edition", Text),
    Column("licence", Text),
    Column("obtained", Text),
    Column("name", Text),
    Column("declared", Text),
    Column("size", BigInteger),
    Column("sha256", LargeBinary),
    Column("pages", Integer),
    Column("parts_read", Integer, nullable=False, server_default="0"),
    Column("length", Integer, nullable=False, server_default="0"),
    Column("holds", Integer, nullable=False, server_default="0"),
    Column("without_value", Integer, nullable=False, server_default="0"),
    # A process of the version before writes documents that are read at once: hence the default, not used here.
    Column("read_at", DateTime(timezone=True), server_default=func.now()),
    Column("refused", JSONB(none_as_null=True)),
    Column("added_by", BigInteger, ForeignKey("people.id")),
    moment("added_at", now=True),
    sample(),
    UniqueConstraint("kind", "sha256"),
    Index("uq_documents_url", "url", unique=True, postgresql_where=text("built_in IS NULL")),
    CheckConstraint(one_of("kind", KINDS), "kind"),
    CheckConstraint("read_at IS NULL OR refused IS NULL", "read_or_refused"),
)
pieces = Table(
    "document_pieces",
    metadata,
    Column("document_id", BigInteger, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
)
parts = Table(
    "document_parts",
    metadata,
    Column("document_id", BigInteger, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("page", Integer),
    Column("text", Text, nullable=False),
)
passages = Table(
    "document_passages",
    metadata,
    identity(),
    Column("document_id", BigInteger, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("part", Integer, nullable=False, server_default="1"),
    Column("start", Integer, nullable=False, server_default="0"),
    Column("end", Integer, nullable=False, server_default="0"),
    Column("page", Integer),
    Column("heading", Text),
    Column("text", Text, nullable=False),
    search("text"),
    UniqueConstraint("document_id", "number"),
    CheckConstraint("text <> ''", "text"),
    Index("ix_document_passages_search", "search", postgresql_using="gin"),
)
_MANY: Final = 1000  # passages that change which words are rare; searches go by the statistics
_ANALYZE: Final = text("ANALYZE document_passages")
# What is still in the index's list of pending entries is read from one end to the other by every search.
_MERGE: Final = text("SELECT gin_clean_pending_list('ix_document_passages_search')")
_BETWEEN: Final = 2  # characters between two parts: a blank line
_JOB: Final = and_(queue.work.c.kind == "shelf", queue.work.c.subject == documents.c.id)
_SHOWN: Final = [c for c in documents.c if c.name not in ("declared", "length")]


def get(conn: Connection, document_id: int) -> RowMapping:
    """One document with its state. Raises `NotFound`."""
    row = conn.execute(query().where(documents.c.id == document_id)).mappings().first()
    return one(row, f"document {document_id} on the shelf")


def page(conn: Connection, *, kind: str | None = None, words: str = "", before: int | None = None,
         built_in: bool | None = None, limit: int = 50) -> list[RowMapping]:  # fmt: skip
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
        searched = func.concat_ws(
            " ", documents.c.title, documents.c.publisher, documents.c.author, documents.c.name
        )
        asked = asked.where(searched.icontains(word, autoescape=True))
    return list(conn.execute(asked).mappings())


def read_parts(conn: Connection, document_id: int, first: int, limit: int) -> list[dict[str, Any]]:
    """Parts of a document from the one numbered `first` (1 is the first) on, each with its passages as `blocks`."""
    within = parts.c.number >= first, parts.c.number < first + limit
    query = select(parts.c.number, parts.c.page).where(parts.c.document_id == document_id, *within)
    found = [{**row, "blocks": []} for row in conn.execute(query.order_by(parts.c.number)).mappings()]
    by_number = {part["number"]: part["blocks"] for part in found}
    quoted = select(passages).where(passages.c.document_id == document_id, passages.c.part.in_(by_number))
    heading = None
    for row in conn.execute(quoted.order_by(passages.c.number)).mappings():
        by_number[row["part"]].append({**row, "begins": row["heading"] != heading})
        heading = row["heading"]
    return found


def copy_to(conn: Connection, document_id: int, file: IO[bytes]) -> RowMapping:
    """Write a document's file into `file`, a piece at a time; returns its row. Raises `NotFound`."""
    row = conn.execute(select(documents).where(documents.c.id == document_id)).mappings().first()
    number = 1
    while piece := conn.execute(
        select(pieces.c.bytes).where(pieces.c.document_id == document_id, pieces.c.number == number)
    ).scalar():
        file.write(piece)
        number += 1
    file.flush()
    file.seek(0)
    return one(row, f"document {document_id} on the shelf")


def write(conn: Connection, document_id: int, about: About, read: Sequence[Part]) -> None:
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
            conn.execute(insert(table), rows)
    described = {"author": row["author"] or about.author, "published": row["published"] or about.published}
    if about.title and row["title"] in (row["name"], "untitled"):
        described["title"] = about.title
    values = {"pages": about.pages, "parts_read": number, "length": start, "holds": holds, **described}
    conn.execute(update(documents).where(documents.c.id == document_id).values(values))
    tell(conn, "document", document_id)


def finish(conn: Connection, document_id: int, **values: Any) -> None:
    """All of it is read: lookups find it now, and its file goes."""
    conn.execute(update(documents).where(documents.c.id == document_id).values(read_at=func.now(), **values))
    conn.execute(delete(pieces).where(pieces.c.document_id == document_id))
    if get(conn, document_id)["holds"] >= _MANY:
        conn.execute(_MERGE)
        conn.execute(_ANALYZE)
    tell(conn, "document", document_id)


def refuse(conn: Connection, document_id: int, reason: str, lines: Sequence[str] = ()) -> None:
    """It can't be read, and why; its file goes, and so does what was read of it."""
    _locked(conn, document_id)
    values = {"refused": [reason, *lines], "holds": 0}
    conn.execute(update(documents).where(documents.c.id == document_id).values(values))
    for table in (pieces, parts, passages):
        conn.execute(delete(table).where(table.c.document_id == document_id))
    tell(conn, "document", document_id)


def try_again(conn: Connection, document_id: int) -> bool:
    """Make the failed reading of a document due now; whether there was any. Raises `NotFound`."""
    get(conn, document_id)
    again = queue.try_again(conn, "shelf", document_id)
    tell(conn, "document", document_id)
    return again


def remove(conn: Connection, document_id: int, actor: Actor) -> None:
    """Take a document off the shelf with its passages or figures; evidence that was frozen from it stays.

    Raises `NotFound`, and `NotAllowed` for somebody who neither put it there nor is a reviewer or an admin.
    """
    row = _locked(conn, document_id)
    if row["built_in"] is not None:
        raise NotAllowed("this data set came with the desk and stays with it", "actor")
    if not removable(row, actor):
        raise NotAllowed("only who put it on the shelf, a reviewer or an admin takes it off", "actor")
    drop(conn, document_id)
    audit.write(conn, actor, "document", document_id, "taken off the shelf", reason=row["title"])
    tell(conn, "document", document_id)


def removable(row: RowMapping, actor: Actor) -> bool:
    """Whether `actor` may take this document off the shelf."""
    if row["built_in"] is not None:
        return False
    return actor.role in ("reviewer", "admin") or (actor.id is not None and row["added_by"] == actor.id)


def drop(conn: Connection, document_id: int) -> None:
    """Remove a document with all that hangs on it; whoever calls says why in the audit."""
    queue.drop(conn, "shelf", document_id)
    conn.execute(delete(documents).where(documents.c.id == document_id))
    figures.forget_names(conn)


def _locked(conn: Connection, document_id: int) -> RowMapping:
    query = select(documents).where(documents.c.id == document_id).with_for_update()
    return one(conn.execute(query).mappings().first(), f"document {document_id} on the shelf")


def query() -> Select[Any]:
    """Documents with their `state`, `failure` and `attempts`."""
    failure = func.coalesce(documents.c.refused[0].astext, case((queue.work.c.failed, queue.work.c.reason)))
    return select(
        *_SHOWN, _state().label("state"), failure.label("failure"), queue.work.c.attempts.label("attempts")
    ).select_from(documents.outerjoin(queue.work, _JOB))


def _state() -> ColumnElement[str]:
    return case(
        (documents.c.read_at.is_not(None), literal("ready")),
        (documents.c.refused.is_not(None) | queue.work.c.failed, literal("failed")),
        (queue.work.c.token.is_not(None) | (documents.c.parts_read > 0), literal("reading")),
        else_=literal("waiting"),
    )
