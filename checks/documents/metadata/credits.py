"""Who a page names as its authors, its site, its language and its address."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from checks.documents.addresses import clean_address, is_same_site
from checks.documents.formats.parts import plain
from checks.documents.metadata import linked_data
from checks.lexicon import load_list
from checks.types.address import host_fault, unseen_fault

if TYPE_CHECKING:
    from checks.documents.metadata.reader import PageReader

_AUTHORS: Final = load_list("pages", "authors")
_SITES: Final = ("og:site_name", "application-name")
_BY: Final = re.compile(r"(?:written |reported |story |words )?by:? ", re.IGNORECASE)
_SEVERAL: Final = re.compile(r"\s*(?:;|,| and | & )\s*")
_NAME: Final = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}")
_LANGUAGE: Final = re.compile(r"([a-zA-Z]{2,3})(?:[-_].*)?")
_LONGEST_NAME: Final = 100
_MOST_AUTHORS: Final = 20


def authors(page: "PageReader") -> tuple[str, ...]:
    """The names of its authors, each once, at most 20.

    Those of JSON-LD, else of microdata, of `<meta>`, of links to authors: the first of these that names anybody.
    """
    for given in (
        _names(page.article.get("author")),
        iter(page.properties.get("author", ())) if not page.article.get("author") else iter(()),
        iter(page.each(_AUTHORS)),
        iter(page.bylines),
    ):
        found = dict.fromkeys(name for text in given for name in _people(text))
        if found:
            return tuple(found)[:_MOST_AUTHORS]
    return ()


def site(page: "PageReader", address: str | None) -> str | None:
    """The name of its site: as it gives it, else its publisher's in JSON-LD, else the host of its address.

    None if the page names nothing and `address` is None or has no host.
    """
    given = next((name for name in page.each(_SITES) if "://" not in name), "").lstrip("@")
    return given or next(_names(page.article.get("publisher")), "") or _host(address or "") or None


def language(page: "PageReader") -> str | None:
    """The ISO 639 code that it names, in lower case, without country and script; None if it names none."""
    stated = linked_data.text(page.article.get("inLanguage"))
    given = (page.language, stated, *page.each(("og:locale", "language", "dc.language", "content-language")))
    return next((match[1].lower() for each in given if (match := _LANGUAGE.fullmatch(each.strip()))), None)


def canonical_address(page: "PageReader", address: str | None) -> str | None:
    """The address that it names for itself (`rel=canonical`, `og:url`), if that is on the same site; else `address`.

    A page that names the entry of its site, as misconfigured ones do, is not believed.
    """
    for given in (page.canonical, *page.each(("og:url",))):
        named = _joined(address, given.strip())
        if named and (address is None or (is_same_site(named, address) and (_path(named) or not _path(address)))):
            return clean_address(named)
    return clean_address(address) if address else None


def _joined(address: str | None, given: str) -> str | None:
    """The address that a page gives, made whole by its own; None if that is no address of the web."""
    try:
        named = urljoin(address or "", given)
        good = (
            given
            and urlsplit(named).scheme in ("http", "https")
            and not (unseen_fault(named) or host_fault(named))
        )
        return named if good else None
    except ValueError:
        return None


def _path(address: str) -> str:
    """Path and query of an address; empty for the entry of a site."""
    parts = urlsplit(address)
    return f"{parts.path.strip('/')}{parts.query}"


def _host(address: str) -> str:
    """The host of an address without "www."; empty if it has none or is no address."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _names(value: object) -> Iterator[str]:
    """The names in a value of JSON-LD: a text, an object with a name, or a list of them."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            given = each.get("name")
            yield from (
                plain(name) for name in (given if isinstance(given, list) else [given]) if isinstance(name, str)
            )
        elif isinstance(each, str):
            yield plain(each)


def _people(text: str) -> Iterator[str]:
    """The names that a credit holds; nothing of an address, and nothing of what is too long for names."""
    bare = _BY.sub("", plain(text), count=1).strip(" ,;|") if _BY.match(plain(text)) else plain(text).strip(" ,;|")
    if not bare or len(bare) > _LONGEST_NAME or "://" in bare or bare.startswith("@"):
        return
    parts = [part for part in _SEVERAL.split(bare) if part]
    yield from parts if len(parts) > 1 and all(_NAME.fullmatch(part) for part in parts) else [bare]
