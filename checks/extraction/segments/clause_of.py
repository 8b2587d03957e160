"""A stretch that was taken for a claim as a clause: its verb, the subject that it leaves out, who says it."""

from dataclasses import replace
from typing import Final

from checks.extraction.clauses import FactClause
from checks.extraction.clauses.clause import CONDITIONAL, COORDINATED, MAIN, PARTICIPIAL, RELATIVE_CLAUSE, STRETCH
from checks.extraction.clauses.clauses import attribution_of
from checks.extraction.clauses.subjects import shared_subject
from checks.extraction.enumerations import SEVERAL
from checks.extraction.segments.analysis import SentenceAnalysis
from checks.extraction.statement.relatives import object_gap, pronoun_of
from checks.nlp.tree import NOUN, RELATIVE, VERBAL, Word

_HANGING: Final = ("acl", "advcl", "relcl")


def clause_of(analysis: SentenceAnalysis, first: int, last: int) -> FactClause:
    """The stretch from word `first` to word `last` as a clause, by the first of these that it is.

    A condition's whole clause, or what the rules found as the very same stretch; the clause around, where the stretch
    holds its verb; a clause with a subject of its own; one that hangs on a verb or a noun; a part of the clause around.
    """
    if (ruled := _by_rules(analysis, first, last)) is not None:
        return ruled
    top = analysis.top(first, last)
    around = _around(analysis, first, last, top)
    if around is not None and first <= around.head.i <= last:
        return _with_verb_of(around, analysis, first, last)
    lacks = _lacks_object(analysis, first, last, top)
    own = _with_own_subject(analysis, first, last, top) if not lacks else None
    return own or _hanging(analysis, first, last, top, lacks=lacks) or _part_of(around, analysis, first, last, top)


def _by_rules(analysis: SentenceAnalysis, first: int, last: int) -> FactClause | None:
    """The clause that the rules have for a stretch; what follows from a condition is told with it or not at all."""
    for clause in analysis.clauses:
        bound = clause.first <= first <= last <= clause.last or first <= clause.head.i <= last
        if clause.rule == CONDITIONAL and bound:
            return clause
    return next((part for part in analysis.parts if (part.first, part.last) == (first, last)), None)


def _with_verb_of(around: FactClause, analysis: SentenceAnalysis, first: int, last: int) -> FactClause:
    """The clause around a stretch that holds its verb, with the subject where that stands outside."""
    sentence = analysis.sentence
    subject = sentence.subject(around.head) or around.subject
    outside = subject if subject is not None and not first <= subject.i <= last else None
    if outside is not None and outside.i < first:
        begun = _past_subject(analysis, outside, around.head, first)
        if any(w.tag in NOUN and w.i > outside.right for w in sentence.words[first:begun]):
            outside = None  # "(China's) grew and the US's | grew": what the parser passed over is the subject
        else:
            first = begun
    first = _behind_a_noun(analysis, first, around.head)
    whole = around.whole or (around.first, around.last)
    return replace(around, first=first, last=last, subject=outside, whole=whole, top=None)


def _with_own_subject(analysis: SentenceAnalysis, first: int, last: int, top: Word) -> FactClause | None:
    """A verb and its subject, both in the stretch."""
    sentence = analysis.sentence
    subject = sentence.subject(top)
    if top.tag[:2] not in VERBAL or subject is None or not first <= subject.i <= last or subject.tag in RELATIVE:
        return None
    return FactClause(
        first=_behind_a_noun(analysis, first, top), last=last, head=top, rule=MAIN, subject=None,
        attribution=attribution_of(sentence, top, list(analysis.said)),
    )  # fmt: skip


