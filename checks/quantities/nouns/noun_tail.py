"""What still belongs to an amount behind its noun or unit: "men and women", "of rain", "a tonne", "the old rate"."""

from typing import Final

from checks.lexicon import load_list, load_words
from checks.lexicon.word_classes import word_set
from checks.nlp.inflection import is_plural
from checks.quantities.nouns.noun_phrase import STOP, noun_phrase
from checks.quantities.numbers.number_words import PARTS, VAGUE
from checks.quantities.numbers.numeral import Numeral
from checks.quantities.roles import CHANGE_NOUNS
from checks.quantities.tokens import Tokens
from checks.quantities.unit_phrases import unit_at, unit_behind
from checks.quantities.units import OF_STUFF, TIME, WORDS, Unit, compound

# Two nouns that go together whatever follows them.
_PAIRS: Final = frozenset(tuple(pair.split()) for pair in load_list("quantities", "noun_pairs"))
# Verbs that end like a plural and stand behind "and" with no object: "has two children and lives in Graz".
_THIRD_PERSON: Final = load_words("quantities", "third_person")
_NO_SECOND: Final = STOP | _THIRD_PERSON | WORDS.keys() | VAGUE.keys() | PARTS.keys()
# What may follow the second noun; where a verb follows it, it may be the subject of its own clause instead:
# "burned 40 houses and troops were sent".
_AFTER_NOUN: Final = load_words("quantities", "after_noun") | {""}  # fmt: skip
_ADJECTIVES: Final = load_words("quantities", "adjectives")
_ADJECTIVAL: Final = ("able", "ible", "ical", "ional", "ous", "cled")
_NO_ADJECTIVES: Final = word_set("enable disable bible table cable various enormous")
_NOT_COUNTED: Final = CHANGE_NOUNS | load_words("quantities", "not_counted")
_THE: Final = word_set("the its their his her our")
_COMPARED: Final = load_words("quantities", "compared") | {""}
_PER: Final = frozenset({"a", "an", "per", "/"})


def both_nouns(tokens: Tokens, end: int) -> int:
    """Past a second plural that is counted with the one before token `end`: "13 offices and flats".

    Returns `end` where the second plural may be the subject of a clause of its own ("burned 40 houses and troops were
    sent") or a verb ("two children and lives in Graz").
    """
    if tokens.words[end] != "and":
        return end
    first, i = tokens.words[end - 1], end + 1
    second, behind = tokens.words[i], tokens.words[i + 1]
    if (first, second) in _PAIRS:
        return i + 1
    if not is_plural(first) or not is_plural(second) or second in _NO_SECOND:
        return end
    alike = tokens.capital(i) == tokens.capital(end - 1)
    return i + 1 if alike and behind in _AFTER_NOUN and not tokens.breaks(end) else end


def stuff(tokens: Tokens, end: int, unit: Unit) -> tuple[int, str] | None:
    """What a measure is of: "214 millimetres of rain"; not "two years of war", and not "within 5 km of the border".

    Returns the token behind and the singular of the noun, or None. Only for units of `OF_STUFF`, which measure
    something.
    """
    if tokens.words[end] != "of" or unit.measures not in OF_STUFF or tokens.capital(end + 1):
        return None
    return None if tokens.words[end + 1] in STOP else noun_phrase(tokens, end + 1, mass=True)


def of_kind(tokens: Tokens, numeral: Numeral, end: int) -> tuple[int, str] | None:
    """What a percentage is of without "of": "80 percent renewable electricity", but not "an 80 percent …".

    Returns the token behind and the singular of the noun, or None where the percentage only describes it.
    """
    word = tokens.words[end]
    if word in _NO_ADJECTIVES or not (word in _ADJECTIVES or word.endswith(_ADJECTIVAL)):
        return None
    found = noun_phrase(tokens, end, mass=True)
    if found is None or found[0] < end + 2 or found[1] in _NOT_COUNTED or tokens.breaks(end - 1):
        return None
    return None if tokens.words[numeral.first - 1] in ("a", "an", "the") else found


def price_for(tokens: Tokens, end: int) -> int:
    """Past the measure that a price is asked for: "$15 a tonne", "40 cents per kilowatt hour".

    Returns `end` where no measure is named. "A year" after a price is no measure: it tells how often, and is left to
    the reader of rates.
    """
    if tokens.words[end] not in _PER or tokens.words[end + 1] in TIME:
        return end
    if tokens.words[end + 1] == "pound":
        return end + 2
    found = unit_behind(tokens, Numeral(end, end + 1, 1.0))
    if found is None or found[1].measures not in OF_STUFF or tokens.words[found[0] - 1].endswith("s"):
        return end
    return found[0]


def rate(tokens: Tokens, end: int, unit: Unit) -> tuple[int, Unit] | None:
    """The rest of "60 grams per litre", "3 tonnes a hectare".

    `end` is the token behind `unit`. Returns the token behind and the compound unit, with its UCUM code where both
    have one, or None.
    """
    if unit.measures not in OF_STUFF or tokens.words[end] not in _PER:
        return None
    per = unit_at(tokens, end + 1)
    if per is None or per.measures not in OF_STUFF or tokens.words[end + 1].endswith("s"):
        return None
    return end + 2, compound(unit, per)


def times_the(tokens: Tokens, end: int) -> tuple[int, str] | None:
    """What a multiple is of: "three times the present rate", but not "three times the army had denied it".

    `end` is the token behind "times". Returns the token behind and the singular of the noun, or None.
    """
    if tokens.words[end] not in _THE:
        return None
    found = noun_phrase(tokens, end + 1, mass=True)
    return found if found and tokens.words[found[0]] in _COMPARED else None
