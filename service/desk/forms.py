"""What the desk's forms give, as views need it."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from flask import redirect, request
from werkzeug.wrappers import Response

from service.request import inputs, redirects
from store.people import Refused
from store.verdicts.media_reviews import MediaReview

_LONGEST_SNOOZE: Final = 24 * 365  # hours


def text(name: str) -> str | None:
    """What was typed, None if nothing was. Of several fields of this name, the first that is not empty."""
    typed = (each.replace("\x00", " ").strip() for each in request.form.getlist(name))
    return next(filter(None, typed), None)


def number(name: str) -> int | None:
    """A whole number, None if none was given. Raises `Refused` naming the field."""
    typed = text(name)
    return inputs.number(typed, name) if typed else None


def numbers(name: str) -> list[int]:
    """The numbers of all boxes of this name that are ticked. Raises `Refused` naming the field."""
    return [inputs.number(each, name) for each in request.form.getlist(name)]


def version() -> int:
    """The version of the claim that its sender saw. Raises `Refused` where it is missing."""
    given = number("version")
    if given is None:
        raise Refused("version", "the version of the claim that you saw is missing")
    return given


def until() -> datetime | None:
    """The end of a snooze of so many `hours`, a year at most."""
    hours = number("hours")
    return datetime.now(UTC) + timedelta(hours=min(hours, _LONGEST_SNOOZE)) if hours else None


def day(typed: str, field: str = "published") -> date | None:
    """The day that was typed, None if none was. Raises `Refused` naming the field."""
    return inputs.day(typed.strip(), field) if typed.strip() else None


def moment(typed: str, field: str = "published") -> datetime | None:
    """The time, or day, that was typed, None if none was. Raises `Refused` naming the field."""
    return inputs.moment(typed.strip(), field) if typed.strip() else None


def media() -> MediaReview | None:
    """What the form of a verdict says of an image, video or recording; None if no kind of media is chosen.

    Nothing is checked yet.
    """
    media_type = text("media_type")
    if media_type is None:
        return None
    return MediaReview(
        media_type=media_type,
        categories=tuple(request.form.getlist("media_category")),
        media_url=text("media_url"),
        original_url=text("original_url"),
        original_context=request.form.get("original_context", ""),
    )


def back(otherwise: str) -> Response:
    """To the page of ours that the form names as `next`, or to another."""
    return redirect(redirects.inside(request.form.get("next"), otherwise))
