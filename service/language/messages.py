"""Messages in the language of the request: gettext for code that runs within one, and for templates."""

from collections.abc import Callable
from typing import Final

from flask import Flask

from service.language import sentences
from service.language.catalogues import BUILT, languages, script_messages, translations
from service.language.choice import current


def install(app: Flask) -> None:
    """Give templates `{% trans %}`, `_()` and the filter `translated`; white space in messages is one space."""
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: translations(current()).gettext(message),
        lambda one, many, count: translations(current()).ngettext(one, many, count),
        newstyle=True,
        pgettext=lambda context, message: translations(current()).pgettext(context, message),
        npgettext=lambda context, one, many, n: translations(current()).npgettext(context, one, many, n),
    )
    environment.filters["translated"] = translated
    environment.globals.update(
        language=current, languages_of_pages=languages, script_messages=lambda: script_messages(current())
    )


def gettext(message: str, **values: object) -> str:
    """A message with its placeholders (`%(name)s`) filled."""
    text = str(translations(current()).gettext(message))
    return text % values if values else text


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """A message in the form for a count; the placeholder `%(num)s` stands for the count."""
    return str(translations(current()).ngettext(one, many, count)) % {"num": count, **values}


def translated(text: str | None) -> str:
    """A sentence that was written in English elsewhere, perhaps long ago, in the language of the request.

    A sentence of which no message is known stays English.
    """
    return sentences.translate(text or "", current())


def known_word(word: str) -> str:
    """A word that the store keeps, in the language of the request; another word stays as it is."""
    return str(translations(current()).pgettext(BUILT, word))


_: Final[Callable[..., str]] = gettext
