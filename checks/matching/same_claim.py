"""Whether two statements are the same claim, or related, and why.

The same claim is near in meaning and in words, though one may say a little more than the other, and no difference sets
the two apart: no other number, name, year or group, no denial and no opposite, and nothing of a part on one side only.
What is near and set apart is related: it is worth reading, and proves nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np

from checks.amounts.amounts import Amount
from checks.lexicon import alternatives
from checks.matching.context import of_another_matter
from checks.matching.parsed_statements import ParsedStatement, read_statements
from checks.nlp.content_words import content_tokens
from checks.nlp.inflection import without_possessive
from checks.nlp.names import country_names, names, place_names
from checks.nlp.relations.word_groups import contrasting_words, is_denied, opposites
from checks.nlp.word_vectors import Vectors
from checks.quantities.intervals import rounding
from checks.types.claim import ContextualStatement
from checks.types.stance import LEAST_COSINE_OF_SAME_CLAIM, ClaimSimilarity

# Words with a capital, to show names as they are written.
_CAPITAL = re.compile(r"[A-Z][\w’'.-]*\w")
# What stands behind a comma and is said of a part: "…, most of them lorries".
_OF_A_PART = re.compile(
    rf"[,(–—]\s*(?:with )?((?:{alternatives('matching', 'of_a_part')})\b[^,;.)–—]*)", re.IGNORECASE
)
# A plan is not what happened.
_TO_COME = re.compile(rf"\b(?:{alternatives('matching', 'to_come')})\b")
_DENIES = re.compile(rf"\b(?:{alternatives('matching', 'denies')})\b|n['’]t\b", re.IGNORECASE)
# "No fewer than", "not only": these deny nothing.
_DENIES_NOTHING = re.compile(
    rf"\b(?:no (?:{alternatives('matching', 'no_denial')})|not (?:only|just|merely|least)|no[.] ?\d+)\b",
    re.IGNORECASE,
)
# The passive: "was beaten by".
_PASSIVE = re.compile(
    rf"\b(?:{alternatives('matching', 'passive')})\s(?:\w+\s){{0,2}}\w+(?:ed|en|wn|lt|nt|t)\sby\b", re.IGNORECASE
)
# Names in a list have no order: "France and Spain met".
_TOGETHER = re.compile(r"\b(?:and|or|with|between)\b|,")
_SAME_WORDS: Final = 0.66  # the share of words that statements of the same claim have at least
_SAME: Final = 0.7  # the score above which only statements of the same claim are
# Below this mean of both, and below this cosine, two statements are of different matters.
_RELATED: Final = 0.42
_RELATED_MEANING: Final = 0.6
_ALIKE: Final = (
    0.79  # two words as near as this are taken as one: "photo" and "picture" have 0.79, "rise" and "fall" 0.47
)
_APART: Final = 0.8  # what is left of the score for each thing that sets two statements apart
# With more words exchanged, the two have no more than their matter in common.
_MOST_SWAPPED: Final = 4
_BEGINNING, _ENDING = (
    3,
    4,
)  # letters that two stems of one word share, and a word and its denial ("safe", "unsafe")
_MOST_KEPT: Final = 50_000  # words whose names are kept


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How near two statements are in `meaning` (a cosine) and in `words` (the share that both have, 0 to 1).

    `nearness` is what `_nearness` gives.
    """

    meaning: float
    words: float
    nearness: Vectors

    @property
    def both(self) -> float:
        """The mean of both, 0 to 1."""
        return (max(self.meaning, 0.0) + self.words) / 2

    @property
    def of_same_claim(self) -> bool:
        """Whether the two are the same claim if nothing sets them apart."""
        return self.meaning >= LEAST_COSINE_OF_SAME_CLAIM and self.words >= _SAME_WORDS

    @property
    def score_of_same_claim(self) -> float:
        """The score if they are."""
        return round(_SAME + (1 - _SAME) * self.both, 3)


DifferenceRule: TypeAlias = Callable[[ParsedStatement, ParsedStatement], str | None]


