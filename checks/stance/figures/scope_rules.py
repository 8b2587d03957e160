"""Scope rules: why a source's figure cannot be compared with the claim's at all.

Another measure, a figure that is only possible or expected, another place, another group, another time. Rules get a
`FigurePair` and return the reason in words, or None where the two can be compared. Their order is in `rules.py`.
"""

import re
from collections.abc import Set
from datetime import date, timedelta
from typing import Final

from checks.dates.words import months_of
from checks.lexicon import alternatives, load_table, load_words
from checks.nlp.content_words import content_tokens, normalize
from checks.nlp.names import names, place_names
from checks.stance.figures.amounts import Amount
from checks.stance.figures.pair import FigurePair, figure_relation
from checks.stance.lexical_relations import (
    contrasting_words,
    extra_event,
    missing_event,
    other_modality,
    synonymous,
)
from checks.stance.normalize import row_label
from checks.stance.reasons import quoted, time_of
from checks.stance.syntax.clauses import has_happened

# A label of two nouns.
_COMPOUND = re.compile(r"[a-z]+ [a-z]+")
# A label that is the sum of all rows.
_TOTAL = re.compile(r"\b(?:total|all|overall|sum)\b", re.IGNORECASE)
# Shares that are changes in any words.
_GROWING = re.compile(rf"\b(?:{alternatives('stance', 'measure_growing')})\b", re.IGNORECASE)
# Words by which an amount comes on top.
_ADDED = re.compile(rf"\b(?:{alternatives('stance', 'measure_added')})\b", re.IGNORECASE)
# "4.3 million tonnes of cement".
_OF: Final = re.compile(r"[^;,]*?\bof (?:the )?((?:[a-z]+ ?){1,2})")
# Dimensions whose noun is compared elsewhere, or that are of nothing.
_COUNTED: Final = load_words("stance", "measure_counted")
# The roles in words.
_ROLES: Final = {"amount": "a level", "change": "a change", "additional": "what comes on top"}
# The claim itself looks ahead.
_AHEAD = re.compile(rf"\b(?:{alternatives('stance', 'modality_ahead')})\b", re.IGNORECASE)
# The future tense; "will have" is a perfect.
_WILL = re.compile(
    r"(?:\b(?:will|shall|would|(?:is|are|was|were) to|going to)|['’]ll)\b(?! (?:have|hold)\b)", re.IGNORECASE
)
_WORD_WITH_CAPITAL = re.compile(r"[A-Z][\w’'-]+")
_GREATER = re.compile(r"\bGreater [A-Z]\w+")
_WHOLE_COUNTRY = re.compile(
    r"\bthe (?:whole (?:of the )?|entire )?"
    r"(?:country|nation|province|region|(?:federal )?state|county|world)(?:['’]s)?\b"
    r"|\b(?:nationwide|nation-wide|nationally|worldwide|globally)\b",
    re.IGNORECASE,
)
# A claim of a town is none of the country, even if it names that.
_TOWN = re.compile(r"\b(?:capital|city|town|village|district|borough)\b", re.IGNORECASE)
_UNNAMED: Final = "another place"
# The rate of a quarter is a rate of its year.
_PART_OF_YEAR = re.compile(r"(?:first|second|third|fourth) (?:half|quarter)", re.IGNORECASE)
# Soldiers are men without being told apart from women.
_MEN = re.compile(r"\bmen\b", re.IGNORECASE)
_SOLDIER: Final = normalize("soldier")
# A group by age, behind its noun: "drivers aged 20".
_AGED = re.compile(
    r"(?<=[a-z] )(?:under|younger than|older than|aged)(?: the age of)? (?:\d\d|twenty|thirty|forty|fifty|sixty)\b"
    r"(?! percent|%)(?=[\s,.]*(?:[A-Z,.]|in\b|are\b|have\b|$))"
)
_ALL: Final = "all"
# A total of many years.
_OVER_YEARS = re.compile(
    r"\b(?:over|in|during|for) the (?:past|last) (?:\w+ )?(?:years|decades?|century)\b"
    r"|\bto date\b|\bso far\b|\bsince (?:19|20)\d\d\b",
    re.IGNORECASE,
)
# The same, at the head of a sentence.
_SINCE = re.compile(r"Since (?:19|20)\d\d\b")
_MONTH: Final = "|".join(load_table("calendar")["months"])
_WEEKDAY: Final = "|".join(load_table("calendar")["weekdays"])
_ORDINALS: Final = "|".join(load_table("numbers")["ordinals"])
# "The fourth stage", "the 4th stage".
_ORDINAL = re.compile(rf"\b({_ORDINALS}|\d+(?:st|nd|rd|th)) ([a-z]{{3,}})", re.IGNORECASE)
# "Have been rebuilt" is until now as well.
_PERFECT = re.compile(r"\b(?:has|have)\b", re.IGNORECASE)
# A count that goes on.
_SO_FAR = re.compile(
    rf"\b(?:{alternatives('stance', 'time_so_far')}|by (?:{_WEEKDAY})|the names of)\b|\bby \d{{1,2}} (?:{_MONTH})\b",
    re.IGNORECASE,
)
# The claim is of the present.
_NOW = re.compile(r"\b(?:now|currently|today|at present)\b", re.IGNORECASE)
# A figure of the beginning, or of the time up to somewhere within what the claim counts over.
_BEGINNING = re.compile(
    alternatives("stance", "time_beginning") + r"|\b(?:in|during|within|after|over) (?:the|its|his|her|their) "
    rf"(?:first|opening|early) (?:\w+ ){{0,2}}(?:{alternatives('stance', 'time_periods')})\b"
    rf"|{alternatives('stance', 'time_under_way')}",
    re.IGNORECASE,
)
_RECENT: Final = timedelta(days=120)  # a figure as old as this is still one of "now"
_SINCE_YEAR = re.compile(r"\bsince ((?:19|20)\d\d)\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+")
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
    words = words[-1:] if _COMPOUND.fullmatch(label) else words
    same_word = any(synonymous(ours, word) for ours in pair.claim.tokens for word in words)
    if same_word or names(label, include_first=True) & pair.claim.all_names:
        return None
    return f"scope differs: source gives {quoted(pair.theirs)}"


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
    word = other_modality(pair.claim.text, pair.theirs.part)
    return f"scope differs: of {quoted(pair.theirs)} the source has “{word}”, the claim has not" if word else None


