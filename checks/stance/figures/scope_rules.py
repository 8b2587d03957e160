"""Scope rules: why a source's figure cannot be compared with the claim's at all.

Another measure, a figure that is only possible or expected, another place, another group, another time. Rules get a
`FigurePair` and return the reason in words, or None where the two can be compared. Their order is in `rules.py`.
"""

import re
from collections.abc import Set
from datetime import date, timedelta
from typing import Final

from checks.amounts.amounts import Amount
from checks.amounts.tables import row_label
from checks.dates.words import months_of
from checks.lexicon import alternatives, load_table, load_words
from checks.nlp.content_words import content_tokens
from checks.nlp.inflection import without_possessive
from checks.nlp.names import names, place_names
from checks.nlp.relations.predicates import synonymous
from checks.nlp.relations.word_groups import contrasting_words, grouped_words
from checks.stance.figures.pair import FigurePair
from checks.stance.reasons import quoted, time_of

# The label of a row that sums up the others.
_TOTAL = re.compile(r"\b(?:total|all|overall|sum)\b", re.IGNORECASE)
# Words that make a share a change: "exports grew 4 percent".
_GROWING = re.compile(rf"\b(?:{alternatives('stance', 'measure_growing')})\b", re.IGNORECASE)
# Words by which an amount comes on top.
_ADDED = re.compile(rf"\b(?:{alternatives('stance', 'measure_added')})\b", re.IGNORECASE)
_ROLES: Final = {"amount": "a level", "change": "a change", "additional": "what comes on top"}
# Words by which a claim looks ahead.
_AHEAD = re.compile(rf"\b(?:{alternatives('stance', 'modality_ahead')})\b", re.IGNORECASE)
# The future tense; "will have" is a perfect.
_WILL = re.compile(
    rf"(?:\b(?:{alternatives('stance', 'scope_ahead')})|['’]ll)\b(?! (?:have|hold)\b)", re.IGNORECASE
)
_WORD_WITH_CAPITAL = re.compile(r"[A-Z][\w’'-]+")
_UNNAMED: Final = "another place"
# The rate of a quarter is a rate of its year.
_PART_OF_YEAR = re.compile(r"(?:first|second|third|fourth) (?:half|quarter)", re.IGNORECASE)
# A group by age, behind its noun: "drivers aged 20".
_AGE_GROUP = re.compile(
    rf"(?<=[a-z] )(?:{alternatives('stance', 'scope_aged')})(?: the age of)? "
    rf"(?:{alternatives('stance', 'scope_ages')})\b"
    r"(?! percent|%)(?=[\s,.]*(?:[A-Z,.]|in\b|are\b|have\b|$))"
)
_ALL: Final = "all"
_ORDINALS: Final = "|".join(load_table("numbers")["ordinals"])
# "The fourth stage", "the 4th stage".
_ORDINAL = re.compile(rf"\b({_ORDINALS}|\d+(?:st|nd|rd|th)) ([a-z]{{3,}})", re.IGNORECASE)
_NOW = re.compile(r"\b(?:now|currently|today|at present)\b", re.IGNORECASE)
# "In its first week", "over the opening days".
_BEGINNING = re.compile(
    rf"\b(?:{alternatives('stance', 'scope_beginning')}) (?:the|its|his|her|their) (?:first|opening|early) "
    rf"(?:\w+ ){{0,2}}(?:{alternatives('stance', 'time_periods')})\b",
    re.IGNORECASE,
)
_RECENT: Final = timedelta(days=120)  # a figure as old as this is still one of "now"
_SINCE_YEAR = re.compile(r"\bsince ((?:19|20)\d\d)\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+")
# "A third of them have no water", "live without water": of none that is counted.
_NONE_OF = re.compile(r"\b(?:no|without|lack(?:s|ed|ing)?)\b(?! (?:longer|more|fewer|less|than)\b)", re.IGNORECASE)
# Seasons are written small, months are not.
_SEASONS: Final = ("spring", "summer", "autumn", "winter")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


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
    words = words[-1:] if len(label.split()) == 2 else words
    if any(synonymous(ours, word) for ours in pair.claim.tokens for word in words):
        return None
    return f"scope differs: source gives {quoted(pair.theirs)}"


