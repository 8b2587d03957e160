"""HTML into tags and text: as browsers read it, and in one pass whatever is written in it."""

import re
from typing import Any

import pytest

from checks.documents import markup
from checks.documents.html import to_text

ENDLESS = (
    "<a", "<a/", "<a =", "<a b", "<a b=\"", "<a b='\"", "<a b='> ", "<a b=\"x> ",
        "</a", "</a ", "<", "<!", "<?", "<!--",
    "<!--a> ", "<!--->", "<![", "<![CDATA[> ", "<!doctype", "<script>",
        "<script></x>", "<nav><p>", "</nav>", "<a  ", "&#1",
    "&a", "<a b= ", "<nav></aside>",
)  # fmt: skip


class _Counted:
    """A pattern that counts the characters that it goes over."""

    def __init__(self, pattern: re.Pattern[str], work: list[int]) -> None:
        self._pattern, self._work = pattern, work

    def match(self, text: str, at: int) -> re.Match[str] | None:
        found = self._pattern.match(text, at)
        self._work.append(1 + (found.end() - at if found else 0))
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pattern, name)


class _Page(str):
    """A page that counts the characters that are searched in it."""

    work: list[int]

    def find(self, what: str, at: int = 0) -> int:  # type: ignore[override]
        found = super().find(what, at)
        self.work.append((found if found >= 0 else len(self)) - at + 1)
        return found


@pytest.mark.parametrize("piece", ENDLESS)
def test_the_work_grows_with_the_length(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    work: list[int] = []
    for name, value in list(vars(markup).items()):
        if isinstance(value, re.Pattern):
            monkeypatch.setattr(markup, name, _Counted(value, work))
    page = _Page(piece * 2000)
    page.work = work
    markup.Parser().read(page)
    assert sum(work) <= 6 * len(page)


@pytest.mark.parametrize("piece", ENDLESS)
def test_what_is_broken_leaves_what_stands_before_it(piece: str) -> None:
    assert to_text("<p>Forty boats sank.</p>" + piece * 100).startswith("Forty boats sank.")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<br/>b<br>c", "a\n\nb\n\nc"),
        ("1 < 2 <3> &lt;b&gt; &amp;amp; &#8364;", "1 < 2 <3> <b> &amp; €"),
        ('<a title="x > y" href=/a/>link</a> on', "link on"),
        ("<p title='never ended>one</p><p>two</p>", "one\n\ntwo"),
        ("one<!-- <p>never</p> --> two<!-- never ended> three", "one two three"),
        ("one<!--> two<?xml version='1.0'?> three<!DOCTYPE html> four<![endif]> five", "one two three four five"),
        ("one<script>if (a < b) '</p>'</script ><STYLE>p > a</Style> two", "one two"),
        ("one<nav>menu</nav> two", "one\n\ntwo"),
        ("one<aside/> two</> three</ 3> four", "one two three four"),
        ("one <b", "one"),
        ("&#" + "1" * 5000 + "; one", "\ufffd one"),
    ],
)
def test_a_page_is_read_as_browsers_read_it(html: str, text: str) -> None:
    assert to_text(html) == text


class _Tags(markup.Parser):
    def __init__(self) -> None:
        self.tags: list[tuple[str, dict[str, str]]] = []

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        self.tags.append((tag, attributes))


def test_attributes_are_read_in_every_way_of_writing_them() -> None:
    tags = _Tags()
    tags.read("<Meta NAME='a' content = \"x &amp; 'y'\" hidden/ c=d/e name=z><p/>")
    assert tags.tags == [("meta", {"name": "a", "content": "x & 'y'", "hidden": "", "c": "d/e"}), ("p", {})]
