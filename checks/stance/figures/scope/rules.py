"""Why a source's figure decides nothing of the claim's: it speaks of another matter.

Each rule takes both amounts and both sides and gives the reason in words, or None. The first that holds is shown.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Final, TypeAlias

from checks.lexicon import load_words
from checks.nlp.content_words import content_tokens, normalize
from checks.nlp.names import names
from checks.stance.antonyms import opposites
from checks.stance.figures.agreement import figure_relation
from checks.stance.figures.amount_context import has_happened, other_bearer, sentence_names
from checks.stance.figures.amounts import Amount
from checks.stance.figures.scope.place import place_of_clause, place_of_source, places
from checks.stance.figures.tables import row_label
from checks.stance.predicates import synonymous
from checks.stance.reasons import quoted, time_of
from checks.stance.text import AnalyzedText
from checks.stance.word_groups import contrasting_words, extra_event, missing_event, other_modality
from checks.stance.wording.times import months_of

ScopeRule: TypeAlias = Callable[[Amount, Amount, AnalyzedText, AnalyzedText], str | None]
_OVER_YEARS = re.compile(
    r"\b(?:over|in|during|for) the (?:past|last) (?:\w+ )?(?:years|decades?|century)\b"
    r"|\bto date\b|\bso far\b|\bsince (?:19|20)\d\d\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"Since (?:19|20)\d\d\b")
_SINCE_YEAR = re.compile(r"\bsince ((?:19|20)\d\d)\b", re.IGNORECASE)
_PART_OF_YEAR = re.compile(r"(?:first|second|third|fourth) (?:half|quarter)", re.IGNORECASE)
_AHEAD = re.compile(r"\b(?:will|going to|set to|about to|to be|plans?|wants?|due)\b", re.IGNORECASE)
_WILL = re.compile(
    r"(?:\b(?:will|shall|would|(?:is|are|was|were) to|going to)|['’]ll)\b(?! (?:have|hold)\b)", re.IGNORECASE
)
_IN_HUNDREDS = re.compile(r"%|\bper ?cent\b", re.IGNORECASE)
_TOTAL = re.compile(r"\b(?:total|all|overall|sum)\b", re.IGNORECASE)
_MEN = re.compile(r"\bmen\b", re.IGNORECASE)
# What may count anybody.
_ANYBODY: Final = frozenset(normalize(word) for word in ("person", "man", "woman", "other"))
_SOLDIER: Final = normalize("soldier")
_GREATER = re.compile(r"\bGreater [A-Z]\w+")
_GROWING = re.compile(
    r"\b(?:inflation|growth|grew|grow|expand\w*|than a year (?:ago|earlier|before)|year on year)\b", re.IGNORECASE
)
_ADDED = re.compile(r"\b(?:new|extra|further|additional|on top of|more)\b", re.IGNORECASE)
_MONTH: Final = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_SO_FAR = re.compile(
    r"\b(?:so far|to date|up to now|by (?:mon|tues|wednes|thurs|fri|satur|sun)day|the names of)\b"
    rf"|\bby \d{{1,2}} {_MONTH}\b",
    re.IGNORECASE,
)
_NOW = re.compile(r"\b(?:now|currently|today|at present)\b", re.IGNORECASE)
_WIDE = re.compile(
    r"\bthe (?:whole (?:of the )?|entire )?(?:country|nation|province|region|(?:federal )?state|county|world)(?:['’]s)?\b"
    r"|\b(?:nationwide|nation-wide|nationally|worldwide|globally)\b",
    re.IGNORECASE,
)
_TOWN = re.compile(r"\b(?:capital|city|town|village|district|borough)\b", re.IGNORECASE)
# A figure of the beginning, or of the time up to somewhere within what the claim counts over.
_BEGINNING = re.compile(
    r"\b(?:halfway|midway|part-way|partway) (?:through|into)\b|\bat first\b|\binitially\b|\bat the start\b"
    r"|\b(?:in|during|within|after|over) (?:the|its|his|her|their) (?:first|opening|early) (?:\w+ ){0,2}"
    r"(?:hours?|days?|weeks?|months?|years?|quarter|season|half|round|phase)\b"
    r"|\bwhen (?:\w+ ){1,5}(?:opened|began|started)\b|\b(?:hours?|days?|weeks?|months?|years?) into\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]+")
_CAPITALIZED = re.compile(r"(?<!^)(?<!^\s)\b[A-Z][\w’'-]*")
_SEASONS: Final = ("spring", "summer", "autumn", "winter")
_AGED = re.compile(
    r"(?<=[a-z] )(?:under|younger than|older than|aged)(?: the age of)? (?:\d\d|twenty|thirty|forty|fifty|sixty)\b"
    r"(?! percent|%)(?=[\s,.]*(?:[A-Z,.]|in\b|are\b|have\b|$))"
)
_RECENT: Final = timedelta(days=120)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_KINDS: Final = {"amount": "a level", "change": "a change", "additional": "what comes on top"}


def scope_difference(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> str | None:
    """The first reason why the source's figure decides nothing of the claim's; None where it does."""
    found = (rule(ours, theirs, claim, source) for rule in SCOPE_RULES)
    return next((reason for reason in found if reason is not None), None)


def _currency(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> str | None:
    return f"currency differs: source gives {theirs.quantity.text}" if ours.dimension != theirs.dimension else None


def _role(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> str | None:
    mine, other = _kind(ours), _kind(theirs)
    if {ours.direction, theirs.direction} == {"up", "down"} and "additional" in (mine, other):
        return None  # "lost 300,000 jobs", "added 21,000 jobs"
    added = (mine, other) == ("additional", "amount") and _ADDED.search(theirs.part)
    if mine == other or added:
        return None
    given, wanted = _KINDS[other], _KINDS[mine]
    return f"scope differs: “{theirs.quantity.text}” is {given}, the claim's {wanted}"


def _place(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> str | None:
    if wide := _whole_country(claim.text, theirs.sentence):
        return f"scope differs: source speaks of {wide}"
    wanted = places(claim.text) or sentence_names(claim.text)
    other = place_of_clause(claim.text, theirs.part) or place_of_source(wanted, source.text, theirs.sentence)
    return f"scope differs: source speaks of {other}" if other else None


def _whole_country(claim: str, sentence: str) -> str | None:
    """The country or region that a sentence speaks of, where the claim speaks of a place that it does not name."""
    wanted = places(claim)
    wide = _WIDE.search(sentence)
    if wide is None or not wanted or wide[0].lower() in claim.lower():
        return None
    return wide[0] if _TOWN.search(claim) or not wanted & names(sentence, include_first=True) else None


def _group(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> str | None:
    aged = _AGED.search(theirs.part)
    if aged is not None and not _AGED.search(claim.text):
        return f"scope differs: source counts those {aged[0]}"
    given = _MEN.sub("soldiers", theirs.part) if ours.noun == _SOLDIER else theirs.part
    apart = contrasting_words(ours.part, given)
    if apart and apart[0] == "all" and _PART_OF_YEAR.fullmatch(apart[1]) and _is_level(ours) and _is_level(theirs):
        return None  # "the rate stood at 11.2 percent in the third quarter"
    if apart is None or (
        "all" in apart and ours.dimension == "count" and figure_relation(ours, theirs) == "meets"
    ):
        return None
    there, here = (word if word == "all" else f"“{word}”" for word in (apart[1], apart[0]))
    return f"scope differs: source counts {there}, the claim {here}"


def _is_level(amount: Amount) -> bool:
    return amount.dimension == "percent" and _kind(amount) == "amount"


def _row(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> str | None:
    """A row of a table is the claim's where its label, or what the table has it as, stands in the claim."""
    of = row_label(theirs.sentence)
    if of is None or _TOTAL.search(of):
        return None
    words = [word.lower() for word in content_tokens(claim.text)]
    met = any(synonymous(mine, word.lower()) for mine in words for word in content_tokens(of)) or names(
        of, include_first=True
    ) & names(claim.text, include_first=True)
    return None if met else f"scope differs: source gives {quoted(theirs)}"


