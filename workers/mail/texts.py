"""The texts of mails, in the language of who gets them.

A catalogue holds them with the messages of pages (`service.language`), so that both use the same words.
"""

from typing import Final

from service.language.catalogues import BUILT, ENGLISH, languages, translations
from service.language.sentences import translate
from store.db import Connection
from store.newsroom import profile

DONE_BY: Final = "%(happened)s, by %(person)s."
CHOOSE: Final = "You can choose what you are told of: %(address)s"
INVITED: Final = "%(inviter)s invites you to the fact-checking desk of %(publisher)s."
SIGN_IN: Final = "Sign in and choose a password: %(address)s"
WORKS_ONCE: Final = "The link works once, for %(hours)s hours. After that %(inviter)s can send you a new one."
UNEXPECTED: Final = "If you did not expect this mail, you need not do anything."
INVITATION: Final = "Your invitation to the desk of %(publisher)s"
TEXTS: Final = (DONE_BY, CHOOSE, INVITED, SIGN_IN, WORKS_ONCE, UNEXPECTED, INVITATION)


def language_of_mail(conn: Connection, own: str | None) -> str:
    """The language in which somebody is written to: their own, else the newsroom's, else English.

    Args:
        own: the code that the person has chosen; None without a choice.
    """
    chosen = own or profile.get_newsroom(conn).language
    return chosen if chosen in languages() else ENGLISH


def say(message: str, language: str, **values: str) -> str:
    """One of `TEXTS` with its values, in a language."""
    return str(translations(language).pgettext(BUILT, message)) % values


def translated(sentence: str, language: str) -> str:
    """A sentence that the desk has stored in English, in a language; itself where it is somebody's own."""
    return translate(sentence, language)
