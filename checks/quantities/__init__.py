"""Amounts in a text: comparator, value, unit, counted noun and role.

    tokens → numeral → is it an amount at all? → range or ratio → unit, noun → comparator → role

A number is found first; what stands left of it and right of it is then read token by token, never further than a
few words, so the time grows linearly with the text. What a quantity's stretch holds: its comparator, the number, its
unit or price per unit, and the noun that is counted with what stands between ("three newer versions"). "Another" and
its like are left out; they are told by the role.
"""

from checks.nlp.inflection import singular
from checks.quantities.durations import LASTING
from checks.quantities.numbers.number_words import SIGNS, STARTS
from checks.quantities.reader import quantity_at
from checks.quantities.tokens import Tokens, has_digit, pieces_of
from checks.quantities.units import TIME
from checks.types.quantity import Quantity

__all__ = ["quantities", "singular"]

_STARTS = STARTS | SIGNS.keys() | TIME | LASTING.keys()


def quantities(text: str) -> tuple[Quantity, ...]:
    """Read every amount in `text`, left to right; dates, years, clock times, scores and names are none.

    `text` is one sentence or a few; offsets of the amounts count its code points. What they hold says
    `checks.types.quantity.Quantity`. Never raises, and takes time that grows linearly with the text.
    """
    lower, pieces = pieces_of(text)
    words = list(map(str.rstrip, pieces))
    if _STARTS.isdisjoint(words) and not has_digit(text):
        return ()
    tokens, read, found = Tokens(text, lower, pieces, words), 0, []
    for i, word in enumerate(words, tokens.first):
        if i < read or not (word in _STARTS or "0" <= word[0] <= "9" or (word[0] == "." and len(word) > 1)):
            continue
        quantity, read = quantity_at(tokens, i)
        if quantity is not None:
            found.append(quantity)
    return tuple(found)
