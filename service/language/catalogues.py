"""Catalogues of messages: one `.po` file a language, compiled in memory when a process first needs it."""

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

FOLDER: Final = Path(__file__).parent / "translations"
ENGLISH: Final = "en"  # the language of the sources: its messages are their own translations
PLURAL_FORMS: Final = 2  # those of `ngettext` in static/js/language/messages.js
BUILT: Final = "built"  # the context of what other packages say in English
# Dates and numbers of English pages are those of British English: "28 November 2026", "1,234".
_LOCALES: Final = {ENGLISH: "en_GB"}


@cache
def languages() -> dict[str, str]:
    """The languages of the interface, by code, each with its name in that language; English first."""
    codes = [ENGLISH, *sorted(path.stem for path in FOLDER.glob("*.po"))]
    return {code: (Locale.parse(code).get_display_name(code) or code).capitalize() for code in codes}


@cache
def catalogue(language: str) -> Catalog:
    """The messages of a language as its file has them; empty for English.

    Raises:
        ValueError: the language has more or fewer than the two plural forms that scripts know.
    """
    if language == ENGLISH:
        return Catalog()
    with (FOLDER / f"{language}.po").open("rb") as file:
        found = read_po(file, locale=language)
    if found.num_plurals != PLURAL_FORMS:
        raise ValueError(f"{language}.po has {found.num_plurals} plural forms; only languages of two can be added")
    return found


@cache
def translations(language: str) -> NullTranslations:
    """What gettext looks messages up in."""
    if language == ENGLISH:
        return NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return Translations(compiled)


@cache
def locale(language: str) -> Locale:
    """The locale by which dates and numbers are formatted."""
    return Locale.parse(_LOCALES.get(language, language))


@cache
def script_messages(language: str) -> dict[str, str]:
    """The translations that scripts need, by their English text; a plural contributes its singular and its plural."""
    found: dict[str, str] = {}
    for message in catalogue(language):
        if any(name.startswith("static/js") for name, _line in message.locations):
            ids, strings = _forms(message.id), _forms(message.string)
            found.update((id_, string) for id_, string in zip(ids, strings, strict=True) if string)
    return found


def _forms(message: object) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message) if isinstance(message, list | tuple) else ()


def built_messages(language: str) -> Iterator[tuple[str, str]]:
    """The messages that are translated where they are shown, each with its translation."""
    for message in catalogue(language):
        if message.context == BUILT and isinstance(message.id, str) and isinstance(message.string, str):
            yield message.id, message.string
