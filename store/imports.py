"""Files of fact-checks on their way into the desk: kept in pieces, read in parts, with what became of every entry.

The store is the one place that all machines share, so the file waits here until it is read. Each part is a piece of work
of its own (kind `import`): what it brought, how far it came, and the next part are written in one transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    RowMapping,
    Table,
    Text,
    UniqueConstraint,
    case,
    delete,
    exists,
    func,
    insert,
    select,
    text,
    update,
)

from checks.types.fact_check import SkippedEntry
from store import audit, foreign, work
from store.columns import identity, moment
from store.db import NotFound, metadata, one, tell
from store.foreign import Written
from store.people import Actor, Refused, people
from store.workflow import SENIOR, NotAllowed

STAGES: Final = ("arriving", "reading", "done", "failed")
PIECE: Final = 1_000_000  # bytes
MOST_SKIPPED: Final = 10_000  # entries that are told one by one; the rest is counted
LARGEST: Final = 1_000_000_000  # bytes of a file as it is sent
LONGEST_NAME: Final = 200
_LANE: Final = "import"
_LOCK: Final = 4_170_326  # of those who ask whether a file is being read

imports = Table(
    "imports",
    metadata,
    identity(),
    Column("name", Text, nullable=False),
    Column("sent_by", BigInteger, ForeignKey("people.id")),
    moment("began_at", now=True),
    moment("received_at"),
    moment("finished_at"),
    Column("sha256", LargeBinary),
    Column("size", BigInteger, nullable=False, server_default="0"),
    Column("bytes_read", BigInteger, nullable=False, server_default="0"),
    *(Column(name, Integer, nullable=False, server_default="0") for name in ("new", "changed", "same", "skipped")),
)
pieces = Table(
    "import_pieces",
    metadata,
    Column("import_id", BigInteger, ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)
parts = Table(
    "import_parts",
    metadata,
    identity(),
    Column("import_id", BigInteger, ForeignKey("imports.id", ondelete="CASCADE"), nullable=False),
    Column("first", Integer, nullable=False),
    UniqueConstraint("import_id", "first"),
)
skipped = Table(
    "import_skipped",
    metadata,
    identity(),
    Column("import_id", BigInteger, ForeignKey("imports.id", ondelete="CASCADE"), nullable=False),
    Column("place", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Index("ix_import_skipped_import_id", "import_id", "id"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file that is to be read: from entry number `first` (counted from 0) on."""

    id: int
    import_id: int
    first: int


