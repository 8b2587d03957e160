"""A figure of a table, one entity, measure and year, against a claim.

The figure is known to be of an entity, a measure and a year; what has to be found out is whether the claim's
amount is of the same three.
"""

import math
import re
from dataclasses import replace
from functools import cache
from typing import Final

from checks.amounts.derived_quantities import as_bound
from checks.dates.claim_years import claim_years, years_compared, years_spanned
from checks.documents.figures import places_named
from checks.documents.groups import groups_as_words
from checks.documents.measures import Measure, measures
from checks.documents.ranks import RANK, rank_stated
from checks.lexicon import alternatives, load_words
from checks.lexicon.country_names import known_names
from checks.nlp.content_words import normalize, tokens
from checks.nlp.names import names
from checks.quantities.conversion import converted, dimension
from checks.quantities.intervals import ABOUT, Interval, allowed
from checks.stance.figures.claimed_amount import PER_100_000, UP_TO, as_quantity, claimed_amount, words_before
from checks.stance.figures.stated_ratios import (
    DENIED,
    growth_stated,
    later_is_larger,
    ratio_stated,
    rises_over_years,
)
from checks.stance.reasons import amount_in_words, difference
from checks.stance.syntax.clauses import parsed_sentence
from checks.stance.syntax.noun_phrases import NAMES
from checks.types.claim import Claim
from checks.types.document import Figure
from checks.types.passage import Passage
from checks.types.quantity import Comparator, Quantity
from checks.types.stance import Finding

_ANOTHER_SIZE: Final = 30.0  # a slip of a digit is tenfold
_MOVES: Final = 0.02  # what a country's inhabitants may change in the year or two since the newest figure
_AS_GOOD_AS: Final = 0.003  # what a number may be off that somebody cut off or looked up elsewhere: 218 for 218.5
_ROUNDED: Final = 0.125  # what a number of one digit may be off by rounding: half a million for 550,000
_DENIED_BOUND: Final[dict[str, Comparator]] = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}
# "Never got above", "did not reach".
_NEVER: Final = re.compile(r"(?:\b(?:never|not)|n['’]t)\s(?:\w+\s){0,4}\Z", re.IGNORECASE)
# Measures that are changes themselves: where inflation falls, the rate falls, not the prices.
_OF_A_CHANGE: Final = re.compile(r"\b(?:inflation|growth|rate)\b", re.IGNORECASE)
_DEFLATION: Final = re.compile(r"\bin(?:to)? deflation\b|\bnegative inflation\b", re.IGNORECASE)
# A claim about the future, which figures of the past do not decide.
_EXPECTED: Final = re.compile(rf"\b(?:{alternatives('stance', 'table_cell_expected')})\b", re.IGNORECASE)
# Verbs of getting less, behind which a claim says by how much.
_SHRINKS: Final = re.compile(rf"\b(?:{alternatives('stance', 'table_cell_shrinks')})\b", re.IGNORECASE)
_AGAINST: Final = r"\b(?:than|over|compared (?:with|to))(?: in)?"
_WORD: Final = re.compile(r"[^\W\d_][\w.'’-]*")
# "Gdynia in Poland …", "Gdynia, in the north of Poland, …", but not "Women in Poland …"
_FIRST: Final = re.compile(r"([A-Z][\w’'-]+)(?:,(?= [a-z])|(?= in ))")


def judge_table_cell(claim: Claim, passage: Passage, figure: Figure) -> Finding:
    """The finding for one figure of a table.

    The figure is compared with the claim's amount of its measure: of its dimension, of what the measure counts, a
    level for a level. It is context where the claim names another year, where it may speak of another entity, or
    where the two are too far apart to be of the same thing.

    Confidence: 0.9 where the claim names the figure's year, 0.8 where it names none; 0.3 to 0.5 for context.
    """
    measure = measures().get(figure.measure)
    source = _source(figure)
    if _EXPECTED.search(claim.statement):
        return Finding("context", f"{source}; the claim tells what is expected", 0.3, passage)
    if figure.since is None and measure is not None and measure.change and _is_of_another_time(claim, figure.year):
        return Finding("context", f"{source}; the claim is of another time", 0.3, passage)
    if figure.since is None and (moved := _direction(claim, figure, measure, source)) is not None:
        return replace(moved, passage=passage)
    if figure.since is not None and (moved := _over_years(claim, figure, measure, source)) is not None:
        return replace(moved, passage=passage)
    if figure.unit == "times" and (compared := _compared(claim, figure, source)) is not None:
        return replace(compared, passage=passage)
    if figure.unit == RANK:
        return replace(_ranked(claim, figure), passage=passage)
    stated = claimed_amount(claim, figure, measure)
    if stated is None:
        in_unit = f"amount in {figure.unit}" if figure.unit not in (None, PER_100_000) else "number of that kind"
        return Finding("context", f"{source}; the claim states no {in_unit}", 0.3, passage)
    asked = claim_years(claim)
    if asked and not {figure.year, figure.since} & {*asked}:
        return Finding("context", f"{source}; the claim speaks of {', '.join(map(str, asked))}", 0.3, passage)
    of_two = figure.unit == "times"
    is_share = measure is not None and measure.rule == "share"
    text = groups_as_words(claim.statement) if is_share else claim.statement
    if not of_two and (other := other_subject(text, figure.entity, measure)) is not None:
        return Finding("context", f"{source}; the claim may speak of {other} alone", 0.3, passage)
    value = (
        -figure.value
        if _is_stated_as_fall(stated, claim, measure, since=figure.since is not None)
        else figure.value
    )
    plain, before = stated, words_before(stated, claim)
    stated = as_bound(plain, before)
    if stated == plain and _NEVER.search(before):
        if stated.comparator not in _DENIED_BOUND:
            return Finding("context", f"{source}; the claim denies a number", 0.3, passage)
        stated = replace(stated, comparator=_DENIED_BOUND[stated.comparator], low=stated.high, high=stated.low)
    return _judge_cell(stated, _in_base(value, as_quantity(figure)), source, bool(asked), passage)