def forecast(pair: FigurePair) -> str | None:
    """The source's figure is expected or demanded, the claim's is a fact."""
    if pair.ours.ahead or _AHEAD.search(pair.ours.part):
        return None
    if not pair.theirs.ahead and not _to_come(pair):
        return None
    return f"source gives “{pair.theirs.quantity.text}” as what is expected, not as what is"


def _to_come(pair: FigurePair) -> bool:
    """Whether the source puts into the future what the claim puts into the past or present."""
    ours = pair.ours.sentence
    return bool(_WILL.search(pair.theirs.part)) and (has_happened(ours) or not _WILL.search(ours))


def other_location(pair: FigurePair) -> str | None:
    """The source's figure is of a place that the claim does not name: of Lisbon, for a claim of Portugal.

    Asked of the figure's clause first, and of the whole source last. A claim that names no place cannot differ by
    place.
    """
    other = _whole_country(pair) or _place_of_clause(pair) or _place_of_source(pair)
    return f"scope differs: source speaks of {other}" if other else None


def wider_area(pair: FigurePair) -> str | None:
    """The source counts an area that is wider than the claim's: "Greater Tokyo" is more than Tokyo."""
    wide = _GREATER.search(pair.theirs.part)
    return f"scope differs: source counts {wide[0]}" if wide and not _GREATER.search(pair.claim.text) else None


def _whole_country(pair: FigurePair) -> str | None:
    """The country or region that the figure's sentence speaks of, where the claim names a place and not that."""
    wanted, claim = pair.claim.places, pair.claim.text
    wide = _WHOLE_COUNTRY.search(pair.theirs.sentence)
    if wide is None or not wanted or wide[0].lower() in claim.lower():
        return None
    return wide[0] if _TOWN.search(claim) or not wanted & pair.theirs.sentence_names else None


def _place_of_clause(pair: FigurePair) -> str | None:
    """The place that the figure's clause names, where that is none of the claim's names."""
    given = place_names(pair.theirs.part)
    if not pair.claim.places or not given or given & (pair.claim.names | pair.claim.all_names):
        return None
    return _as_written(given, pair.theirs.part)


