"""Claim against passage: the stance and its reason in words.

A passage that speaks of something else, of another place or another year is context, never for or against.
"""

import math
import re
from collections.abc import Iterable
from typing import Final

from checks.intervals import allowed, spoken
from checks.split.quantities import quantities
from checks.types import Claim, Finding, Passage, Quantity, Stance

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][a-z]{2,}\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NEGATION = re.compile(
    r"\b(?:no|not|never|none|denie[sd]|deny|denying|false|untrue|incorrect|baseless|refuted?|rejects?|rejected)\b|n't\b|n’t\b",
    re.IGNORECASE,
)
_STOP: Final = frozenset(
    "the a an of to in on at by for from with and or but as is are was were be been has have had that this these those "
    "it its their his her they he she we who which will would could should may might more than about around nearly "
    "said says say according also another other most some many most them near over under up down out into".split()
)
_TRUE: Final = ("true", "mostly true", "correct", "accurate")
_FALSE: Final = ("false", "mostly false", "pants on fire", "incorrect", "fake")
_LITTLE, _MUCH = 0.34, 0.6
_MOST_NUMBERS: Final = 40


def compare(claim: Claim, passage: Passage) -> Finding:
    """Hold one passage against one claim."""
    if passage.figure is not None:
        return _with_figure(claim, passage)
    if passage.rating is not None:
        return _with_rating(claim, passage)
    return _with_text(claim, passage)


def overlap(claim: str, other: str) -> float:
    """Which part of the claim's content words the other text holds, 0 to 1."""
    wanted, held = content_words(claim), content_words(other)
    return len(wanted & held) / len(wanted) if wanted else 0.0


def content_words(text: str) -> frozenset[str]:
    """The words that carry meaning, lower case, plural and past endings cut."""
    return frozenset(_stem(w.lower()) for w in _WORD.findall(text)) - _STOP


def _stem(word: str) -> str:
    word = word.removesuffix("'s").removesuffix("’s")
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and word not in _STOP:
            return word.removesuffix(ending)
    return word


def _with_figure(claim: Claim, passage: Passage) -> Finding:
    figure = passage.figure
    assert figure is not None
    unit = {"inflation": "percent", "gdp": "USD"}.get(figure.measure)
    stated = next((q for q in claim.quantities if _same_unit(q, unit)), None)
    source = f"{figure.source} gives {spoken(figure.value, figure.unit)} for {figure.entity} in {figure.year}"
    if stated is None:
        wanted = unit or "a plain number"
        return Finding("context", f"{source}; the claim states no amount in {wanted}", 0.3, passage)
    asked = years(claim)
    if asked and figure.year not in asked:
        return Finding("context", f"{source}; the claim speaks of {_list(asked)}", 0.3, passage)
    return _judged(stated, figure.value, source, 0.9 if asked else 0.8, passage)


def _judged(stated: Quantity, value: float, source: str, confidence: float, passage: Passage) -> Finding:
    interval = allowed(stated)
    if interval.holds(value):
        return Finding("supports", f"{source}: within “{stated.text}”", confidence, passage)
    missed = _percent(_distance(stated, value))
    return Finding("refutes", f"{source}: misses “{stated.text}” by {missed}", confidence, passage)


def _distance(stated: Quantity, value: float) -> float:
    """How far `value` is from what is stated, as a part of it: from the number itself, or a range's nearer end."""
    ends = [end for end in (stated.low, stated.high) if end]
    return min((abs(value - end) / abs(end) for end in ends), default=math.inf)


def _percent(part: float) -> str:
    percent = part * 100
    return "more than tenfold" if percent >= 1000 else f"{max(percent, 0.1):.{1 if percent < 10 else 0}f} %"


def years(claim: Claim) -> tuple[int, ...]:
    """The years that a claim itself names, in its dates or its wording; those only assumed are left out."""
    named = {d.first.year for d in claim.dates if d.first and _YEAR.search(d.text)}
    return tuple(sorted(named | {int(y) for y in _YEAR.findall(claim.statement)}))


