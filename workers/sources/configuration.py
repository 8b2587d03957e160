"""What each reference source is told: by the desk, else by the environment (`FACTDESK_SOURCES`, `FACTDESK_SOURCE_…`).

The names of its options become variables: the option "key" of "World Bank" is FACTDESK_SOURCE_WORLD_BANK_KEY.
"""

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from checks.retrieval import sources as known
from checks.retrieval.fetch.addresses import Host, Refused
from checks.retrieval.sources import Limits, Source
from checks.types.answer import SearchFailed
from settings import settings
from store.db import Connection
from store.lookups.source_settings import SourceSetting, describe_missing, list_source_settings
from store.lookups.sources import SourceInfo, SourceOption


@dataclass(slots=True)
class _Desk:
    """What the desk sets of sources, as this process read it last from the store at `url`."""

    url: str = ""
    read_at: float = 0.0
    settings: Mapping[str, SourceSetting] = field(default_factory=dict)


_desk = _Desk()


def read_desk(conn: Connection) -> bool:
    """Read what the desk sets of sources; returns whether it is other than before."""
    found = list_source_settings(conn)
    changed = found != _desk.settings
    _desk.url, _desk.read_at, _desk.settings = settings().database_url, time.monotonic(), found
    return changed


def is_fresh(most_seconds: float) -> bool:
    """Whether what the desk sets was read from this store, not more than so many seconds ago."""
    return _desk.url == settings().database_url and time.monotonic() - _desk.read_at < most_seconds


def forget_desk() -> None:
    """Have it read again."""
    _desk.url = ""


def limits(source: Source) -> Limits | None:
    """How a source may be asked: as it says itself, or at the pace that the settings give it."""
    own = known.limits(source)
    if own is None:
        return None
    pace = {name: _count(source, name) or getattr(own, name) for name in ("per_minute", "at_once")}
    return replace(own, **pace)


def options(source: Source) -> dict[str, str]:
    """What a source is told. Raises `SearchFailed` where something is missing."""
    given_options = known.options_of(source, _given(source))
    if given_options is None:
        raise SearchFailed(missing(source) or "it is not told what it needs")
    return given_options


def check_settings() -> None:
    """Raise `ValueError`, naming the variable, where the settings on sources cannot be followed."""
    by_name = {_plain(name): source for name, source in known.sources().items()}
    on_network = [name for name, source in known.sources().items() if known.limits(source) is not None]
    for name in settings().sources:
        source = by_name.get(_plain(name))
        if source is None or known.limits(source) is None:
            raise ValueError(f"FACTDESK_SOURCES names “{name}”; there are: {', '.join(on_network) or 'none'}")
        if lacking := describe_missing(source_info(source), SourceSetting()):  # whatever the desk says
            raise ValueError(f"FACTDESK_SOURCES names “{name}”, but {lacking}")
        hosts(source)
        limits(source)
    if settings().sources and not settings().contact:
        raise ValueError(
            "FACTDESK_CONTACT is not set: services want to know whom to write to (an address or a URL)"
        )


def missing(source: Source) -> str | None:
    """What keeps a source off, in words; None when it is on."""
    return describe_missing(source_info(source), _desk.settings.get(source.NAME, SourceSetting()))


def source_info(source: Source) -> SourceInfo:
    """A source as the environment has it."""
    pace, given = limits(source), _given_by_environment(source)
    described = tuple(
        SourceOption(
            name=option.name,
            says=option.says,
            variable=_variable(source, option.name),
            secret=option.secret,
            address=option.address,
            has_default=option.default is not None,
            given=option.name in given,
        )
        for option in known.options(source)
    )
    named = _plain(source.NAME) in map(_plain, settings().sources)
    per_minute, at_once = (pace.per_minute, pace.at_once) if pace else (None, None)
    return SourceInfo(
        name=source.NAME,
        title=source.TITLE,
        switched_on=False,
        missing=None,
        per_minute=per_minute,
        at_once=at_once,
        options=described,
        named=named,
    )


def _given(source: Source) -> dict[str, str]:
    """What a source is told: by the desk, else by the environment; addresses by the environment alone."""
    addresses = {option.name for option in known.options(source) if option.address}
    desk = _desk.settings.get(source.NAME, SourceSetting()).values
    return {**_given_by_environment(source), **{n: value for n, value in desk.items() if n not in addresses}}


def _given_by_environment(source: Source) -> dict[str, str]:
    given_options = settings().source_options
    named = {
        option.name: given_options.get(_variable(source, option.name), "") for option in known.options(source)
    }
    return {name: value for name, value in named.items() if value}


def _count(source: Source, name: str) -> int | None:
    variable = _variable(source, name)
    text = settings().source_options.get(variable, "")
    if not re.fullmatch(r"[1-9]\d{0,5}|", text):
        raise ValueError(f"{variable} is “{text}”; it must be a whole number above 0")
    return int(text) if text else None


def hosts(source: Source) -> tuple[Host, ...]:
    """The hosts of a source's addresses; those that the operator has named may stand inside."""
    return tuple(_host(source, address, given) for address, given in _addresses(source))


def _host(source: Source, address: str, given: bool) -> Host:
    try:
        return Host.of(address, inside=given)
    except Refused as error:
        raise ValueError(f"an address of the source “{source.NAME}” cannot be used: {error}") from None


def _addresses(source: Source) -> Iterator[tuple[str, bool]]:
    given = _given(source)
    for option in known.options(source):
        if option.address:
            yield given.get(option.name) or option.default or "", option.name in given


def _variable(source: Source, option: str) -> str:
    return f"FACTDESK_SOURCE_{_plain(source.NAME)}_{_plain(option)}".upper()


def _plain(name: str) -> str:
    """A source's name as a variable holds it: "World Bank" is world_bank."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
