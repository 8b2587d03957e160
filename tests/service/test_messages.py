"""Every text of a page can be translated, and is: templates hold no bare text, catalogues are whole and up to date."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from babel.messages.pofile import read_po

from service.language.catalogues import FOLDER
from tests.messages import template, updated

_TOP = Path(__file__).parents[2]
_CATALOGUES = sorted(FOLDER.glob("*.po"))
# The page of the API stays English, as the API's answers do: it is written from the document that programs read.
_ENGLISH = ("public/api.html",)
# Messages, the class of a page's body, and a macro that writes attributes alone.
_TRANSLATED = re.compile(
    r"\{%-?\s*trans\b.*?endtrans\s*-?%\}|\{% block body %\}\w+|\{% macro seen_claim.*?endmacro", re.DOTALL
)
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_SHOWN = ("alt", "aria-label", "aria-description", "label", "placeholder", "title")
# Names, units and examples that are the same in every language.
_NAMES = {"Factdesk", "UTC", "API", "MB", "kB"}
# What stands in an expression between quotes and is shown: what a condition chooses.
_CHOSEN = re.compile(
    r"\{\{-?\s*\"([^\"]*[a-z][^\"]*)\" if |else\s+\"([A-Z][a-z][^\"]*|[^\"]*[a-z] [a-z][^\"]*)\"\s*[-})]"
)
_ADDRESS = re.compile(r"https?://\S*")
_PLACE = re.compile(r"%\((\w+)\)[sd]")


class _Bare(HTMLParser):
    """The texts of a page that no message holds."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("kbd", "code", "script", "style"):
            self._inside.append(tag)
        named = dict(attrs)
        shown = [named.get(name) for name in _SHOWN]
        if tag == "meta" and named.get("name") == "description":
            shown.append(named.get("content"))
        for text in shown:
            self._note(text or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            self._inside.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self._note(data)

    def _note(self, text: str) -> None:
        text = _ADDRESS.sub("", text)
        words = [word for word in re.findall(r"[^\W\d_]{2,}", text) if word not in _NAMES]
        if words:
            self.found.append(" ".join(text.split()))


def _bare(source: str) -> list[str]:
    """The texts of a template that are in no message: outside of tags, in attributes that are read, in conditions."""
    parser = _Bare()
    parser.feed(_JINJA.sub("", _TRANSLATED.sub("", source)))
    parser.close()
    return parser.found + [one or other for one, other in _CHOSEN.findall(source)]


def test_templates_hold_no_text_outside_of_messages() -> None:
    templates = _TOP / "templates"
    pages = {
        str(path.relative_to(templates)): _bare(path.read_text("utf-8")) for path in templates.rglob("*.html")
    }
    assert len(pages) > 60
    assert pages.pop("public/api.html")
    assert {name: found for name, found in pages.items() if found} == {}


@pytest.mark.parametrize(
    "source",
    [
        "<p>Not wrapped</p>",
        '<input placeholder="Search">',
        '<p>{{ "Changed" if confirmed else "kept" }}</p>',
        "<p>{% trans %}Wrapped{% endtrans %} and not</p>",
    ],
)
def test_bare_text_is_seen(source: str) -> None:
    assert _bare(source)


def test_text_in_messages_and_names_are_not_seen() -> None:
    assert (
        _bare(
            '<p title="{{ _(\'Told\') }}">{{ _("Wrapped") }} <kbd>Esc</kbd> 5 MB{% if x %}, {{ y }}{% endif %}</p>'
        )
        == []
    )


@pytest.mark.parametrize("path", _CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_is_up_to_date(path: Path) -> None:
    assert updated(path) == path.read_bytes(), "./run messages brings it up to date"


@pytest.mark.parametrize("path", _CATALOGUES, ids=lambda path: path.stem)
def test_every_message_is_translated_with_its_places(path: Path) -> None:
    with path.open("rb") as file:
        messages = [message for message in read_po(file, locale=path.stem) if message.id]
    assert len(messages) > 2000
    assert [message.id for message in messages if message.fuzzy] == []
    wrong = []
    for message in messages:
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
        places = [{*_PLACE.findall(" ".join(map(str, each)))} for each in (ids, strings)]
        if len(ids) != len(strings) or not all(strings) or places[0] != places[1]:
            wrong.append(message.id)
    assert wrong == []


def test_messages_are_found_everywhere() -> None:
    places = {location[0].split("/")[0] for message in template() for location in message.locations}
    assert {"templates", "service", "static", "store", "checks", "workers"} <= places


# Of these the count is always above one.
_MORE_THAN_ONE: Final = {"in %(article_count)s articles"}
_COUNTED: Final = re.compile(r"%\(\w+\)s(?:</?\w+>)? ([a-z]+s)\b")


def test_what_is_counted_somewhere_has_a_form_for_one_everywhere() -> None:
    messages = [message for message in template() if message.id and message.context is None]
    counted = {noun for each in messages if isinstance(each.id, tuple) for noun in _COUNTED.findall(each.id[1])}
    assert {"claims", "articles", "characters"} <= counted
    single = [
        each.id for each in messages if isinstance(each.id, str) and set(_COUNTED.findall(each.id)) & counted
    ]
    assert sorted(set(single) - _MORE_THAN_ONE) == []
