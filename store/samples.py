"""The sample that a new desk shows: articles, documents and past fact-checks of our own making.

All of it is marked as sample and can be cleared away in one step; the starter figures stay.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, delete, exists, select

from checks.types.document import About, Part
from checks.types.fact_check import ExternalFactCheck
from store import documents, evidence, shelving, work
from store.articles import Arrival, articles, receive, revisions
from store.audit import audit
from store.audit import write as note
from store.changes import transition
from store.claims import claims
from store.db import tell
from store.external.fact_checks import add_external_fact_check
from store.fact_checks import fact_checks
from store.lookups import lookups
from store.people import MACHINE, Actor
from store.workflow import Case, TransitionInput

FOLDER: Final = Path(__file__).parent / "sample"


def load(conn: Connection, read: Callable[[str], Sequence[Part]]) -> list[int]:
    """Put the sample into an empty desk; returns the revisions to be split.

    `read` makes a document's text into its parts.

    A desk that holds an article, or was loaded before, is left alone.
    """
    if (
        conn.execute(select(articles.c.id).limit(1)).first()
        or conn.execute(select(audit.c.id).where(audit.c.subject_kind == "sample").limit(1)).first()
    ):
        return []
    note(conn, MACHINE, "sample", 0, "loaded")
    for path in sorted((FOLDER / "documents").glob("*.txt")):
        head, body = _parts(path)
        arrival = shelving.Arrival(
            "document", path.name, head["Publisher"], head["Title"], "text/plain", head["URL"],
            date.fromisoformat(head["Published"]),
        )  # fmt: skip
        shelving.add(conn, arrival, About(), read(body), sample=True)
    for row in json.loads((FOLDER / "fact_checks.json").read_text("utf-8")):
        published = date.fromisoformat(row.pop("published"))
        add_external_fact_check(conn, ExternalFactCheck(**row, published=published), sample=True)
    return [receive(conn, arrival, MACHINE).revision_id for arrival in arrivals()]


def arrivals() -> Iterator[Arrival]:
    """The sample's articles as they came."""
    for path in sorted((FOLDER / "articles").glob("*.txt")):
        head, body = _parts(path)
        when = datetime.fromisoformat(head["Published"]).replace(tzinfo=UTC)
        yield Arrival(body, head["Title"], head["URL"], when, arrived_by="sample", sample=True)


def present(conn: Connection) -> bool:
    """Whether anything of the sample is still there."""
    return any(conn.execute(select(exists().where(t.c.sample))).scalar() for t in (articles, fact_checks))


def clear(conn: Connection, actor: Actor) -> None:
    """Remove all that came with the sample, with every claim, verdict and piece of work that hangs on it."""
    gone = select(articles.c.id).where(articles.c.sample)
    ours = select(claims.c.id).where(claims.c.article_id.in_(gone))
    asked = select(lookups.c.id).where(lookups.c.claim_id.in_(ours))
    parts = select(revisions.c.id).where(revisions.c.article_id.in_(gone))
    for kind, subjects in (("split", parts), ("lookup", asked), ("suggest", ours)):
        conn.execute(delete(work.work).where(work.work.c.kind == kind, work.work.c.subject.in_(subjects)))
    theirs = claims.c.duplicate_of.in_(ours), claims.c.article_id.not_in(gone)
    reopened = conn.execute(select(claims.c.id).where(*theirs).with_for_update()).scalars().all()
    why = TransitionInput("its original went with the sample")
    transition(conn, reopened, Case("duplicate"), "reopen", actor, why)
    conn.execute(delete(fact_checks).where(fact_checks.c.claim_id.in_(ours) | fact_checks.c.sample))
    conn.execute(delete(articles).where(articles.c.sample))
    conn.execute(delete(documents.documents).where(documents.documents.c.sample))
    evidence.forget_unquoted(conn)
    note(conn, actor, "sample", 0, "cleared")
    tell(conn, "again", 0)


def _parts(path: Path) -> tuple[dict[str, str], str]:
    head, _, body = path.read_text("utf-8").partition("\n\n")
    return dict(line.split(": ", 1) for line in head.splitlines()), body
