"""Web addresses: one spelling for each, so that an article is known by whatever spelling it is sent with.

The syntax is normalized by url-normalize (RFC 3986, 6.2: case of scheme and host, default port, dots in paths, escapes).
docs/decisions/addresses.md compares the libraries.
"""

import re
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from url_normalize import url_normalize

# Parameters that count visits and choose nothing: from the general list of AdGuard's tracking filter and from ClearURLs, and
# those that newsrooms add to shared links: AT Internet (xtor, at_*), Adobe (cmp), New York Times (smid), BBC (ns_*, ocid),
# Daily Mail (ito), AMP (amp, outputType), Bloomberg (srnd), CBS (ftag). Names that hold an article's number on some site
# (cid, eid, id, ref, s, source) are not among them: two articles must never become one.
_COUNTING: Final = re.compile(
    r"(?:utm|mtm|pk|itm|vero|oly|hsa|mc|ga|gs|ns|wt|at|guce)_\w+|_ga|_gl|_openstat|__twitter_impression|_hs(?:enc|mi)"
    r"|(?:fbc|gc|dc|gb|msclk|twc|yc|ysc|ttc)lid|(?:gbra|wbra)id|li_fat_id|gclsrc|igshid|igsh|mkt_tok|xtor|cmp|cmpid|icid|ncid|smid"
    r"|smtyp|emc|ocid|ito|amp|outputtype|srnd|ftag|taid|trk|spm|sfnsn|guccounter|ref_src|ref_url|fb_action_\w+|fb_ref|s_cid"
    r"|sr_share|socialmediashare|traffic_source|cvid",
    re.IGNORECASE,
)
_ENTRY_PAGES: Final = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)\Z", re.IGNORECASE)
_OF_ONE_SITE: Final = re.compile(
    r"(?:www\d?|m|mobile|amp|touch|edition)\.(?=[^.]+\.)"
)  # names before a site's own


def clean_address(address: str) -> str:
    """An address in its normal spelling: without a fragment, a default port and parameters that only count visits.

    It can be fetched: scheme, `www.` and the slash at its end stay. What is no address comes back as it is.
    """
    bare = address.strip()
    try:
        parts = urlsplit(url_normalize(bare.partition("#")[0]) or bare)
    except (ValueError, UnicodeError):
        return bare
    if not parts.netloc:
        return bare
    kept = [each for each in parts.query.split("&") if each and not _COUNTING.fullmatch(each.partition("=")[0])]
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", "&".join(sorted(kept)), ""))


def address_key(address: str) -> str:
    """By which two spellings of one address are known to be one: host, path and parameters alone.

    http and https are one, so are a host with and without `www.`, and a path with and without a slash at its end.
    """
    parts = urlsplit(clean_address(address))
    path = _ENTRY_PAGES.sub("", parts.path).rstrip("/")
    return f"{parts.netloc.removeprefix('www.')}{path}{'?' if parts.query else ''}{parts.query}"


def is_same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: of one host, but for a "www.", "m.", "amp." or the like before its name."""
    hosts = [_host(address) for address in (one, other)]
    return bool(hosts[0]) and hosts[0] == hosts[1]


def _host(address: str) -> str:
    try:
        return _OF_ONE_SITE.sub("", (urlsplit(address).hostname or "").rstrip("."), count=1)
    except ValueError:
        return ""