def figure_role(amount: Amount) -> str:
    """The role of an amount: "amount", "change" or "additional". Inflation and growth are changes in any words.

    "Additional" is what comes on top of a level that is not said.
    """
    if amount.dimension == "times":
        return "change"
    if amount.dimension == "percent" and _GROWING.search(amount.sentence):
        return "change"
    return amount.quantity.role


def modality_of_source(pair: FigurePair) -> str | None:
    """The source's figure is a capacity, a limit, a budget or a sentence, and the claim speaks of nothing such."""
    lines = grouped_words("modality", pair.claim.text, pair.theirs.part)
    word = next((theirs[0] for ours, theirs in lines if theirs.get(0) and not ours), None)
    return f"scope differs: of {quoted(pair.theirs)} the source has “{word}”, the claim has not" if word else None


def forecast(pair: FigurePair) -> str | None:
    """The source's figure is expected or demanded, the claim's is a fact."""
    if pair.ours.ahead or _AHEAD.search(pair.ours.part):
        return None
    if not pair.theirs.ahead and (not _WILL.search(pair.theirs.part) or _WILL.search(pair.ours.sentence)):
        return None
    return f"source gives “{pair.theirs.quantity.text}” as what is expected, not as what is"


def other_location(pair: FigurePair) -> str | None:
    """The source's figure is of a place that the claim does not name: of Lisbon, for a claim of Portugal.

    A claim that names no place cannot differ by place.
    """
    given = place_names(pair.theirs.part)
    if not pair.claim.places or not given or given & (pair.claim.names | pair.claim.all_names):
        return None
    return f"scope differs: source speaks of {_as_written(given, pair.theirs.part)}"


def _as_written(found: Set[str], text: str) -> str:
    """Names as a text writes them, in its order.

    "another place" where none of them is found in the text, as when a people stands for its country.
    """
    words = [w for w in _WORD_WITH_CAPITAL.findall(text) if names(w, include_first=True) & found]
    return ", ".join(dict.fromkeys(without_possessive(w) for w in words)) or _UNNAMED


def other_group(pair: FigurePair) -> str | None:
    """The source counts another group or a part of the claim's: men for women, under-25s, the first quarter."""
    ours, theirs = pair.ours, pair.theirs
    aged = _AGE_GROUP.search(theirs.part)
    if aged is not None and not _AGE_GROUP.search(pair.claim.text):
        return f"scope differs: source counts those {aged[0]}"
    apart = contrasting_words(ours.part, theirs.part)
    if apart is None:
        return None
    if apart[0] == _ALL and _PART_OF_YEAR.fullmatch(apart[1]) and _is_level(ours) and _is_level(theirs):
        return None  # "the rate stood at 11.2 percent in the third quarter"
    there, here = (word if word == _ALL else f"“{word}”" for word in (apart[1], apart[0]))
    return f"scope differs: source counts {there}, the claim {here}"


def _is_level(amount: Amount) -> bool:
    """Whether an amount is a share and no change of one."""
    return amount.dimension == "percent" and figure_role(amount) == "amount"


def other_ordinal(pair: FigurePair) -> str | None:
    """The source's figure is of another one in a row than the claim's: the third stage for the fourth."""
    here, there = (dict[str, str](), dict[str, str]())
    for found, text in ((here, pair.ours.sentence), (there, pair.theirs.sentence)):
        found.update((match[2].lower(), match[1].lower()) for match in _ORDINAL.finditer(text))
    other = next((noun for noun in here if there.get(noun, here[noun]) != here[noun]), None)
    return f"scope differs: source speaks of the {there[other]} {other}" if other else None


def other_denial(pair: FigurePair) -> str | None:
    """The claim says that there is none of something, and the source's sentence denies nothing: "had no access"."""
    denial = _NONE_OF.search(pair.ours.sentence, pair.ours.quantity.end)
    words = {word.lower() for word in _WORD.findall(pair.theirs.sentence)}
    denied = _NONE_OF.search(pair.theirs.sentence) or not load_words("predicates", "negations").isdisjoint(words)
    if denial is None or denied:
        return None
    return f"scope differs: the claim says “{denial[0]}” of {quoted(pair.ours)}, the source does not"


