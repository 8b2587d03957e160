"""The words of statements, as revisions of an article are compared by them."""

import re
from typing import Final

from checks.documents.words import CURRENCY, WORD, plain_words, with_plain_signs
from checks.lexicon import load_words
from checks.types.revision import ChangedWords

_FIGURE: Final = re.compile(rf"\d|[-+−<>%‰‱°±≤≥≈~{CURRENCY}]")
# A number with what stands at it, and the word behind it: dollars, million, percent.
_AMOUNT: Final = re.compile(
    rf"(?P<amount>(?:(?<!\w)[-+<>~±≤≥≈])?(?:[{CURRENCY}]\s?)?\d(?:[\d.,:/]*\d)?(?:\s?[{CURRENCY}%‰‱°])?)"
    r"(?:\s?(?P<counted>[^\W\d_]+))?"
)
_YEAR: Final = re.compile(r"1\d{3}|20\d\d")
_TOKEN: Final = re.compile(r"\S+")
_LONGEST: Final = 12  # words of a difference that is shown by itself; a longer one is read more easily whole
_AFTER: Final = 2  # words that are shown behind a bare number, for what it counts


def names_another(before: str, now: str) -> bool:
    """Whether two readings of one sentence are of different things: each has a figure or a name that the other lacks.

    One that only fills in more, or less, than the other contradicts nothing.
    """
    if plain_words(before) == plain_words(now):
        return False
    old, new = _figures_and_names(before), _figures_and_names(now)
    return bool(old - new and new - old)


def _figures_and_names(text: str) -> frozenset[str]:
    """Figures with their signs and what they count, and words with a capital that are no function words."""
    plain, function_words = with_plain_signs(text), load_words("stop_words", "no_names")
    names = {word.casefold() for word in WORD.findall(plain) if word[0].isupper()} - function_words
    figures = set()
    for found in _AMOUNT.finditer(plain):
        amount, counted = "".join(found["amount"].split()), found["counted"] or ""
        counts = counted.islower() and counted not in function_words and not _YEAR.fullmatch(amount)
        figures.add(f"{amount} {counted}" if counts else amount)
    return frozenset(names | figures)


def changed_words(before: str, now: str) -> ChangedWords:
    """The words in which two statements differ, as people would name the change: "14 million" and "16 million".

    Differences that lie apart, or are long, are given as the whole statements.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(now)
    plain_old, plain_new = ([" ".join(plain_words(token)) for token in tokens] for tokens in (old, new))
    start = start_now = _shared(plain_old, plain_new)
    behind = _shared(plain_old[start:][::-1], plain_new[start:][::-1])
    end, end_now = len(old) - behind, len(new) - behind
    if start == end == end_now or max(end - start, end_now - start) > _LONGEST:
        return ChangedWords(before, now)
    if end == start or end_now == start_now:  # words were put in or left out: those beside them make it readable
        start, start_now = max(0, start - 1), max(0, start_now - 1)
        end, end_now = min(len(old), end + 1), min(len(new), end_now + 1)
    elif _FIGURE.search(old[end - 1]) or _FIGURE.search(new[end_now - 1]):
        counted = _counted(old[end : end + _AFTER])
        end, end_now = end + counted, end_now + counted
    return ChangedWords(_joined(old[start:end]), _joined(new[start_now:end_now]))


def _shared(one: list[str], other: list[str]) -> int:
    """How many words two lists begin with alike."""
    differing = (number for number, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differing, min(len(one), len(other)))


def _counted(following: list[str]) -> int:
    """How many of the words behind a number belong to what it counts; the same words stand in both statements."""
    function_words = load_words("stop_words", "no_names")
    return next((n for n, word in enumerate(following) if word.casefold() in function_words), len(following))


def _joined(tokens: list[str]) -> str:
    return " ".join(tokens).strip(" ,.;:")
