"""The words of a claim against a passage, sentence by sentence: what its words, names and times come to."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from checks.nlp.content_words import content_words
from checks.nlp.sentences import boundaries
from checks.nlp.tree import Sentence
from checks.stance.result import Judgement
from checks.stance.text import AnalyzedText
from checks.stance.wording.alignment import Alignment
from checks.stance.wording.candidate_clauses import candidate_clauses
from checks.stance.wording.clause_judgement import judge_clause
from checks.stance.wording.clauses import main_clause, parsed_sentences, restatements
from checks.stance.wording.noun_phrases import is_back_reference, name_of, names_across, with_names
from checks.stance.wording.times import times

_MOST: Final = 3  # sentences of a passage that are looked at closely
_LONGEST: Final = 500  # characters of a sentence that are read
_UNDECIDED: Final = 0.4
_CLAUSES: Final = 4  # clauses of a sentence that are looked at closely


def judge_wording(claim: AnalyzedText, source: AnalyzedText) -> Judgement | None:
    """What the passage's sentences say of a claim; None where it has no sentence near it.

    Of several sentences that decide the strongest does; two equally strong ones that disagree are context.
    """
    judgements = (_of_sentence(alignment) for alignment in _alignments(claim, source))
    return _strongest([judgement for judgement in judgements if judgement is not None])


def _alignments(claim: AnalyzedText, source: AnalyzedText) -> Iterator[Alignment]:
    """The claim's sentence, in each of its restatements, with each sentence of the passage that is near it."""
    near = _nearest_sentences(claim, source.text)
    ours, *parsed = parsed_sentences((claim.text[:_LONGEST], *(text for _, text in near)))
    if ours is None:
        return
    known = names_across((ours, *(theirs for theirs in parsed if theirs is not None)))
    ours, parsed = with_names(ours, known), [theirs and with_names(theirs, known) for theirs in parsed]
    first = parsed[0] if near and near[0][0] == 0 else None
    spoken_of = _spoken_of(ours, first) if first is not None else ()
    for (number, _), theirs in zip(near, parsed, strict=True):
        if theirs is None:
            continue
        aligned = Alignment(
            claim=ours,
            source=theirs,
            topic=spoken_of if number or _opens_pointing(theirs) else (),
            claim_times=times(ours, claim.reference_date),
            source_times=times(theirs, source.reference_date),
        )
        yield from (replace(aligned, restatement=restatement) for restatement in restatements(ours))


def _strongest(judgements: Sequence[Judgement]) -> Judgement | None:
    """The strongest of the judgements that decide, or else the first one; context where the strongest disagree."""
    deciding = sorted((j for j in judgements if j.decides), key=lambda j: -j.strength)
    if not deciding:
        return judgements[0] if judgements else None
    best = deciding[0]
    if any(other.stance != best.stance and other.strength == best.strength for other in deciding):
        return Judgement("context", "says both this and the contrary", _UNDECIDED)
    return best


def _nearest_sentences(claim: AnalyzedText, passage: str) -> list[tuple[int, str]]:
    """The sentences of a passage that share most with a claim, by their number, and its first, which names the topic."""
    cuts = [0, *boundaries(passage), len(passage)]
    texts = [passage[a:b].strip()[:_LONGEST] for a, b in pairwise(cuts)]
    texts = [text for text in texts if text]
    shared = [len(claim.words & content_words(text)) for text in texts]
    likest = [n for n in sorted(range(len(texts)), key=lambda n: (-shared[n], n)) if shared[n]][:_MOST]
    beyond = [
        n + 1 for n in likest if n + 1 < len(texts) and not shared[n + 1]
    ]  # it may say "he", and all the rest
    chosen = {*likest, *beyond[: _MOST - len(likest)]}
    return [(n, texts[n]) for n in sorted(chosen | {0} if texts else ())]


def _spoken_of(claim: Sentence, first: Sentence) -> tuple[frozenset[str], ...]:
    """What a passage speaks of: its first sentence's subject; where that points back, whom the passage was found for."""
    return _topic(claim)[:1] if _opens_pointing(first) else _topic(first)


def _opens_pointing(sentence: Sentence) -> bool:
    """Whether a sentence is about somebody or something that it does not name: "He …", "The city …"."""
    subject = sentence.subject(main_clause(sentence).verb)
    return subject is not None and is_back_reference(sentence, subject.i) and not name_of(sentence, subject.i)


def _topic(sentence: Sentence) -> tuple[frozenset[str], ...]:
    """The names that a sentence is about: those of its subject, and of the main arguments."""
    clause = main_clause(sentence)
    subject = sentence.subject(clause.verb)
    heads = (*clause.roles.get("agent", ()), *clause.roles.get("patient", ()))[:2]
    heads = (subject.i, *heads) if subject is not None else heads
    return tuple(dict.fromkeys(named for i in heads if (named := name_of(sentence, i))))


def _of_sentence(alignment: Alignment) -> Judgement | None:
    """What one sentence says: its first clause that decides, else its likest one."""
    if not alignment.words and not alignment.names:
        return None
    found = [judge_clause(alignment, clause) for clause in candidate_clauses(alignment)[:_CLAUSES]]
    return next((o for o in found if o.stance != "context"), found[0] if found else None)
