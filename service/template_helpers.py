"""What every template may use: the words for states, ages, ratings, and Markdown made safe."""

from datetime import UTC, datetime

import nh3
from flask import Flask, g
from markdown_it import MarkdownIt
from markupsafe import Markup

from checks.documents.measures import title
from service import auth, quantities
from service.desk import query_words
from service.language import choice, formats, messages
from service.language.catalogues import ENGLISH
from service.request.transaction import autocommit
from settings import settings
from store.claims import counts
from store.db import StoreError
from store.newsroom import profile
from store.newsroom.rating_scale import RatingLabel
from store.notices import notices
from store.verdicts.fact_checks import FactCheck

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_TAGS = {"p", "a", "em", "strong", "ul", "ol", "li", "blockquote", "code", "pre", "h2", "h3", "h4", "br", "hr"}


def install(app: Flask) -> None:
    """Give templates their filters, each by the name of its function, and their globals."""
    filters = (
        formats.long_day, formats.short_day, formats.near_day, formats.year_day, formats.date_time, formats.full_time,
        formats.integer, formats.decimal, formats.number,
        formats.ago, formats.age, formats.duration, formats.duration_since,
        measure_name, rating_name, words, markdown, query_words.in_words, quantities.quantity_words,
    )  # fmt: skip
    app.jinja_env.filters.update({each.__name__: each for each in filters})
    app.jinja_env.tests["embargoed"] = is_embargoed
    messages.install(app)
    choice.install(app)
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


def is_embargoed(check: FactCheck) -> bool:
    """Whether readers may not see a fact-check yet."""
    return check.is_embargoed(datetime.now(UTC))


def first_time(*named: str) -> bool:
    """Whether this is asked the first time of these names while the page is made: a word is explained once on it."""
    seen: set[tuple[str, ...]] = g.setdefault("explained", set())
    new = named not in seen
    seen.add(named)
    return new


def decline_reasons() -> tuple[str, ...]:
    """The reasons for which claims are declined here, as an admin wrote them."""
    with autocommit() as conn:
        return profile.get_newsroom(conn).decline_reasons


def navigation_counts() -> dict[str, int]:
    """How many claims wait for triage and for review, and how much is for the person who asks."""
    asks = auth.person()
    if asks is None:
        return {}
    try:
        with autocommit() as conn:
            states = counts.count_claims_by_state(conn)
            mine = notices.count_unread(conn, asks.id)
    except StoreError:  # a page that tells that the store is away is shown without them
        return {}
    return {"triage": states["triage"], "review": states["in_review"] + states["approved"], "mine": mine}


def words(name: str | None) -> str:
    """A stored word as people read it."""
    return messages.known_word((name or "").replace("_", " "))


def measure_name(measure: str) -> str:
    """What people call a measure, in the language of the page."""
    return messages.known_word(title(measure))


def rating_name(label: RatingLabel) -> str:
    """A rating in the language of the page: as the newsroom translated it, else its name."""
    language = choice.current()
    if language == ENGLISH:
        return label.label
    return label.translations.get(language) or messages.translated(label.label)


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
