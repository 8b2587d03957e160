"""The sample that a new desk shows: articles, documents and past fact-checks of our own making.

All of it is marked as sample; `store.sample.removal` clears it away. Passages of the sample are evidence for
claims of the sample alone.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from checks.types.document import About, Part
from checks.types.fact_check import ExternalFactCheck
from store.articles import Submission, articles, receive_article
from store.audit import audit, write_audit_entry
from store.claims.tables import claims
from store.external.fact_checks import add_external_fact_check
from store.people import MACHINE
from store.shelf import documents, incoming
from store.verdicts.fact_checks import fact_checks

FOLDER: Final = Path(__file__).parent
_MARK: Final = sa.text("""
    UPDATE evidence SET sample = true WHERE lookup_id = ANY (:lookups) AND (
      EXISTS (SELECT FROM documents d WHERE d.sample AND d.url = evidence.url AND d.publisher = evidence.publisher)
      OR EXISTS (SELECT FROM fact_checks f WHERE f.sample AND f.publisher = evidence.publisher
                 AND evidence.url = coalesce(f.url, '/fact-checks/' || f.slug)))
""")


def load_sample(conn: sa.Connection, read: Callable[[str], Sequence[Part]]) -> list[int]:
    """Put the sample into an empty desk; one that holds an article, or was loaded before, is left alone.

    Args:
        read: makes a document's text into its parts.

    Returns:
        The ids of the revisions to be split.
    """
    if (
        conn.execute(sa.select(articles.c.id).limit(1)).first()
        or conn.execute(sa.select(audit.c.id).where(audit.c.subject_kind == "sample").limit(1)).first()
    ):
        return []
    write_audit_entry(conn, MACHINE, "sample", 0, "loaded")
    for path in sorted((FOLDER / "documents").glob("*.txt")):
        head, body = _parts(path)
        submission = incoming.DocumentSubmission(
            kind="document",
            name=path.name,
            publisher=head["Publisher"],
            title=head["Title"],
            declared="text/plain",
            url=head["URL"],
            published=date.fromisoformat(head["Published"]),
        )
        incoming.add_read_document(conn, submission, About(), read(body), sample=True)
    for row in json.loads((FOLDER / "fact_checks.json").read_text("utf-8")):
        published = date.fromisoformat(row.pop("published"))
        add_external_fact_check(conn, ExternalFactCheck(**row, published=published), sample=True)
    return [receive_article(conn, article, MACHINE).revision_id for article in sample_articles()]


def sample_articles() -> Iterator[Submission]:
    """The sample's articles as they are sent, read from files beside this one."""
    for path in sorted((FOLDER / "articles").glob("*.txt")):
        head, body = _parts(path)
        when = datetime.fromisoformat(head["Published"]).replace(tzinfo=UTC)
        yield Submission(body, head["Title"], head["URL"], when, arrived_by="sample", sample=True)


def is_sample_present(conn: sa.Connection) -> bool:
    """Whether the sample was not cleared away yet; claims of it that people judged stay even then.

    A desk that never had it has none either.
    """
    of_others = sa.exists().where(fact_checks.c.sample, fact_checks.c.slug.is_(None))
    return bool(conn.execute(sa.select(of_others | sa.exists().where(documents.documents.c.sample))).scalar())


def is_of_sample(conn: sa.Connection, claim_id: int) -> bool:
    """Whether a claim stands in an article of the sample.

    Only then may passages of the sample be its evidence.
    """
    query = (
        sa.select(articles.c.sample)
        .join(claims, claims.c.article_id == articles.c.id)
        .where(claims.c.id == claim_id)
    )
    return bool(conn.execute(query).scalar())


def mark_sample_evidence(conn: sa.Connection, lookup_ids: Sequence[int]) -> None:
    """Mark evidence from the sample's documents and fact-checks, so that it is never taken for real.

    Known by address and publisher, since a passage does not say which row it was cut from.
    """
    conn.execute(_MARK, {"lookups": list(lookup_ids)})


def _parts(path: Path) -> tuple[dict[str, str], str]:
    """The fields at the head of a file of the sample, "name: value" a line, and the text below."""
    head, _, body = path.read_text("utf-8").partition("\n\n")
    return dict(line.split(": ", 1) for line in head.splitlines()), body
