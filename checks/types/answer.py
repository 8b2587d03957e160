"""The three answers of a reference source: found, nothing, could not ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from checks.types.passage import Passage


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked, in the source's own words, and how many hits came, before any of them was looked at."""

    text: str
    hits: int


@dataclass(frozen=True, slots=True)
class SetAside:
    """A hit that did not become evidence, and why, in words.

    `text` is how it begins, `where` where it stands. `count` is above 1 where many like it are told of in one.
    """

    text: str
    where: str
    reason: str
    url: str | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """The source was asked and its searches found something.

    Without `passages` all of it was set aside. `hits` counts what the searches found, each once however many of them
    found it; None is as many as there are passages and hits set aside.
    """

    passages: tuple[Passage, ...]
    queries: tuple[Query, ...]
    set_aside: tuple[SetAside, ...] = ()
    hits: int | None = None

    @property
    def found(self) -> int:
        """How many hits there were."""
        return len(self.passages) + self.aside if self.hits is None else self.hits

    @property
    def aside(self) -> int:
        """How many of them were set aside."""
        return sum(each.count for each in self.set_aside)


@dataclass(frozen=True, slots=True)
class Nothing:
    """The source was asked and its searches found nothing."""

    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class CouldNotAsk:
    """The source gave no answer; `reason` says why, in words; `after` and `busy` as in `SearchFailed`.

    `broke` tells that an error came out of our own code for the source, which a single claim may have caused.
    """

    reason: str
    queries: tuple[Query, ...] = ()
    after: float = 0.0
    busy: bool = False
    broke: bool = False


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
