"""An article that changes, on a desk with a checker and a reviewer."""

from collections.abc import Sequence

from checks.types.passage import Passage
from checks.types.stance import Finding
from store import articles, audit
from store.claims import claims, transitions
from store.claims.claims import ClaimRecord
from store.claims.revisions.wording_changes import WordingChange, list_wording_changes
from store.claims.workflow import TransitionInput
from store.db import transaction
from store.lookups import evidence, lookups
from store.people import Actor
from store.verdicts.verdicts import VerdictContent
from tests.desk_parts import person, work_through

URL = "https://gazette.example/vote"
VOTE = "The council of Alder voted 9 to 6 for the bridge in 2024"
WELLS = "The town of Alder counted 400 wells in 2024"
SCHOOLS = "The ministry spent 12 million euros on 40 new schools in 2024"
OTHER_VOTE = VOTE.replace("9 to 6", "8 to 7")


class ChangingArticle:
    """An article of these sentences, as a desk with a checker and a reviewer has it."""

    def __init__(self, url: str, *sentences: str, checker: Actor | None = None) -> None:
        self.url, self.checker, self.reviewer = url, checker or person(url, "checker"), person(url, "reviewer")
        self.id = self.says(*sentences)

    def says(self, *sentences: str) -> int:
        with transaction(self.url) as conn:
            sent = articles.Submission("\n\n".join(f"{each}." for each in sentences), url=URL)
            article_id = articles.receive_article(conn, sent, self.checker).article_id
        work_through(self.url)
        return article_id

    def claims(self, state: Sequence[str] = ()) -> list[ClaimRecord]:
        with transaction(self.url) as conn:
            filters = claims.ClaimFilters(article_id=self.id, states=tuple(state))
            return claims.list_claims(conn, filters, sort="oldest")

    def claim(self, start: str) -> ClaimRecord:
        (found,) = [claim for claim in self.claims() if claim.statement.startswith(start)]
        return found

    def step(self, claim_id: int, action: str, actor: Actor | None = None, **more: str) -> None:
        with transaction(self.url) as conn:
            version = claims.get_claim(conn, claim_id).version
            given = TransitionInput(**more)  # type: ignore[arg-type]
            transitions.apply_transition(conn, claim_id, action, actor or self.checker, version, given)

    def write(self, claim_id: int, rating: str = "False") -> None:
        with transaction(self.url) as conn:
            found = Finding("refutes", "r", 0.5, Passage("It voted 5 to 10.", "p. 1", "Minutes"))
            cited = evidence.add_evidence(conn, claim_id, found, self.checker)
            version = claims.get_claim(conn, claim_id).version
            transitions.write_verdict(
                conn, claim_id, VerdictContent(rating, "It voted 5 to 10.", "See.", [cited]), self.checker, version
            )

    def publish(self, claim_id: int) -> None:
        self.step(claim_id, "take")
        self.write(claim_id)
        self.step(claim_id, "submit")
        for action in ("approve", "publish"):
            self.step(claim_id, action, self.reviewer)

    def change(self, claim_id: int) -> WordingChange | None:
        with transaction(self.url) as conn:
            return list_wording_changes(conn, [claim_id]).get(claim_id)

    def lookups(self, claim_id: int) -> list[int]:
        with transaction(self.url) as conn:
            return [row.id for row in lookups.list_lookups(conn, claim_id)]

    def events(self, claim_id: int) -> list[tuple[str, str | None]]:
        with transaction(self.url) as conn:
            return [(e.event, e.reason) for e in audit.list_audit_entries(conn, "claim", claim_id)][::-1]
