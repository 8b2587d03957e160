"""Ratings of others on our scale: by the publisher's words, else by its numbers, else none.

The order: a row of `checks/lexicon/data/ratings.toml` for the publisher, one for all, then the place of the number between worst
and best. What none of them knows gets no rating of ours: such a fact-check is shown as context and speaks neither for nor
against, since a guess would put words into a publisher's mouth. People's own decisions go before all of this
(`store.mappings`).
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from checks.lexicon import DATA, load_table
from checks.types.fact_check import Read, Scale

NONE: Final = "none"
_NO_LETTER: Final = re.compile(r"[^\w]+|_+")
_HEAD: Final = re.compile(r"\s*[:;.!?(–—|]\s*|\s+-\s+")
# From the worst (0) to the best (1), each up to the middle between two of five equal steps.
_STEPS: Final = (
    (0.125, "False"),
    (0.375, "Mostly false"),
    (0.625, "Half true"),
    (0.875, "Mostly true"),
    (1.0, "True"),
)


def key(words: str) -> str:
    """A rating without case, accents and punctuation, by which two ways of writing it are one."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    return _NO_LETTER.sub(" ", "".join(c for c in letters if not unicodedata.combining(c))).strip()


def read(publisher: str, words: str, scale: Scale | None) -> Read:
    """What a publisher's rating is on our scale."""
    return Read(key(words), by_words(publisher, words), by_numbers(scale))


@cache
def version() -> str:
    """A stamp of the rules, another one when they change."""
    return hashlib.sha256((DATA / "ratings.toml").read_bytes()).hexdigest()[:12]


def by_words(publisher: str, words: str) -> str | None:
    """Our rating for a publisher's words, "none" where they are known to have no counterpart; None: not known.

    Of "False: there is no such law" the part before the mark counts, unless a "but" takes it back.
    """
    rules = _rules()
    rows = (rules.publishers.get(key(publisher), {}), rules.everybody)
    whole = key(words)
    head = key(_HEAD.split(words.strip(), maxsplit=1)[0])
    tried = [whole] if rules.turns & set(whole.split()) else [whole, head]
    return next((row[each] for each in tried for row in rows if each in row), None)


def by_numbers(scale: Scale | None) -> str | None:
    """Our rating for a place between worst and best; None without a scale."""
    if scale is None or scale.best == scale.worst:
        return None
    share = (scale.value - scale.worst) / (scale.best - scale.worst)
    return next((rating for bound, rating in _STEPS if share <= bound), None) if share >= 0 else None


@dataclass(frozen=True, slots=True)
class _Rules:
    everybody: dict[str, str]
    publishers: dict[str, dict[str, str]]
    turns: frozenset[str]


@cache
def _rules() -> _Rules:
    held = load_table("ratings")
    publishers = {
        key(name): _by_key(row["ratings"]) for row in held["publisher"].values() for name in row["names"]
    }
    return _Rules(_by_key(held["everybody"]), publishers, frozenset(map(key, held["turns"])))


def _by_key(rows: dict[str, Any]) -> dict[str, str]:
    return {key(words): rating for rating, listed in rows.items() for words in listed}
