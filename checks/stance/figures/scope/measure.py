"""Scope rules of what is measured: another currency, role, rate, share, or row of a table."""

import re
from typing import Final

from checks.nlp.content_words import content_tokens, normalize
from checks.nlp.names import names
from checks.stance.figures.amount_context import sentence_names
from checks.stance.figures.amounts import Amount
from checks.stance.figures.pair import FigurePair
from checks.stance.figures.tables import row_label
from checks.stance.predicates import synonymous
from checks.stance.reasons import quoted

_IN_HUNDREDS = re.compile(r"%|\bper ?cent\b", re.IGNORECASE)
_TOTAL = re.compile(r"\b(?:total|all|overall|sum)\b", re.IGNORECASE)
# What may count anybody.
_ANYBODY: Final = frozenset(normalize(word) for word in ("person", "man", "woman", "other"))
_GROWING = re.compile(
    r"\b(?:inflation|growth|grew|grow|expand\w*|than a year (?:ago|earlier|before)|year on year)\b", re.IGNORECASE
)
_ADDED = re.compile(r"\b(?:new|extra|further|additional|on top of|more)\b", re.IGNORECASE)
_KINDS: Final = {"amount": "a level", "change": "a change", "additional": "what comes on top"}


def other_currency(pair: FigurePair) -> str | None:
    return (
        f"currency differs: source gives {pair.theirs.quantity.text}"
        if pair.ours.dimension != pair.theirs.dimension
        else None
    )


def other_role(pair: FigurePair) -> str | None:
    mine, other = figure_role(pair.ours), figure_role(pair.theirs)
    if {pair.ours.direction, pair.theirs.direction} == {"up", "down"} and "additional" in (mine, other):
        return None  # "lost 300,000 jobs", "added 21,000 jobs"
    added = (mine, other) == ("additional", "amount") and _ADDED.search(pair.theirs.part)
    if mine == other or added:
        return None
    given, wanted = _KINDS[other], _KINDS[mine]
    return f"scope differs: “{pair.theirs.quantity.text}” is {given}, the claim's {wanted}"


def other_row(pair: FigurePair) -> str | None:
    """A row of a table is the claim's where its label, or what the table has it as, stands in the claim."""
    of = row_label(pair.theirs.sentence)
    if of is None or _TOTAL.search(of):
        return None
    words = [word.lower() for word in content_tokens(pair.claim.text)]
    met = any(synonymous(mine, word.lower()) for mine in words for word in content_tokens(of)) or names(
        of, include_first=True
    ) & names(pair.claim.text, include_first=True)
    return None if met else f"scope differs: source gives {quoted(pair.theirs)}"


def other_share(pair: FigurePair) -> str | None:
    """A share is of the claim's matter where both share a word beside names and people: "27 percent of Spaniards smoke"
    is no unemployment.
    """
    if (
        pair.ours.dimension != "percent"
        or not _IN_HUNDREDS.search(pair.theirs.quantity.text)
        or row_label(pair.theirs.sentence)
    ):
        return None
    there = {w.lower() for w in content_tokens(pair.source.text)}
    called = sentence_names(pair.claim.text)
    wanted = {
        w.lower()
        for w in content_tokens(pair.claim.text)
        if not names(w, include_first=True) & called and normalize(w) not in _ANYBODY
    }
    wanted = {w for w in wanted if w not in pair.ours.quantity.text.lower() or normalize(w) == pair.ours.noun}
    wanted |= {"prices"} if "inflation" in wanted else set()
    if not wanted or any(synonymous(mine, word) for mine in wanted for word in there):
        return None
    return f"“{pair.theirs.quantity.text}” is of another matter"


def other_rate(pair: FigurePair) -> str | None:
    if pair.ours.per == pair.theirs.per:
        return None
    counts = f"source counts per {pair.theirs.per}" if pair.theirs.per else f"the claim counts per {pair.ours.per}"
    return f"scope differs: {counts}"


def figure_role(amount: Amount) -> str:
    """The role of an amount; inflation and growth are changes, however they are told."""
    if amount.dimension == "times":
        return "change"
    if amount.dimension == "percent" and _GROWING.search(amount.sentence):
        return "change"
    return amount.quantity.role