def other_event(pair: FigurePair) -> str | None:
    """One figure is of an event of which the other text says nothing: "arrested", "withdrawn"."""
    event = _missing_event(pair.ours.part, pair.theirs.sentence) or _event_of_other_amount(pair)
    return f"source does not say “{event}” of {quoted(pair.theirs)}" if event else None


def _missing_event(claim: str, source: str) -> str | None:
    """The word for what happened by a claim's clause where a source's text has no word for it; else None."""
    lines = grouped_words("events", claim, source)
    return next((ours[0] for ours, theirs in lines if 0 in ours and not theirs), None)


def _event_of_other_amount(pair: FigurePair) -> str | None:
    """The claim's event where the figure's own clause does not have it and that of another figure does."""
    event = _missing_event(pair.ours.part, pair.theirs.part)
    if event is None:
        return None
    others = (a for a in pair.source.amounts if a.dimension == pair.ours.dimension and a is not pair.theirs)
    return event if any(_missing_event(pair.ours.part, other.part) is None for other in others) else None


def of_beginning(pair: FigurePair) -> str | None:
    """The source counts over the beginning only, and the claim does not: "in its first week"."""
    first = _BEGINNING.search(pair.theirs.sentence)
    if first is None or _BEGINNING.search(pair.claim.text):
        return None
    return f"scope differs: source counts “{first[0]}”"


def other_period(pair: FigurePair) -> str | None:
    """The source's figure is for another day, month, season or year than the claim's.

    Where both name days, the source's lie apart from the claim's. Where only the claim does, and the source was written
    before them, they lie in a later year. Where only the source does, and it is known when the claim was written, its
    last one lies more than a year before that year. Anywhere else the months or the years in the two texts differ.
    """
    wanted = [(d.first, d.last) for d in pair.ours.days if d.first and d.last]
    given = [(d.first, d.last, d.text) for d in pair.theirs.days if d.first and d.last]
    claim_written, source_written = pair.claim.reference_date, pair.source.reference_date
    if wanted and given:
        when = _if_apart(pair, wanted, given)
    elif wanted and source_written is not None and source_written < min(first for first, _ in wanted):
        when = f"before {source_written.year + 1}" if source_written.year < wanted[0][0].year else None
    elif given and claim_written is not None and not wanted:
        latest = max(end for _, end, _ in given)
        when = given[0][2] if latest.year < claim_written.year - 1 else None
    else:
        when = _other_month_or_year(pair)
    return f"date differs: figure is for {time_of(when)}" if when is not None else None


def _if_apart(
    pair: FigurePair, wanted: list[tuple[date, date]], given: list[tuple[date, date, str]]
) -> str | None:
    """The source's time where it overlaps none of the claim's.

    `wanted` and `given` are first and last days, the latter with their words. For a claim of "now" a figure of the
    last 120 days is of the same time.
    """
    slack = _RECENT if _NOW.search(pair.claim.text) else timedelta(0)
    if any(first - slack <= end and start <= last for first, last in wanted for start, end, _ in given):
        return None
    return given[0][2]


def _other_month_or_year(pair: FigurePair) -> str | None:
    """The source's time by the bare months and years that the two texts name."""
    claim, sentence = pair.claim.text, pair.theirs.sentence
    ours, theirs = _months(claim), _months(sentence)
    if ours and theirs and ours.isdisjoint(theirs):
        return "another time of the year"
    our_years, their_years = _YEAR.findall(claim), _YEAR.findall(sentence)
    since = _SINCE_YEAR.search(claim)
    if since and their_years and 0 <= int(their_years[0]) - int(since[1]) <= 1:
        return None  # "since 1900", "between 1901 and 2018"
    if our_years and their_years and not set(our_years) & set(their_years):
        return str(their_years[0])
    return None


def _months(text: str) -> frozenset[int]:
    """The months that a text names with a capital, and its seasons, as numbers from 1."""
    return months_of(" ".join(word for word in _WORD.findall(text) if word[0].isupper() or word in _SEASONS))
