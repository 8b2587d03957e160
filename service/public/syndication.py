"""Published fact-checks for programs that follow them: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1, sitemaps and
robots.txt.
"""

import json
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final
from xml.etree import ElementTree as etree

from flask import Blueprint, Response, url_for

from service.auth import anybody
from service.errors import Problem
from service.language.choice import current
from service.language.messages import gettext as _
from service.language.messages import translated
from service.public.masthead import Masthead, absolute, read_masthead
from service.request import inputs
from service.request.transaction import transaction
from store.newsroom import rating_scale
from store.newsroom.rating_scale import RatingScale
from store.people import Refused
from store.verdicts import public_list
from store.verdicts.fact_checks import FactCheck

blueprint = Blueprint("syndication", __name__)
_ENTRIES: Final = 50
_ATOM: Final = "http://www.w3.org/2005/Atom"
_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_SECONDS: Final = 300  # that a reader may keep a feed


@blueprint.get("/fact-checks.rss")
@anybody
def rss_feed() -> Response:
    """The newest fact-checks as RSS 2.0."""
    masthead, scale, rows = _newest()
    rss = etree.Element("rss", version="2.0")
    channel = etree.SubElement(rss, "channel")
    _texts(channel, title=_("Fact-checks of %(name)s", name=masthead.name), link=_index(), language=current(),
           description=_("What %(name)s has checked, the newest first", name=masthead.name))  # fmt: skip
    self_link = {"href": absolute(url_for("syndication.rss_feed")), "rel": "self", "type": "application/rss+xml"}
    etree.SubElement(channel, f"{{{_ATOM}}}link", self_link)
    for row in rows:
        item = etree.SubElement(channel, "item")
        _texts(item, title=_title(row, scale), link=_page(row), description=row.summary,
               pubDate=format_datetime(row.published_at.astimezone(UTC), usegmt=True),
               category=_label(row, scale))  # fmt: skip
        etree.SubElement(item, "guid", isPermaLink="true").text = _page(row)
    return _xml(rss, "application/rss+xml")


@blueprint.get("/fact-checks.atom")
@anybody
def atom_feed() -> Response:
    """The newest fact-checks as Atom; one that was corrected is updated."""
    masthead, scale, rows = _newest()
    feed = etree.Element(f"{{{_ATOM}}}feed")
    updated = max((_changed(row) for row in rows), default=datetime(2000, 1, 1, tzinfo=UTC))
    _texts(
        feed, _ATOM, title=_("Fact-checks of %(name)s", name=masthead.name), id=_index(), updated=_rfc3339(updated)
    )
    _texts(etree.SubElement(feed, f"{{{_ATOM}}}author"), _ATOM, name=masthead.name)
    for rel, href in (("self", absolute(url_for("syndication.atom_feed"))), ("alternate", _index())):
        etree.SubElement(feed, f"{{{_ATOM}}}link", rel=rel, href=href)
    for row in rows:
        entry = etree.SubElement(feed, f"{{{_ATOM}}}entry")
        _texts(entry, _ATOM, title=_title(row, scale), id=_page(row), updated=_rfc3339(_changed(row)),
               published=_rfc3339(row.published_at), summary=row.summary)  # fmt: skip
        etree.SubElement(entry, f"{{{_ATOM}}}link", rel="alternate", href=_page(row))
        etree.SubElement(entry, f"{{{_ATOM}}}category", term=_label(row, scale))
    return _xml(feed, "application/atom+xml")


@blueprint.get("/fact-checks.json")
@anybody
def json_feed() -> Response:
    """The newest fact-checks as JSON Feed 1.1."""
    masthead, scale, rows = _newest()
    items = [
        {
            "id": _page(row),
            "url": _page(row),
            "title": _title(row, scale),
            "content_text": row.summary,
            "date_published": _rfc3339(row.published_at),
            "date_modified": _rfc3339(_changed(row)),
            "tags": [_label(row, scale)],
        }
        for row in rows
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _("Fact-checks of %(name)s", name=masthead.name),
        "home_page_url": _index(),
        "feed_url": absolute(url_for("syndication.json_feed")),
        "language": current(),
        "authors": [{"name": masthead.name, "url": absolute("/")}],
        "items": items,
    }
    return _kept(Response(json.dumps(feed, ensure_ascii=False), content_type="application/feed+json"))


@blueprint.get("/sitemap.xml")
@anybody
def sitemap_index() -> Response:
    """The sitemaps, one a month: one file may name 50,000 pages."""
    with transaction() as conn:
        months = public_list.list_months(conn)
    index = etree.Element(f"{{{_SITEMAP}}}sitemapindex")
    for month in months:
        place = etree.SubElement(index, f"{{{_SITEMAP}}}sitemap")
        _texts(place, _SITEMAP, loc=absolute(url_for("syndication.sitemap_of_month", month=month)))
    return _xml(index, "application/xml")


@blueprint.get("/sitemaps/<month>.xml")
@anybody
def sitemap_of_month(month: str) -> Response:
    """The fact-checks of one month, written “2026-11”."""
    try:
        first = inputs.day(f"{month}-01", "month")
    except Refused:
        raise Problem(404, "there is no such month") from None
    with transaction() as conn:
        rows = public_list.list_of_month(conn, first)
    pages = etree.Element(f"{{{_SITEMAP}}}urlset")
    for row in rows:
        page = etree.SubElement(pages, f"{{{_SITEMAP}}}url")
        _texts(page, _SITEMAP, loc=_page(row), lastmod=_rfc3339(_changed(row)))
    return _xml(pages, "application/xml")


@blueprint.get("/robots.txt")
@anybody
def robots_file() -> Response:
    """What search engines may read: what is published, and nothing of the desk."""
    lines = (
        "User-agent: *",
        "Allow: /fact-checks",
        "Allow: /how-we-work",
        "Allow: /corrections-policy",
        "Allow: /logo/",
        "Allow: /static/",
        "Disallow: /",
        f"Sitemap: {absolute(url_for('syndication.sitemap_index'))}",
    )
    return _kept(Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"))


def _newest() -> tuple[Masthead, RatingScale, list[FactCheck]]:
    with transaction() as conn:
        rows = public_list.list_public_fact_checks(conn, limit=_ENTRIES)
        return read_masthead(conn), rating_scale.get_rating_scale(conn), rows


def _label(row: FactCheck, scale: RatingScale) -> str:
    return translated(scale.of(row.rating).label)


def _title(row: FactCheck, scale: RatingScale) -> str:
    return f"{_label(row, scale)}: “{row.statement}”"


def _index() -> str:
    return absolute(url_for("fact_checks.fact_checks_page"))


def _page(row: FactCheck) -> str:
    return absolute(url_for("fact_checks.fact_check_page", slug=row.slug))


def _changed(row: FactCheck) -> datetime:
    return max(row.published_at, row.corrected_at or row.published_at)


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _texts(parent: etree.Element, namespace: str = "", **texts: str) -> None:
    """Children of these names, each with its text; a character that XML cannot hold is left out."""
    for name, text in texts.items():
        kept = "".join(each for each in text if each in "\t\n\r" or (each >= " " and each not in "\ufffe\uffff"))
        etree.SubElement(parent, f"{{{namespace}}}{name}" if namespace else name).text = kept


def _xml(root: etree.Element, kind: str) -> Response:
    etree.register_namespace("atom", _ATOM)
    body = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return _kept(Response(body, content_type=f"{kind}; charset=utf-8"))


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = f"public, max-age={_SECONDS}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
