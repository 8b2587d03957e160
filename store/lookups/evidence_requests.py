"""Evidence that a person asked for by address or as a file: fetched or read by a job, then frozen like any other.

A request goes once its evidence is there; one that failed stays with its reason until it is tried again or dropped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from checks.types.stance import Finding
from store import addresses, audit, queue
from store.claims.tables import claims
from store.columns import identity, moment
from store.db import NotFound, metadata, tell
from store.lookups.evidence import STANCES, add_evidence, check_lengths
from store.people import Actor, Refused, people
from store.rows import AnySelect, fetch_all, fetch_one

KIND: Final = "capture"  # of the job
JUDGED: Final = ""  # as the stance: as the machine judges the passage
LONGEST_NAME: Final = 300  # characters
_MOST: Final = 20  # that wait or failed, of one claim

evidence_requests = sa.Table(
    "evidence_requests",
    metadata,
    identity(),
    sa.Column(
        "claim_id", sa.BigInteger, sa.ForeignKey("claims.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("requested_by", sa.BigInteger, sa.ForeignKey("people.id"), nullable=False),
    moment("requested_at", now=True),
    sa.Column("url", sa.Text),
    sa.Column("name", sa.Text),
    sa.Column("declared", sa.Text, nullable=False, server_default=""),
    sa.Column("content", sa.LargeBinary),
    sa.Column("quote", sa.Text, nullable=False, server_default=""),
    sa.Column("publisher", sa.Text, nullable=False, server_default=""),
    sa.Column("stance", sa.Text, nullable=False, server_default=""),
    sa.Column("reason", sa.Text, nullable=False, server_default=""),
    sa.CheckConstraint("(url IS NULL) = (content IS NOT NULL)", "address_or_file"),
    sa.CheckConstraint("(content IS NULL) = (name IS NULL)", "file_has_name"),
    sa.CheckConstraint(f"stance IN ('', {', '.join(repr(each) for each in STANCES)})", "stance"),
)


@dataclass(frozen=True, slots=True)
class WantedPassage:
    """What is wanted of a page or a file.

    Attributes:
        quote: the words that are quoted; "" for the passage that bears on the claim most.
        publisher: who published it; "" as the page says.
        stance: one of `STANCES`, or `JUDGED`.
        reason: why, in a person's words.
    """

    quote: str = ""
    publisher: str = ""
    stance: str = JUDGED
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file that was sent: its name, its media type as declared, and its bytes in pieces."""

    name: str
    declared: str
    pieces: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class EvidenceRequest:
    """A request that is not done yet.

    Attributes:
        place: the address, or the name of the file.
        state: "waiting", "trying again" or "failed".
        failure: of the last attempt, in words.
    """

    id: int
    claim_id: int
    requester: str
    requested_at: datetime
    place: str
    quote: str
    stance: str
    state: str
    failure: str | None


@dataclass(frozen=True, slots=True)
class EvidenceTask:
    """A request as its job needs it; either `url`, or `content` with its `name` and media type."""

    claim_id: int
    requested_by: int
    role: str
    url: str | None
    name: str | None
    declared: str
    content: bytes | None
    quote: str
    publisher: str
    stance: str
    reason: str


def request_by_address(
    conn: sa.Connection, claim_id: int, url: str, wanted: WantedPassage, actor: Actor
) -> EvidenceRequest:
    """Have a page fetched and frozen as evidence.

    Returns:
        The request; enqueue `KIND` with its id after the commit.

    Raises:
        NotFound: there is no such claim.
        Refused: a value cannot be taken; names the field.
    """
    url = url.strip()
    if not url:
        raise Refused("url", "write the address of the page")
    if wrong := addresses.fault(url):
        raise Refused("url", wrong)
    return _request(conn, claim_id, wanted, actor, url, {"url": url})


def request_by_file(
    conn: sa.Connection, claim_id: int, file: EvidenceFile, largest: int, wanted: WantedPassage, actor: Actor
) -> EvidenceRequest:
    """Have a file read and its passage frozen as evidence.

    Args:
        largest: the most bytes that are taken.

    Returns and raises as `request_by_address` does.
    """
    name = file.name.replace("\\", "/").rpartition("/")[2].replace("\x00", " ").strip()[:LONGEST_NAME] or "file"
    content = bytearray()
    for piece in file.pieces:
        content += piece
        if len(content) > largest:
            raise Refused("file", f"{name} has more than {largest:,} bytes, the most that is taken")
    if not content:
        raise Refused("file", f"{name} is empty")
    row = {"name": name, "declared": file.declared[:200], "content": bytes(content)}
    return _request(conn, claim_id, wanted, actor, name, row)


