"""What a reference source may use, handed in by whoever asks it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Protocol

from checks.types.document import Figure
from checks.types.passage import Passage


class Shelf(Protocol):
    """Searches in the newsroom's own documents and figure tables; `words` are all looked for, or any where "or"
    joins them. `documents_like` finds by meaning, with cosines of `least` and more.
    """

    def has_documents(self) -> bool: ...

    def documents(self, words: str, limit: int) -> tuple[Passage, ...]: ...

    def documents_like(self, statement: str, limit: int, least: float) -> tuple[Passage, ...]: ...

    def figures(self, entity: str, measure: str) -> tuple[Figure, ...]: ...

    def measures(self, entity: str) -> tuple[str, ...]: ...

    def entities(self, text: str) -> tuple[str, ...]: ...


class PastFactChecks(Protocol):
    """Searches in published and imported fact-checks: those that may be of the same claim, the nearest first."""

    def like(self, statement: str, limit: int) -> tuple[Passage, ...]: ...


class Fetch(Protocol):
    """The way out to one source's hosts, guarded: timeouts, sizes, retries, rate and cache are its own matter."""

    def json(
        self,
        url: str,
        params: Mapping[str, str | int] = MappingProxyType({}),
        *,
        headers: Mapping[str, str] = MappingProxyType({}),
        body: object = None,
    ) -> object:
        """The answer as JSON; with a `body` (sent as JSON) the request is a POST.

        Raises `SearchFailed` when there is no answer, or one that is not JSON; the message says why, in words.
        """
        ...


@dataclass(frozen=True, slots=True)
class SourceContext:
    """All that a source may use; handed in, so that a test can hand in others.

    `options` holds what the source's own `OPTIONS` name, as the settings give it. `reference_date` is the day that the
    claim's article was published, from which "on Monday" counts.
    """

    shelf: Shelf
    past_checks: PastFactChecks
    now: datetime
    fetch: Fetch
    options: Mapping[str, str] = field(default_factory=dict)
    reference_date: date | None = None
