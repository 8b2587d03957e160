"""The filters of a list of claims, read from a request's query in one way for the desk and the API."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from flask import request
from werkzeug.datastructures import MultiDict

from service import auth
from service.request import inputs
from store.claims.filters import ClaimFilters
from store.claims.tables import KINDS, SUGGESTIONS
from store.claims.workflow import OPEN, STATES
from store.discussion.reply_requests import FILTERS
from store.people import Refused
from store.triage.tags import clean_tag

# As they stand in an address; of `SEVERAL` several may be given.
NAMES: Final = (
    "state", "kind", "suggestion", "worth", "claimant", "publisher", "feed", "article", "since", "until",
    "owner", "tag",
    "language", "repeated", "cluster", "reply", "threshold", "q",
)  # fmt: skip
SEVERAL: Final = ("state", "kind", "suggestion")  # a claim is of any of them
THRESHOLD_SIDES: Final = ("below", "above", "all")  # of the newsroom's threshold of worth
_ANY_WORTH: Final = ("state", "article", "cluster", "worth", "threshold")  # filters with which no threshold counts
_LONGEST: Final = 300  # characters of a name
_LANGUAGE: Final = re.compile("[a-z]{2,3}")


def from_query(default: tuple[str, ...] = (), *, threshold: int = 0) -> ClaimFilters:
    """The filters that this request's query names; arguments as of `read_filters`.

    Raises `Refused` naming the parameter.
    """
    return read_filters(request.args, auth.actor().id, default, threshold=threshold)


def read_triage_filters(given: MultiDict[str, str], threshold: int) -> ClaimFilters:
    """The filters that `given` names; claims that wait for triage where it names no state, a cluster once.

    Without a state, an article, a cluster or a worth it leaves out what is below `threshold`, the newsroom's, in
    hundredths.
    """
    found = read_filters(given, auth.actor().id, OPEN, threshold=threshold)
    if threshold and not any(given.get(name, "").strip() for name in _ANY_WORTH):
        found = replace(found, threshold=threshold / 100)
    open_only = set(found.states) <= set(OPEN) and bool(found.states)
    return replace(found, heads=open_only and found.article_id is None and found.cluster is None)


def read_filters(
    given: MultiDict[str, str], own_id: int | None, default: tuple[str, ...] = (), *, threshold: int = 0
) -> ClaimFilters:
    """The filters that `given` names.

    Those of `SEVERAL` may be given several times; `state` may be `all`, and without it the states are those of
    `default`. `owner` is a person's number, `me`, who is `own_id`, or `none`. Raises `Refused` naming the parameter.

    Args:
        threshold: the newsroom's, in hundredths, for the parameter `threshold`: `below` it, `above` it, or `all`.
    """
    owner = given.get("owner", "").strip()
    worth = _number(given, "worth", most=100)
    tag = given.get("tag", "").strip()
    side = next(iter(_choices(given, "threshold", THRESHOLD_SIDES)), None)
    return ClaimFilters(
        states=_states([state for state in given.getlist("state") if state], default),
        kinds=_choices(given, "kind", KINDS),
        owner_id=own_id if owner == "me" else None if owner == "none" else _number(given, "owner"),
        unowned=owner == "none",
        article_id=_number(given, "article"),
        suggestions=_choices(given, "suggestion", SUGGESTIONS),
        words=given.get("q", "").strip() or None,
        repeated=bool(_choices(given, "repeated", ("yes",))),
        cluster=_number(given, "cluster"),
        worth=None if worth is None else worth / 100,
        claimant=_name(given, "claimant"),
        publisher=_name(given, "publisher"),
        feed_id=_number(given, "feed"),
        language=_language(given),
        tag=clean_tag(tag) if tag else None,
        reply=next(iter(_choices(given, "reply", FILTERS)), None),
        since=_moment(given, "since"),
        until=_moment(given, "until"),
        threshold=threshold / 100 if side == "above" else None,
        below_threshold=threshold / 100 if side == "below" else None,
    )


def _states(named: list[str], default: tuple[str, ...]) -> tuple[str, ...]:
    if "all" in named:
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


def _number(given: MultiDict[str, str], name: str, most: int | None = None) -> int | None:
    typed = given.get(name, "").strip()
    if not typed:
        return None
    return inputs.number(typed, name) if most is None else inputs.number(typed, name, most=most)


def _name(given: MultiDict[str, str], name: str) -> str | None:
    typed = given.get(name, "").strip()
    if len(typed) > _LONGEST:
        raise Refused(name, f"the {name} has at most {_LONGEST} characters")
    return typed or None


def _language(given: MultiDict[str, str]) -> str | None:
    typed = given.get("language", "").strip().lower()
    if typed and not _LANGUAGE.fullmatch(typed):
        raise Refused("language", "the language is a code of two or three letters, such as en")
    return typed or None


def _moment(given: MultiDict[str, str], name: str) -> datetime | None:
    typed = given.get(name, "").strip()
    return inputs.moment(typed, name) if typed else None


def cursor_of(sort: str) -> str:
    """The name of the cursors of lists of claims in an order, one of `SORTS`."""
    return f"claims by time found, {sort}" if sort in ("newest", "oldest") else f"claims by {sort}"
