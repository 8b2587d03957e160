"""The reference sources of this desk: which are on, what each is told, and its way out to the network.

Sources that ask nobody outside are always on; one on the network is on when the desk, or else the environment, says so
and it is told what it needs. What the desk says goes before the environment, and is read again every few seconds
(`refresh`). How sources do is kept in `store.lookups.sources`.
"""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from typing import Any

from checks.matching.matcher import rank
from checks.nlp.encoder import encoder
from checks.retrieval import sources as kinds
from checks.retrieval.fetch import Fetch, Pace
from checks.retrieval.fetch.addresses import Host, Refused
from checks.retrieval.sources import Limits, Source
from checks.types.answer import SearchFailed
from checks.types.claim import Claim
from checks.types.document import Figure
from checks.types.passage import Passage
from checks.types.source import SourceContext
from settings import settings
from store.db import Connection, DatabaseError, transaction
from store.external.candidates import find_fact_check_candidates
from store.lookups.source_settings import SourceSetting, describe_missing, list_source_settings
from store.lookups.sources import SourceInfo, SourceOption, register_sources
from store.shelf import search
from workers.enqueue import QUEUES

_REFRESH_SECONDS = 2.0


@dataclass(slots=True)
class _Desk:
    """What the desk sets of sources, as this process read it last from the store at `url`."""

    url: str = ""
    read_at: float = 0.0
    settings: Mapping[str, SourceSetting] = field(default_factory=dict)


_desk = _Desk()


def refresh(most_seconds: float = _REFRESH_SECONDS) -> None:
    """Read again what the desk sets of sources, so that a change needs no restart. Called where no transaction is open.

    Args:
        most_seconds: what was read so long ago still counts.
    """
    url = settings().database_url
    if _desk.url != url or time.monotonic() - _desk.read_at >= most_seconds:
        with transaction(url) as conn:
            _read_desk(conn)


def _read_desk(conn: Connection) -> None:
    found = list_source_settings(conn)
    if found != _desk.settings:
        on.cache_clear()
        http_client.cache_clear()
    _desk.url, _desk.read_at, _desk.settings = settings().database_url, time.monotonic(), found


@cache
def on() -> Mapping[str, Source]:
    """The sources that are on, by name."""
    return {name: source for name, source in kinds.sources().items() if _missing(source) is None}


def applicable(claim: Claim) -> list[str]:
    """The names of the sources worth asking about this claim."""
    return kinds.applicable(claim, on())


def stored() -> list[str]:
    """The names of those that are on and answer from the store; they are asked for many claims at once."""
    return [name for name, source in on().items() if kinds.limits(source) is None]


def title(name: str) -> str:
    """How a source is called in the desk."""
    return kinds.sources()[name].TITLE


def context(source: Source, *, anew: bool = False, sample: bool = False) -> SourceContext:
    """What one lookup of a source may use; each search in the store has a transaction of its own.

    Args:
        anew: whether no kept answer will do.
        sample: whether the sample is searched too.

    Raises:
        SearchFailed: the source is not told all that it needs.
    """
    url = settings().database_url
    shelf, past_checks = Shelf(url, sample), PastFactChecks(url, sample)
    return SourceContext(shelf, past_checks, datetime.now(UTC), fetch(source, anew=anew), options(source))


@dataclass(frozen=True, slots=True)
class StoreContexts:
    """What the lookups of many claims may use, all over one connection.

    Attributes:
        embeddings: of claims, by their ids, as far as they are filled in.
        sample: whether the sample is searched too.
        shelf: the shelf, on which searches of all claims may be prepared.
    """

    conn: Connection
    embeddings: Mapping[int, Sequence[float]]
    sample: bool
    shelf: search.Shelf

    def of(self, source: Source, claim_id: int) -> SourceContext:
        """What the lookup of one claim at one source may use. Raises `SearchFailed` as `options`."""
        past_checks = _PastFactChecksOf(self.conn, self.embeddings.get(claim_id), self.sample)
        return SourceContext(self.shelf, past_checks, datetime.now(UTC), fetch(source), options(source))


