"""Addresses inside the newsroom's network, which readers are not told: a wire's server, a document on the intranet.

Inside is what `FACTDESK_INSIDE_HOSTS` names, and whatever could stand nowhere else: names without a dot, those of
networks at home, addresses that are not routed.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from ipaddress import ip_address
from typing import Final, TypeVar
from urllib.parse import urlsplit

from checks.types.address import InsideHosts
from settings import settings
from store.lookups.evidence import EvidenceRecord
from store.lookups.lookups import LookupStatus
from store.verdicts.appearances import Appearance
from store.verdicts.media_reviews import MediaReview

Evidence = TypeVar("Evidence", bound=EvidenceRecord)
_OF_HOMES: Final = (".local", ".localhost", ".lan", ".internal", ".intranet", ".home.arpa")  # RFC 6762, 6761, 8375
# What may be an address or a host in a text: with a scheme, or with a dot or a port in it.
_NAMED: Final = re.compile(
    r"https?://[^\s“”\"'<>]+|(?<![\w.@-])[\w-]+(?:\.[\w-]+)+(?::\d+)?|(?<![\w.@-])[\w-]+:\d+"
)
_SHOWN: Final = "[…]"


def evidence_for_readers(row: Evidence) -> Evidence:
    """Evidence as readers see it; what is quoted stays word for word."""
    return replace(
        row,
        url=address_for_readers(row.url),
        figure=row.figure and replace(row.figure, url=address_for_readers(row.figure.url)),
        publisher=without_inside(row.publisher),
        locator=without_inside(row.locator),
        reason=without_inside(row.reason),
        author=row.author and without_inside(row.author),
    )


def appearances_for_readers(seen: Sequence[Appearance]) -> list[Appearance]:
    """The articles that state a claim, as readers see them."""
    return [replace(row, url=address_for_readers(row.url), site=row.site and _site(row.site)) for row in seen]


def media_for_readers(media: MediaReview | None) -> MediaReview | None:
    """What a verdict says about a piece of media, as readers see it."""
    if media is None:
        return None
    shown, original = address_for_readers(media.media_url), address_for_readers(media.original_url)
    return replace(media, media_url=shown, original_url=original)


def lookups_for_readers(log: Sequence[LookupStatus]) -> list[LookupStatus]:
    """The lookups, as readers see them."""
    return [
        replace(
            row,
            reason=row.reason and without_inside(row.reason),
            queries=tuple(replace(query, text=without_inside(query.text)) for query in row.queries),
        )
        for row in log
    ]


def address_for_readers(address: str | None) -> str | None:
    """An address; None for one inside."""
    return None if address and _is_named_inside(address) else address


def without_inside(text: str) -> str:
    """A text in which hosts inside are not named."""
    return _NAMED.sub(lambda found: _SHOWN if _is_named_inside(found[0]) else found[0], text)


def _site(site: str) -> str | None:
    return None if _is_listed(site.lower()) or site.lower().endswith(_OF_HOMES) else site


def _is_named_inside(address: str) -> bool:
    whole = address if "://" in address else f"//{address}"
    try:
        host = (urlsplit(whole).hostname or "").rstrip(".")
    except ValueError:  # brackets that hold no address
        return True
    with_scheme = "://" in address
    return bool(host) and (_is_listed(host) or _is_private(host, surely_host=with_scheme))


def _is_private(host: str, *, surely_host: bool) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host.endswith(_OF_HOMES) or (surely_host and "." not in host)


def _is_listed(host: str) -> bool:
    return _named(settings().inside_hosts).name(host)


@cache
def _named(listed: tuple[str, ...]) -> InsideHosts:
    return InsideHosts.parse(listed)
