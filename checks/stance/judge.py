"""Claim against passage: the stance and its reason in words. The steps stand in their order in `judge_texts`.

A passage that speaks of something else, of another place or another time is context, never for or against.
"""

import re
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Final

from checks.amounts.amounts import Amount
from checks.lexicon import alternatives
from checks.nlp.content_words import content_words
from checks.nlp.names import names, names_in_line
from checks.nlp.relations.predicates import synonymous
from checks.stance.figures.comparisons import judge_comparison, stated_comparison
from checks.stance.figures.judge import judge_figures
from checks.stance.figures.pair import figure_relation
from checks.stance.figures.table_cell import judge_table_cell
from checks.stance.normalize import abbreviated
from checks.stance.reasons import attributed, lacking
from checks.stance.result import Judgement, confidence
from checks.stance.text import SCORE, AnalyzedText, analyzed_claim, analyzed_passage
from checks.stance.wording.judge import judge_wording
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.stance import Finding

_MOST_OF_A_PART: Final = 0.5  # confidence in what a headline or an excerpt seems to say
# A passage that opens so speaks of whom it was found for.
_POINTING = re.compile(rf"(?:{alternatives('stance', 'judge_pointing')})\b")
# What one is not, is no number: "is not a painter" counts no painters.
_IS_NOT = re.compile(r"\b(?:is|are|was|were)(?:n['’]t| not| never) (?:an?|the)\b", re.IGNORECASE)
# Found on `tests/data/stance_pairs.jsonl`.
_LEAST_WITHOUT_NAMES: Final = 0.34  # of the claim's words, where it has names and the passage none of them
_LEAST: Final = 0.2  # of the claim's words, where it has no names
_HOPELESS: Final = 0.1  # below, synonyms are not looked for
_HALF: Final = 0.5
_OF_ANOTHER_ARTICLE: Final = 0.5  # of the strength that a judgement has whose scope the article changes
_WORD = re.compile(r"\w+")


def compare(claim: Claim, passage: Passage, reference_date: date | None = None) -> Finding:
    """Hold one passage, or one figure of a table, against one claim.

    Days in the claim's statement count from `reference_date`, the day that its article was published, if that is
    given; days in the passage from the day that the passage was published. What a fact-check of somebody else rated is
    not looked at here (`checks.suggestion.findings`).
    """
    if passage.figure is not None:
        return judge_table_cell(claim, passage, passage.figure)
    judgement = judge_texts(claim.statement, passage.text, reference_date, passage.published)
    if judgement.decides and (elsewhere := other_scope_of_article(claim, passage.text)) is not None:
        judgement = Judgement("context", elsewhere, judgement.strength * _OF_ANOTHER_ARTICLE)
    return _finding(judgement, passage)


def other_scope_of_article(claim: Claim, passage: str) -> str | None:
    """Why a passage is of something else than the article of a claim that names nobody and no place; None where it may
    be of the same.

    "Some 40 people were killed" is of the place and the people that its context line names. A passage that names
    others and none of these tells of another accident.
    """
    statement = analyzed_claim(claim.statement, None)
    theirs = analyzed_passage(passage, None)
    if _names_of(statement, passage) or not names_in_line(claim.context) or not theirs.names:
        return None
    if names(claim.context, include_first=True) & theirs.all_names:
        return None
    words = (word for word in _WORD.findall(passage) if names(word, include_first=True) & theirs.names)
    named = next(words, min(theirs.names))
    return f"scope differs: source speaks of {named}"


def judge_texts(
    claim_text: str, passage_text: str, reference_date: date | None = None, published: date | None = None
) -> Judgement:
    """What a passage says of a claim, step by step; each text with the day that it was written on, if that is known."""
    claim = analyzed_claim(abbreviated(claim_text, passage_text), reference_date)
    source = analyzed_passage(abbreviated(passage_text, claim_text), published)
    relevance = relevance_of(claim, source)
    if not relevance.same_matter:
        return _of_another_matter(claim, source, relevance)
    if claim.amounts:
        source = source.with_rows_as_lines()
    if (comparison := stated_comparison(claim)) is not None:
        return judge_comparison(comparison, claim, source) or _mentions_without_both_figures(relevance)
    if _is_of_words(claim, source):
        return judge_wording(claim, source) or _mentions(relevance)
    if claim.asks_how_long:
        source = source.with_ages_and_lengths()
    judgement = judge_figures(claim, source) or _judge_without_figure(claim, source)
    return judgement or _mentions_without_figure(claim, source, relevance)


