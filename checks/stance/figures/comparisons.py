"""Claims that hold two things against each other, judged by the two figures that a passage gives.

"More women than men", "Lyon has more cinemas than Marseille", "three times as many cars as Denmark": a passage with one
figure for each of the two decides them, one with a figure for one of them does not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from checks.amounts.amounts import Amount
from checks.lexicon import alternatives, load_list, load_words
from checks.nlp.content_words import content_tokens, tokens
from checks.nlp.names import names
from checks.nlp.relations.predicates import synonymous
from checks.nlp.tree import NOUN
from checks.quantities import singular
from checks.quantities.intervals import Interval
from checks.stance.reasons import as_times
from checks.stance.result import Judgement
from checks.stance.syntax.clauses import main_clause, parsed_sentence
from checks.stance.text import AnalyzedText

_MORE, _LESS = (load_list("predicates", name) for name in ("more", "less"))
# "More women than men".
_THAN = re.compile(
    rf"\b(?:(?P<more>{'|'.join(_MORE)})|(?P<less>{'|'.join(_LESS)}))\b(?P<what>[^.;]*?)\bthan\b(?P<other>[^.;]*)",
    re.IGNORECASE,
)
# "As many women as men", "three times as many as".
_AS = re.compile(rf"\bas (?:{alternatives('stance', 'comparisons_as')})\b[^.;]*?\bas\b(?P<other>[^.;]*)")
# "Women outnumber men", "men are outnumbered by women".
_OUTNUMBER = re.compile(
    r"(?P<what>[\w'’-]+) (?:(?P<less>(?:are|were|is|was) outnumbered by)|outnumber(?:s|ed)?) (?P<other>[^.;]*)",
    re.IGNORECASE,
)
# The name or noun behind "than" or "as", without what stands before it.
_FIRST_OF_OTHER = re.compile(
    rf"\s*(?:(?:{alternatives('stance', 'comparisons_first_of_other')})\s+)*(?P<name>"
    r"(?:[A-Z][\w’'-]*\s?)+)?(?P<noun>[a-z]+)?"
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a claim compares: two names, or two nouns in the singular, and how many times the other the first is."""

    first: str
    other: str
    times: Interval


def stated_comparison(claim: AnalyzedText) -> Comparison | None:
    """The comparison that a claim states; None where it compares no two things.

    Forms: "more … than", "twice as many … as", "outnumbered". None also for a difference ("300 more than"), which
    needs the two numbers and no ratio.
    """
    match = _AS.search(claim.text) or _THAN.search(claim.text) or _OUTNUMBER.search(claim.text)
    if match is None:
        return None
    other = _FIRST_OF_OTHER.match(match["other"])
    if other is None or not (other["name"] or other["noun"]) or re.search(r"\d", match["other"]):
        return None
    first = (
        _other_name(claim.text, match.start("other"), other["name"]) if other["name"] else _noun(claim.text, match)
    )
    second = (other["name"] or other["noun"]).strip()
    if first is None or second.lower() in load_words("predicates", "no_things") or first == second:
        return None
    times = _times(claim.amounts, match)
    return None if times is None else Comparison(first, second if other["name"] else singular(second), times)


def _times(amounts: Sequence[Amount], match: "re.Match[str]") -> Interval | None:
    """How many times as much the claim allows the first to be.

    Open at 1 for "more than" and "fewer than"; from 0.95 to 1.05 for a bare "as many as".
    """
    stated = next((a for a in amounts if a.dimension == "times"), None)
    if match.re is _AS:
        return stated.allows if stated is not None else Interval(0.95, 1.05)
    if amounts and match.re is _THAN and stated is None:
        return None  # "300 more than", "5 percent more than": that is a difference
    groups = match.groupdict()
    return Interval(high=1.0, includes_high=False) if groups.get("less") else Interval(low=1.0, includes_low=False)


