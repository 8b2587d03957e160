"""What admins set of reference sources in the desk: on or off, and what they are told, such as keys.

A setting of the desk goes before the environment. Values are sealed with a key that is not in the store (made of
`FACTDESK_SECRET_KEY`), as the secrets of second factors are: a copy of the store alone gives no key of a service away.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy.dialects.postgresql import insert

from settings import settings
from store import audit
from store.columns import moment
from store.db import metadata, tell
from store.lookups.sources import SourceInfo, SourceRecord, get_source, set_availability
from store.people import Actor, Refused

LONGEST_VALUE: Final = 1000  # characters of what a source is told
NO_CONTACT: Final = "FACTDESK_CONTACT is not set: services want to know whom to write to (an address or a URL)"
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})

source_settings = sa.Table(
    "source_settings",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("switched_on", sa.Boolean),  # NULL leaves it to the environment
    sa.Column("sealed", sa.LargeBinary),
    moment("changed_at", now=True),
)


@dataclass(frozen=True, slots=True)
class SourceSetting:
    """What the desk sets of one source.

    Attributes:
        switched_on: None leaves it to the environment.
        values: by option, what it is told.
        unreadable: whether values were sealed with another `FACTDESK_SECRET_KEY`; they then have to be given again.
    """

    switched_on: bool | None = None
    values: Mapping[str, str] = field(default_factory=lambda: _NOTHING, repr=False)
    unreadable: bool = False


def list_source_settings(conn: sa.Connection) -> dict[str, SourceSetting]:
    """What the desk sets, by the source's name."""
    return {row.name: _read(row.switched_on, row.sealed) for row in conn.execute(sa.select(source_settings))}


def change_source(
    conn: sa.Connection,
    name: str,
    actor: Actor,
    *,
    switched_on: bool | None = None,
    values: Mapping[str, str] = _NOTHING,
    inherit: bool = False,
) -> SourceRecord:
    """Switch a source on or off, and write what it is told; workers follow within seconds.

    Args:
        switched_on: None leaves it as it is.
        values: by option; "" gives the option back to the environment. What is not named stays.
        inherit: whether the switch is given back to the environment.

    Returns:
        The source as it then is.

    Raises:
        NotFound: there is no such source.
        Refused: the source is always on, or a value cannot be kept; names the field.
    """
    source = get_source(conn, name)
    if source.at_once is None and (switched_on is not None or inherit):
        raise Refused("switched_on", "this source asks nobody outside and is always on")
    _check_values(source, values)
    row = conn.execute(sa.select(source_settings).where(source_settings.c.name == name).with_for_update()).first()
    before = _read(row.switched_on, row.sealed) if row else SourceSetting()
    kept = {option: value for option, value in {**before.values, **values}.items() if value}
    on = None if inherit else before.switched_on if switched_on is None else switched_on
    fresh = {"switched_on": on, "sealed": _seal(kept) if kept else None, "changed_at": sa.func.clock_timestamp()}
    write = insert(source_settings).values(name=name, **fresh)
    conn.execute(write.on_conflict_do_update(index_elements=["name"], set_=fresh))
    if on != before.switched_on:
        event = "left to the environment" if on is None else "switched on" if on else "switched off"
        audit.write_audit_entry(conn, actor, "source", 0, event, reason=name)
    if values:
        audit.write_audit_entry(
            conn, actor, "source", 0, "settings changed", reason=name, details={"options": sorted(values)}
        )
    missing = describe_missing(source, SourceSetting(on, kept))
    set_availability(conn, name, missing)
    tell(conn, "source", 0)
    return get_source(conn, name)


def describe_missing(source: SourceInfo | SourceRecord, setting: SourceSetting) -> str | None:
    """What keeps a source off, in words; None if it is on.

    Args:
        source: as the workers know it.
        setting: what the desk sets of it.
    """
    if source.at_once is None:
        return None
    if setting.switched_on is False:
        return "it is switched off in the desk"
    reasons = [] if setting.switched_on or source.named else ["it is switched off"]
    reasons += [
        f"{option.variable} is not set: {option.says}"
        for option in source.options
        if not (option.given or option.has_default or setting.values.get(option.name))
    ]
    if setting.switched_on and not settings().contact:
        reasons.append(NO_CONTACT)
    return "; ".join(reasons) or None


def _check_values(source: SourceRecord, values: Mapping[str, str]) -> None:
    known = {option.name: option for option in source.options}
    for name, value in values.items():
        if name not in known:
            raise Refused(name, f"{source.title} is told nothing of this name")
        if known[name].address:
            raise Refused(name, f"an address is set by the operator, as {known[name].variable}")
        if len(value) > LONGEST_VALUE or not value.isprintable():
            raise Refused(name, f"at most {LONGEST_VALUE:,} characters in one line are taken")


def _read(switched_on: bool | None, sealed: bytes | None) -> SourceSetting:
    if sealed is None:
        return SourceSetting(switched_on)
    try:
        return SourceSetting(switched_on, json.loads(_key().decrypt(sealed)))
    except InvalidToken:
        return SourceSetting(switched_on, unreadable=True)


def _seal(values: Mapping[str, str]) -> bytes:
    return _key().encrypt(json.dumps(dict(values)).encode())


def _key() -> Fernet:
    digest = hashlib.sha256(b"settings of sources\n" + settings().secret_key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
