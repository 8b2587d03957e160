"""What the desk's forms give, as views need it."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from flask import redirect, request
from werkzeug.wrappers import Response

from service.errors import Problem
from store.people import Refused

_LONGEST_SNOOZE: Final = 24 * 365  # hours


def text(name: str) -> str | None:
    """What was typed, None where nothing was. Of several fields of this name, the first that is not empty."""
    typed = (each.replace("\x00", " ").strip() for each in request.form.getlist(name))
    return next(filter(None, typed), None)


def number(name: str) -> int | None:
    """A whole number, None where none was given. Raises `Problem` naming the field."""
    typed = text(name)
    if typed and not typed.isdigit():
        raise Problem(422, f"{name.replace('_', ' ')} must be a number", {name: "not a number"})
    return int(typed) if typed else None


def numbers(name: str) -> list[int]:
    """The numbers of all boxes of this name that are ticked."""
    return [int(each) for each in request.form.getlist(name) if each.isdigit()]


def version() -> int:
    """The version of the claim that its sender saw. Raises `Problem` where it is missing."""
    given = number("version")
    if given is None:
        raise Problem(422, "the version of the claim that you saw is missing", {"version": "missing"})
    return given


def until() -> datetime | None:
    """The end of a snooze of so many `hours`, a year at most."""
    hours = number("hours")
    return datetime.now(UTC) + timedelta(hours=min(hours, _LONGEST_SNOOZE)) if hours else None


def day(typed: str, field: str = "published") -> date | None:
    """The day that was typed, None where none was. Raises `Refused` naming the field."""
    try:
        return date.fromisoformat(typed.strip()) if typed.strip() else None
    except ValueError:
        raise Refused(field, "the date must be like 2026-11-24") from None


def back(otherwise: str) -> Response:
    """To the page of ours that the form names as `next`, or to another."""
    there = request.form.get("next", "")
    inside = there.startswith("/") and there[1:2] not in ("/", "\\")
    return redirect(there if inside else otherwise)
