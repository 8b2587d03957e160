"""A fact-check within a page of somebody else: a small card that stays up to date with corrections and withdrawal."""

from flask import Blueprint, Response, render_template, url_for

from service.auth import anybody
from service.public.fact_checks import find_visible
from service.public.masthead import absolute, read_masthead
from service.request.transaction import transaction
from service.security import POLICY
from store.newsroom import rating_scale

blueprint = Blueprint("embeds", __name__)


@blueprint.get("/fact-checks/<slug>/embed")
@anybody
def embedded_fact_check(slug: str) -> Response:
    """The card; the only page that others may show in a frame."""
    with transaction() as conn:
        row = find_visible(conn, slug)
        masthead, scale = read_masthead(conn), rating_scale.get_rating_scale(conn)
    url = absolute(url_for("fact_checks.fact_check_page", slug=slug))
    response = Response(render_template("public/embed.html", row=row, masthead=masthead, scale=scale, url=url))
    response.headers["Content-Security-Policy"] = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
    return response