def check() -> None:
    """Raise `ValueError`, naming the variable, where the settings on sources cannot be followed."""
    known = {_plain(name): source for name, source in kinds.sources().items()}
    on_network = [name for name, source in kinds.sources().items() if kinds.limits(source) is not None]
    for name in settings().sources:
        source = known.get(_plain(name))
        if source is None or kinds.limits(source) is None:
            raise ValueError(f"FACTDESK_SOURCES names “{name}”; there are: {', '.join(on_network) or 'none'}")
        if missing := describe_missing(_info(source), SourceSetting()):  # whatever the desk says
            raise ValueError(f"FACTDESK_SOURCES names “{name}”, but {missing}")
        _hosts(source)
        limits(source)
    if settings().sources and not settings().contact:
        raise ValueError(
            "FACTDESK_CONTACT is not set: services want to know whom to write to (an address or a URL)"
        )


def note(conn: Connection) -> None:
    """Write down which sources there are, for the desk to show."""
    _read_desk(conn)
    rows = [(_info(source), _missing(source)) for source in kinds.sources().values()]
    register_sources(conn, [replace(row, switched_on=missing is None, missing=missing) for row, missing in rows])


def processes(queues: Sequence[str]) -> int:
    """How many processes a worker of these queues needs: two for the desk's own work, and one for every lookup that may
    be waiting for the network, so that no source takes another's time; and one more for feeds, and for webhooks.
    """
    with suppress(DatabaseError):  # a store that does not answer yet is no reason not to start
        refresh()
    paces = [pace for source in on().values() if (pace := limits(source)) is not None]
    lookups = sum(pace.at_once for pace in paces) if QUEUES["lookup"] in queues else 0
    return 2 + lookups + (QUEUES["feed"] in queues) + (QUEUES["deliver"] in queues)


def limits(source: Source) -> Limits | None:
    """How a source may be asked: as it says itself, or at the pace that the settings give it."""
    own = kinds.limits(source)
    if own is None:
        return None
    pace = {name: _count(source, name) or getattr(own, name) for name in ("per_minute", "at_once")}
    return replace(own, **pace)


def options(source: Source) -> dict[str, str]:
    """What a source is told. Raises `SearchFailed` where something is missing."""
    given_options = kinds.options_of(source, _given(source))
    if given_options is None:
        raise SearchFailed(_missing(source) or "it is not told what it needs")
    return given_options


def fetch(source: Source, *, anew: bool = False) -> "Fetch | Unreachable":
    """The way out to a source's own addresses; `anew` without its kept answers."""
    if kinds.limits(source) is None:
        return Unreachable()
    way = http_client(source.NAME)
    return way.anew() if anew else way


@cache
def http_client(name: str) -> Fetch:
    """One a process and source, so that its connections are used again."""
    source = kinds.sources()[name]
    may = limits(source) or Limits()
    pace = Pace(may.per_minute, may.seconds, may.largest, may.kept_seconds)
    agent = f"Factdesk/{version('factdesk')} ({settings().contact})"
    return Fetch(
        name, _hosts(source), pace, agent=agent, redis_url=settings().redis_url, prefix=settings().queue_prefix
    )


class Unreachable:
    """`checks.types.source.Fetch` for a source that asks nobody outside."""

    def json(self, url: str, *given: Any, **more: Any) -> Any:
        """Raises `SearchFailed`: whoever asks the network says how it may be asked (`LIMITS`)."""
        raise SearchFailed(f"this source has no limits, so it asks nobody outside; {url} was not asked")


@dataclass(frozen=True, slots=True)
class Shelf:
    """`checks.types.source.Shelf`; every search has a transaction of its own, so that none is open while a network
    is waited for.
    """

    url: str
    sample: bool = False

    def documents(self, words: str, limit: int) -> tuple[Passage, ...]:
        """As `store.shelf.search.Shelf`."""
        with transaction(self.url) as conn:
            return search.Shelf(conn, sample=self.sample).documents(words, limit)

    def figures(self, entity: str, measure: str) -> tuple[Figure, ...]:
        """As `store.shelf.search.Shelf`."""
        with transaction(self.url) as conn:
            return search.Shelf(conn).figures(entity, measure)

    def measures(self, entity: str) -> tuple[str, ...]:
        """As `store.shelf.search.Shelf`."""
        with transaction(self.url) as conn:
            return search.Shelf(conn).measures(entity)

    def entities(self, text: str) -> tuple[str, ...]:
        """As `store.shelf.search.Shelf`."""
        with transaction(self.url) as conn:
            return search.Shelf(conn).entities(text)