def compare_claims(ours: str, theirs: str, near: float | None = None) -> ClaimSimilarity | None:
    """The similarity of two statements; None if they are of different matters.

    The score is 0 to 1; only that of the same claim is above 0.7. The reason says what sets two related ones
    apart: what `theirs` has as "there" and what `ours` has as "here". `near` as for `compare_statements`.
    """
    mine, others = read_statements((ours, theirs))
    return compare_statements(mine, others, near)


def compare_in_context(
    ours: ContextualStatement, theirs: ContextualStatement, near: float | None = None
) -> ClaimSimilarity | None:
    """`compare_claims`; two that say the same of another matter (`of_another_matter`) are related."""
    similarity = compare_claims(ours.statement, theirs.statement, near)
    if similarity is None or similarity.kind != "the same claim":
        return similarity
    reason = of_another_matter(ours, theirs)
    return similarity if reason is None else ClaimSimilarity("related", round(_SAME * _APART, 3), reason)


def compare_statements(
    ours: ParsedStatement, theirs: ParsedStatement, near: float | None = None
) -> ClaimSimilarity | None:
    """`compare_claims` of what was read before; `near` is the cosine of their meanings where it is known.

    Without it both are encoded, which takes most of the time. The same claim is near in meaning and words with no
    difference; each difference leaves 0.8 of a related one's score.
    """
    likeness = _likeness(ours, theirs, near)
    if likeness is None or (likeness.both < _RELATED and likeness.meaning < _RELATED_MEANING):
        return None
    reasons = [reason for rule in DIFFERENCE_RULES if (reason := rule(ours, theirs)) is not None]
    swapped = _swapped(ours, theirs, likeness.nearness)
    if not reasons and swapped is None and likeness.of_same_claim:
        figures = " and numbers" if ours.amounts and theirs.amounts else ""
        return ClaimSimilarity("the same claim", likeness.score_of_same_claim, f"same words{figures}")
    score = _SAME * likeness.both * _APART ** len(reasons)
    return ClaimSimilarity(
        "related", round(score, 3), "; ".join(_once(reasons)[:2]) or swapped or "of a part of it"
    )


def same_claim_score(ours: ParsedStatement, theirs: ParsedStatement, near: float | None = None) -> float | None:
    """The score that `compare_statements` gives two statements of the same claim, and None for any others.

    The first thing that sets the two apart ends it, so that most pairs take a fraction of the time.
    """
    likeness = _likeness(ours, theirs, near)
    if likeness is None or not likeness.of_same_claim or _swapped(ours, theirs, likeness.nearness) is not None:
        return None
    if any(rule(ours, theirs) is not None for rule in DIFFERENCE_RULES):
        return None
    return likeness.score_of_same_claim


def _likeness(ours: ParsedStatement, theirs: ParsedStatement, near: float | None) -> _Likeness | None:
    """How near two statements are; None if one has no words."""
    if not ours.words or not theirs.words:
        return None
    near = float(ours.embedding @ theirs.embedding) if near is None else near
    nearness = _nearness(ours, theirs)
    return _Likeness(near, min(float(nearness.max(axis=1).mean()), float(nearness.max(axis=0).mean())), nearness)


def _once(reasons: Sequence[str]) -> list[str]:
    """Reasons without those that name the same words as one before: "men" and "women" are of others and opposites."""
    return list({reason.partition(": ")[2] or reason: reason for reason in reversed(reasons)}.values())[::-1]


def _nearness(ours: ParsedStatement, theirs: ParsedStatement) -> Vectors:
    """How near each word of the one is to each of the other: 1 for the same, 0 for those that are far apart.

    Shape (words of ours, words of theirs), the cosines of their vectors between.
    """
    likeness = ours.vectors @ theirs.vectors.T
    made: Vectors = np.where(likeness >= _ALIKE, likeness, np.float32(0.0))
    # They tell of the same; whether the two statements say the contrary is for `DIFFERENCE_RULES`.
    for i, j in _pairs_of_one_key(ours.written, theirs.written, lambda word: word[-_ENDING:].lower()):
        if is_denied(ours.written[i], theirs.written[j]):
            made[i, j] = max(likeness[i, j], _ALIKE)
    for i, j in _pairs_of_one_key(ours.words, theirs.words, lambda word: word[:_BEGINNING]):
        if ours.words[i] == theirs.words[j] or _one_word(ours.words[i], theirs.words[j]):
            made[i, j] = 1.0
    return made


