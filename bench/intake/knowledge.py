"""What a newsroom's desk knows when articles come in: documents on its shelf, and fact-checks of other publishers."""

import json
import time

import requests

from bench.intake.running_desk import RunningDesk
from bench.statements import statements
from store.db import transaction
from store.embeddings import count_missing_embeddings

_PARAGRAPHS = 30  # of a document
_SECONDS = 600.0


def fill(desk: RunningDesk, documents: int, fact_checks: int) -> None:
    """Put made-up documents and fact-checks on a desk, and wait until all of them are read and embedded.

    Raises:
        SystemExit: that takes longer than ten minutes.
    """
    texts = [made.text for made in statements(documents * _PARAGRAPHS + fact_checks)]
    with requests.Session() as session:
        session.headers.update(desk.headers)
        for number in range(documents):
            paragraphs = texts[number * _PARAGRAPHS : (number + 1) * _PARAGRAPHS]
            document = {"title": f"Report {number}", "publisher": "Bench", "text": "\n\n".join(paragraphs)}
            answer = session.post(f"{desk.address}/api/v1/shelf/documents", json=document, timeout=60)
            answer.raise_for_status()
        reviews = [_review(number, claim) for number, claim in enumerate(texts[documents * _PARAGRAPHS :])]
        url = f"{desk.address}/api/v1/imports?name=reviews.json"
        session.post(url, data=json.dumps(reviews), timeout=60).raise_for_status()
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline:
            time.sleep(0.5)
            if _known(desk, documents, fact_checks):
                return
    raise SystemExit("the documents and fact-checks were not read in time")


def _review(number: int, claim: str) -> dict[str, object]:
    return {
        "@type": "ClaimReview",
        "url": f"https://checks.example/{number}",
        "claimReviewed": claim,
        "datePublished": "2024-05-01",
        "author": {"name": "Bench", "url": "https://checks.example"},
        "reviewRating": {"alternateName": "False"},
    }


def _known(desk: RunningDesk, documents: int, fact_checks: int) -> bool:
    with transaction(desk.url) as conn:
        read = conn.exec_driver_sql(
            "SELECT (SELECT count(*) FROM documents WHERE read_at IS NOT NULL AND built_in IS NULL),"
            " (SELECT count(*) FROM fact_checks)"
        ).one()
        return tuple(read) == (documents, fact_checks) and count_missing_embeddings(conn) == 0