def _judge_without_figure(claim: AnalyzedText, source: AnalyzedText) -> Judgement | None:
    """What words decide where the passage counts nothing that the claim counts: "killed 14 workers", "a dozen miners".

    They support only where the passage has each of the claim's numbers, of whatever. Another outcome is no
    contradiction: of 300 people some may be rescued, and others not.
    """
    judgement = judge_wording(claim, source)
    if judgement is None or not judgement.decides:
        return None
    if judgement.stance == "refutes":
        return judgement if judgement.ground != "outcome" else None
    met = (any(_meets(ours, theirs) for theirs in source.amounts) for ours in claim.amounts)
    return judgement if all(met) else None


def _meets(ours: Amount, theirs: Amount) -> bool:
    """Whether an amount of the passage is one that the claim's allows, whatever both count."""
    return ours.dimension == theirs.dimension and figure_relation(ours, theirs) == "meets"


@dataclass(frozen=True, slots=True)
class ClaimRelevance:
    """`share`: the part of the claim's content words that the passage has, 0 to 1; `names`: the claim's names."""

    share: float
    names: frozenset[str]
    same_matter: bool


def relevance_of(claim: AnalyzedText, source: AnalyzedText) -> ClaimRelevance:
    """How much of a claim's words and names a passage has, and whether that is enough to be of its matter.

    A cheap test before anything is parsed, for a search brings many passages that share a name and nothing else.
    """
    share = len(claim.words & source.words) / len(claim.words) if claim.words else 0.0
    names = _names_of(claim, source.text)
    least = _LEAST_WITHOUT_NAMES if names else _LEAST
    enough = bool(names & source.all_names) or share >= least
    return ClaimRelevance(
        share, names, enough or (share >= _HOPELESS and _shares_with_synonyms(claim, source, least))
    )


def shares_only_names(claim: AnalyzedText, source: AnalyzedText, relevance: ClaimRelevance) -> bool:
    """Whether a passage has little of the claim but its names."""
    as_words = relevance.names | content_words(" ".join(relevance.names))
    return relevance.share < _HALF and not (claim.words - as_words) & source.words


def _shares_with_synonyms(claim: AnalyzedText, source: AnalyzedText, least: float) -> bool:
    """Whether the passage has such a part of the claim's words, 0 to 1, in its own or other words."""
    wanted, given = set(claim.tokens), set(source.tokens)
    shared = (any(synonymous(ours, theirs) for theirs in given) for ours in wanted)
    return any(count / len(wanted) >= least for count in accumulate(shared))


def _names_of(claim: AnalyzedText, passage: str) -> frozenset[str]:
    """The names of a claim; its first word too, unless the passage has that word in lower case."""
    first = _WORD.match(claim.text)
    if first is not None and re.search(rf"\b{first[0].lower()}\b", passage):
        return claim.names
    return claim.all_names


def _is_of_words(claim: AnalyzedText, source: AnalyzedText) -> bool:
    """Whether words decide and not figures: the claim has none, denies a kind, or tells a score, as the source does."""
    if not claim.amounts or _IS_NOT.search(claim.text):
        return True
    return bool(SCORE.search(claim.text) and SCORE.search(source.text))


def _of_another_matter(claim: AnalyzedText, source: AnalyzedText, relevance: ClaimRelevance) -> Judgement:
    """A passage that shares next to nothing; one that opens with "She" may be of whom the claim names all the same."""
    judgement = judge_wording(claim, source) if _POINTING.match(source.text) else None
    if judgement is not None and judgement.decides:
        return judgement
    return Judgement("none", "shares few words with the claim", 1 - relevance.share)


def _mentions(relevance: ClaimRelevance) -> Judgement:
    """The passage speaks of the matter and decides nothing."""
    return Judgement("context", "mentions the matter", relevance.share * 0.4)


def _mentions_without_both_figures(relevance: ClaimRelevance) -> Judgement:
    """The passage does not give a figure for each of the two that the claim compares."""
    reason = "mentions the matter, gives no figures for both that the claim compares"
    return Judgement("context", reason, relevance.share * 0.6)


def _mentions_without_figure(claim: AnalyzedText, source: AnalyzedText, relevance: ClaimRelevance) -> Judgement:
    """The passage gives no figure like the claim's."""
    if shares_only_names(claim, source, relevance):
        return Judgement("none", "shares no more than names with the claim", 0.6)
    return Judgement("context", f"mentions the matter, {lacking(claim.amounts)}", relevance.share * 0.6)


def _finding(judgement: Judgement, passage: Passage) -> Finding:
    """A judgement with its confidence; context where the text is no more than a part, and says too little to decide."""
    reason = attributed(judgement.reason, passage.publisher)
    if not judgement.decides:
        return Finding(judgement.stance, reason, judgement.strength, passage)
    sure = confidence(judgement)
    if passage.part is not None:
        return Finding("context", f"no more than {passage.part}: {reason}", min(sure, _MOST_OF_A_PART), passage)
    return Finding(judgement.stance, reason, sure, passage)