def get_evidence_task(conn: sa.Connection, request_id: int) -> EvidenceTask:
    """A request as its job needs it.

    Raises:
        NotFound: it is done, or was dropped.
    """
    row, same = (
        evidence_requests.c,
        ("url", "name", "declared", "content", "quote", "publisher", "stance", "reason"),
    )
    query = sa.select(row.claim_id, row.requested_by, people.c.role, *(row[name] for name in same))
    query = query.join(people, people.c.id == row.requested_by).where(row.id == request_id)
    return fetch_one(conn, query, EvidenceTask, f"request for evidence {request_id}")


def finish_request(conn: sa.Connection, request_id: int, task: EvidenceTask, finding: Finding) -> int:
    """Freeze what was found as evidence of the claim; the request, with its file, goes.

    Returns:
        The id of the evidence.

    Raises:
        Refused: as of `store.lookups.evidence.add_evidence`.
    """
    actor = Actor(task.requested_by, task.role)
    evidence_id = add_evidence(conn, task.claim_id, finding, actor, place=task.url or task.name)
    conn.execute(sa.delete(evidence_requests).where(evidence_requests.c.id == request_id))
    return evidence_id


def list_evidence_requests(conn: sa.Connection, claim_id: int) -> list[EvidenceRequest]:
    """The requests on a claim that are not done, the first made first."""
    query = _select().where(evidence_requests.c.claim_id == claim_id).order_by(evidence_requests.c.id).limit(_MOST)
    return fetch_all(conn, query, EvidenceRequest)


def retry_evidence_request(conn: sa.Connection, claim_id: int, request_id: int) -> bool:
    """Make a failed request due now; returns whether it had failed. Raises `NotFound`."""
    _get(conn, claim_id, request_id)
    again = queue.retry_job(conn, KIND, request_id)
    tell(conn, "claim", claim_id)
    return again


def drop_evidence_request(conn: sa.Connection, claim_id: int, request_id: int, actor: Actor) -> None:
    """Want a request no more. Raises `NotFound`."""
    dropped = _get(conn, claim_id, request_id)
    queue.drop_job(conn, KIND, request_id)
    conn.execute(sa.delete(evidence_requests).where(evidence_requests.c.id == request_id))
    audit.write_audit_entry(conn, actor, "claim", claim_id, "evidence request dropped", reason=dropped.place)
    tell(conn, "claim", claim_id)


def _request(
    conn: sa.Connection, claim_id: int, wanted: WantedPassage, actor: Actor, place: str, row: Mapping[str, object]
) -> EvidenceRequest:
    if actor.id is None:
        raise Refused("actor", "only a person adds evidence of their own")
    if wanted.stance not in (JUDGED, *STANCES):
        raise Refused("stance", f"the stance is one of {', '.join(STANCES)}, or empty")
    check_lengths({"quote": wanted.quote, "publisher": wanted.publisher, "reason": wanted.reason})
    if conn.execute(sa.select(claims.c.id).where(claims.c.id == claim_id).with_for_update()).first() is None:
        raise NotFound(f"there is no claim {claim_id}")
    mine = sa.select(sa.func.count()).where(evidence_requests.c.claim_id == claim_id)
    if conn.execute(mine).scalar_one() >= _MOST:
        raise Refused(
            "url" if row.get("url") else "file",
            f"{_MOST} passages for this claim wait or have failed; drop one of them first",
        )
    said = {name: getattr(wanted, name).strip() for name in ("quote", "publisher", "stance", "reason")}
    write = sa.insert(evidence_requests).values(claim_id=claim_id, requested_by=actor.id, **said, **row)
    request_id = int(conn.execute(write.returning(evidence_requests.c.id)).scalar_one())
    queue.add_jobs(conn, KIND, [request_id])
    audit.write_audit_entry(conn, actor, "claim", claim_id, "evidence requested", reason=place)
    tell(conn, "claim", claim_id)
    return _get(conn, claim_id, request_id)


def _get(conn: sa.Connection, claim_id: int, request_id: int) -> EvidenceRequest:
    query = _select().where(evidence_requests.c.claim_id == claim_id, evidence_requests.c.id == request_id)
    return fetch_one(conn, query, EvidenceRequest, f"request for evidence {request_id} on claim {claim_id}")


def _select() -> AnySelect:
    """Requests with the fields of `EvidenceRequest`."""
    row, job = evidence_requests.c, queue.work
    state = sa.case((job.c.failed, "failed"), (job.c.reason.is_not(None), "trying again"), else_="waiting")
    same = ("id", "claim_id", "requested_at", "quote", "stance")
    return (
        sa.select(
            *(row[name] for name in same),
            sa.func.coalesce(row.url, row.name).label("place"),
            people.c.name.label("requester"),
            state.label("state"),
            job.c.reason.label("failure"),
        )
        .join(people, people.c.id == row.requested_by)
        .outerjoin(job, (job.c.kind == KIND) & (job.c.subject == row.id))
    )