def _matter(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> str | None:
    """A share is of the claim's matter where both share a word beside names and people: "27 percent of Spaniards smoke"
    is no unemployment.
    """
    if ours.dimension != "percent" or not _IN_HUNDREDS.search(theirs.quantity.text) or row_label(theirs.sentence):
        return None
    there = {w.lower() for w in content_tokens(source.text)}
    called = sentence_names(claim.text)
    wanted = {
        w.lower()
        for w in content_tokens(claim.text)
        if not names(w, include_first=True) & called and normalize(w) not in _ANYBODY
    }
    wanted = {w for w in wanted if w not in ours.quantity.text.lower() or normalize(w) == ours.noun}
    wanted |= {"prices"} if "inflation" in wanted else set()
    if not wanted or any(synonymous(mine, word) for mine in wanted for word in there):
        return None
    return f"“{theirs.quantity.text}” is of another matter"


def _contrary(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> str | None:
    """A share of those who do the opposite decides nothing of those who do."""
    against = (
        opposites(_without_names(ours.part), _without_names(theirs.part))
        if ours.dimension == theirs.dimension == "percent"
        else None
    )
    if against is None or {*against} & (load_words("synonyms", "rising") | load_words("synonyms", "falling")):
        return None
    return f"scope differs: {quoted(theirs)} is of “{against[1]}”, the claim's of “{against[0]}”"


def _without_names(part: str) -> str:
    """A clause without what it writes with a capital: the "Federal Employment Agency" tells of no employment."""
    return _CAPITALIZED.sub(" ", part)


def _told_as(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> str | None:
    told = other_modality(claim.text, theirs.part)
    return f"scope differs: of {quoted(theirs)} the source has “{told}”, the claim has not" if told else None


def _bearer(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> str | None:
    other = other_bearer(ours, theirs)
    return f"scope differs: source says {quoted(theirs)} of {other}" if other else None


def _wider(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> str | None:
    """ "Greater Tokyo" is more than Tokyo."""
    wide = _GREATER.search(theirs.part)
    return f"scope differs: source counts {wide[0]}" if wide and not _GREATER.search(claim.text) else None


def _rate(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> str | None:
    if ours.per == theirs.per:
        return None
    counts = f"source counts per {theirs.per}" if theirs.per else f"the claim counts per {ours.per}"
    return f"scope differs: {counts}"


def _event(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> str | None:
    event = missing_event(ours.part, theirs.sentence)
    if event is None and (event := missing_event(ours.part, theirs.part)) is not None:
        others = (a for a in source.amounts if a.dimension == ours.dimension and a is not theirs)
        event = event if any(missing_event(ours.part, a.part) is None for a in others) else None
    if event is not None:
        return f"source does not say “{event}” of {quoted(theirs)}"
    event = extra_event(claim.text, theirs.part)
    return f"source says “{event}” of {quoted(theirs)}, the claim does not" if event else None


def _span(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> str | None:
    first = _BEGINNING.search(theirs.sentence)
    if first is not None and not _BEGINNING.search(claim.text):
        return f"scope differs: source counts “{first[0]}”"
    whole = _OVER_YEARS.search(theirs.part) or _SINCE.match(theirs.sentence.strip())
    if whole is None or not ours.days or _OVER_YEARS.search(ours.part):
        return None
    return f"scope differs: source counts “{whole[0]}”"


def _time(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> str | None:
    day = _another_time(ours, theirs, claim, source)
    return f"date differs: figure is for {time_of(day)}" if day is not None else None


def _toll(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> str | None:
    """A lower toll that is said to be one so far may have risen since."""
    if theirs.value >= ours.value or missing_event(ours.part, "") is None or not _SO_FAR.search(theirs.sentence):
        return None
    return f"source counts “{theirs.quantity.text}” so far"


def _forecast(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> str | None:
    if ours.ahead or _AHEAD.search(ours.part) or not (theirs.ahead or _to_come(ours, theirs)):
        return None
    return f"source gives “{theirs.quantity.text}” as what is expected, not as what is"


def _to_come(ours: Amount, theirs: Amount) -> bool:
    """Whether a source tells as to come what the claim tells as past, or as what is: "will build" for "has built"."""
    return bool(_WILL.search(theirs.part)) and (has_happened(ours.sentence) or not _WILL.search(ours.sentence))


def _kind(amount: Amount) -> str:
    """The role of an amount; inflation and growth are changes, however they are told."""
    if amount.dimension == "times":
        return "change"
    if amount.dimension == "percent" and _GROWING.search(amount.sentence):
        return "change"
    return amount.quantity.role


def _another_time(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> str | None:
    wanted = [(d.first, d.last) for d in ours.days if d.first and d.last]
    given = [(d.first, d.last, d.text) for d in theirs.days if d.first and d.last]
    slack = _RECENT if _NOW.search(claim.text) else timedelta(0)
    if wanted and given:
        if any(first - slack <= end and start <= last for first, last in wanted for start, end, _ in given):
            return None
        return given[0][2]
    if wanted and source.reference_date is not None and source.reference_date < min(first for first, _ in wanted):
        return (
            f"before {source.reference_date.year + 1}" if source.reference_date.year < wanted[0][0].year else None
        )
    if given and claim.reference_date is not None and not wanted:
        latest = max(end for _, end, _ in given)
        return given[0][2] if latest.year < claim.reference_date.year - 1 else None
    months = [_months(text) for text in (claim.text, theirs.sentence)]
    if all(months) and months[0].isdisjoint(months[1]) and not (wanted and given):
        return "another time of the year"
    ours_named, theirs_named = _YEAR.findall(claim.text), _YEAR.findall(theirs.sentence)
    since = _SINCE_YEAR.search(claim.text)
    if since and theirs_named and 0 <= int(theirs_named[0]) - int(since[1]) <= 1:
        return None  # "since 1900", "between 1901 and 2018"
    if ours_named and theirs_named and not set(ours_named) & set(theirs_named):
        return str(theirs_named[0])
    return None


def _months(text: str) -> frozenset[int]:
    """The months that a text names, written large, and its seasons."""
    return months_of(" ".join(word for word in _WORD.findall(text) if word[0].isupper() or word in _SEASONS))


SCOPE_RULES: Final[tuple[ScopeRule, ...]] = (
    _currency, _role, _place, _matter, _row, _group, _contrary, _told_as, _rate, _event, _span, _time, _toll, _forecast,
    _wider, _bearer,
)  # fmt: skip