def _hanging(analysis: SentenceAnalysis, first: int, last: int, top: Word, *, lacks: bool) -> FactClause | None:
    """A verb that shares its subject, or a relative or participial clause that stands right behind its noun.

    `lacks` tells that the stretch lacks the object that a relative pronoun before it stands for.
    """
    sentence, said = analysis.sentence, list(analysis.said)
    rule, above = _rule(top), sentence.words[top.head]
    if top.tag[:2] not in VERBAL or rule is None:
        return None
    begin = first - (first > 0 and lacks and sentence.words[first - 1].tag in RELATIVE)
    if rule == RELATIVE_CLAUSE and not _right_behind(analysis, above, begin):
        return None  # "crews, whose catches …, in weeks that killed 900 seals": who did is not settled
    if rule == PARTICIPIAL and top.tag == "VBN" and not _right_behind(analysis, above, first):
        return None  # "Ristic used a firm in Malta, set up by …": what was set up is not settled
    shared = above if rule == RELATIVE_CLAUSE else shared_subject(sentence, top, said)
    outside = shared if shared is not None and not first <= shared.i <= last else None
    return FactClause(
        first=first, last=last, head=top, rule=rule, subject=outside,
        attribution=attribution_of(sentence, top, said),
    )  # fmt: skip


def _part_of(
    around: FactClause | None, analysis: SentenceAnalysis, first: int, last: int, top: Word
) -> FactClause:
    """A part of the clause around it, or of the sentence where there is none.

    A part of what hangs on a clause is told with that clause, so that nobody has to guess who does it.
    """
    sentence = analysis.sentence
    above = iter(()) if around is None else sentence.ancestors(around.head)
    while around is not None and around.head.dep in _HANGING:
        around = next((c for word in above for c in analysis.clauses if c.head.i == word.i), None)
    if around is None:
        whole = (0, len(sentence.words) - 1)
        return FactClause(first, last, sentence.root, STRETCH, whole=whole, top=top)
    whole = around.whole or (around.first, around.last)
    return replace(around, first=first, last=last, rule=SEVERAL, whole=whole, top=top)


def _behind_a_noun(analysis: SentenceAnalysis, first: int, verb: Word) -> int:
    """Where a clause begins behind what belongs to the one before: "(two goals and) an assist, and Columbus won"."""
    words = analysis.sentence.words
    leading = [w for w in words[first : verb.left] if w.dep != "punct"]
    if not leading or leading[-1].dep != "cc" or any(w.tag[:2] in VERBAL for w in leading):
        return first
    return verb.left if leading[-1].head < first else first


def _past_subject(analysis: SentenceAnalysis, subject: Word, verb: Word, first: int) -> int:
    """Where a predicate begins behind the rest of its subject that the stretch holds without the subject itself.

    A place between `first` and that of the verb; what does not hang on the verb is left out too.
    """
    words = analysis.sentence.words
    while first < verb.i and (
        first <= subject.right
        or words[first].dep == "punct"
        or verb not in analysis.sentence.ancestors(words[first])
    ):
        first += 1
    return first


def _right_behind(analysis: SentenceAnalysis, noun: Word, first: int) -> bool:
    """Whether only marks stand between a noun and the stretch."""
    return noun.i < first and all(w.dep == "punct" for w in analysis.sentence.words[noun.i + 1 : first])


def _lacks_object(analysis: SentenceAnalysis, first: int, last: int, top: Word) -> bool:
    """Whether a relative clause leaves its object to the noun before: "(the phone) Apple sold for $999"."""
    if top.dep != "relcl":
        return False
    clause = FactClause(first, last, top, RELATIVE_CLAUSE)
    return object_gap(analysis.sentence, clause, pronoun_of(analysis.sentence, clause)) is not None


def _rule(top: Word) -> str | None:
    """The rule by which a verb without a subject of its own states a fact; None where it states none."""
    match top.dep:
        case "relcl":
            return RELATIVE_CLAUSE
        case "acl" | "advcl":
            return PARTICIPIAL if top.tag in ("VBN", "VBG") else None
        case "conj":
            return COORDINATED
    return None


def _around(analysis: SentenceAnalysis, first: int, last: int, top: Word) -> FactClause | None:
    """The clause that the stretch belongs to: whose verb it holds, or the nearest one above it in the tree."""
    clauses = analysis.clauses
    inside = [c for c in clauses if first <= c.head.i <= last]
    if inside:
        return min(inside, key=lambda c: sum(1 for _ in analysis.sentence.ancestors(c.head)))
    for word in (top, *analysis.sentence.ancestors(top)):
        found = next((c for c in clauses if c.head.i == word.i), None)
        if found is not None:
            # Of two that are coordinated the nearer one, wherever the parser hung the stretch.
            nearer = [c for c in clauses if found.head.i < c.head.i < first and c.head.dep == "conj"]
            return nearer[-1] if nearer else found
    return None
