"""The reference sources of this desk: which are on, what each is told, and its way out to the network.

Sources that ask nobody outside are always on; one on the network is on when the desk, or else the environment, says so
and it is told what it needs. What the desk says goes before the environment, and is read again every few seconds
(`refresh`). How sources do is kept in `store.lookups.sources`.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from importlib.metadata import version

from checks.retrieval import sources as known
from checks.retrieval.fetch import Fetch, Pace
from checks.retrieval.sources import Limits, Source
from checks.types.answer import SearchFailed
from checks.types.claim import Claim
from checks.types.source import SourceContext
from settings import settings
from store.db import Connection, DatabaseError, transaction
from store.lookups.sources import register_sources
from store.shelf import search
from workers.sources import configuration
from workers.sources.searches import PastFactChecks, PreparedFactChecks, Shelf
from workers.task_table import QUEUES

_REFRESH_SECONDS = 2.0


def refresh(most_seconds: float = _REFRESH_SECONDS) -> None:
    """Read again what the desk sets of sources, so that a change needs no restart. Called where no transaction is open.

    Args:
        most_seconds: what was read so long ago still counts.
    """
    if not configuration.is_fresh(most_seconds):
        with transaction(settings().database_url) as conn:
            _read_desk(conn)


def _read_desk(conn: Connection) -> None:
    if configuration.read_desk(conn):
        enabled_sources.cache_clear()
        http_client.cache_clear()


@cache
def enabled_sources() -> Mapping[str, Source]:
    """The sources that are on, by name."""
    return {name: source for name, source in known.sources().items() if configuration.missing(source) is None}


def applicable(claim: Claim) -> list[str]:
    """The names of the sources worth asking about this claim."""
    return known.applicable(claim, enabled_sources())


def stored() -> list[str]:
    """The names of those that are on and answer from the store; they are asked for many claims at once."""
    return [name for name, source in enabled_sources().items() if known.limits(source) is None]


def title(name: str) -> str:
    """How a source is called in the desk."""
    return known.sources()[name].TITLE


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
    return SourceContext(
        shelf=shelf,
        past_checks=past_checks,
        now=datetime.now(UTC),
        fetch=fetch(source, anew=anew),
        options=configuration.options(source),
    )


def store_context(
    source: Source, shelf: search.Shelf, past_checks: PreparedFactChecks, reference_date: date
) -> SourceContext:
    """What a lookup may use if its searches in the store were prepared for many claims.

    Raises what `configuration.options` does.
    """
    return SourceContext(
        shelf=shelf,
        past_checks=past_checks,
        now=datetime.now(UTC),
        fetch=fetch(source),
        options=configuration.options(source),
        reference_date=reference_date,
    )


def register(conn: Connection) -> None:
    """Write down which sources there are, for the desk to show."""
    _read_desk(conn)
    rows = [
        (configuration.source_info(source), configuration.missing(source)) for source in known.sources().values()
    ]
    register_sources(conn, [replace(row, switched_on=missing is None, missing=missing) for row, missing in rows])


def processes(queues: Sequence[str]) -> int:
    """How many processes a worker of these queues needs: two for the desk's own work, and one for every lookup that may
    be waiting for the network, so that no source takes another's time; and one more for feeds, and for webhooks.
    """
    with suppress(DatabaseError):  # a store that does not answer yet is no reason not to start
        refresh()
    paces = [pace for source in enabled_sources().values() if (pace := configuration.limits(source)) is not None]
    lookups = sum(pace.at_once for pace in paces) if QUEUES["lookup"] in queues else 0
    return 2 + lookups + (QUEUES["feed"] in queues) + (QUEUES["deliver"] in queues)


def fetch(source: Source, *, anew: bool = False) -> "Fetch | Unreachable":
    """The way out to a source's own addresses; `anew` without its kept answers."""
    if known.limits(source) is None:
        return Unreachable()
    way = http_client(source.NAME)
    return way.anew() if anew else way


@cache
def http_client(name: str) -> Fetch:
    """One a process and source, so that its connections are used again."""
    source = known.sources()[name]
    may = configuration.limits(source) or Limits()
    pace = Pace(may.per_minute, may.seconds, may.largest, may.kept_seconds)
    agent = f"Factdesk/{version('factdesk')} ({settings().contact})"
    return Fetch(
        name,
        configuration.hosts(source),
        pace,
        agent=agent,
        redis_url=settings().redis_url,
        prefix=settings().queue_prefix,
    )


class Unreachable:
    """`checks.types.source.Fetch` for a source that asks nobody outside."""

    def json(self, url: str, *given: object, **more: object) -> object:
        """Raises `SearchFailed`: whoever asks the network says how it may be asked (`LIMITS`)."""
        raise SearchFailed(f"this source has no limits, so it asks nobody outside; {url} was not asked")
