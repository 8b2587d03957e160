"""Reference sources: one file each, found by looking into this folder.

A source is a module with `NAME`, `TITLE`, `applies(claim)` and `ask(claim, context)`; one that asks the network also
has `LIMITS` and `OPTIONS`. It answers `Found`, `Nothing` or `CouldNotAsk`, never an empty list that could mean
either; `Nothing` is that the searches found nothing, and where all that was found is set aside it is `Found` without
passages. A source that lives in another distribution is found through the entry point group `factdesk.sources`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from typing import Final, Protocol, cast

from checks.retrieval.search_log import SearchLog
from checks.types.answer import Answer, SearchFailed
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.source import SourceContext

GROUP: Final = "factdesk.sources"


@dataclass(frozen=True, slots=True)
class Option:
    """Something that a source is told; without a `default` the source is off until it is given.

    An address that the source asks is an option of its own (`address`): no other host can be reached.
    """

    name: str
    says: str
    default: str | None = None
    secret: bool = False
    address: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """How a source on the network may be asked, over all workers together.

    `per_minute` requests, `at_once` lookups running at a time, `seconds` for one exchange from beginning to end,
    answers of at most `largest` bytes, kept for `kept_seconds` before they are asked for again.
    """

    per_minute: int = 60
    at_once: int = 1
    seconds: float = 10.0
    largest: int = 4_000_000
    kept_seconds: int = 3600


class Source(Protocol):
    """What every module of this folder offers.

    `applies` says whether the source is worth asking about a claim, without asking it. `ask` never raises for what
    a service answers: a failure is a `CouldNotAsk`.
    """

    NAME: str
    TITLE: str

    def applies(self, claim: Claim) -> bool: ...

    def ask(self, claim: Claim, context: SourceContext) -> Answer: ...


@cache
def sources() -> dict[str, Source]:
    """Every source by its name, ours first.

    Read once a process. A source of another distribution that has the name of one of ours takes its place.
    """
    return {module.NAME: module for module in (*_ours(), *_others())}


def _ours() -> Iterator[Source]:
    """The modules of this folder that have a `NAME`, in the order of their file names."""
    for module in iter_modules(__path__):
        found = import_module(f"{__name__}.{module.name}")
        if hasattr(found, "NAME"):
            yield cast(Source, found)


def _others() -> Iterator[Source]:
    """What other installed distributions offer under the entry point group `factdesk.sources`."""
    for point in entry_points(group=GROUP):
        yield cast(Source, point.load())


def limits(source: Source) -> Limits | None:
    """How a source may be asked; None for one that asks nobody outside.

    `source` is a module; the limits are its `LIMITS`.
    """
    found: Limits | None = getattr(source, "LIMITS", None)
    return found


def options(source: Source) -> tuple[Option, ...]:
    """What a source is told."""
    found: tuple[Option, ...] = getattr(source, "OPTIONS", ())
    return found


def options_of(source: Source, given: Mapping[str, str]) -> dict[str, str] | None:
    """The values of a source's options, its defaults where nothing is given; None if a needed one is missing.

    `given` are the values that the operator has set, by the option's name; an empty value counts as not given.
    """
    values = {option.name: given.get(option.name) or option.default for option in options(source)}
    return None if None in values.values() else cast(dict[str, str], values)


def applicable(claim: Claim, on: Mapping[str, Source]) -> list[str]:
    """The names of the sources, of those that are on, worth asking about this claim.

    `on` are the sources that are switched on, by name; the order is theirs.
    """
    return [name for name, source in on.items() if source.applies(claim)]


def searched(search: Callable[[SearchLog], Iterable[Passage]]) -> Answer:
    """What a search comes to that notes its queries and hits in the log it is given, and raises `SearchFailed` without
    an answer.
    """
    log = SearchLog()
    try:
        return log.answer(list(search(log)))
    except SearchFailed as failure:
        return log.failed(failure)
