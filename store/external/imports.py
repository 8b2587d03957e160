"""Imports of external fact-checks, one for each file that was sent: how far they are, what was skipped, trying again,
deleting.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from store import audit, queue
from store.accounts.roles import SENIOR_ROLES
from store.claims.workflow import NotAllowed
from store.db import tell
from store.external.fact_checks import delete_imported_fact_checks
from store.external.import_tables import import_parts, import_pieces, import_skipped, imports
from store.people import Actor, people
from store.rows import AnySelect, fetch_all, fetch_one

IMPORT_STAGES: Final = ("arriving", "reading", "done", "failed")


@dataclass(frozen=True, slots=True)
class Import:
    """A file and how far it is.

    Attributes:
        name: the file's name.
        sent_by: the person who sent it; `sender` is the name.
        size: bytes; `bytes_read` how many of them were read.
        new: fact-checks that were not there before; `changed` were updated, `same` were there word for word.
        skipped: entries that were not taken.
        stage: one of `IMPORT_STAGES`.
        failure: why it failed.
        has_file: whether the file is still kept, so that a failed import can be tried again.
    """

    id: int
    name: str
    sent_by: int | None
    sender: str | None
    started_at: datetime
    received_at: datetime | None
    finished_at: datetime | None
    size: int
    bytes_read: int
    new: int
    changed: int
    same: int
    skipped: int
    stage: str
    failure: str | None
    has_file: bool

    def may_be_deleted_by(self, actor: Actor) -> bool:
        """Whether `actor` may delete it: who sent it, a reviewer or an admin."""
        return actor.role in SENIOR_ROLES or (actor.id is not None and self.sent_by == actor.id)


@dataclass(frozen=True, slots=True)
class ImportSkipped:
    """An entry of a file that was not taken: its place ("line 7") and the reason in words."""

    id: int
    place: str
    reason: str


def get_import(conn: sa.Connection, import_id: int) -> Import:
    """One import.

    Raises:
        NotFound: there is none with this id.
    """
    return fetch_one(conn, _select_imports().where(imports.c.id == import_id), Import, f"import {import_id}")


def list_imports(conn: sa.Connection, *, before: int | None = None, limit: int = 30) -> list[Import]:
    """At most `limit` imports, the newest first; with `before` only those whose id is below it."""
    query = _select_imports() if before is None else _select_imports().where(imports.c.id < before)
    return fetch_all(conn, query.order_by(imports.c.id.desc()).limit(limit), Import)


def list_import_skipped(
    conn: sa.Connection, import_id: int, *, after: int = 0, limit: int = 50
) -> list[ImportSkipped]:
    """At most `limit` entries of a file that were skipped, in the order of the file, those whose id is above
    `after`.
    """
    entry = import_skipped.c
    query = sa.select(entry.id, entry.place, entry.reason).where(entry.import_id == import_id, entry.id > after)
    return fetch_all(conn, query.order_by(entry.id).limit(limit), ImportSkipped)


def list_failed_imports_of_file(conn: sa.Connection, sha256: bytes, *, but: int) -> list[int]:
    """The ids of failed imports of a file with this hash, import `but` left out."""
    same = _select_imports().where(imports.c.sha256 == sha256, imports.c.id != but).subquery()
    return list(conn.execute(sa.select(same.c.id).where(same.c.stage == "failed")).scalars())


def retry_import(conn: sa.Connection, import_id: int) -> list[int]:
    """Make the failed reading of an import due again.

    Returns:
        The id of the part to be read, as a list; an empty one where nothing had failed.

    Raises:
        NotFound: there is no such import.
        NotAllowed: it failed, and its file is not kept any more.
    """
    found = get_import(conn, import_id)
    if found.stage == "failed" and not found.has_file:
        raise NotAllowed("its file was dropped a week after it came; send it again", "state")
    query = sa.select(sa.func.max(import_parts.c.id)).where(import_parts.c.import_id == import_id)
    last = conn.execute(query).scalar()
    return [last] if last is not None and queue.retry_job(conn, "import", last) else []


def delete_import(conn: sa.Connection, import_id: int, actor: Actor) -> None:
    """Delete an import with its file and the fact-checks that no other import contained, with an audit entry.

    Evidence that was captured from these fact-checks stays.

    Raises:
        NotFound: there is no such import.
        NotAllowed: `actor` neither sent it nor is a reviewer or an admin.
    """
    found = get_import(conn, import_id)
    if not found.may_be_deleted_by(actor):
        raise NotAllowed("only who sent it, a reviewer or an admin deletes an import", "actor")
    count = delete_imported_fact_checks(conn, import_id)
    drop_import(conn, import_id)
    audit.write_audit_entry(
        conn, actor, "import", import_id, "deleted", reason=found.name, details={"fact_checks": count}
    )
    tell(conn, "import", import_id)


def drop_import(conn: sa.Connection, import_id: int) -> None:
    """Delete an import with its file and its jobs; its fact-checks stay."""
    parts = sa.select(import_parts.c.id).where(import_parts.c.import_id == import_id)
    for part_id in conn.execute(parts).scalars().all():
        queue.drop_job(conn, "import", part_id)
    conn.execute(sa.delete(imports).where(imports.c.id == import_id))


def drop_files_of_failed_imports(conn: sa.Connection) -> None:
    """Delete the files of failed imports that came more than a week ago; the imports stay listed."""
    old = _select_imports().where(imports.c.received_at < sa.func.now() - sa.text("interval '7 days'")).subquery()
    failed = sa.select(old.c.id).where(old.c.stage == "failed")
    conn.execute(sa.delete(import_pieces).where(import_pieces.c.import_id.in_(failed)))


def _select_imports() -> AnySelect:
    """Imports with the fields of `Import`; the state of the last part's job gives the stage."""
    last_part = (
        sa.select(sa.func.max(import_parts.c.id)).where(import_parts.c.import_id == imports.c.id).scalar_subquery()
    )
    job = queue.work.alias("job")
    stage = sa.case(
        (imports.c.finished_at.is_not(None), "done"),
        (imports.c.received_at.is_(None), "arriving"),
        (job.c.failed.is_(True), "failed"),
        else_="reading",
    )
    has_file = sa.exists().where(import_pieces.c.import_id == imports.c.id)
    return sa.select(
        *(column for column in imports.c if column.name != "sha256"),
        people.c.name.label("sender"),
        stage.label("stage"),
        job.c.reason.label("failure"),
        has_file.label("has_file"),
    ).select_from(
        imports.outerjoin(people, people.c.id == imports.c.sent_by).outerjoin(
            job, (job.c.kind == "import") & (job.c.subject == last_part)
        )
    )
