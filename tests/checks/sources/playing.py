"""A source asked without a network: what it asks is noted, what comes is told."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from checks.retrieval.sources import Source, options_of
from checks.types.source import SourceContext
from tests.checks.sources.answering import Empty, Played

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@dataclass
class Noted(Played):
    """Notes what it was asked."""

    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def json(self, url: str, params: Any = None, **more: Any) -> Any:
        self.asked.append((url, dict(params or {})))
        return super().json(url, params, **more)


def context(source: Source, fetch: Played, **options: str) -> SourceContext:
    """What the source may use, its options at their defaults where none are given."""
    values = options_of(source, options)
    assert values is not None
    return SourceContext(shelf=Empty(), past_checks=Empty(), now=NOW, fetch=fetch, options=values)
