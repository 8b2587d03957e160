"""What a page is: an article, or one of the pages that stand where an article was looked for; with the reason in
words.
"""

import re
from typing import Final

from checks.documents.formats import NO_TEXT
from checks.documents.formats.parts import plain
from checks.documents.metadata import linked_data
from checks.documents.pages.markup import SafePage
from checks.documents.pages.outline import outline
from checks.lexicon import alternatives, load_list
from checks.types.page import ARTICLE

NO_TEXT_IN_PAGE: Final = (
    "no text was found in the page, only scripts, menus or controls; send the text of the article, or its page as a"
    " browser shows it"
)
NO_TEXT_IN: Final = {"text": "there is no text in it", "pdf": NO_TEXT, "docx": "there is no text in it"}
PAYWALL: Final = "only the beginning of the article is shown; the rest is for subscribers of the site"
CONSENT: Final = (
    "the page asks for consent to cookies and shows no article; open it in a browser and paste the text"
)
ERROR: Final = "the site answered with an error page and not with an article"
SIGN_IN: Final = "the page asks to sign in before it shows anything"
INDEX: Final = "the page is a list of other articles ({headlines} headlines with links) and no article itself"
_SHORT: Final = 250  # words: a page that says more is taken for an article, whatever it also asks for
_VERY_SHORT: Final = 120
_FEW: Final = 40
_LEAST_CONSENT: Final = 2  # different lines of the list
_LEAST_HEADLINES: Final = 2  # a single one may be that of the article itself
_MANY_HEADLINES: Final = 12
_TEASER: Final = 60  # words of prose below one headline
_LONG_TEASER: Final = 110
_GONE: Final = "".join(load_list("pages", "gone_what") + load_list("pages", "gone"))
_ERROR: Final = re.compile(f"{alternatives('pages', 'error')}|{_GONE}", re.IGNORECASE)
_SIGN_IN: Final = re.compile(rf"(?:{alternatives('pages', 'sign_in')})\s*(?:[-–—:|!.]|\Z)", re.IGNORECASE)
_CUT: Final = ("...", "…", "[...]", "[…]")


def classified(page: SafePage, text: str, title: str | None) -> tuple[str, str | None]:
    """The kind of a page and the reason why it is not a article; None of an article.

    The questions in their order: an error page, one that asks for consent, for scripts, to sign in, to subscribe; then
    whether it has words at all, and whether it is a list. A page with 250 words or more is never taken for one of the
    first kinds, unless it declares that its article is for subscribers and breaks off.

    Args:
        page: the page, read.
        text: of the article that was found in it.
        title: its headline.
    """
    words = len(text.split())
    shown = " ".join(page.text().split()).lower()
    asked = " ".join((shown, *page.labels)).lower()
    if words < _VERY_SHORT and not page.article and (named := _error_name(page, title)):
        return "error", f"{ERROR}: “{named[:100]}”"
    if words < _SHORT and not _is_marked(page) and _asks_for_consent(page, text, asked, title):
        return "consent", CONSENT
    if words < _FEW and _count(shown, "needs_script"):
        return "empty", NO_TEXT_IN_PAGE
    if words < _FEW and not page.article and title and _SIGN_IN.match(title):
        return "paywall", SIGN_IN
    if (words < _SHORT and _is_cut_off(page, text, shown)) or _is_teaser(page, text):
        return "paywall", PAYWALL
    if not any(letter.isalpha() for letter in text):
        return ("consent", CONSENT) if _count(asked, "consent") >= _LEAST_CONSENT else ("empty", NO_TEXT_IN_PAGE)
    return _listing(page, words)


def _error_name(page: SafePage, title: str | None) -> str | None:
    """The title or heading by which a page is one of errors."""
    names = (title or "", plain(page.title), *map(plain, page.headings))
    return next((name for name in names if name and _ERROR.match(name)), None)


def _asks_for_consent(page: SafePage, text: str, shown: str, title: str | None) -> bool:
    """Whether a page asks for consent and says next to nothing else, or is called so."""
    if _count(shown, "consent") < _LEAST_CONSENT:
        return False
    own = [paragraph for paragraph in text.split("\n\n") if not _count(paragraph.lower(), "consent")]
    called = " ".join((title or "", page.title, *page.headings)).lower()
    return sum(len(each.split()) for each in own) < _FEW or _count(called, "consent_titles") > 0


def _is_marked(page: SafePage) -> bool:
    """Whether a page says of itself that it is an article."""
    return bool(page.article) or "article" in [each.lower() for each in page.each(("og:type",))]


def _is_cut_off(page: SafePage, text: str, shown: str) -> bool:
    """Whether a page says that its article goes on for subscribers: by `isAccessibleForFree`, or in words."""
    asks = _count(shown, "paywall") > 0
    return asks or (_is_for_subscribers(page) and len(text.split()) < _VERY_SHORT)


def _is_teaser(page: SafePage, text: str) -> bool:
    """Whether a page says that its article is for subscribers, and breaks off, however much it shows."""
    return _is_for_subscribers(page) and text.rstrip().endswith(_CUT)


def _is_for_subscribers(page: SafePage) -> bool:
    closed = linked_data.text(page.article.get("isAccessibleForFree")) or page.article.get("isAccessibleForFree")
    return closed is False or str(closed).lower() == "false"


def _listing(page: SafePage, words: int) -> tuple[str, str | None]:
    """Whether a page is a list of other articles, and why.

    On a page with next to no prose, linked headlines have to be most of the page or divide its prose; on a page with
    some prose, many of them are enough. A page that calls itself an article is one.
    """
    found = outline(page.markup() or "")
    marked = _is_marked(page)
    few = (
        found.headlines >= _LEAST_HEADLINES
        and found.is_divided
        and found.longest_prose < _TEASER
        and not (marked and words >= _VERY_SHORT)
    )
    many = found.headlines >= _MANY_HEADLINES and found.longest_prose < _LONG_TEASER and not marked
    if few or many:
        return "index", INDEX.format(headlines=found.headlines)
    return ARTICLE, None


def _count(text: str, words: str) -> int:
    """How many of the phrases of a list of the lexicon stand in a text."""
    return sum(phrase in text for phrase in load_list("pages", words))
