"""Lists of feeds as OPML, in and out."""

from flask import Blueprint, Response, request

from service import auth, security
from service.api import http
from service.api.schemas.feeds import ImportedFeeds
from service.request import subscriptions

blueprint = Blueprint("api_feed_lists", __name__, url_prefix="/api/v1/feeds/opml")


@blueprint.post("")
@security.large(subscriptions.LARGEST_LIST)
@auth.api("articles")
@http.describe(
    "Follow the feeds of an OPML file, which is the body; folders become sections",
    gives=ImportedFeeds, media="text/x-opml",
)  # fmt: skip
def import_feeds() -> Response:
    """Follow those that are not followed yet."""
    done = subscriptions.import_opml(request.get_data())
    return http.respond(ImportedFeeds(new=done.new, known=done.known, wrong=done.wrong))


@blueprint.get("")
@auth.api("read")
@http.describe("All feeds as an OPML file, sections as folders", gives_file=subscriptions.OPML)
def export_feeds() -> Response:
    """The list."""
    return Response(subscriptions.export_opml(), content_type=f"{subscriptions.OPML}; charset=utf-8")