def _is_of_another_time(claim: Claim, year: int) -> bool:
    """Whether a claim does not speak of the change within a year: of several years, or of the next against it.

    "Prices rose by a third between 2010 and 2020", "prices were higher than in 2021".
    """
    if (span := years_spanned(claim)) is not None:
        return span != (year - 1, year)
    return year + 1 in claim_years(claim) and bool(re.search(rf"{_AGAINST} {year}\b", claim.statement))


def _source(figure: Figure) -> str:
    """What the figure says, as a reason begins."""
    when = f"in {figure.year}" if figure.since is None else f"from {figure.since} to {figure.year}"
    change = "a change of " if figure.since is not None and figure.unit != "times" else ""
    return f"{figure.source} gives {change}{amount_in_words(figure.value, figure.unit)} for {figure.entity} {when}"


def _compared(claim: Claim, figure: Figure, source: str) -> Finding | None:
    """The stance where the claim says no more than which of two is larger, or how many times; None for other claims."""
    years = claim_years(claim)
    if figure.since is not None:
        allows = growth_stated(claim.statement)
    else:
        first, other = figure.entity.split(" against ")
        allows = ratio_stated(places_named(claim.statement), _all(first), _all(other))
    if allows is None or (years and not {figure.year, figure.since} & {*years}):
        return None
    sure = 0.9 if years else 0.8
    if allows.holds(figure.value):
        return Finding("supports", f"{source}: as the claim says", sure)
    return Finding("refutes", f"{source}: not as the claim says", sure)


def _over_years(claim: Claim, figure: Figure, measure: Measure | None, source: str) -> Finding | None:
    """The stance of a change over years against a claim that says no more than which way; None for others.

    Growth of money that is not said to be in dollars may be meant in real terms, and is not held against a figure.
    """
    later = later_is_larger(claim)
    if measure is not None and not measure.change:
        later = rises_over_years(claim) if later is None else later
        by_rate = figure.unit in ("times", "percent") or years_compared(claim) is None
        if (
            by_rate
            and not measure.grows_in(claim.statement)
            and (later is not None or figure.unit != measure.unit)
        ):
            return Finding("context", f"{source}; the claim may tell of growth in real terms", 0.3)
    if later is None:
        return None
    as_said = later == (figure.value > (1.0 if figure.unit == "times" else 0.0))
    return Finding("supports" if as_said else "refutes", source, 0.9)


def _direction(claim: Claim, figure: Figure, measure: Measure | None, source: str) -> Finding | None:
    """The stance of a change against a claim that says no more than that something rose or fell; None for others.

    "Prices fell in 2022", "was in deflation"; not "inflation fell", which is the change of a change.
    """
    years = claim_years(claim)
    if measure is None or not measure.change or years != (figure.year,) or claim.quantities or not figure.value:
        return None
    said = set(tokens(claim.statement))
    rises, falls = (bool(load_words("synonyms", name) & said) for name in ("rising", "falling"))
    falls |= bool(_DEFLATION.search(claim.statement))
    if rises == falls or _OF_A_CHANGE.search(claim.statement) or DENIED.search(claim.statement):
        return None
    return Finding("supports" if rises == (figure.value > 0) else "refutes", source, 0.9)


def _ranked(claim: Claim, figure: Figure) -> Finding:
    """The stance of a place among others; 0.8 sure where the claim names no year."""
    place = f"{figure.source} makes {figure.entity} number {figure.value:.0f} in {figure.year}"
    stated = rank_stated(claim.statement)
    text, measure = groups_as_words(claim.statement), measures().get(figure.measure)
    if stated is None or other_subject(text, figure.entity, measure) is not None:
        return Finding("context", place, 0.3)
    sure = 0.9 if claim_years(claim) else 0.8
    return Finding("supports" if stated.place == figure.value else "refutes", place, sure)


def _is_stated_as_fall(stated: Quantity, claim: Claim, measure: Measure | None, *, since: bool) -> bool:
    """ "Shrank by 3 percent" is a growth of -3; "inflation fell to 3 percent" is an inflation of 3.

    Then the figure's sign is turned before the two are compared.
    """
    if (stated.stated or 0) < 0:
        return False
    if since:
        return bool(_SHRINKS.search(claim.statement))
    if measure is None or not measure.change:
        return False
    falls = not load_words("synonyms", "falling").isdisjoint(tokens(claim.statement))
    return falls and not _OF_A_CHANGE.search(claim.statement) and not UP_TO.search(words_before(stated, claim))