def _place_of_source(pair: FigurePair) -> str | None:
    """The place that the source speaks of, where it names none of the claim's places."""
    wanted, source = pair.claim.places or pair.claim.parsed_names, pair.source
    if not wanted or wanted & (source.all_names | source.names):
        return None
    given = place_names(pair.theirs.sentence) or source.places
    return _as_written(given, source.text) if given else None


def _as_written(found: Set[str], text: str) -> str:
    """Names as a text writes them, in its order.

    "another place" where none of them is found in the text, as when a people stands for its country.
    """
    words = [w for w in _WORD_WITH_CAPITAL.findall(text) if names(w, include_first=True) & found]
    return ", ".join(dict.fromkeys(w.removesuffix("'s").removesuffix("’s") for w in words)) or _UNNAMED


def other_group(pair: FigurePair) -> str | None:
    """The source counts another group or a part of the claim's: men for women, under-25s, the first quarter."""
    ours, theirs = pair.ours, pair.theirs
    aged = _AGED.search(theirs.part)
    if aged is not None and not _AGED.search(pair.claim.text):
        return f"scope differs: source counts those {aged[0]}"
    given = _MEN.sub("soldiers", theirs.part) if ours.noun == _SOLDIER else theirs.part
    apart = contrasting_words(ours.part, given)
    if apart is None:
        return None
    if apart[0] == _ALL and _PART_OF_YEAR.fullmatch(apart[1]) and _is_level(ours) and _is_level(theirs):
        return None  # "the rate stood at 11.2 percent in the third quarter"
    if _ALL in apart and ours.dimension == "count" and figure_relation(ours, theirs) == "meets":
        return None
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


def other_event(pair: FigurePair) -> str | None:
    """One figure is of an event of which the other text says nothing: "arrested", "withdrawn"."""
    event = missing_event(pair.ours.part, pair.theirs.sentence) or _event_of_other_amount(pair)
    if event is not None:
        return f"source does not say “{event}” of {quoted(pair.theirs)}"
    event = extra_event(pair.claim.text, pair.theirs.part)
    return f"source says “{event}” of {quoted(pair.theirs)}, the claim does not" if event else None


def _event_of_other_amount(pair: FigurePair) -> str | None:
    """The claim's event where the figure's own clause does not have it and that of another figure does."""
    event = missing_event(pair.ours.part, pair.theirs.part)
    if event is None:
        return None
    others = (a for a in pair.source.amounts if a.dimension == pair.ours.dimension and a is not pair.theirs)
    return event if any(missing_event(pair.ours.part, other.part) is None for other in others) else None


def other_span(pair: FigurePair) -> str | None:
    """The source counts over the beginning only, or over many years, and the claim does not.

    A total of many years is no figure of the claim's one, and a figure of the first weeks none of the whole.
    """
    first = _BEGINNING.search(pair.theirs.sentence)
    if first is not None and not _BEGINNING.search(pair.claim.text):
        return f"scope differs: source counts “{first[0]}”"
    whole = _OVER_YEARS.search(pair.theirs.part) or _SINCE.match(pair.theirs.sentence.strip())
    if whole is None or not pair.ours.days or _OVER_YEARS.search(pair.ours.part):
        return None
    if _SO_FAR.search(whole[0]) and _PERFECT.search(pair.ours.part):
        return None
    return f"scope differs: source counts “{whole[0]}”"


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


def toll_so_far(pair: FigurePair) -> str | None:
    """The source's toll is lower and said to be one so far: it may have risen since.

    A lower toll of an earlier hour does not refute a later one; a higher one does.
    """
    is_toll = missing_event(pair.ours.part, "") is not None
    if not is_toll or pair.theirs.value >= pair.ours.value or not _SO_FAR.search(pair.theirs.sentence):
        return None
    return f"source counts “{pair.theirs.quantity.text}” so far"


def _months(text: str) -> frozenset[int]:
    """The months that a text names with a capital, and its seasons, as numbers from 1."""
    return months_of(" ".join(word for word in _WORD.findall(text) if word[0].isupper() or word in _SEASONS))
