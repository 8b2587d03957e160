"""Predicates and synonyms: which words tell the same.

A predicate is named by the first word of its line in `predicates.toml`, list `same`, so that "founded", "set up" and
"the founder of" all express "found". The lists come first and word vectors after them, for vectors put opposites near
each other.
"""

from functools import cache, lru_cache
from typing import Final

from checks.lexicon import load_named_lines, load_table, load_words
from checks.nlp.content_words import normalize
from checks.nlp.inflection import singular, stem, sure_base_forms
from checks.nlp.relations.word_groups import opposites
from checks.nlp.word_vectors import Vectors, vectors

# The predicates that rules speak of, each by the first word of its line in `predicates.toml`.
BEGIN, END = "begin", "end"
BORN, LIVE, DIE = "born", "live", "die"
MARRY = "marry"
WIN = "win"
LIE = "lie"
_NEAR: Final = 0.79  # two words as near as this tell the same: "novelist" and "writer"
_KEPT: Final = 16_384


@cache
def _predicates_by_word() -> dict[str, frozenset[str]]:
    """By each word of the lists, and by its stem: the predicates that it may express."""
    found: dict[str, set[str]] = {}
    for line in load_table("predicates")["same"]:
        first, *_ = words = line.split()
        for word in words:
            found.setdefault(word, set()).add(first)
            if stem(word) not in line.split():
                found.setdefault(stem(word), set()).add(first)
    return {word: frozenset(firsts) for word, firsts in found.items()}


@cache
def phrasal_predicates() -> frozenset[str]:
    """The predicates that a verb expresses together with another word, joined by "_": "set_up", "take_office"."""
    return frozenset(
        word for word in (*_predicates_by_word(), *load_words("predicates", "denying")) if "_" in word
    )


def converse(predicate: str) -> str | None:
    """The predicate that expresses the same from the other side: "buy" for "sell"; None where there is none."""
    found: str | None = load_table("predicates")["converse"].get(predicate)
    return found


@lru_cache(_KEPT)
def predicates(word: str) -> frozenset[str]:
    """The predicates that a word may express.

    `word` is in lower case, with "_" before a particle. A word that no list has expresses its own stem.
    """
    plain = word.partition("_")[0]
    return (
        _predicates_by_word().get(word)
        or _predicates_by_word().get(plain)
        or _predicates_by_word().get(stem(plain))
        or frozenset((stem(word),))
    )


@cache
def makers() -> dict[str, str]:
    """By the noun of a work, in lower case: the predicate of who made it. "A novel by X" expresses "write"."""
    return {
        noun: predicate for predicate, nouns in load_named_lines("predicates", "works") for noun in nouns.split()
    }


@cache
def superlatives() -> dict[str, frozenset[str]]:
    """By each superlative, those that mean the same: "highest" and "tallest"."""
    lines = [frozenset(words.split()) for _, words in load_named_lines("predicates", "superlatives")]
    return {word: line for line in lines for word in line}


@cache
def _kinds() -> dict[str, frozenset[str]]:
    """By a general word, in lower case: the words for its kinds, "disease" and "malaria"."""
    found: dict[str, set[str]] = {}
    for general, special in load_named_lines("predicates", "kinds"):
        for word in general.split():
            found.setdefault(word, set()).update(special.split())
    return {word: frozenset(special) for word, special in found.items()}


def entailed_by(ours: str, theirs: str) -> bool:
    """Whether a word of a claim is true where the passage has another one: a synonym, or a kind of it.

    Both are in lower case. A claim of a "disease" is entailed by "malaria", not the other way round.
    """
    return synonymous(ours, theirs) or bool(_kinds().get(singular(ours), frozenset()) & {theirs, singular(theirs)})


@lru_cache(_KEPT)
def synonymous(a: str, b: str) -> bool:
    """Whether two words, in lower case, mean the same, whichever comes first.

    They do if they have one normal form, express one predicate, are two forms of one word, or their vectors have a
    cosine of 0.79 or more and no list or prefix makes them opposites.
    """
    alike = (
        a == b
        or normalize(a) == normalize(b)
        or not predicates(a).isdisjoint(predicates(b))
        or not sure_base_forms(a).isdisjoint(sure_base_forms(b))
        or (float(_vector(a) @ _vector(b)) >= _NEAR and opposites(a, b) is None)
    )
    return alike and not _never_alike(a, b)


def _never_alike(a: str, b: str) -> bool:
    """Whether the data says that two words are no synonyms, however near their vectors are: "husband", "wife"."""
    return any((a in one and b in other) or (b in one and a in other) for one, other in _opposed_kinds())


@cache
def _opposed_kinds() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """The pairs of word sets of which no word of one is a synonym of a word of the other."""
    return tuple(
        (frozenset(one.split()), frozenset(other.split()))
        for one, other in load_named_lines("predicates", "never_alike")
    )


@lru_cache(_KEPT)
def _vector(word: str) -> Vectors:
    """The vector of a word, of length 1."""
    made: Vectors = vectors([word])[0]
    return made
