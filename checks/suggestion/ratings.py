"""External ratings on our scale: by the publisher's words, else by its numbers, else none.

Asked in this order: the entry of `checks/lexicon/data/ratings.toml` for the publisher, the one for everybody, then the
place of the number between worst and best. Words that none of them knows get no rating of ours: such a fact-check is
shown as context and speaks neither for nor against, since a guess would put words into a publisher's mouth. Decisions
of people go before all of this (`store.external.rating_mappings`).
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from checks.lexicon import DATA, load_table
from checks.types.fact_check import RatingReading, RatingScale

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


def rating_key(words: str) -> str:
    """A rating without case, accents and punctuation, so that two ways of writing it give the same key; "" for
    "???".
    """
    letters = unicodedata.normalize("NFKD", words.casefold())
    return _NO_LETTER.sub(" ", "".join(c for c in letters if not unicodedata.combining(c))).strip()


def read_rating(publisher: str, words: str, scale: RatingScale | None) -> RatingReading:
    """What the rules make of a publisher's rating, by its words and by its numbers.

    Args:
        publisher: the publisher's name or site, as its fact-checks have it.
        words: the rating in the publisher's words.
        scale: the rating in numbers, None without.
    """
    return RatingReading(rating_key(words), rating_by_words(publisher, words), rating_by_numbers(scale))


@cache
def rating_rules_version() -> str:
    """The version of the rules: 12 hexadecimal digits of the hash of their file, which change whenever it changes."""
    return hashlib.sha256((DATA / "ratings.toml").read_bytes()).hexdigest()[:12]


def rating_by_words(publisher: str, words: str) -> str | None:
    """Our rating for a publisher's words.

    Of "False: there is no such law" the part before the punctuation counts, unless a word such as "but" takes it back.

    Returns:
        A rating of ours, "none" for words that are known to have no counterpart, None for words that no rule knows.
    """
    rules = _rules()
    rows = (rules.publishers.get(rating_key(publisher), {}), rules.everybody)
    whole = rating_key(words)
    head = rating_key(_HEAD.split(words.strip(), maxsplit=1)[0])
    tried = [whole] if rules.turns & set(whole.split()) else [whole, head]
    return next((row[each] for each in tried for row in rows if each in row), None)


def rating_by_numbers(scale: RatingScale | None) -> str | None:
    """Our rating for a value between worst and best, in five equal steps from False to True; None without a scale."""
    if scale is None or scale.best == scale.worst:
        return None
    share = (scale.value - scale.worst) / (scale.best - scale.worst)
    return next((rating for bound, rating in _STEPS if share <= bound), None) if share >= 0 else None


@dataclass(frozen=True, slots=True)
class _Rules:
    """Ratings of ours by key: for everybody, and by the publisher's key; the words that take back what stands
    before.
    """

    everybody: dict[str, str]
    publishers: dict[str, dict[str, str]]
    turns: frozenset[str]


@cache
def _rules() -> _Rules:
    table = load_table("ratings")
    publishers = {
        rating_key(name): _by_key(row["ratings"]) for row in table["publisher"].values() for name in row["names"]
    }
    return _Rules(_by_key(table["everybody"]), publishers, frozenset(map(rating_key, table["turns"])))


def _by_key(rows: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {rating_key(words): rating for rating, listed in rows.items() for words in listed}
