"""From a page's address to its feed: what the page names, what it links to, and where feeds usually stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from checks.documents.addresses import address_key
from checks.documents.markup import Parser
from checks.feeds.values import plain_text, web_address
from checks.lexicon import load_list, load_words

_JSON: Final = "application/json"  # of version 1; of much else too, so only where the address looks like a feed's
MOST_FOUND: Final = 20
_LONGEST_TITLE: Final = 200


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that a page names."""

    address: str
    title: str


def find_feeds(content: bytes, url: str) -> tuple[FoundFeed, ...]:
    """The feeds that a page names, those of its articles before those of comments; then what it links to as a feed.

    Args:
        content: the page's bytes.
        url: where it came from.
    """
    reader = _Links(url)
    reader.read(content.decode("utf-8", "replace"))  # addresses are ASCII, whatever the page is in
    comments = load_words("feeds", "comments")
    named = sorted(
        reader.named, key=lambda feed: any(word in (feed.title + feed.address).lower() for word in comments)
    )
    found: dict[str, FoundFeed] = {}
    for feed in (*named, *reader.linked):
        found.setdefault(address_key(feed.address), feed)
    return tuple(found.values())[:MOST_FOUND]


def usual_places(url: str) -> tuple[str, ...]:
    """Where the feed of a site stands usually, below the page first and then at the root."""
    path = urlsplit(url).path.rstrip("/")
    below = (
        (urljoin(url, f"{path}/feed"), urljoin(url, f"{path}/rss"))
        if path and "." not in path.rsplit("/", 1)[-1]
        else ()
    )
    return tuple(dict.fromkeys((*below, *(urljoin(url, place) for place in load_list("feeds", "usual_places")))))


def news_sitemaps(addresses: Iterable[str]) -> tuple[str, ...]:
    """The addresses of sitemaps, those that are called news before the others."""
    return tuple(sorted(addresses, key=lambda address: "news" not in urlsplit(address).path.lower()))


class _Links(Parser):
    """Gathers the feeds that a page names in `<link>`, and those that it links to."""

    def __init__(self, url: str) -> None:
        self._base, self._host = url, urlsplit(url).hostname or ""
        self.named: list[FoundFeed] = []
        self.linked: list[FoundFeed] = []

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Take what `<base>`, `<link>` and `<a>` say."""
        if tag == "base" and (base := web_address(attributes.get("href"), self._base)):
            self._base = base
        elif tag == "link":
            self._take_link(attributes)
        elif tag == "a":
            self._take_anchor(attributes)

    def _take_link(self, attributes: dict[str, str]) -> None:
        relations = attributes.get("rel", "").lower().split()
        kind = attributes.get("type", "").split(";")[0].strip().lower()
        address = web_address(attributes.get("href"), self._base)
        if address is None or not {"alternate", "feed"} & set(relations):
            return
        by_type = kind in load_words("feeds", "types") or (kind == _JSON and _looks_like_feed(address))
        feed = by_type or ("feed" in relations and not kind)
        if feed and "oembed" not in address and "wp-json" not in address:
            self.named.append(FoundFeed(address, plain_text(attributes.get("title"), _LONGEST_TITLE)))

    def _take_anchor(self, attributes: dict[str, str]) -> None:
        address = web_address(attributes.get("href"), self._base)
        if address and _looks_like_feed(address) and _site(urlsplit(address).hostname or "") == _site(self._host):
            title = plain_text(attributes.get("title"), _LONGEST_TITLE)
            self.linked.append(FoundFeed(address, title))


def _looks_like_feed(address: str) -> bool:
    parts = urlsplit(address)
    path = parts.path.lower().rstrip("/")
    return path.endswith(load_list("feeds", "endings")) or (parts.hostname or "").startswith(("feeds.", "rss."))


def _site(host: str) -> str:
    """The part of a host's name that its owner registered; a feed often stands on another host of the same site.

    The last two labels, and three where the registry of a country gives out names below its second ("co.uk").
    """
    labels = host.rstrip(".").split(".")
    shared = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in load_words("feeds", "second_level")
    return ".".join(labels[-3:] if shared else labels[-2:])
