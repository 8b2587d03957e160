"""Numbers that are a part of a code, an address or an ordinal: "IE6", "192.168.0.1", "1990s", "#3"."""

from checks.quantities.nouns.noun_phrase import noun_phrase
from checks.quantities.numbers.numeral import Numeral
from checks.quantities.tokens import HYPHENS, Tokens


def is_code(tokens: Tokens, numeral: Numeral, has_unit: bool) -> bool:
    """A part of a code, a name or an address: "IE6", "COVID-19", "192.168.0.1", "3D", "1990s", "20th", "#3".

    `has_unit` says that a unit stands behind, which makes "5km" and "30°" amounts. A decimal or scaled number is never
    a code by what is joined to it.
    """
    i, end = numeral.first, numeral.end
    written = tokens.words[i]
    if written.startswith("0") and written.isdecimal() and len(written) > 1:
        return True
    if (tokens.joined(i - 1) and _glued_before(tokens, i)) or _dialled(tokens, numeral, has_unit):
        return True
    if not tokens.joined(end - 1) or numeral.scale > 1 or numeral.share:
        return False
    return _glued_after(tokens, numeral, has_unit)


def _dialled(tokens: Tokens, numeral: Numeral, has_unit: bool) -> bool:
    """A group of a telephone number: "+44 20 7946 0958"."""
    i, end = numeral.first, numeral.end
    if tokens.words[i - 1] == "+" and tokens.joined(i - 1):
        return (
            len(tokens.words[i]) > 7
            or tokens.joined(i - 2)
            or tokens.words[end][:1].isdecimal()
            or tokens.words[end] in ("(", "-")
        )
    return tokens.words[i - 1].isdecimal() and not has_unit and noun_phrase(tokens, end) is None


def _glued_before(tokens: Tokens, i: int) -> bool:
    sign = tokens.words[i - 1]
    if sign == ":":
        return tokens.words[i - 2][:1].isdecimal()
    if sign[0].isalnum() or sign in "°º#№@_/.'’&*\\^=":
        return True
    return sign in HYPHENS and tokens.joined(i - 2) and tokens.words[i - 2][-1].isalpha() and sign != "—"


def _glued_after(tokens: Tokens, numeral: Numeral, has_unit: bool) -> bool:
    end = numeral.end
    sign, behind = tokens.words[end], tokens.words[end + 1]
    if sign[0].isalpha():
        return not has_unit
    if sign in "°º":
        return not has_unit or (tokens.joined(end) and (behind[:1].isdecimal() or behind in tuple("nsew")))
    if sign in HYPHENS and tokens.joined(end):
        return sign != "—" and behind[0].isalpha() and tokens.capital(end + 1)
    if sign in ":/" and tokens.joined(end) and behind[0].isdecimal():
        return True
    return (sign in "_@\\*^=" or (sign in "'’" and behind == "s")) and tokens.joined(end)


def joined_before(tokens: Tokens, numeral: Numeral) -> bool:
    """Whether a word or a hyphen stands right before the number: "high-five".

    A long dash joins nothing.
    """
    i = numeral.first
    return tokens.joined(i - 1) and (
        tokens.words[i - 1] in HYPHENS - {"—", "–"} or tokens.words[i - 1][-1:].isalnum()
    )