def _pairs_of_one_key(
    ours: Sequence[str], theirs: Sequence[str], key: Callable[[str], str]
) -> Iterator[tuple[int, int]]:
    """The places of the few words of two statements that can be forms of one another, since they have one key."""
    places: dict[str, list[int]] = {}
    for j, word in enumerate(theirs):
        places.setdefault(key(word), []).append(j)
    for i, word in enumerate(ours):
        yield from ((i, j) for j in places.get(key(word), ()))


def _one_word(a: str, b: str) -> bool:
    """Whether two stems that differ are of one word: "beat" and "beaten", "ban" and "bann"."""
    if a[:_BEGINNING] != b[:_BEGINNING]:
        return False
    short, long = sorted((a, b), key=len)
    if not long.startswith(short):
        return False
    rest = long[len(short) :]
    return (len(short) >= 4 and len(rest) <= 2) or (len(short) >= 3 and rest == short[-1])


def _other_number(ours: ParsedStatement, theirs: ParsedStatement) -> str | None:
    """No number of the one agrees with one of the other."""
    mine, others = _decisive(ours.amounts), _decisive(theirs.amounts)
    if not mine or not others:
        one = mine or others
        if not one:
            return None
        return f"{'here' if mine else 'there'} {one[0].quantity.text}, no number {'there' if mine else 'here'}"
    few, many = (mine, others) if len(mine) <= len(others) else (others, mine)
    for amount in few:
        if not any(_agree(amount, other) for other in many):
            like = [other for other in many if other.dimension == amount.dimension] or many
            here, there = (amount, like[0]) if few is mine else (like[0], amount)
            return f"other number: {there.quantity.text} there, {here.quantity.text} here"
    return None


def _decisive(found: Iterable[Amount]) -> list[Amount]:
    """The amounts that must agree: without what was before ("from 4 %") and what is vague.

    Ages and times are left out where there is another figure.
    """
    now = [a for a in found if not a.former and a.quantity.stated is not None]
    return [a for a in now if a.dimension != "time"] or now


def _agree(a: Amount, b: Amount) -> bool:
    """Whether two amounts are the same, by the coarser rounding of the two; an approximate one by twice as much.

    "More than" never agrees with "less than", nor what was added with the whole.
    """
    if a.dimension != b.dimension or {a.quantity.role, b.quantity.role} == {"amount", "additional"}:
        return False
    if {a.quantity.comparator[0], b.quantity.comparator[0]} == {"<", ">"}:
        return False
    step = max(rounding(a.value), rounding(b.value))
    if "~" in (a.quantity.comparator, b.quantity.comparator):
        step *= 2
    return abs(a.value - b.value) <= step * (1 + 1e-9)


def _other_name(ours: ParsedStatement, theirs: ParsedStatement) -> str | None:
    """Each has a name that the other lacks: of a country, a place, or anything."""
    here = ours.names - theirs.all_names - _as_words(theirs)
    there = theirs.names - ours.all_names - _as_words(ours)
    if not here or not there:
        return None
    kind = "place" if here & place_names(ours.text) and there & place_names(theirs.text) else "name"
    kind = "country" if here <= country_names() and there <= country_names() else kind
    return f"other {kind}: {_shown(theirs, there)}, not {_shown(ours, here)}"


def _as_words(side: ParsedStatement) -> frozenset[str]:
    """The content words of a statement."""
    return frozenset(side.words)


def _shown(side: ParsedStatement, found: frozenset[str]) -> str:
    """Names as the text writes them."""
    words = (without_possessive(w) for w in _CAPITAL.findall(side.text) if _as_name(w) & found)
    return " ".join(dict.fromkeys(words)) or ", ".join(sorted(found))


@lru_cache(_MOST_KEPT)
def _as_name(word: str) -> frozenset[str]:
    """A word as `names` has it."""
    return names(word, include_first=True)