def _in_base(value: float, like: Quantity) -> float:
    """`value`, in the unit of a quantity, in the base unit of what that measures."""
    return converted(Interval(value, value), like).low


def _judge_cell(stated: Quantity, value: float, source: str, dated: bool, passage: Passage) -> Finding:
    """Whether the claim's amount allows a value, in the base unit.

    `source` is how the reason begins, `dated` whether the claim names the year. An undated claim within two
    percent may be right for another year, and is not refuted.
    """
    interval, sure = converted(_allowed(stated), stated), 0.9 if dated else 0.8
    if _is_of_another_size(stated, value):
        return Finding(
            "context", f"{source}; “{stated.text}” is too far from it to be of the same thing", 0.3, passage
        )
    if interval.holds(value):
        return Finding("supports", f"{source}: within “{stated.text}”", sure, passage)
    by, apart = _distance(stated, value), difference(stated, interval, value)
    plain = stated.comparator == "=" and dimension(stated) != "percent"
    if plain and by <= _AS_GOOD_AS:
        return Finding("supports", f"{source}: {apart}", sure, passage)
    if plain and by <= _ROUNDED and _has_one_digit(stated.stated or 0.0):
        return Finding("context", f"{source}: {apart}, which may be rounding", 0.5, passage)
    if plain and not dated and by <= _MOVES:
        reason = f"{source}: {apart}, which may be the time between the two"
        return Finding("context", reason, 0.5, passage)
    return Finding("refutes", f"{source}: {apart}", sure, passage)


def _has_one_digit(value: float) -> bool:
    """Whether a number has one digit and zeros: 500,000."""
    return len(f"{value:.9e}".partition("e")[0].rstrip("0.")) == 1


def _allowed(stated: Quantity) -> Interval:
    """What the claim allows; a share in words ("a quarter") is no more exact than "about 25 percent"."""
    in_words = stated.unit is None and dimension(stated) == "percent" and stated.comparator == "="
    if in_words and stated.low is not None:
        return Interval(stated.low * (1 - ABOUT), stated.low * (1 + ABOUT))
    return allowed(stated)


def _is_of_another_size(stated: Quantity, value: float) -> bool:
    """ "400 residents were led to safety" is not about all who live in a country; shares and rates have no such size.

    From 30 times on: more than a slip of a digit.
    """
    claimed = _in_base(stated.stated or 0.0, stated)
    if dimension(stated) in ("percent", "time", PER_100_000) or claimed <= 0 or value <= 0:
        return False
    return max(claimed, value) / min(claimed, value) >= _ANOTHER_SIZE


def _distance(stated: Quantity, value: float) -> float:
    """How far `value` is from what is stated, as a part of it: from the number itself, or a range's nearer end."""
    ends = [_in_base(end, stated) for end in (stated.low, stated.high) if end]
    return min((abs(value - end) / abs(end) for end in ends if end), default=math.inf)


def other_subject(text: str, entity: str, measure: Measure | None) -> str | None:
    """A name that stands before the entity's in a claim, and that the claim may be about.

    "Gdynia in Poland has …" is not about Poland. None where the entity is what the claim is about.

    `text` is the claim. The entity's own names, the measure's words are no other subject.
    """
    at = _mentioned(text, entity)
    if at is None:
        return None
    before, own = text[:at], _own(entity)
    first = _FIRST.match(before)
    if first is not None and normalize(first[1]) not in own and not (measure and measure.words.search(first[1])):
        sentence = parsed_sentence(text)
        if sentence is not None and sentence.words[0].tag in NAMES:
            return first[1]
    if measure:  # "per capita GDP in Iceland"
        before = measure.words.sub(lambda match: match[0].lower(), text)[:at]
    others = frozenset(name for name in names(before) if normalize(name) not in own)
    return next((word for word in _WORD.findall(before) if names(word, include_first=True) & others), None)


def _mentioned(text: str, entity: str) -> int | None:
    """Where the entity, or its people, is first named.

    An offset in the text; None where it is not named.
    """
    own = _own(entity)
    places = [match.start() for match in _WORD.finditer(text) if normalize(match[0]) in own]
    places += [match.start() for name in _all(entity) if (match := _pattern(name).search(text))]
    return min(places, default=None)


@cache
def _pattern(name: str) -> "re.Pattern[str]":
    """A name as a whole word."""
    return re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE if len(name) > 3 else 0)


@cache
def _all(entity: str) -> tuple[str, ...]:
    """All names that an entity goes by."""
    return (entity, *known_names().get(entity, ()))


@cache
def _own(entity: str) -> frozenset[str]:
    """The entity's names of one word, as `normalize` and `names` have them."""
    single = [name for name in _all(entity) if " " not in name]
    return frozenset(normalize(name) for name in single).union(
        *(names(name, include_first=True) for name in single)
    )
