"""Scope rules of what is measured: another currency, role, rate, share, or row of a table.

Rules get a `FigurePair` and return the reason in words, or None where the two can be compared. Their order is in
`rules.py`.
"""

import re
from typing import Final

from checks.lexicon import alternatives, load_words
from checks.nlp.content_words import content_tokens, normalize, tokens
from checks.nlp.names import names
from checks.stance.figures.amounts import Amount
from checks.stance.figures.pair import FigurePair
from checks.stance.figures.tables import row_label
from checks.stance.predicates import synonymous
from checks.stance.reasons import quoted

# A share told in percent, and not in other words.
_IN_HUNDREDS = re.compile(r"%|\bper ?cent\b", re.IGNORECASE)
# A label of two nouns.
_COMPOUND = re.compile(r"[a-z]+ [a-z]+")
# A label that is the sum of all rows.
_TOTAL = re.compile(r"\b(?:total|all|overall|sum)\b", re.IGNORECASE)
# Shares that are changes in any words.
_GROWING = re.compile(rf"\b(?:{alternatives('stance', 'measure_growing')})\b", re.IGNORECASE)
# Words by which an amount comes on top.
_ADDED = re.compile(rf"\b(?:{alternatives('stance', 'measure_added')})\b", re.IGNORECASE)
# Dimensions whose noun is compared elsewhere, or that are of nothing.
_COUNTED: Final = load_words("stance", "measure_counted")
# "4.3 million tonnes of cement".
_OF: Final = re.compile(r"[^;,]*?\bof (?:the )?((?:[a-z]+ ?){1,2})")
# The roles in words.
_ROLES: Final = {"amount": "a level", "change": "a change", "additional": "what comes on top"}


def other_currency(pair: FigurePair) -> str | None:
    """The two are amounts of money in two currencies; nothing is converted, since rates change."""
    same = pair.ours.dimension == pair.theirs.dimension
    return None if same else f"currency differs: source gives {pair.theirs.quantity.text}"


def other_role(pair: FigurePair) -> str | None:
    """One is a level and the other a change, or what comes on top: "another 2,000" is no total."""
    ours, theirs = figure_role(pair.ours), figure_role(pair.theirs)
    if {pair.ours.direction, pair.theirs.direction} == {"up", "down"} and "additional" in (ours, theirs):
        return None  # "lost 300,000 jobs", "added 21,000 jobs"
    added = (ours, theirs) == ("additional", "amount") and _ADDED.search(pair.theirs.part)
    if ours == theirs or added:
        return None
    return f"scope differs: “{pair.theirs.quantity.text}” is {_ROLES[theirs]}, the claim's {_ROLES[ours]}"


def other_row(pair: FigurePair) -> str | None:
    """The source's figure stands in a row of a table whose label says nothing of the claim.

    Of a label of two nouns the second one counts: "sugar beet" is beet and no sugar.
    """
    label = row_label(pair.theirs.sentence)
    if label is None or _TOTAL.search(label):
        return None
    words = [word.lower() for word in content_tokens(label)]
    words = words[-1:] if _COMPOUND.fullmatch(label) else words
    same_word = any(synonymous(ours, word) for ours in pair.claim.tokens for word in words)
    if same_word or names(label, include_first=True) & pair.claim.all_names:
        return None
    return f"scope differs: source gives {quoted(pair.theirs)}"


def other_share(pair: FigurePair) -> str | None:
    """Two shares have nothing in common but names and people: "27 percent of Spaniards smoke" is no unemployment.

    A share in other words ("a third of") is left to the noun that it is of.
    """
    in_hundreds = _IN_HUNDREDS.search(pair.theirs.quantity.text)
    if pair.ours.dimension != "percent" or not in_hundreds or row_label(pair.theirs.sentence):
        return None
    wanted = _words_of_share(pair)
    if not wanted or any(synonymous(ours, word) for ours in wanted for word in set(pair.source.tokens)):
        return None
    return f"“{pair.theirs.quantity.text}” is of another matter"


def _words_of_share(pair: FigurePair) -> set[str]:
    """The claim's words that say what its share is of, without names, people and the amount itself."""
    anybody = frozenset(normalize(word) for word in load_words("synonyms", "anybody"))
    stated = pair.ours.quantity.text.lower()
    named = pair.claim.parsed_names
    wanted = {
        word.lower()
        for word in content_tokens(pair.claim.text)
        if not names(word, include_first=True) & named and normalize(word) not in anybody
    }
    wanted = {word for word in wanted if word not in stated or normalize(word) == pair.ours.noun}
    implied = load_words("synonyms", "of_inflation") if "inflation" in wanted else frozenset()
    return wanted | implied


def other_substance(pair: FigurePair) -> str | None:
    """Both figures are of something that is weighed or measured, and not of the same: "tonnes of cement", "of
    carbon".
    """
    if pair.ours.dimension in _COUNTED or pair.theirs.dimension in _COUNTED:
        return None
    ours, theirs = (_substance(amount) for amount in (pair.ours, pair.theirs))
    if not ours or not theirs or any(synonymous(mine, word) for mine in ours for word in theirs):
        return None
    if ours & {*pair.source.tokens}:
        return None
    return f"scope differs: {quoted(pair.theirs)} is of another matter"


def _substance(amount: Amount) -> set[str]:
    """What an amount is of, in lower case: the words behind "of" and behind the unit; empty where nothing is named."""
    text = amount.quantity.text
    match = _OF.match(text) or _OF.match(text + " ".join(amount.sentence.partition(text)[2].split()[:3]))
    return {word.lower() for word in content_tokens(match[1])} if match else set()


def other_rate(pair: FigurePair) -> str | None:
    """One counts per something of which the other's sentence says nothing: "8 per ward"."""
    ours, theirs = pair.ours.per, pair.theirs.per
    if ours == theirs:
        return None
    elsewhere = pair.theirs.sentence if ours else pair.claim.text
    if normalize(str(ours or theirs)) in {normalize(word) for word in tokens(elsewhere)}:
        return None  # "50,000 households will get 800 apiece"
    counts = f"source counts per {pair.theirs.per}" if pair.theirs.per else f"the claim counts per {pair.ours.per}"
    return f"scope differs: {counts}"


def figure_role(amount: Amount) -> str:
    """The role of an amount: "amount", "change" or "additional". Inflation and growth are changes in any words.

    "Additional" is what comes on top of a level that is not said.
    """
    if amount.dimension == "times":
        return "change"
    if amount.dimension == "percent" and _GROWING.search(amount.sentence):
        return "change"
    return amount.quantity.role
