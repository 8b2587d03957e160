"""The filters of a list of claims, read from a request's query in one way for the desk and the API."""

from datetime import datetime
from typing import Final

from flask import request
from werkzeug.datastructures import MultiDict

from service import auth
from service.request import inputs
from store.claims import claims
from store.claims.tables import KINDS, SUGGESTIONS
from store.claims.workflow import STATES
from store.people import Refused

NAMES: Final = ("state", "kind", "suggestion", "repeated", "owner", "article", "cluster", "since", "until", "q")
SEVERAL: Final = ("state", "kind", "suggestion")  # that may be given several times; a claim is of any of them


def from_query(default: tuple[str, ...] = ()) -> claims.ClaimFilters:
    """The filters that this request's query names. Raises `Refused` naming the parameter."""
    return read(request.args, auth.actor().id, default)


def read(given: MultiDict[str, str], own_id: int | None, default: tuple[str, ...] = ()) -> claims.ClaimFilters:
    """The filters that `given` names.

    Those of `SEVERAL` may be given several times. `state` may be `all` instead; without it the states are those of `default`.
    `owner` is a person's number, or `me`, who is `own_id`. Raises `Refused` naming the parameter.
    """
    owner = given.get("owner", "").strip()
    return claims.ClaimFilters(
        states=_states([state for state in given.getlist("state") if state], default),
        kinds=_choices(given, "kind", KINDS),
        owner_id=own_id if owner == "me" else _number(given, "owner"),
        article_id=_number(given, "article"),
        suggestions=_choices(given, "suggestion", SUGGESTIONS),
        words=given.get("q", "").strip() or None,
        repeated=bool(_choices(given, "repeated", ("yes",))),
        cluster=_number(given, "cluster"),
        since=_moment(given, "since"),
        until=_moment(given, "until"),
    )


def _states(named: list[str], default: tuple[str, ...]) -> tuple[str, ...]:
    if named == ["all"]:
        return ()
    for state in named:
        _known("state", state, STATES)
    return tuple(named) or default


def _choices(given: MultiDict[str, str], name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    named = filter(None, map(str.strip, given.getlist(name)))
    return tuple(dict.fromkeys(_known(name, value, known) for value in named))


def _known(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise Refused(name, f"the {name} is one of {', '.join(known)}")
    return value


def _moment(given: MultiDict[str, str], name: str) -> datetime | None:
    typed = given.get(name, "").strip()
    return inputs.moment(typed, name) if typed else None


def _number(given: MultiDict[str, str], name: str) -> int | None:
    typed = given.get(name, "").strip()
    return inputs.number(typed, name) if typed else None
