"""One source asked over real HTTP, through the real way out, of a service that a test plays."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from checks.extraction import split
from checks.retrieval.fetch import Fetch, Pace
from checks.retrieval.fetch.addresses import Host
from checks.retrieval.sources import Source, options_of
from checks.types.answer import Answer
from checks.types.claim import Claim
from checks.types.document import Figure
from checks.types.passage import Passage
from checks.types.source import SourceContext
from tests.fixtures.outside import Outside, Reply, outside

NOW = datetime(2026, 7, 4, 9, 30, tzinfo=UTC)


@dataclass
class Store:
    """What the desk holds: documents, and fact-checks of the past."""

    passages: tuple[Passage, ...] = ()
    checked: tuple[Passage, ...] = ()

    def has_documents(self) -> bool:
        return bool(self.passages)

    def documents(self, words: str, limit: int) -> tuple[Passage, ...]:
        return self.passages[:limit]

    def documents_like(self, statement: str, limit: int, least: float) -> tuple[Passage, ...]:
        return ()

    def figures(self, entity: str, measure: str) -> tuple[Figure, ...]:
        return ()

    def entities(self, text: str) -> tuple[str, ...]:
        return ()

    def like(self, statement: str, limit: int) -> tuple[Passage, ...]:
        return self.checked[:limit]


@dataclass
class Played:
    """A service and the one source that asks it."""

    service: Outside
    redis_url: str
    store: Store = field(default_factory=Store)

    def ask(self, source: Source, claim: Claim | str, *replies: Any, per_minute: int = 60_000, path: str = "",
            **options: str) -> Answer:  # fmt: skip
        """What the source makes of the service's answers, the last of which is given again and again."""
        given = [reply if isinstance(reply, Reply) else Reply(reply) for reply in replies]
        self.service.asked.clear()
        self.service.sent.clear()
        self.service.reply = lambda n: given[min(n, len(given)) - 1]
        hosts, pace = (Host.of(self.service.url, inside=True),), Pace(per_minute, 2.0, 1_000_000, 60)
        fetch = Fetch(source.NAME, hosts, pace, agent="Factdesk/test (desk@example.org)", redis_url=self.redis_url,
                      prefix="test:", wait=lambda _: None)  # fmt: skip
        values = options_of(source, {"address": self.service.url + path, **options})
        assert values is not None
        statement = claim if isinstance(claim, Claim) else claimed(claim)
        return source.ask(
            statement,
            SourceContext(shelf=self.store, past_checks=self.store, now=NOW, fetch=fetch, options=values),
        )


@cache
def claimed(text: str) -> Claim:
    """The first claim of a text."""
    return split(text).claims[0]


@pytest.fixture(scope="session")
def service() -> Iterator[Outside]:
    """A service outside."""
    with outside() as service:
        yield service


@pytest.fixture
def played(service: Outside, redis_url: str) -> Played:
    """The service, and the way to it."""
    service.asked.clear()
    service.sent.clear()
    return Played(service, redis_url)
