"""Lists of feeds as OPML, read from a request and written for one in one way for the desk and the API."""

from dataclasses import dataclass
from typing import Final

from checks.feeds.errors import NotAFeed
from checks.feeds.opml import Subscription, read_opml, write_opml
from service import auth
from service.request.transaction import transaction
from settings import settings
from store.feeds import feeds
from store.feeds.tables import LONGEST_SECTION
from store.people import Refused
from workers import enqueue

OPML: Final = "text/x-opml"
LARGEST_LIST: Final = 10_000_000  # bytes
_PAGE: Final = 500
_FIRST_HINTS: Final = 50  # the sweeper enqueues the rest


@dataclass(frozen=True, slots=True)
class Imported:
    """How many feeds of a list are new, how many were followed already, and what could not be taken, in words."""

    new: int
    known: int
    wrong: list[str]


def import_opml(content: bytes) -> Imported:
    """Follow the feeds of a list.

    Raises:
        Refused: it is no list of feeds; names the field `file`.
    """
    try:
        found, wrong = read_opml(content)
    except NotAFeed as error:
        raise Refused("file", str(error)) from None
    given = [
        (each.address, feeds.FeedSettings(title=each.title, section=each.section[:LONGEST_SECTION]))
        for each in found
    ]
    with transaction() as conn:
        new, known, refused = feeds.add_feeds(conn, given, auth.actor())
    enqueue.enqueue("feed", new[:_FIRST_HINTS])
    return Imported(len(new), known, [*wrong, *refused])


def export_opml() -> str:
    """All feeds as a list."""
    rows: list[feeds.Feed] = []
    with transaction() as conn:
        while page := feeds.list_feeds(conn, before=rows[-1].id if rows else None, limit=_PAGE):
            rows += page
    listed = (Subscription(row.address, row.title, row.home, row.section) for row in reversed(rows))
    return write_opml(f"Feeds of {settings().publisher}", listed)
