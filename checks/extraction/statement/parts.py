"""A part of a larger clause as a statement: with as much of that clause as the part needs.

Each way of telling it is tried in turn (`WAYS`); one that does not fit leaves it to the next. Where it is not sure
how much is needed, all of the clause is kept: a long statement is better than a wrong one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from checks.extraction.clauses import FactClause
from checks.extraction.enumerations import AGAINST, BESIDE, LEFT_OVER, SEVERAL
from checks.extraction.statement.core import SHARED, belongs_behind, core_of, in_subject, lead_to, path_of
from checks.extraction.statement.ellipsis import copula, gap, missing_auxiliary, predicate_start
from checks.extraction.statement.filling import StatementDraft
from checks.lexicon import load_words
from checks.nlp.tree import RELATIVE, SUBJECT, VERBAL, Sentence, Word

_MOVING: Final = load_words("extraction", "moving")
_SENT: Final = load_words("extraction", "sent")
_SHARES: Final = load_words("extraction", "statement_shares")
_DETERMINING: Final = ("DT", "CD", "PRP$", "PDT", "RBS", "JJS")


@dataclass(frozen=True, slots=True)
class PartDraft:
    """A part of a clause: its words in `piece`, `top` heads it, `whole` are the first and last word of the clause."""

    draft: StatementDraft
    clause: FactClause
    whole: tuple[int, int]
    top: Word
    piece: str

    @property
    def sentence(self) -> Sentence:
        """The sentence that it stands in."""
        return self.draft.sentence


def part_of(draft: StatementDraft, clause: FactClause, whole: tuple[int, int], top: Word) -> list[str]:
    """The pieces of a part's statement, in their order; `whole` and `top` as of `PartDraft`.

    A share ("most of them") comes first, for its words are replaced. Pronouns and times are filled in by `draft`, which
    takes notes of that in the order in which the pieces are written.
    """
    if clause.rule == SEVERAL and (gone := _share(draft, top, clause.last)) is not None:
        return [gone]
    part = PartDraft(
        draft=draft, clause=clause, whole=whole, top=top, piece=draft.wording_of(clause.first, clause.last)
    )
    found = (way(part) for way in WAYS)
    return next((pieces for pieces in found if pieces is not None), None) or _with_list(part)


def _with_gap(part: PartDraft) -> list[str] | None:
    """ "X (had) 5" behind "Y had 4": with the verb that it leaves out."""
    left_out = gap(part.sentence, part.clause)
    if left_out is None:
        return None
    named, verb, last = left_out
    spans = ((part.clause.first, named), (verb, last), (named + 1, part.clause.last))
    return [part.draft.wording_of(*span) for span in spans]


def _is_one_with(sentence: Sentence, noun: Word, beside: Word) -> bool:
    """Whether an apposition says what a noun is, and goes on no list: "8 pears, a lemon, ginger" are no lemon."""
    listed = sentence.child(beside, "conj", "appos") is not None or len(list(sentence.children(noun, "appos"))) > 1
    counted = sentence.child(noun, "nummod") is not None and noun.tag == "NNS" and beside.tag == "NN"
    return not listed and not counted


def _before_its_verb(part: PartDraft) -> list[str] | None:
    """Behind a "that" or "but", and before the verb that it tells of: only the whole sentence has both in order.

    "Admitting that after the fight he drove away": neither what stands before nor "after the fight" alone is a fact.
    """
    behind = part.sentence.words[part.top.head].i > part.clause.last
    if (
        not behind
        or part.top.dep not in ("prep", "advmod", "advcl")
        or not belongs_behind(part.sentence, part.clause.first)
    ):
        return None
    return [part.draft.wording_of(0, len(part.sentence.words) - 1)]


def _of_subjects(part: PartDraft) -> list[str] | None:
    """In the middle of a list of subjects: each has the predicate behind the last."""
    clause = part.clause
    if (
        clause.rule != SEVERAL
        or clause.last >= clause.head.i
        or not in_subject(part.sentence, clause.head, part.top)
    ):
        return None
    verb = part.sentence.child(clause.head, "aux", "auxpass") or clause.head
    if part.top.tag in ("NN", "NNP") and verb.lower in ("are", "were", "have"):
        return [part.draft.wording_of(*part.whole)]  # "a woman and her mother were found"
    others = (
        w.left for w in part.sentence.children(clause.head, *SUBJECT) if clause.last < w.left < clause.head.i
    )
    start = min(
        [predicate_start(part.sentence, clause.head), *others]
    )  # "In Rome, astronauts …": they are no list
    pause = (
        ","
        if part.sentence.words[clause.last + 1].text == "," and start < predicate_start(part.sentence, clause.head)
        else ""
    )
    return [part.piece + pause, part.draft.wording_of(start, part.whole[1])]


def _left_over(part: PartDraft) -> list[str] | None:
    """What no other part holds, with all that stands before it."""
    if part.clause.rule != LEFT_OVER:
        return None
    return [part.draft.wording_of(part.whole[0], part.clause.last)]


def _of_subject(part: PartDraft) -> list[str] | None:
    """An apposition before the verb: "Anna Keller is the third mayor", where the noun of both can be told."""
    top, clause, sentence = part.top, part.clause, part.sentence
    if top.dep != "appos" or top.i >= clause.head.i or sentence.subject(clause.head) is None:
        return None  # "at the Motor Show, the maker has …": without another subject it is one itself
    noun = sentence.words[top.head]
    determined = top.left == clause.first and sentence.words[top.left].tag in _DETERMINING
    being = copula(sentence, clause.head, noun) if determined and _is_one_with(sentence, noun, top) else None
    unclear = noun.tag == "NNS" and being in ("is", "was", "has been")
    being = None if unclear or _may_be_several(noun, top) else being
    return [part.draft.phrase(noun, top) + ("," if being is None else f" {being}"), part.piece]


def _may_be_several(noun: Word, beside: Word) -> bool:
    """Whether a bare plural may be a name: "Fils, the Frenchman," is one, "farmers, the largest group," are several."""
    return noun.tag == "NNS" and noun.left == noun.i and beside.tag in ("NN", "NNP")


def _with_apposition(part: PartDraft) -> list[str] | None:
    """A subject with nothing but an apposition: "The first victim was a boy" for "the first victim, a boy"."""
    top, clause, sentence = part.top, part.clause, part.sentence
    beside = sentence.child(top, "appos")
    if beside is None or top.dep not in SUBJECT or top.head != clause.head.i or clause.last > beside.right:
        return None
    alone = clause.first == top.left and top.right >= clause.last >= beside.i and beside.left > top.i + 1
    determined = sentence.words[beside.left].tag in _DETERMINING and sentence.previous(beside.left) == ","
    between = sentence.words[top.i + 1 : beside.left - 1]
    being = copula(sentence, clause.head, top)
    if not _is_one_with(sentence, top, beside) or _may_be_several(top, beside):
        return None
    if not alone or not determined or being is None or any(w.text in ",–—-(" for w in between):
        return None
    return [
        part.draft.wording_of(clause.first, beside.left - 2),
        being,
        part.draft.wording_of(beside.left, clause.last),
    ]


def _with_core(part: PartDraft) -> list[str] | None:
    """Subject, verb and what the part hangs on, without the rest of the clause."""
    clause, sentence = part.clause, part.sentence
    core = core_of(sentence, clause, part.top) if clause.rule not in (AGAINST, BESIDE) else None
    if core is None:
        return None
    subject, kept = core
    who = part.draft.phrase(subject)
    if (being := _changed(sentence, clause, subject)) is not None:
        return [who, being, part.piece]
    beside = part.top.dep in ("prep", "advmod", "npadvmod") or clause.first - 2 in kept
    apart = kept and _pause_before(sentence, clause.first) and beside
    needed = [part.draft.wording_of(run[0], run[-1]) for run in _runs(kept)]
    before = sentence.words[clause.first - 1]
    if (
        before.dep == "cc"
        and before.head in kept
        and before.i not in kept
        and sentence.words[before.head].tag[:2] not in VERBAL
    ):
        return [who, *needed, before.text, part.piece]  # "is 16 feet long but 5 feet high": both are told
    return [who, *needed, f", {part.piece}" if apart else part.piece]


def _against(part: PartDraft) -> list[str] | None:
    """ "12 fell ill, against 3 in May": with what it is told against."""
    if part.clause.rule != AGAINST:
        return None
    return [f"{part.piece}, {part.draft.wording_of(part.top.right + 1, part.whole[1])}"]


def _behind_lead(part: PartDraft) -> list[str] | None:
    """Behind the smallest clause with a subject of its own that leads to it."""
    clause, top, sentence = part.clause, part.top, part.sentence
    if top.dep == "conj" or _listed(sentence, top) or top.tag[:2] == "VB":
        return None
    lead = lead_to(sentence, clause, top)
    if lead is None:
        return None
    return [part.draft.lead_of(lead, clause.first - 1, path_of(sentence, top)).rstrip(), part.piece]


def _behind_modal(part: PartDraft) -> list[str] | None:
    """ "Will send … and move …": it will move."""
    clause, top = part.clause, part.top
    modal = part.sentence.child(clause.head, "aux")
    if modal is None or modal.tag != "MD" or not part.whole[0] <= modal.i < clause.head.i < top.i:
        return None
    return [part.draft.wording_of(part.whole[0], modal.i), part.piece] if _bare(part.sentence, top) else None


WAYS: Final[tuple[Callable[[PartDraft], list[str] | None], ...]] = (
    _with_gap,
    _before_its_verb,
    _with_apposition,
    _of_subjects,
    _left_over,
    _of_subject,
    _with_core,
    _against,
    _behind_lead,
    _behind_modal,
)


def _with_list(part: PartDraft) -> list[str]:
    """Behind what the list that it belongs to begins with; cut out before the verb, only the whole clause is safe."""
    draft, clause, top, sentence = part.draft, part.clause, part.top, part.sentence
    subject = []
    if clause.subject is not None:
        subject = [draft.phrase(clause.subject), missing_auxiliary(sentence, clause)]
    if _is_share_of_what_is_before(part):
        return [*subject, draft.wording_of(part.whole[0], clause.last)]
    if clause.last < clause.head.i and not in_subject(sentence, clause.head, top):
        return [*subject, draft.wording_of(*part.whole)]
    shared, goes_on = _beginning_of_list(part)
    bare = top.tag == "VB" and sentence.child(top, "aux") is None
    shared += bare and sentence.words[shared].tag == "TO"  # "raced to save sheep and (to) find 500 cattle"
    if shared <= part.whole[0]:
        return [*subject, part.piece]
    if shared == clause.first and sentence.words[shared - 1].dep == "cc":
        # "firearms, water cannons and tear gas": nothing is replaced, so the "and" joins what it joined.
        return [*subject, draft.wording_of(part.whole[0], clause.last)]
    before = draft.wording_of(part.whole[0], shared - 1).rstrip(" ,;–—-").removesuffix(" and")
    if goes_on and sentence.previous(shared) in ("–", "—", ":"):
        return [*subject, f"{before} {sentence.words[shared - 1].text}", part.piece]
    joined = (
        before.endswith((" but", " or"))
        or goes_on
        or (shared == clause.first and not _pause_before(sentence, shared))
    )
    return [*subject, before + ("" if joined else ","), part.piece]


def _is_share_of_what_is_before(part: PartDraft) -> bool:
    """Whether a part tells of a share: "31 bodies, (nine of them children)"; without the 31 it says nothing."""
    words = part.sentence.words
    if not _pause_before(part.sentence, part.clause.first):
        return False
    return any(w.lower in SHARED and words[w.i - 1].lower in ("of", "among")
               for w in words[part.clause.first + 1 : part.clause.last + 1])  # fmt: skip


def _beginning_of_list(part: PartDraft) -> tuple[int, bool]:
    """Where the words begin that the part stands in place of, and whether it goes on without a pause."""
    clause, top, sentence = part.clause, part.top, part.sentence
    shared = part.whole[0] if top.i < clause.head.i else _start_of_list(sentence, clause, top)
    goes_on = (top.dep == "conj" or _listed(sentence, top)) and top.left >= shared > clause.head.i
    if top.i > clause.head.i >= shared:
        shared = top.left
    return min(shared, clause.first) if top.left > clause.first else shared, goes_on


def _pause_before(sentence: Sentence, i: int) -> bool:
    return sentence.previous(i) in (",", ";", ":", "–", "—", "-", "--", "(", ")")


def _changed(sentence: Sentence, clause: FactClause, subject: Word) -> str | None:
    """The "was" of what "stood at £8.7m, down from £14.2m": that it was down tells the other figure alone."""
    piece = [w.lower for w in sentence.words[clause.first : clause.last + 1]]
    if len(piece) < 2 or piece[0] not in ("up", "down") or "from" not in piece[1:6]:
        return None
    if sentence.child(clause.head, "dobj") is not None:
        return None  # "posted revenue of $12m, up 6 percent": the firm was not
    return copula(sentence, clause.head, subject)


def _runs(places: list[int]) -> Iterator[list[int]]:
    """Places that follow one another, together."""
    run: list[int] = []
    for place in places:
        if run and place != run[-1] + 1:
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def _bare(sentence: Sentence, top: Word) -> bool:
    """Whether a part begins with a bare verb behind an "and"."""
    verb = top.tag in ("VB", "VBP") and top.left == top.i
    return verb and any(w.dep == "cc" for w in sentence.words[max(0, top.i - 2) : top.i])


def _start_of_list(sentence: Sentence, clause: FactClause, top: Word) -> int:
    """Where the list begins that `top` goes on; for what only stands beside the clause, `top` itself."""
    if top.dep != "conj" and not _listed(sentence, top):
        return top.left
    if sentence.words[top.left].lower == "to" and top.tag == "VB":
        # "plans to send … and to move …": from the first "to …" on, wherever the parser hung the second.
        aims = (w.i for w in sentence.words[clause.head.i : top.left] if w.lower == "to" and w.dep == "aux")
        return next(aims, top.left)
    first = sentence.words[top.head]
    while (first.dep == "conj" or _listed(sentence, first)) and first.head not in (clause.head.i, first.i):
        first = sentence.words[first.head]
    if first.dep == "relcl" and first.left < first.i and sentence.words[first.left].tag in RELATIVE:
        return first.left + 1  # "a shooting that (injured three and) killed one"
    if top.tag[:2] == "VB" and top.tag != first.tag:
        return top.left  # "refused to free 12 men and fined 3": the parser hung it on the wrong verb
    return min(first.left, top.left)


def _listed(sentence: Sentence, noun: Word) -> bool:
    """Whether an apposition is one of a list of counts: "31 fires, 2 injuries and 540 evacuations"."""
    counted = sentence.child(noun, "nummod") is not None
    goes_on = sentence.child(noun, "conj") is not None
    return (
        noun.dep == "appos"
        and counted
        and goes_on
        and sentence.child(sentence.words[noun.head], "nummod") is not None
    )


def _share(draft: StatementDraft, top: Word, last: int) -> str | None:
    """A share with what it is a share of: "most of them to Poland" after "will send another 2,000 troops".

    That becomes "Most of the 2,000 troops are to go to Poland"; other verbs and shares are left to the plain way.
    """
    sentence = draft.sentence
    of = sentence.child(top, "prep")
    if top.lower not in _SHARES or of is None or of.lower != "of":
        return None
    pronoun = sentence.child(of, "pobj")
    counted = next((w for w in reversed(sentence.words[: top.left]) if w.dep in ("dobj", "pobj", "nsubj", "nsubjpass")
                    and sentence.child(w, "nummod") is not None), None)  # fmt: skip
    if pronoun is None or pronoun.lower not in ("them", "these", "whom", "which", "it") or counted is None:
        return None
    verb = sentence.words[counted.head]
    goes = "are to go" if verb.lower in _MOVING else "went" if verb.lower in _SENT else None
    number = sentence.child(counted, "nummod")
    where = sentence.text_between(pronoun.i + 1, last) if pronoun.i < last else ""
    if goes is None or number is None or not where.lower().startswith(("to ", "into ")):
        return None
    draft.notes.append(f"“{pronoun.lower}” is read as the {sentence.text_between(number.left, counted.i)}")
    return f"{top.text.capitalize()} of the {sentence.text_between(number.left, counted.i)} {goes} {where}"
