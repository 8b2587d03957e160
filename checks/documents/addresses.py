"""Web addresses: one spelling for each, so that an article is known by whatever spelling it is sent with.

The syntax is normalized by url-normalize (RFC 3986, 6.2: case of scheme and host, default port, dots in paths,
escapes). docs/decisions/addresses.md compares the libraries.
"""

import re
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from url_normalize import url_normalize

from checks.lexicon import alternatives
from checks.types.passage import LONGEST_URL

_COUNTING: Final = re.compile(alternatives("addresses", "tracking"), re.IGNORECASE)
_ENTRY_PAGES: Final = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)\Z", re.IGNORECASE)
_VERSIONS: Final = re.compile(rf"(?:{alternatives('addresses', 'versions')})\.(?=[^.]+\.)")


def clean_address(address: str) -> str:
    """An address in its normal spelling: without a fragment, a default port and parameters that only count visits.

    It can be fetched: scheme, `www.` and the slash at its end stay. What is no address comes back as it is, and so
    does one that would be longer than `LONGEST_URL` with its characters escaped: the store could not index it.
    """
    bare = address.strip()
    try:
        parts = urlsplit(url_normalize(bare.partition("#")[0]) or bare)
    except (ValueError, UnicodeError):
        return bare
    if not parts.netloc:
        return bare
    kept = [each for each in parts.query.split("&") if each and not _COUNTING.fullmatch(each.partition("=")[0])]
    clean = urlunsplit((parts.scheme, parts.netloc, parts.path or "/", "&".join(sorted(kept)), ""))
    return clean if len(clean.encode(errors="replace")) <= LONGEST_URL else bare


def address_key(address: str) -> str:
    """By which two spellings of one address are known to be one: host, path and parameters alone.

    http and https are one, so are a host with and without `www.`, and a path with and without a slash at its end.
    """
    try:
        parts = urlsplit(clean_address(address))
    except ValueError:
        return address.strip()
    path = _ENTRY_PAGES.sub("", parts.path).rstrip("/")
    return f"{parts.netloc.removeprefix('www.')}{path}{'?' if parts.query else ''}{parts.query}"


def is_same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one site: to the same host, apart from a "www.", "m." or the like.

    Neither scheme nor port counts. What has no host is of no site.
    """
    hosts = [_host(address) for address in (one, other)]
    return bool(hosts[0]) and hosts[0] == hosts[1]


def _host(address: str) -> str:
    """The host of an address without the names of versions before it; empty if it has none."""
    try:
        return _VERSIONS.sub("", (urlsplit(address).hostname or "").rstrip("."), count=1)
    except ValueError:
        return ""
