"""Words that tell the same: deeds and their doers, stems, and words near in meaning; and names in full and in part."""

from functools import cache, lru_cache
from typing import Any, Final

from checks.lexicon import load_named_lines, load_table, load_words
from checks.nlp.content_words import normalize, stem
from checks.nlp.embeddings import Vectors, vectors
from checks.nlp.inflection import singular
from checks.stance.antonyms import opposites

# The predicates that rules speak of, each by the first word of its line in `predicates.toml`.
BEGIN, END = "begin", "end"
BORN, LIVE, DIE = "born", "live", "die"
MARRY, HAVE = "marry", "have"
WIN, BUY, SUCCEED = "win", "buy", "succeed"
CAUSE, LIE = "cause", "lie"
RELEASE, STAR, ADAPT = "release", "star", "adapt"
_NEAR: Final = 0.62  # two words as near as this tell the same: "novelist" and "writer"
_KEPT: Final = 16_384


@cache
def _data() -> dict[str, Any]:
    return load_table("predicates")


@cache
def _deeds() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _data()["same"]:
        first, *_ = words = line.split()
        for word in words:
            found.setdefault(word, set()).add(first)
            if stem(word) not in line.split():
                found.setdefault(stem(word), set()).add(first)
    return {word: frozenset(firsts) for word, firsts in found.items()}


@cache
def phrasal_predicates() -> frozenset[str]:
    """The deeds that a verb tells with another word: "set_up", "take_office"."""
    return frozenset(word for word in (*_deeds(), *load_words("predicates", "denying")) if "_" in word)


def is_predicate(word: str) -> bool:
    """Whether a word, in lower case, is listed as telling a deed."""
    return word in _deeds()


def converse(predicate: str) -> str | None:
    """The deed that this one is from the other side: who sells, is bought from."""
    found: str | None = _data()["converse"].get(predicate)
    return found


def predicates(word: str) -> frozenset[str]:
    """The deeds that a word (lower case, "_" before a particle) may tell: its own stem, where it is in no list."""
    plain = word.partition("_")[0]
    return _deeds().get(word) or _deeds().get(plain) or _deeds().get(stem(plain)) or frozenset((stem(word),))


@cache
def makers() -> dict[str, str]:
    """By the noun of a work, the deed of who made it: who a novel is by, wrote it."""
    return {
        noun: predicate for predicate, nouns in load_named_lines("predicates", "works") for noun in nouns.split()
    }


@cache
def superlatives() -> dict[str, frozenset[str]]:
    """By each superlative, those that tell the same: "highest", "tallest"."""
    lines = [frozenset(words.split()) for _, words in load_named_lines("predicates", "superlatives")]
    return {word: line for line in lines for word in line}


@cache
def _kinds() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for general, special in load_named_lines("predicates", "kinds"):
        for word in general.split():
            found.setdefault(word, set()).update(special.split())
    return {word: frozenset(special) for word, special in found.items()}


def entailed_by(ours: str, theirs: str) -> bool:
    """Whether a word of a claim, in lower case, is met by one of a passage: the same, or a kind of it."""
    return synonymous(ours, theirs) or bool(_kinds().get(singular(ours), frozenset()) & {theirs, singular(theirs)})


@lru_cache(_KEPT)
def synonymous(a: str, b: str) -> bool:
    """Whether two words, in lower case, tell the same."""
    if _never_alike(a, b):
        return False
    if (
        a == b
        or normalize(a) == normalize(b)
        or not predicates(a).isdisjoint(predicates(b))
        or _one_word(stem(a), stem(b))
    ):
        return True
    return float(_vector(a) @ _vector(b)) >= _NEAR and opposites(a, b) is None


def _never_alike(a: str, b: str) -> bool:
    return any((a in one and b in other) or (b in one and a in other) for one, other in _opposed_kinds())


@cache
def _opposed_kinds() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    return tuple(
        (frozenset(one.split()), frozenset(other.split()))
        for one, other in load_named_lines("predicates", "never_alike")
    )


def _one_word(a: str, b: str) -> bool:
    """Whether two stems that differ are of one word: "edit" and "editor"."""
    short, long = sorted((a, b), key=len)
    return len(short) >= 4 and long.startswith(short) and len(long) - len(short) <= 3


@lru_cache(_KEPT)
def _vector(word: str) -> Vectors:
    made: Vectors = vectors([word])[0]
    return made
