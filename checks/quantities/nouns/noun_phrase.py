"""The noun that is counted: the head of the noun phrase behind a number.

The phrase is what stands before the next function word or verb, and its head the first plural. Part-of-speech tags
would name the same head in 99 of 100 counts of the news, so they are not asked for.
"""

from typing import Final

from checks.lexicon import load_words
from checks.lexicon.word_classes import word_set
from checks.nlp.inflection import is_invariant, is_plural, singular
from checks.quantities.tokens import Tokens

_FUNCTION_WORDS: Final = load_words("stop_words", "function_words")
# Verbs that stand behind a number or a noun often enough to be taken for a plural, or for part of the phrase.
VERBS: Final = load_words("quantities", "verbs")
STOP: Final = _FUNCTION_WORDS | VERBS
# Those of them that are plurals behind another noun: a number above one is never followed by a singular and its
# verb ("two bank accounts").
_ALSO_NOUNS: Final = load_words("quantities", "also_nouns")
# Verbs behind the noun of a share ("10 percent of the population speak French"); few are nouns there.
_OF_MANY: Final = load_words("quantities", "of_many")
# Plurals that stand before another noun ("sports cars").
_MODIFIERS: Final = load_words("quantities", "modifiers")
_DETERMINERS: Final = load_words("quantities", "determiners")
_PRONOUNS: Final = word_set("these those them us you which whom")
# Function words that may begin the phrase: "two most wanted men", "several later stories".
_AT_FIRST: Final = load_words("quantities", "at_first")
_MOST_WORDS: Final = 9


def noun_phrase(tokens: Tokens, start: int, mass: bool = False) -> tuple[int, str] | None:
    """The token after the noun phrase that begins at `start`, and its head in the singular; None where there is none.

    `mass` says that the head may be a singular noun ("46 percent of the damage").
    """
    head = _head(tokens, start, mass)
    return None if head is None else (head + 1, singular(tokens.words[head]))


def _head(tokens: Tokens, start: int, mass: bool) -> int | None:
    """The first plural before a function word or a verb; with `mass` else the last word before it."""
    last, i = None, start - 1
    while (i := i + 1) < min(start + _MOST_WORDS, tokens.last):
        word = tokens.words[i]
        if _joins(tokens, i, start):
            continue
        if (behind := _past_model(tokens, i, start)) > i:
            i = behind - 1
            continue
        if not word[0].isalpha() or _stops(tokens, i, start, mass) or (i > start and tokens.breaks(i - 1)):
            break
        if last is not None and mass and _acts(tokens, i):
            break
        if tokens.initial(i) or (tokens.hyphen(i + 1) and _through(tokens, i) == i):
            continue
        if is_plural(word) and not _is_acronym(tokens, i):
            return _past_name(tokens, i) or _through(tokens, i)
        if _may_be_noun(word):
            last = i
    return last if mass else None


def _past_name(tokens: Tokens, i: int) -> int | None:
    """The plural in lower case behind a name that ends like one: "United States sailors", "United Nations workers"."""
    if not (tokens.capital(i) and tokens.capital(i - 1) and tokens.words[i - 1].isalpha()):
        return None
    for at in range(i + 1, i + 4):
        word = tokens.words[at]
        if not word.isalpha() or word in STOP or tokens.breaks(at - 1):
            return None
        if is_plural(word) and tokens.written(at).islower():
            return at
    return None


def _past_model(tokens: Tokens, i: int, start: int) -> int:
    """The token behind a model's number within the phrase; `i` where none begins: "747", "A320neo", "A350-1000".

    It holds a digit and a capital or a hyphen between digits, or it is a bare number behind a number in words, and a
    plural in lower case stands behind it.
    """
    end = i + 1
    while tokens.joined(end - 1) and (tokens.words[end].isalnum() or tokens.hyphen(end)):
        end += 1
    run = "".join(tokens.words[i:end])
    if (
        not any(c.isdecimal() for c in run)
        or not is_plural(tokens.words[end])
        or not tokens.written(end).islower()
    ):
        return i
    bare = run.isdecimal() and len(run) == 3 and i == start and tokens.words[i - 1].isalpha()
    letters = tokens.capital(i) and run[0].isalpha()
    numbers = i > start and run.replace("-", "").isdecimal() and "-" in run and tokens.capital(i - 1)
    return end if (bare or letters or numbers) and tokens.words[end] not in STOP else i


