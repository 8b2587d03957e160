"""Copies of articles among what came in before, and the claims that a copy shares with its original."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from checks.documents.near_duplicates import LEAST_SHARED, METHOD, bands, shared_part, shingles
from checks.documents.words import plain_words
from checks.matching.matcher import is_same_claim
from checks.types.claim import Claim
from store import queue
from store.articles import copies
from store.claims import shared_claims
from store.claims.shared_claims import ClaimWording
from store.db import Connection
from workers import job

_Words: TypeAlias = tuple[object, object, str | None]


@dataclass(frozen=True, slots=True)
class TextSignature:
    """A text as it is compared: its shingles, and the bands by which copies are found."""

    shingles: frozenset[str]
    bands: list[int]

    @classmethod
    def of(cls, text: str) -> "TextSignature":
        """The signature of a text; takes some 0.3 ms for 1,000 characters."""
        found = shingles(text)
        return cls(found, bands(found))


def find_original(conn: Connection, article_id: int, signature: TextSignature) -> tuple[int, float] | None:
    """The article whose text this one's is, and how much is shared; for a copy of a copy the first of them."""
    parts = {
        each.article_id: (shared_part(signature.shingles, shingles(each.text)), each.copy_of)
        for each in copies.list_comparable_texts(conn, article_id, signature.bands, METHOD)
    }
    same = {other: part for other, (part, _) in parts.items() if part >= LEAST_SHARED}
    if not same:
        return None
    first = min(same)
    of_first = parts[first][1]
    original = of_first if of_first is not None else first
    return original, same.get(original, same[first])


def link_article(conn: Connection, article_id: int, revision_id: int, signature: TextSignature) -> None:
    """Write which article this one copies; the last step of its transaction, for all others wait meanwhile."""
    copies.lock_copies(conn)
    original, shared = find_original(conn, article_id, signature) or (None, None)
    copies.write_text_signature(
        conn, article_id, revision_id, signature.bands, method=METHOD, copy_of=original, shared=shared
    )


def share_claims(conn: Connection, original_id: int, written: Sequence[tuple[int, Claim]]) -> set[int]:
    """Note which of these claims are word for word those of the original, and of the same matter.

    Returns:
        Their ids; they need no lookups of their own.
    """
    known: dict[_Words, list[ClaimWording]] = {}
    for each in shared_claims.list_claim_wordings(conn, original_id):
        known.setdefault(_words(each), []).append(each)
    found: dict[int, int] = {}
    for claim_id, claim in written:
        alike = known.get(_words(claim), [])
        same = next((each for each in alike if is_same_claim(each.contextual, claim.contextual)), None)
        if same is not None:
            alike.remove(same)
            found[claim_id] = same.id
    shared_claims.write_shared_claims(conn, found)
    return set(found)


def resume_copies(conn: Connection, original_ids: Collection[int]) -> job.Hints:
    """Have claims that wait for the suggestions of these get them now; returns the jobs to enqueue."""
    waiting = shared_claims.list_waiting_revisions(conn, original_ids)
    queue.restart_jobs(conn, "share", waiting)
    return [("share", waiting)] if waiting else []


def _words(claim: Claim | ClaimWording) -> _Words:
    return plain_words(claim.text), plain_words(claim.statement), claim.claimant