def _other_name(claim: str, at: int, name: str) -> str | None:
    """The first name of a claim before the one that it is compared with."""
    given = names(name, include_first=True)
    name_spans = re.findall(r"(?!(?:The|There|More|Fewer|In|A|An|At)\b)(?:[A-Z][\w’'-]*\s?)+", claim[:at])
    return next(
        (
            run.strip()
            for run in name_spans
            if names(run, include_first=True) and not names(run, include_first=True) & given
        ),
        None,
    )


def _noun(claim: str, match: "re.Match[str]") -> str | None:
    """The noun that is compared: "more women than", "women earn more than".

    In the singular. Where the words before "than" do not say it, the claim's subject is what is compared.
    """
    words = re.findall(r"[a-z]+", match.groupdict().get("what") or "", re.IGNORECASE)
    if match.re is _OUTNUMBER or (words and match.start() == 0):
        return singular(words[-1].lower())
    sentence = parsed_sentence(claim)
    subject = sentence and sentence.subject(main_clause(sentence).verb)
    return singular(subject.lower) if subject and subject.tag in NOUN else None


def judge_comparison(asked: Comparison, claim: AnalyzedText, source: AnalyzedText) -> Judgement | None:
    """What a passage says of a claim that compares two things; None where it does not give one figure for each.

    The stance follows from the ratio of the two figures and from what the claim allows.

    Several pairs must all give one ratio; otherwise it is not clear which figures the claim means, and nothing is
    decided. `asked` is the claim's comparison.
    """
    pairs = list(_pairs(asked, claim, source))
    if len({first.value / other.value for first, other in pairs}) != 1:
        return None
    first, other = pairs[0]
    times = first.value / other.value
    reason = f"source gives “{first.quantity.text}” against “{other.quantity.text}”: {as_times(times)}"
    return Judgement("supports" if asked.times.holds(times) else "refutes", reason, 0.8, "comparison")


def _pairs(asked: Comparison, claim: AnalyzedText, source: AnalyzedText) -> Iterator[tuple[Amount, Amount]]:
    """The figures of the passage for the first and for the other thing, in pairs of one measure."""
    stated = [a for a in source.amounts if a.quantity.role == "amount" and a.value > 0]
    ours = [a for a in stated if _is_of(a, asked.first, asked.other)]
    theirs = [a for a in stated if _is_of(a, asked.other, asked.first)]
    for first, other in product(ours, theirs):
        if _one_measure(first, other, asked) and _of_the_matter(first, other, asked, claim):
            yield first, other


def _is_of(amount: Amount, thing: str, not_of: str) -> bool:
    """Whether an amount's clause speaks of a thing and not of the other; its sentence, where the clause has neither.

    Whichever of clause and sentence names one of the two first decides; one that names both does not.
    """
    for text in (amount.part, amount.sentence):
        one, other = _has(text, thing), _has(text, not_of)
        if one or other:
            return one and not other
    return False


def _has(text: str, thing: str) -> bool:
    """Whether a text has a thing's name or its noun."""
    if thing[:1].isupper():
        return bool(names(thing, include_first=True) & names(text.strip(), include_first=True))
    return thing in {singular(word) for word in tokens(text)}


def _one_measure(first: Amount, other: Amount, asked: Comparison) -> bool:
    """Whether two figures measure the same.

    A bare number may stand beside one of any measure, since a table's cells often have no unit.
    """
    bare = None in (first.noun, other.noun)
    if first.dimension != other.dimension:
        return bare and "count" in (first.dimension, other.dimension)
    return bare or first.noun == other.noun or {first.noun, other.noun} <= {asked.first, asked.other}


def _of_the_matter(first: Amount, other: Amount, asked: Comparison, claim: AnalyzedText) -> bool:
    """Whether the figures' sentences share a word with the claim beside the two that are compared."""
    both = f"{asked.first} {asked.other}".lower()
    wanted = [
        w.lower() for w in content_tokens(claim.text) if w.lower() not in both and singular(w.lower()) not in both
    ]
    wanted = [w for w in wanted if w not in _MORE and w not in _LESS and w not in ("twice", "times")]
    there = {w.lower() for w in (*content_tokens(first.sentence), *content_tokens(other.sentence))}
    return not wanted or any(synonymous(mine, word) for mine in wanted for word in there)