@dataclass(frozen=True, slots=True)
class PastFactChecks:
    """`checks.types.source.PastFactChecks`, with a transaction of its own for each search.

    Attributes:
        url: the address of the database.
        sample: whether fact-checks that came with the sample are found.
    """

    url: str
    sample: bool = False

    def like(self, statement: str, limit: int) -> tuple[Passage, ...]:
        """As `find_past_fact_checks`."""
        with transaction(self.url) as conn:
            return find_past_fact_checks(conn, statement, limit, sample=self.sample)


@dataclass(frozen=True, slots=True)
class _PastFactChecksOf:
    """`checks.types.source.PastFactChecks` over one connection, for a claim whose `embedding` is known or None."""

    conn: Connection
    embedding: Sequence[float] | None
    sample: bool

    def like(self, statement: str, limit: int) -> tuple[Passage, ...]:
        """As `find_past_fact_checks`."""
        return find_past_fact_checks(self.conn, statement, limit, sample=self.sample, embedding=self.embedding)


def find_past_fact_checks(
    conn: Connection,
    statement: str,
    limit: int,
    *,
    sample: bool = False,
    embedding: Sequence[float] | None = None,
) -> tuple[Passage, ...]:
    """Fact-checks of the same claim as a statement, then related ones.

    Args:
        statement: the claim.
        limit: the most fact-checks.
        sample: whether those that came with the sample are among them.
        embedding: of the statement, where it is known; it is computed otherwise.
    """
    if embedding is None:
        (embedding,) = encoder().sentences([statement]).tolist()
    found = find_fact_check_candidates(conn, statement, embedding, sample=sample)
    best = rank(statement, [(each.statement, each.cosine) for each in found], limit)
    return tuple(found[n].as_passage() for n, _ in best)


def _missing(source: Source) -> str | None:
    """What keeps a source off, in words; None when it is on."""
    return describe_missing(_info(source), _desk.settings.get(source.NAME, SourceSetting()))


def _info(source: Source) -> SourceInfo:
    """A source as the environment has it."""
    pace, given = limits(source), _given_by_environment(source)
    described = tuple(
        SourceOption(
            option.name, option.says, _variable(source, option.name), option.secret, option.address,
            option.default is not None, option.name in given,
        )
        for option in kinds.options(source)
    )  # fmt: skip
    named = _plain(source.NAME) in map(_plain, settings().sources)
    per_minute, at_once = (pace.per_minute, pace.at_once) if pace else (None, None)
    return SourceInfo(source.NAME, source.TITLE, False, None, per_minute, at_once, described, named)


def _given(source: Source) -> dict[str, str]:
    """What a source is told: by the desk, else by the environment; addresses by the environment alone."""
    addresses = {option.name for option in kinds.options(source) if option.address}
    desk = _desk.settings.get(source.NAME, SourceSetting()).values
    return {**_given_by_environment(source), **{n: value for n, value in desk.items() if n not in addresses}}


def _given_by_environment(source: Source) -> dict[str, str]:
    given_options = settings().source_options
    named = {
        option.name: given_options.get(_variable(source, option.name), "") for option in kinds.options(source)
    }
    return {name: value for name, value in named.items() if value}


def _count(source: Source, name: str) -> int | None:
    variable = _variable(source, name)
    text = settings().source_options.get(variable, "")
    if not re.fullmatch(r"[1-9]\d{0,5}|", text):
        raise ValueError(f"{variable} is “{text}”; it must be a whole number above 0")
    return int(text) if text else None


def _hosts(source: Source) -> tuple[Host, ...]:
    """The hosts of a source's addresses; those that the operator has named may stand inside."""
    return tuple(_host(source, address, given) for address, given in _addresses(source))


def _host(source: Source, address: str, given: bool) -> Host:
    try:
        return Host.of(address, inside=given)
    except Refused as error:
        raise ValueError(f"an address of the source “{source.NAME}” cannot be used: {error}") from None


def _addresses(source: Source) -> Iterator[tuple[str, bool]]:
    given = _given(source)
    for option in kinds.options(source):
        if option.address:
            yield given.get(option.name) or option.default or "", option.name in given


def _variable(source: Source, option: str) -> str:
    return f"FACTDESK_SOURCE_{_plain(source.NAME)}_{_plain(option)}".upper()


def _plain(name: str) -> str:
    """A source's name as a variable holds it: "World Bank" is `world_bank`."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
