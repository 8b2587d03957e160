"""All that a fact-check rests on as one ZIP: the verdict, its evidence with hashes, what was asked, and the
corrections.

Readers get the passages that are cited; people of the desk also the whole texts that were captured, and the
lookups that became no evidence. A newsroom's own documents are not handed to everybody with a quotation of one of
their lines; nor are hosts inside its network named to readers.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Final

from flask import Blueprint, Response, url_for

from service.auth import anybody, is_colleague
from service.public.claim_review import claim_review
from service.public.fact_checks import find_visible, list_cited_for_readers
from service.public.inside_hosts import (
    appearances_for_readers,
    evidence_for_readers,
    lookups_for_readers,
    media_for_readers,
)
from service.public.masthead import absolute, read_masthead
from service.request.transaction import transaction
from store.db import Connection
from store.lookups import evidence, lookups
from store.lookups.evidence import CapturedEvidence
from store.lookups.lookups import LookupStatus
from store.newsroom import rating_scale
from store.verdicts import appearances, fact_checks, media_reviews, verdicts
from store.verdicts.fact_checks import Correction, FactCheck
from store.verdicts.media_reviews import MediaReview
from store.verdicts.verdicts import Verdict

blueprint = Blueprint("evidence_pack", __name__)
_README: Final = """Evidence pack of a fact-check

fact-check.json    what was published: statement, rating, summary, explanation, dates, corrections
claim-review.json  the same as schema.org ClaimReview
evidence/          each cited passage, and where it was captured; captured texts where this pack holds them
lookups.json       which sources were asked what and when, and what each of them found
SHA256SUMS         the hash of every file here; check them with: sha256sum -c SHA256SUMS

In evidence.json, `captured_sha256` is the hash of the whole captured text in UTF-8, of which the passage is
characters `start` to `end`.
"""


@dataclass(frozen=True, slots=True)
class Pack:
    """What goes into a pack; `whole` where captured texts do."""

    row: FactCheck
    url: str
    review: dict[str, object] | None
    verdict: Verdict
    cited: Sequence[CapturedEvidence]
    corrections: Sequence[Correction]
    log: Sequence[LookupStatus]
    whole: bool
    media: MediaReview | None


@blueprint.get("/fact-checks/<slug>/evidence.zip")
@anybody
def download_evidence_pack(slug: str) -> Response:
    """The pack of a fact-check as a download."""
    with transaction() as conn:
        pack = _read(conn, find_visible(conn, slug))
    response = Response(build(pack), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug[:80]}-evidence.zip"'
    return response


def _read(conn: Connection, row: FactCheck) -> Pack:
    url = absolute(url_for("fact_checks.fact_check_page", slug=row.slug))
    seen = appearances.list_appearances(conn, row.claim_id)
    organization, scale = read_masthead(conn).organization, rating_scale.get_rating_scale(conn)
    log, whole = lookups.list_lookups(conn, row.claim_id), is_colleague()
    cited = (verdicts.list_cited_evidence if whole else list_cited_for_readers)(conn, row.verdict_id)
    evidence_rows = [evidence.get_captured_evidence(conn, row.claim_id, each.id) for each in cited]
    media = media_reviews.find_media_review(conn, row.verdict_id)
    review = (
        None if row.withdrawn_at else claim_review(row, url, organization, scale, appearances_for_readers(seen))
    )
    return Pack(
        row=row,
        url=url,
        review=review,
        verdict=verdicts.get_verdict(conn, row.verdict_id),
        cited=evidence_rows if whole else [evidence_for_readers(each) for each in evidence_rows],
        corrections=fact_checks.list_corrections(conn, row.id),
        log=log if whole else lookups_for_readers(log),
        whole=whole,
        media=media if whole else media_for_readers(media),
    )


def build(pack: Pack) -> bytes:
    """The ZIP of a pack; the same content gives the same bytes."""
    files = {"README.txt": _README.encode(), "fact-check.json": _json(_fact_check(pack))}
    if pack.review:
        files["claim-review.json"] = _json(pack.review)
    files["evidence/evidence.json"] = _json([_evidence(number, e) for number, e in enumerate(pack.cited, 1)])
    for number, each in enumerate(pack.cited, 1):
        files[f"evidence/{number:02}-passage.txt"] = each.text.encode()
        if pack.whole:
            files[f"evidence/{number:02}-captured.txt"] = each.captured.encode()
    files["lookups.json"] = _json([_lookup(each, pack.whole) for each in pack.log])
    sums = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    files["SHA256SUMS"] = "".join(sums).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _fact_check(pack: Pack) -> dict[str, object]:
    names = ("statement", "claimant", "rating", "summary", "publisher", "published_at", "corrected_at",
             "withdrawn_at", "withdrawal_reason")  # fmt: skip
    return {
        "url": pack.url,
        **{name: getattr(pack.row, name) for name in names},
        "explanation": pack.verdict.explanation,
        "version": pack.verdict.number,
        "media": pack.media and asdict(pack.media),
        "corrections": [asdict(each) for each in pack.corrections],
    }


def _evidence(number: int, row: CapturedEvidence) -> dict[str, object]:
    names = ("publisher", "author", "locator", "url", "published", "version", "rating", "captured_at", "stance",
             "reason", "start", "end", "sample")  # fmt: skip
    return {
        "file": f"{number:02}-passage.txt",
        **{name: getattr(row, name) for name in names},
        "figure": row.figure and asdict(row.figure),
        "captured_sha256": row.sha256.hex(),
    }


def _lookup(row: LookupStatus, whole: bool) -> dict[str, object]:
    names = ("source", "title", "outcome", "reason", "found", "set_aside_count", "evidence_count", "queued_at",
             "started_at", "finished_at")  # fmt: skip
    log = {name: getattr(row, name) for name in names} | {"queries": [asdict(query) for query in row.queries]}
    return log | ({"set_aside": [asdict(hit) for hit in row.set_aside]} if whole else {})


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, default=_written) + "\n").encode()


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value)} is not written as JSON")
