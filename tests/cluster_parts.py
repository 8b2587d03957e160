"""A desk to which articles of one claim each come, for tests of what is the same claim."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text

from checks.types.passage import Passage
from checks.types.stance import Finding
from store import articles, audit, queue
from store.claims import claims, transitions
from store.claims.claims import ClaimFilters, ClaimRecord
from store.claims.tables import claims as table
from store.claims.workflow import TransitionInput
from store.db import autocommit, transaction
from store.lookups import batches, evidence
from store.people import Actor
from store.verdicts.verdicts import VerdictContent
from workers.tasks import lookup, lookup_batch, split, suggest

WAITING = ClaimFilters(states=("new", "triage"), heads=True)
POLAND = "Poland has more than 38 million inhabitants."
AGAIN = (
    "More than 38 million inhabitants live in Poland.",
    "Poland has more than 38 million inhabitants, the mayor said.",
    "Poland has more than 38 million inhabitants.",
)


@dataclass(frozen=True)
class Desk:
    """A desk with two people, to which articles of one claim each come."""

    url: str
    checker: Actor
    reviewer: Actor

    def comes(self, said: str, *, suggested: bool = True, url: str | None = None) -> int:
        """The id of the claim of a new article."""
        with transaction(self.url) as conn:
            count = conn.execute(text("SELECT count(*) FROM articles")).scalar_one()
            arrival = articles.Submission(said, f"Article {count}", url or f"https://example.org/{count}")
            articles.receive_article(conn, arrival, self.checker)
        for revision_id in self.due("split"):
            split.run(revision_id)
        for batch_id in self.due(batches.KIND):
            lookup_batch.run(batch_id) if suggested else self._one_by_one(batch_id)
        with transaction(self.url) as conn:
            return int(conn.execute(select(table.c.id).order_by(table.c.id.desc()).limit(1)).scalar_one())

    def _one_by_one(self, batch_id: int) -> None:
        """Do the lookups of a batch by jobs of their own, which leave the suggestions to be made."""
        with transaction(self.url) as conn:
            pending = batches.list_pending_lookups(conn, batch_id)
            batches.give_jobs(conn, pending)
            batches.delete_batch(conn, batch_id)
            queue.drop_job(conn, batches.KIND, batch_id)
        for each in pending:
            lookup.run(each.id)

    def due(self, kind: str) -> list[int]:
        """The subjects of work of a kind."""
        with autocommit(self.url) as conn:
            return list(conn.execute(select(queue.work.c.subject).where(queue.work.c.kind == kind)).scalars())

    def row(self, claim_id: int) -> ClaimRecord:
        """A claim as lists show it."""
        with autocommit(self.url) as conn:
            return claims.get_claim(conn, claim_id)

    def waiting(self) -> list[int]:
        """What triage shows, from the top."""
        with autocommit(self.url) as conn:
            return [row.id for row in claims.list_claims(conn, WAITING)]

    def step(self, claim_id: int, action: str, actor: Actor | None = None, **given: Any) -> None:
        """A person's step."""
        version = self.row(claim_id).version
        with transaction(self.url) as conn:
            transitions.apply_transition(
                conn, claim_id, action, actor or self.checker, version, TransitionInput(**given)
            )

    def drafted(self, claim_id: int, rating: str) -> None:
        """From taking a claim, or its correction, to a verdict that waits for review."""
        if self.row(claim_id).state in ("new", "triage"):
            self.step(claim_id, "take")
        with transaction(self.url) as conn:
            counted = Finding("context", "r", 0.5, Passage("They were counted.", "p. 1", "Office"))
            cites = [evidence.add_evidence(conn, claim_id, counted, self.checker)]
            version = claims.get_claim(conn, claim_id).version
            transitions.write_verdict(
                conn, claim_id, VerdictContent(rating, "So it is.", "Counted.", cites), self.checker, version
            )
        self.step(claim_id, "submit")

    def publish(self, claim_id: int, rating: str) -> None:
        """From taking a claim, or its correction, to its published verdict."""
        self.drafted(claim_id, rating)
        for action in ("approve", "publish"):
            self.step(claim_id, action, self.reviewer)

    def events(self, claim_id: int) -> list[str]:
        """A claim's history, the oldest first."""
        with transaction(self.url) as conn:
            return [entry.event for entry in audit.list_audit_entries(conn, "claim", claim_id)][::-1]

    def suggest_again(self, claim_id: int) -> None:
        """Do the step `suggest` once more."""
        with transaction(self.url) as conn:
            queue.add_jobs(conn, "suggest", [claim_id])
        suggest.run(claim_id)