def _with_rating(claim: Claim, passage: Passage) -> Finding:
    share = min(overlap(claim.statement, passage.text), overlap(passage.text, claim.statement))
    when = f", {passage.published:%-d %B %Y}" if passage.published else ""
    checked = f"already checked: {passage.rating}{when}, by {passage.publisher}"
    if share < _LITTLE:
        return Finding("none", f"{checked}, but of another claim", share, passage)
    rating = (passage.rating or "").lower()
    other = _other_number(claim.quantities, quantities(passage.text))
    if share < _MUCH or other:
        why = f"; that claim says “{other}”" if other else ", of a claim that is near"
        return Finding("context", checked + why, share, passage)
    stance: Stance = "supports" if rating in _TRUE else "refutes" if rating in _FALSE else "context"
    return Finding(stance, checked, min(0.95, share), passage)


def _other_number(ours: Iterable[Quantity], theirs: Iterable[Quantity]) -> str | None:
    mine, others = [q for q in ours if _value(q)], [q for q in theirs if _value(q)]
    if not mine or not others or any(_value(a) == _value(b) for a in mine for b in others):
        return None
    return others[0].text


def _with_text(claim: Claim, passage: Passage) -> Finding:
    share = overlap(claim.statement, passage.text)
    if share < _LITTLE:
        return Finding("none", "shares few words with the claim", share, passage)
    if missing := names(claim.statement) - content_words(passage.text):
        where = ", ".join(sorted(w.capitalize() for w in missing))
        return Finding("context", f"speaks of the matter, but does not name {where}", share * 0.5, passage)
    asked, told = set(years(claim)), {int(y) for y in _YEAR.findall(passage.text)}
    if asked and told and not asked & told:
        return Finding("context", f"speaks of {_list(told)}, the claim of {_list(asked)}", share * 0.5, passage)
    if claim.quantities:
        return _with_numbers(claim, passage, share)
    return _without_numbers(claim, passage, share)


def _with_numbers(claim: Claim, passage: Passage, share: float) -> Finding:
    theirs = quantities(passage.text)[:_MOST_NUMBERS]
    for stated in claim.quantities:
        for told in theirs:
            value = _value(told)
            if value is None or not (stated.counted or stated.unit) or told.counted != stated.counted:
                continue
            if not _same_unit(told, stated.unit) or not _same_sentence(claim, passage.text, told):
                continue
            return _judged(stated, value, f"source gives “{told.text}”", min(0.85, 0.4 + share / 2), passage)
    counted = next((q.counted or q.unit for q in claim.quantities if q.counted or q.unit), None)
    return Finding(
        "context", f"mentions the matter, gives no number of {counted or 'the same kind'}", share * 0.6, passage
    )


def _same_sentence(claim: Claim, text: str, told: Quantity) -> bool:
    """Whether the sentence around a number speaks of what the claim speaks of, not only its document."""
    before = max(text.rfind(end, 0, told.start) for end in (". ", "! ", "? ", "\n"))
    after = min(
        (at for end in (". ", "! ", "? ", "\n") if (at := text.find(end, told.end)) >= 0), default=len(text)
    )
    return overlap(claim.statement, text[before + 1 : after + 1]) >= _MUCH * 0.8


def _without_numbers(claim: Claim, passage: Passage, share: float) -> Finding:
    if share < _MUCH:
        return Finding("context", "mentions the matter", share * 0.6, passage)
    denied = bool(_NEGATION.search(claim.statement)), bool(_NEGATION.search(passage.text))
    if denied[0] != denied[1]:
        return Finding("refutes", "says the contrary in nearly the same words", share * 0.7, passage)
    return Finding("supports", "says nearly the same", share * 0.7, passage)


def names(statement: str) -> frozenset[str]:
    """Proper names within a statement, as `content_words` gives them; the first word is left out."""
    return content_words(" ".join(_NAME.findall(statement)))


def _value(quantity: Quantity) -> float | None:
    return quantity.low if quantity.low is not None else quantity.high


def _same_unit(quantity: Quantity, unit: str | None) -> bool:
    return quantity.unit == unit


def _list(items: Iterable[int]) -> str:
    return ", ".join(str(item) for item in sorted(items))