def begin(conn: Connection, name: str, actor: Actor) -> int:
    """A file is about to arrive under this name; returns the import's id. Raises `Refused`."""
    name = " ".join("".join(c for c in name if c.isprintable()).split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused("name", f"the file needs a name of at most {LONGEST_NAME} characters")
    made = insert(imports).values(name=name, sent_by=actor.id).returning(imports.c.id)
    return int(conn.execute(made).scalar_one())


def keep(conn: Connection, import_id: int, number: int, data: bytes) -> None:
    """Keep one piece of a file that arrives, numbered from 0. Raises `Refused` when it becomes too large."""
    conn.execute(insert(pieces).values(import_id=import_id, number=number, data=data))
    size = update(imports).where(imports.c.id == import_id).values(size=imports.c.size + len(data))
    if conn.execute(size.returning(imports.c.size)).scalar_one() > LARGEST:
        raise Refused("file", f"the file is larger than {LARGEST:,} bytes")


def arrived(conn: Connection, import_id: int, sha256: bytes) -> int:
    """All of a file is here: add the work of reading it; returns the id of its first part. Raises `Refused`.

    An import of the same bytes that failed before makes room for it.
    """
    here = update(imports).where(imports.c.id == import_id).values(received_at=func.now(), sha256=sha256)
    if not conn.execute(here.returning(imports.c.size)).scalar_one():
        raise Refused("file", "the file is empty")
    _replace_failed(conn, import_id, sha256)
    tell(conn, "import", import_id)
    return _add_part(conn, import_id, 0)


def forget(conn: Connection, import_id: int) -> None:
    """Drop an import with its file; what it brought stays."""
    for part_id in conn.execute(select(parts.c.id).where(parts.c.import_id == import_id)).scalars().all():
        work.drop(conn, "import", part_id)
    conn.execute(delete(imports).where(imports.c.id == import_id))


def remove(conn: Connection, import_id: int, actor: Actor) -> None:
    """Delete an import with its file and what it alone brought; evidence that was frozen from that stays.

    Raises `NotFound`, and `NotAllowed` for somebody who neither sent it nor is a reviewer or an admin.
    """
    row = get(conn, import_id)
    if not removable(row, actor):
        raise NotAllowed("only who sent it, a reviewer or an admin deletes an import", "actor")
    gone = foreign.take_back(conn, import_id)
    forget(conn, import_id)
    audit.write(conn, actor, "import", import_id, "deleted", reason=row["name"], details={"fact_checks": gone})
    tell(conn, "import", import_id)


def removable(row: RowMapping, actor: Actor) -> bool:
    """Whether `actor` may delete this import."""
    return actor.role in SENIOR or (actor.id is not None and row["sent_by"] == actor.id)


def forget_half_sent(conn: Connection) -> None:
    """Drop files whose sending broke off more than a day ago."""
    old = imports.c.began_at < func.now() - text("interval '1 day'")
    conn.execute(delete(imports).where(imports.c.received_at.is_(None), old))


def forget_given_up(conn: Connection) -> None:
    """Drop the files of imports that came more than a week ago and failed; what is told of them stays."""
    old = _shown().where(imports.c.received_at < func.now() - text("interval '7 days'")).subquery()
    failed = select(old.c.id).where(old.c.stage == "failed")
    conn.execute(delete(pieces).where(pieces.c.import_id.in_(failed)))


def part(conn: Connection, part_id: int) -> Part:
    """A part that is to be read. Raises `NotFound`."""
    row = one(conn.execute(select(parts).where(parts.c.id == part_id)).mappings().first(), f"part {part_id}")
    return Part(row["id"], row["import_id"], row["first"])


def none_is_read(conn: Connection) -> bool:
    """Whether no file is being read; who asks at once waits until this transaction ends."""
    conn.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    return not work.held(conn, _LANE)


def waiting(conn: Connection) -> list[int]:
    """The part that is to be read next, if one waits."""
    job = work.work.c
    next_ = select(job.subject).where(
        job.lane == _LANE, ~job.failed, job.token.is_(None), job.due_at <= func.now()
    )
    return list(conn.execute(next_.order_by(job.due_at).limit(1)).scalars())


def piece(conn: Connection, import_id: int, number: int) -> bytes:
    """One piece of a file; empty after the last one."""
    query = select(pieces.c.data).where(pieces.c.import_id == import_id, pieces.c.number == number)
    return bytes(conn.execute(query).scalar() or b"")


def record(
    conn: Connection, done: Part, entries: int, read: int, written: Written, passed_over: Sequence[SkippedEntry]
) -> int:
    """Write how a part went that was not the last: entries and bytes read so far; returns the next part's id."""
    _count(conn, done, written, passed_over, bytes_read=read)
    return _add_part(conn, done.import_id, done.first + entries)


def finish(conn: Connection, done: Part, written: Written, passed_over: Sequence[SkippedEntry]) -> None:
    """Write how the last part went; the file is not needed any more."""
    _count(conn, done, written, passed_over, finished_at=func.now(), bytes_read=imports.c.size)
    conn.execute(delete(pieces).where(pieces.c.import_id == done.import_id))


def get(conn: Connection, import_id: int) -> RowMapping:
    """One import with its stage and failure. Raises `NotFound`."""
    query = _shown().where(imports.c.id == import_id)
    return one(conn.execute(query).mappings().first(), f"import {import_id}")


def page(conn: Connection, *, before: int | None = None, limit: int = 30) -> list[RowMapping]:
    """Imports, the newest first."""
    query = _shown() if before is None else _shown().where(imports.c.id < before)
    return list(conn.execute(query.order_by(imports.c.id.desc()).limit(limit)).mappings())


def skipped_of(conn: Connection, import_id: int, *, after: int = 0, limit: int = 50) -> list[RowMapping]:
    """Entries that were skipped, in the order of the file."""
    query = select(skipped).where(skipped.c.import_id == import_id, skipped.c.id > after)
    return list(conn.execute(query.order_by(skipped.c.id).limit(limit)).mappings())


def try_again(conn: Connection, import_id: int) -> list[int]:
    """Make the failed reading of an import due again; returns its part, if there was any.

    Raises `NotFound`, and `NotAllowed` when its file is there no more.
    """
    row = get(conn, import_id)
    if row["stage"] == "failed" and not row["has_file"]:
        raise NotAllowed("its file was dropped a week after it came; send it again", "state")
    last = _last_part(conn, import_id)
    return [last] if last is not None and work.try_again(conn, "import", last) else []


def _replace_failed(conn: Connection, import_id: int, sha256: bytes) -> None:
    same = _shown().where(imports.c.sha256 == sha256, imports.c.id != import_id).subquery()
    for old in conn.execute(select(same.c.id).where(same.c.stage == "failed")).scalars().all():
        foreign.hand_over(conn, old, import_id)
        forget(conn, old)


def _last_part(conn: Connection, import_id: int) -> int | None:
    return conn.execute(select(func.max(parts.c.id)).where(parts.c.import_id == import_id)).scalar()


def _add_part(conn: Connection, import_id: int, first: int) -> int:
    made = insert(parts).values(import_id=import_id, first=first).returning(parts.c.id)
    part_id = int(conn.execute(made).scalar_one())
    work.add(conn, "import", [part_id], lanes={part_id: _LANE})
    return part_id


def _count(
    conn: Connection, done: Part, written: Written, passed_over: Sequence[SkippedEntry], **more: Any
) -> None:
    rows = [{"import_id": done.import_id, "place": each.place, "reason": each.reason} for each in passed_over]
    before = conn.execute(select(imports.c.skipped).where(imports.c.id == done.import_id)).scalar() or 0
    if kept := rows[: max(0, MOST_SKIPPED - before)]:
        conn.execute(insert(skipped), kept)
    added = {name: imports.c[name] + getattr(written, name) for name in ("new", "changed", "same")}
    added["skipped"] = imports.c.skipped + len(rows)
    if not conn.execute(update(imports).where(imports.c.id == done.import_id).values(**added, **more)).rowcount:
        raise NotFound(f"there is no import {done.import_id}")
    tell(conn, "import", done.import_id)


def _shown() -> Any:
    """Imports with who sent them, their stage, why they failed, if they did, and whether their file is still here."""
    last = select(func.max(parts.c.id)).where(parts.c.import_id == imports.c.id).scalar_subquery()
    job = work.work.alias("job")
    failed = job.c.failed.is_(True)
    stage = case(
        (imports.c.finished_at.is_not(None), "done"),
        (imports.c.received_at.is_(None), "arriving"),
        (failed, "failed"),
        else_="reading",
    )
    return select(
        imports, people.c.name.label("sender"), stage.label("stage"), job.c.reason.label("failure"),
        exists().where(pieces.c.import_id == imports.c.id).label("has_file"),
    ).select_from(
        imports.outerjoin(people, people.c.id == imports.c.sent_by).outerjoin(
            job, (job.c.kind == "import") & (job.c.subject == last)
        )
    )  # fmt: skip
