"""A number as it is written, in digits or in words, with its scale: the step before units and nouns."""

from checks.quantities.numbers.digits import number_in_digits
from checks.quantities.numbers.fractions import one_part, part_behind, part_of_scale
from checks.quantities.numbers.number_words import FOLDS, NUMBER_WORDS, PARTS, SCALES, SEVERAL, SIGNS, VAGUE
from checks.quantities.numbers.numeral import Numeral, scaled
from checks.quantities.numbers.spelled import lone_scale, number_in_words
from checks.quantities.numbers.vague import several, vague
from checks.quantities.tokens import Tokens


def read_numeral(tokens: Tokens, i: int) -> Numeral | None:
    """The number that begins at token `i` (or with the article or currency before it); None where none does.

    The order of trials: digits, number words, vague words, "several", multiples, parts, signs such as ½, a scale
    alone. Its `end` is the token behind; the unit is not read here.
    """
    word = tokens.words[i]
    if word[0].isdecimal() or (word[0] == "." and len(word) > 1):
        return part_of_scale(tokens, part_behind(tokens, number_in_digits(tokens, i)))
    if word in NUMBER_WORDS:
        return part_of_scale(tokens, part_behind(tokens, number_in_words(tokens, i)))
    if word in VAGUE:
        return vague(tokens, i)
    if word in SEVERAL or word == "couple":
        return several(tokens, i)
    if word in FOLDS:
        return Numeral(i, i + 1, FOLDS[word], share=True)
    if word in PARTS:
        return part_of_scale(tokens, one_part(tokens, i))
    if word in SIGNS:
        return part_of_scale(tokens, scaled(tokens, Numeral(i, i + 1, SIGNS[word], share=True)))
    return lone_scale(tokens, i) if word in SCALES else None
