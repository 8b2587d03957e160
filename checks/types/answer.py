"""The three answers of a reference source: found, nothing, could not ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from checks.types.passage import Passage


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked, in the source's own words, and how many hits came."""

    text: str
    hits: int


@dataclass(frozen=True, slots=True)
class Found:
    """The source was asked and has passages."""

    passages: tuple[Passage, ...]
    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """The source was asked and has none."""

    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class CouldNotAsk:
    """The source gave no answer; `reason` says why, in words; `after` and `busy` as in `SearchFailed`."""

    reason: str
    queries: tuple[Query, ...] = ()
    after: float = 0.0
    busy: bool = False


Answer = Found | Nothing | CouldNotAsk


class SearchFailed(RuntimeError):
    """A search gave no answer; the message says why, in words.

    `after` are the seconds to wait before it is asked again, where the source says so. `busy`: its turn had not come;
    the source itself did not fail. `status` is that of HTTP.
    """

    def __init__(self, reason: str, *, after: float = 0.0, busy: bool = False, status: int | None = None) -> None:
        super().__init__(reason)
        self.after, self.busy, self.status = after, busy, status

    def answer(self, asked: Sequence[Query] = ()) -> CouldNotAsk:
        """What a source answers when a search of it failed."""
        return CouldNotAsk(str(self), tuple(asked), self.after, self.busy)
