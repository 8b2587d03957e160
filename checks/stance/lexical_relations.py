"""How words and phrases stand to one another: synonyms, kinds, opposites, and words that set two texts apart.

Three parts. Groups of words (`synonyms.toml`): a line has members, divided by "|", and a member has words and
phrases, divided by ",". Opposites and denials. Predicates: each is named by the first word of its line in
`predicates.toml`, list `same`, so that "founded", "set up" and "the founder of" all express "found". The lists come
first and word vectors after them, for vectors put opposites near each other.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

from checks.lexicon import alternatives, load_named_lines, load_table, load_words
from checks.nlp.content_words import normalize, stem, tokens
from checks.nlp.inflection import singular, sure_base_forms
from checks.nlp.word_vectors import Vectors, vectors

_FIRST = re.compile(r"\w+")
# Texts whose words are kept.
_KEPT_TEXTS: Final = 4096
_DENIES = re.compile(
    rf"\b(?:{alternatives('stance', 'antonyms_denies')})\b|n['’]t\b",
    re.IGNORECASE,
)
# "No fewer than", "not only": these deny nothing.
_DENIES_NOTHING = re.compile(
    rf"\b(?:no (?:{alternatives('stance', 'antonyms_denies_nothing')})|not (?:only|just|merely|least)"
    r"|no[.] ?\d+)\b",
    re.IGNORECASE,
)
# The passive: "was beaten by".
_BY = re.compile(
    rf"\b(?:{alternatives('stance', 'antonyms_by')})\s(?:\w+\s){{0,2}}\w+(?:ed|en|wn|lt|nt|t)\sby\b", re.IGNORECASE
)
# Names in a list have no order: "France and Spain met".
_TOGETHER = re.compile(r"\b(?:and|or|with|between)\b|,")
# Prefixes that make the opposite of a word.
_NEGATED: Final = ("un", "in", "im", "il", "ir", "dis", "non")
# Letters of a word that a prefix may negate; "un" + "it" is no denial of "it".
_LEAST: Final = 4
# The predicates that rules speak of, each by the first word of its line in `predicates.toml`.
BEGIN, END = "begin", "end"
BORN, LIVE, DIE = "born", "live", "die"
MARRY = "marry"
WIN = "win"
LIE = "lie"
RELEASE = "release"
_NEAR: Final = 0.79  # two words as near as this tell the same: "novelist" and "writer"
_KEPT: Final = 16_384


@cache
def _lines(name: str) -> list[list["re.Pattern[str]"]]:
    """The members of each line of a list, each as one pattern."""
    return [[_any(member.split(",")) for member in line.split("|")] for line in load_table("synonyms")[name]]


def _any(words: Iterable[str]) -> "re.Pattern[str]":
    """Any of some words or phrases; a space in one may be a hyphen."""
    either = "|".join("[ -]".join(map(re.escape, word.split())) for word in words)
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE)


def grouped_words(name: str, claim: str, source: str) -> Iterator[tuple[dict[int, str], dict[int, str]]]:
    """For each line of a list: which of its members each text has.

    Yields, for the claim and the source, the words found by the place of their member in the line.
    """
    return zip(_members(name, claim), _members(name, source), strict=True)


@lru_cache(_KEPT_TEXTS)
def _members(name: str, text: str) -> tuple[dict[int, str], ...]:
    """The members of every line that a text has; only those whose first word it has are looked for."""
    lines, places = _lines(name), _places(name)
    here = {place for word in _FIRST.findall(text.lower()) for place in places.get(word, ())}
    found: tuple[dict[int, str], ...] = tuple({} for _ in lines)
    for line, member in sorted(here):
        if match := lines[line][member].search(text):
            found[line][member] = match[0]
    return found


@cache
def _places(name: str) -> dict[str, frozenset[tuple[int, int]]]:
    """By the first word of each phrase of a list: the lines and members that have it."""
    found: dict[str, set[tuple[int, int]]] = {}
    for n, line in enumerate(load_table("synonyms")[name]):
        for m, member in enumerate(line.split("|")):
            for phrase in member.split(","):
                found.setdefault(_FIRST.findall(phrase.lower())[0], set()).add((n, m))
    return {word: frozenset(places) for word, places in found.items()}


def contrasting_words(claim: str, source: str) -> tuple[str, str] | None:
    """The words by which two clauses speak of different groups: what the claim has, what the source has.

    Lists `apart` and `narrower`. "all" stands for the side that names no part where the other side does. None
    where the two may speak of the same.
    """
    for name in ("apart", "narrower"):
        for mine, others in grouped_words(name, claim, source):
            if mine and others and not mine.keys() & others.keys():
                return next(iter(mine.values())), next(iter(others.values()))
            if name == "narrower" and bool(mine) != bool(others):
                return (next(iter(mine.values())), "all") if mine else ("all", next(iter(others.values())))
    return None


def missing_event(claim: str, source: str) -> str | None:
    """The word for what happened by a claim's clause where a source's text has no word for it.

    Returns None where the source has one ("detained" for "arrested"), or the claim's clause tells no event of the list.
    """
    return next((happened for happened, _ in _missing_events(claim, source)), None)


def _missing_events(one: str, other: str) -> Iterator[tuple[str, list["re.Pattern[str]"]]]:
    """The events that the first text names and the second does not, each with the line of the list that it stands
    in.
    """
    for line in _lines("events"):
        happened = line[0].search(one)
        if happened and not any(words.search(other) for words in line):
            yield happened[0], line


def other_modality(claim: str, source: str) -> str | None:
    """The words by which a source's figure is a capacity, a limit, a budget or the like ("licensed to carry").

    None where the claim has a word of the same line.
    """
    for ours, theirs in grouped_words("modality", claim, source):
        if theirs.get(0) and not ours:
            return theirs[0]
    return None


def denials(text: str) -> int:
    """How many times a statement denies."""
    return len(_DENIES.findall(_DENIES_NOTHING.sub(" ", text)))


def is_denied(a: str, b: str) -> bool:
    """Whether one of two words is the other with a denying prefix: "safe" and "unsafe"."""
    short, long = sorted((a.lower(), b.lower()), key=len)
    return len(short) >= _LEAST and long.removesuffix(short) in _NEGATED


def opposites(ours: str, theirs: str) -> tuple[str, str] | None:
    """Two words of opposite meaning, ours and theirs, of which each side has only its own; None where there are
    none.
    """
    mine, others = frozenset(tokens(ours)), frozenset(tokens(theirs))
    rising, falling = load_words("synonyms", "rising"), load_words("synonyms", "falling")
    for a, b in ((rising, falling), (falling, rising)):
        if mine & a and others & b and not mine & b and not others & a:
            return _first(ours, a), _first(theirs, b)
    for here, there in grouped_words("opposite", ours, theirs):
        if here and there and not here.keys() & there.keys():
            return next(iter(here.values())), next(iter(there.values()))
    pairs = ((word, other) for word in sorted(mine - others) for other in sorted(others - mine))
    return next(((word, other) for word, other in pairs if is_denied(word, other)), None)


def exchanged(ours: str, theirs: str, one: str, other: str) -> bool:
    """Whether two names that both texts have change places, as in "France beat Spain" and "Spain beat France".

    Not where one text is passive and the other is not, nor where the two names stand in a list.
    """
    if bool(_BY.search(ours)) != bool(_BY.search(theirs)):
        return False
    order = []
    for text in (ours, theirs):
        first, second = text.find(one), text.find(other)
        if first < 0 or second < 0 or _TOGETHER.search(text[min(first, second) : max(first, second)]):
            return False
        order.append(first < second)
    return order[0] != order[1]


def _first(text: str, among: frozenset[str]) -> str:
    """The first word of a text, in lower case, that is among some words."""
    return next(word for word in tokens(text) if word in among)


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