def _is_acronym(tokens: Tokens, i: int) -> bool:
    """Whether capitals only look like a plural: "two GIS applications"."""
    written = tokens.written(i)
    return len(written) <= 4 and written.isupper()


def _joins(tokens: Tokens, i: int, start: int) -> bool:
    """The hyphen of "pan-democratic", the stops of "U.S."."""
    return i > start and (tokens.hyphen(i) or (tokens.words[i] == "." and tokens.initial(i - 1)))


def _acts(tokens: Tokens, i: int) -> bool:
    """Whether a verb stands behind the noun: "of the oil produced last year", "of the population speak"."""
    word, behind = tokens.words[i], tokens.words[i + 1]
    if word in _OF_MANY:
        return True
    return word.endswith("ed") and (behind in STOP or behind == "home" or not behind[:1].isalnum())


def _stops(tokens: Tokens, i: int, start: int, mass: bool) -> bool:
    word = tokens.words[i]
    if word not in STOP or (i == start and word in VERBS and word.endswith("s")):  # "12 hits"
        return False
    if not mass and word in _ALSO_NOUNS:
        return False
    return not ((word in _AT_FIRST and i == start) or (word in ("us", "who") and tokens.written(i).isupper()))


def _through(tokens: Tokens, i: int) -> int:
    """The head of "sports cars": the plural behind one that only modifies."""
    at = i + 2 if tokens.hyphen(i + 1) else i + 1
    following = tokens.words[at]
    modifies = tokens.words[i] in _MODIFIERS or is_invariant(tokens.words[i])
    return at if modifies and is_plural(following) and following not in STOP else i


def _may_be_noun(word: str) -> bool:
    """Whether a singular may be the head: no adverb, no past tense, no possessive."""
    return not word.endswith(("ly", "'s", "’s", "ed")) and word not in _HARMED


_HARMED: Final = load_words("quantities", "harmed")


def are_so(tokens: Tokens, i: int) -> bool:
    """Whether token `i` names people by what they are: "of the injured", with no noun behind it.

    A few adjectives stand for people ("the dead", "the poor"), and participles in -ed where no noun follows.
    """
    word, behind = tokens.words[i], tokens.words[i + 1]
    if not (word in _PEOPLE_SO or (word.endswith("ed") and len(word) > 4)):
        return False
    return not behind[:1].isalnum() or behind in STOP or behind.endswith("ed")


# Adjectives that stand for people behind "the", beside those in -ed.
_PEOPLE_SO: Final = load_words("quantities", "people_so")


def one_noun(tokens: Tokens, start: int) -> tuple[int, str] | None:
    """The noun behind "one": a singular, so only within a few words.

    Four words at most are looked at, for with a singular nothing but its place tells the head. Returns as
    `noun_phrase` does.
    """
    found = noun_phrase(tokens, start, mass=True)
    return found if found and found[0] - start <= 4 and found[1] not in _HARMED else None


def part_of(tokens: Tokens, start: int, closed: bool) -> tuple[int, str | None] | None:
    """The "of …" behind a share, a percentage or a number: the token after it, and its head in the singular.

    `closed` asks for a determiner or a pronoun ("three of the soldiers", not "a group of soldiers").
    """
    if tokens.words[start] != "of" or tokens.breaks(start):
        return None
    i = start + 1
    while i < start + 4 and tokens.words[i] in _DETERMINERS:
        i += 1
    found = noun_phrase(tokens, i, mass=not closed)
    if found and (not closed or i > start + 1):
        return found
    if tokens.words[i - 1] == "the" and are_so(tokens, i):
        return i + 1, None
    if tokens.words[i - 1] in _PRONOUNS and i > start + 1:
        return i, None
    return (i + 1, None) if tokens.words[i] in _PRONOUNS else None
