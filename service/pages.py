"""What every template may use: the words for states, ages, ratings, and Markdown made safe."""

from datetime import UTC, date, datetime

import nh3
from flask import Flask, g
from markdown_it import MarkdownIt
from markupsafe import Markup

from checks.documents.measures import title
from service import auth, quantities
from service.desk import query_words
from service.request.transaction import transaction
from settings import settings
from store.claims import counts
from store.db import StoreError
from store.newsroom import profile
from store.notices import notices

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_TAGS = {"p", "a", "em", "strong", "ul", "ol", "li", "blockquote", "code", "pre", "h2", "h3", "h4", "br", "hr"}
_STEPS = ((60, "s"), (60, "min"), (24, "h"), (30, "d"), (12, "mo"))


def install(app: Flask) -> None:
    """Give templates their filters and globals."""
    app.jinja_env.filters.update(
        ago=ago, markdown=markdown, words=words, moment=moment, measure=title, quantity=quantities.words
    )
    app.jinja_env.filters["query"] = query_words.in_words
    app.jinja_env.filters.update(long_day=long_day, number=quantities.number, duration=duration)
    app.jinja_env.globals.update(
        person=auth.person,
        publisher=lambda: settings().publisher,
        decline_reasons=decline_reasons,
        zip=zip,
        first_time=first_time,
        navigation_counts=navigation_counts,
        openid_provider=lambda: settings().oidc_issuer and settings().oidc_name,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def first_time(*named: str) -> bool:
    """Whether this is asked the first time of these names while the page is made: a word is explained once on it."""
    seen: set[tuple[str, ...]] = g.setdefault("explained", set())
    new = named not in seen
    seen.add(named)
    return new


def decline_reasons() -> tuple[str, ...]:
    """The reasons for which claims are declined here, as an admin wrote them."""
    with transaction() as conn:
        return profile.get_newsroom(conn).decline_reasons


def navigation_counts() -> dict[str, int]:
    """How many claims wait for triage and for review, and how much is for the person who asks."""
    asks = auth.person()
    if asks is None:
        return {}
    try:
        with transaction() as conn:
            states = counts.count_claims_by_state(conn)
            mine = notices.count_unread(conn, asks.id)
    except StoreError:  # a page that tells that the store is away is shown without them
        return {}
    return {"triage": states["triage"], "review": states["in_review"] + states["approved"], "mine": mine}


def ago(then: datetime | None) -> str:
    """How long ago, in one unit: "3 h ago"; of a time to come "in 3 h"."""
    if then is None:
        return "never"
    seconds = (datetime.now(UTC) - then).total_seconds()
    if -1 < seconds < 45:
        return "now"
    return f"{_span(seconds)} ago" if seconds > 0 else f"in {_span(-seconds)}"


def _span(amount: float) -> str:
    for size, unit in _STEPS:
        if amount < size:
            return f"{amount:.0f} {unit}"
        amount /= size
    return f"{amount:.0f} y"


def duration(seconds: float) -> str:
    """A stretch of time in its two largest units: "1 h 5 min", "2 d 3 h"."""
    minutes = max(1, round(seconds / 60))
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [f"{days} d", f"{hours} h", f"{minutes} min"]
    first = 0 if days else 1 if hours else 2
    return " ".join(part for part in parts[first : first + 2] if not part.startswith("0 "))


def moment(then: datetime | None) -> str:
    """The full time, for `title` and `datetime`."""
    return then.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC") if then else ""


def long_day(then: date | None) -> str:
    """A day as readers write it: "28 November 2026"; of a time the day in UTC."""
    if isinstance(then, datetime):
        then = then.astimezone(UTC)
    return f"{then.day} {then:%B %Y}" if then else ""


def words(name: str | None) -> str:
    """A stored word as people read it."""
    return (name or "").replace("_", " ")


def markdown(text: str) -> Markup:
    """Markdown as HTML with nothing in it but plain formatting and links of safe schemes."""
    html = nh3.clean(
        _MARKDOWN.render(text),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
    return Markup(html)  # noqa: S704 - nh3 left only the tags above