def _other_year(ours: ParsedStatement, theirs: ParsedStatement) -> str | None:
    """They name other years, months or days of the week."""
    for here, there, kind in ((ours.years, theirs.years, "year"), (ours.days, theirs.days, "time")):
        if here and there and not (here <= there or there <= here):
            return f"other {kind}: {', '.join(sorted(there))} there, {', '.join(sorted(here))} here"
    return None


def _contrary(ours: ParsedStatement, theirs: ParsedStatement) -> str | None:
    """One denies, or has the opposite word, and not both."""
    denied = denials(ours.text) % 2 != denials(theirs.text) % 2
    words = opposites(ours.text, theirs.text)
    if denied and words is None:
        return "one denies it"
    if words is not None and not denied:
        return f"the opposite: “{words[1]}” there, “{words[0]}” here"
    return None


def denials(text: str) -> int:
    """How many times a statement denies."""
    return len(_DENIES.findall(_DENIES_NOTHING.sub(" ", text)))


def _other_group(ours: ParsedStatement, theirs: ParsedStatement) -> str | None:
    """They speak of different groups, measures or events."""
    words = contrasting_words(ours.text, theirs.text)
    return f"of others: “{words[1]}” there, “{words[0]}” here" if words else None


def _to_come(ours: ParsedStatement, theirs: ParsedStatement) -> str | None:
    """One speaks of what may come, the other of what is."""
    here, there = bool(_TO_COME.search(ours.text)), bool(_TO_COME.search(theirs.text))
    if here == there:
        return None
    return f"{'this' if here else 'that'} one speaks of what may come"


def _who_and_whom(ours: ParsedStatement, theirs: ParsedStatement) -> str | None:
    """Two names change places."""
    shared = ours.all_names & theirs.all_names
    both = [w for w in dict.fromkeys(_CAPITAL.findall(ours.text)) if _as_name(w) & shared and w in theirs.text]
    if len(both) == 2 and exchanged(ours.text, theirs.text, *both):
        return f"{both[0]} and {both[1]} change places"
    return None


def exchanged(ours: str, theirs: str, one: str, other: str) -> bool:
    """Whether two names that both texts have change places, as in "France beat Spain" and "Spain beat France".

    Not where one text is passive and the other is not, nor where the two names stand in a list.
    """
    if bool(_PASSIVE.search(ours)) != bool(_PASSIVE.search(theirs)):
        return False
    order = []
    for text in (ours, theirs):
        first, second = text.find(one), text.find(other)
        if first < 0 or second < 0 or _TOGETHER.search(text[min(first, second) : max(first, second)]):
            return False
        order.append(first < second)
    return order[0] != order[1]


def _of_a_part(ours: ParsedStatement, theirs: ParsedStatement) -> str | None:
    """One says something more of a part, or both do and not the same: "…, most of them lorries"."""
    here, there = (
        match and match[1].strip() for match in (_OF_A_PART.search(side.text) for side in (ours, theirs))
    )
    if here and there:
        same = {*content_tokens(here)} == {*content_tokens(there)}
        return None if same else f"of a part: “{there}” there, “{here}” here"
    if here:
        return f"of a part: “{here}” here alone"
    return f"of a part: “{there}” there alone" if there else None


DIFFERENCE_RULES: Final[tuple[DifferenceRule, ...]] = (
    _other_name, _other_year, _other_group, _contrary, _other_number, _to_come, _who_and_whom,
    _of_a_part,
)  # fmt: skip


def _swapped(ours: ParsedStatement, theirs: ParsedStatement, nearness: Vectors) -> str | None:
    """The words that each has in place of the other's: "cataract" for "hip". They may be the thing itself."""
    here = [word for word, best in zip(ours.written, nearness.max(axis=1), strict=True) if best == 0]
    there = [word for word, best in zip(theirs.written, nearness.max(axis=0), strict=True) if best == 0]
    if not here or not there:
        return None
    if len(here) + len(there) > _MOST_SWAPPED:
        return "of a matter that is near"
    return f"“{' '.join(there)}” there, “{' '.join(here)}” here"
