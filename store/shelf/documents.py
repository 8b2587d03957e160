"""What the newsroom put on its shelf: files as they came, how far they are read, and documents in parts and passages.

A document's `kind` is `document` or `figures` (a table, whose cells are in `store.shelf.figures`). The file's
bytes are kept until it is read or refused, in pieces, since the workers of many machines share nothing but the
store; then they go, and what stays is their hash and what was read. Lookups find nothing of a document before all
of it is read.

`built_in` is the key of a data set that came with the desk (`store.shelf.starter_figures`): it has an edition, a
licence, and the place where it was `obtained`, and cannot be taken off.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, array

from store import audit, queue, word_search
from store.claims.workflow import NotAllowed
from store.columns import identity, moment, one_of, sample, search
from store.db import metadata, tell
from store.people import Actor
from store.rows import AnySelect, fetch_all, fetch_one
from store.shelf import figures

KINDS: Final = ("document", "figures")
STATES: Final = ("waiting", "reading", "ready", "failed")
LONGEST_TITLE: Final = 500
LONGEST_PUBLISHER: Final = 300
_RUNS: Final = "letter_runs(ARRAY[title, publisher, author, name], 1)"
_LONGEST_RUN: Final = 3  # letters, of those that `letter_runs` gives

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
    sa.Index("ix_documents_sample", "id", postgresql_where=sa.text("sample")),
    sa.Index("ix_documents_names", sa.text(_RUNS), postgresql_using="gin"),
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
    # A list of what is still to be put in would be read from one end to the other by every search.
    sa.Index(
        "ix_document_passages_search", "search", postgresql_using="gin", postgresql_with={"fastupdate": "off"}
    ),
)
_JOB: Final = sa.and_(queue.work.c.kind == "shelf", queue.work.c.subject == documents.c.id)
_INSIDE: Final = ("declared", "length")  # columns that only reading a file needs


@dataclass(frozen=True, slots=True)
class Document:
    """A document or a table on the shelf, and how far it is read.

    Attributes:
        kind: one of `KINDS`.
        built_in: the key of a data set that came with the desk, which alone has `edition`, `licence` and `obtained`.
        name: of the file, and `size` its bytes.
        sha256: of the file, 32 bytes; of a data set that came with the desk, what tells one edition from another.
        pages: None if the file has none.
        parts_read: how many parts, such as pages, are read.
        holds: how many passages, or figures, it has.
        without_value: rows of a table that state no value.
        refused: why it cannot be read, and behind that what is wrong in each line; None for one that was not refused.
        state: one of `STATES`.
        failure: why it failed, in words.
        attempts: of the job that reads it; None once it is read.
    """

    id: int
    kind: str
    title: str
    author: str | None
    publisher: str
    url: str | None
    published: date | None
    built_in: str | None
    edition: str | None
    licence: str | None
    obtained: str | None
    name: str | None
    size: int | None
    sha256: bytes | None
    pages: int | None
    parts_read: int
    holds: int
    without_value: int
    read_at: datetime | None
    refused: list[str] | None
    added_by: int | None
    added_at: datetime
    sample: bool
    state: str
    failure: str | None
    attempts: int | None


@dataclass(frozen=True, slots=True)
class DocumentBlock:
    """A passage as the document's page shows it; `begins` says whether it is the first under its heading."""

    number: int
    heading: str | None
    text: str
    begins: bool


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A part of a document, such as a page, with its passages in order; `number` counts from 1."""

    number: int
    page: int | None
    blocks: tuple[DocumentBlock, ...]


def get_document(conn: sa.Connection, document_id: int) -> Document:
    """One document with its state.

    Raises:
        NotFound: there is none with this id.
    """
    query = select_documents().where(documents.c.id == document_id)
    return fetch_one(conn, query, Document, _described(document_id))


def list_documents(
    conn: sa.Connection,
    *,
    kind: str | None = None,
    words: str = "",
    before: int | None = None,
    built_in: bool | None = None,
    limit: int = 50,
) -> list[Document]:
    """Documents with their state, the newest first.

    Args:
        kind: one of `KINDS`; None for all.
        words: all of them must be in title, publisher, author or file name, also as parts of words and in any case;
            the first ten count.
        before: list those with a lower id.
        built_in: True for what came with the desk, False for what did not, None for both.
        limit: the most rows.
    """
    conditions: list[sa.ColumnElement[bool]] = []
    if built_in is not None:
        conditions.append(documents.c.built_in.is_not(None) if built_in else documents.c.built_in.is_(None))
    if kind:
        conditions.append(documents.c.kind == kind)
    if before is not None:
        conditions.append(documents.c.id < before)
    if parts := words.split()[:10]:
        names = sa.func.concat_ws(
            " ", documents.c.title, documents.c.publisher, documents.c.author, documents.c.name
        )
        named = sa.and_(*(names.icontains(part, autoescape=True) for part in parts))
        runs = sa.and_(*(_has_runs(part) for part in parts))
        newest = word_search.select_newest(conn, [documents.c.id], conditions, runs, limit, exactly=named)
        conditions = [documents.c.id.in_(newest)]
    query = select_documents().where(*conditions).order_by(documents.c.id.desc()).limit(limit)
    return fetch_all(conn, query, Document)


def _has_runs(part: str) -> sa.ColumnElement[bool]:
    """That the names have every run of letters that `part` has, as their index holds them."""
    shortest = sa.func.least(_LONGEST_RUN, sa.func.length(sa.func.lower(part)))
    wanted = sa.func.letter_runs(array([part]), shortest)
    return sa.literal_column(_RUNS).op("@>", is_comparison=True)(wanted)


def list_document_parts(conn: sa.Connection, document_id: int, first: int, limit: int) -> list[DocumentPart]:
    """Parts of a document with their passages, in order.

    Args:
        first: the number of the first part, from 1.
        limit: the most parts.
    """
    within = parts.c.number >= first, parts.c.number < first + limit
    query = sa.select(parts.c.number, parts.c.page).where(parts.c.document_id == document_id, *within)
    found = conn.execute(query.order_by(parts.c.number)).all()
    blocks: dict[int, list[DocumentBlock]] = {part.number: [] for part in found}
    quoted = (
        sa.select(passages.c.number, passages.c.part, passages.c.heading, passages.c.text)
        .where(passages.c.document_id == document_id, passages.c.part.in_(blocks))
        .order_by(passages.c.number)
    )
    heading = None
    for row in conn.execute(quoted):
        blocks[row.part].append(DocumentBlock(row.number, row.heading, row.text, begins=row.heading != heading))
        heading = row.heading
    return [DocumentPart(part.number, part.page, tuple(blocks[part.number])) for part in found]


def retry_document(conn: sa.Connection, document_id: int) -> bool:
    """Make the failed reading of a document due now.

    Returns:
        Whether there was any.

    Raises:
        NotFound: there is no such document.
    """
    get_document(conn, document_id)
    again = queue.retry_job(conn, "shelf", document_id)
    tell(conn, "document", document_id)
    return again


def remove_document(conn: sa.Connection, document_id: int, actor: Actor) -> None:
    """Take a document off the shelf with its passages or figures; evidence that was frozen from it stays.

    Raises:
        NotFound: there is no such document.
        NotAllowed: it came with the desk, or `actor` neither put it there nor is a reviewer or an admin.
    """
    query = select_documents().where(documents.c.id == document_id).with_for_update(of=documents)
    document = fetch_one(conn, query, Document, _described(document_id))
    if document.built_in is not None:
        raise NotAllowed("this data set came with the desk and stays with it", "actor")
    if not may_remove_document(document, actor):
        raise NotAllowed("only who put it on the shelf, a reviewer or an admin takes it off", "actor")
    delete_document(conn, document_id)
    audit.write_audit_entry(conn, actor, "document", document_id, "taken off the shelf", reason=document.title)
    tell(conn, "document", document_id)


def may_remove_document(document: Document, actor: Actor) -> bool:
    """Whether `actor` may take this document off the shelf."""
    if document.built_in is not None:
        return False
    return actor.role in ("reviewer", "admin") or (actor.id is not None and document.added_by == actor.id)


def delete_document(conn: sa.Connection, document_id: int) -> None:
    """Delete a document with everything that depends on it; the caller writes the reason into the audit."""
    queue.drop_job(conn, "shelf", document_id)
    conn.execute(sa.delete(documents).where(documents.c.id == document_id))
    figures.delete_unused_entity_names(conn)


def select_documents() -> AnySelect:
    """Selects documents as `Document` holds them."""
    failure = sa.func.coalesce(documents.c.refused[0].astext, sa.case((queue.work.c.failed, queue.work.c.reason)))
    shown = (column for column in documents.c if column.name not in _INSIDE)
    return sa.select(
        *shown, _state().label("state"), failure.label("failure"), queue.work.c.attempts.label("attempts")
    ).select_from(documents.outerjoin(queue.work, _JOB))


def _state() -> sa.ColumnElement[str]:
    """One of `STATES`; derived from the work that is left, so that the two cannot disagree."""
    return sa.case(
        (documents.c.read_at.is_not(None), sa.literal("ready")),
        (documents.c.refused.is_not(None) | queue.work.c.failed, sa.literal("failed")),
        (queue.work.c.token.is_not(None) | (documents.c.parts_read > 0), sa.literal("reading")),
        else_=sa.literal("waiting"),
    )


def _described(document_id: int) -> str:
    return f"document {document_id} on the shelf"
