"""A claim's stretch of text as a statement that stands alone.

What the stretch leaves to its surroundings is filled in: the subject that it shares, the pronoun that can mean one
name only, the day that "on Wednesday" was. Whatever is not certain keeps its words, and a note says so.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from checks.extraction.clauses.clause import MARKED, PARTICIPIAL, RELATIVE_CLAUSE, FactClause, marked
from checks.extraction.statement.core import belongs_behind, path_of
from checks.extraction.statement.ellipsis import (
    copula,
    either_voice,
    measured,
    missing_auxiliary,
    missing_modal,
    predicate_start,
    shares_denial,
    shares_modal,
    stated_before,
    with_counted,
)
from checks.extraction.statement.faithful import (
    changed_relation,
    cuts_subject,
    is_unsettled,
    lacks_complement,
)
from checks.extraction.statement.filling import StatementContext, StatementDraft
from checks.extraction.statement.parts import part_of
from checks.extraction.statement.relatives import hangs_loosely, has_noun_as_subject, relative
from checks.extraction.statement.wellformed import (
    fault_of,
    has_clause,
    is_small_clause,
    parsed_wordings,
    stands_as_cut,
)
from checks.nlp.tree import FINITE, RELATIVE, Sentence, Word

Stated: TypeAlias = tuple[Sentence, FactClause, StatementContext]
_JOINING: Final = re.compile(r"^(?:and|but|yet),? (?=\w)", re.IGNORECASE)  # ties it to the sentence before
_SINGLE_END: Final = re.compile(r"[.,!?…]’\Z")
_COMMA_TWICE: Final = re.compile(r",([”\"]),")  # a part behind a quotation that ends with a comma
_SHORT_BRACKET: Final = 8
_DASHES: Final = frozenset(["–", "—", "--"])
_OF_ANOTHER: Final = ("whom ", "whose ")  # "(the ranger) whom they believe was shot"
_HANGING: Final = (PARTICIPIAL, marked("with"), marked("when"), marked("because"))


def write_statement(
    sentence: Sentence, clause: FactClause, context: StatementContext
) -> tuple[str, tuple[str, ...]]:
    """The standalone wording of a clause, and notes on what was filled in or left open.

    `context` holds the names before, the dates of the sentence and the quotations. The wording begins with a capital
    and has no full stop; notes are in the order in which they arose, each once.
    """
    hanging = clause.head.dep in ("acl", "advcl")
    first = clause.first if clause.whole is None else clause.whole[0]
    draft = StatementDraft(
        sentence, context, sentence.start if hanging else sentence.words[first].start, clause.subject
    )
    wording = _joined(_parts(draft, clause))
    if _headless(sentence, clause, wording):
        wording = _joined(
            [draft.wording_of(0, clause.last)]
        )  # only with what stands before it does it say of whom
    return _finished(wording), tuple(dict.fromkeys(draft.notes))


def write_statements(stated: Sequence[Stated], pipeline: str | None = None) -> list[tuple[str, tuple[str, ...]]]:
    """The statement and notes of each clause, with all of its sentence where its own words make no sentence.

    What was put together is parsed once more, all of it in one go. Where the
    sentence itself has no finite verb (a headline, an entry of a list) it is left as it was cut.

    Args:
        stated: sentence, clause and context of each claim, in the order of the text.
        pipeline: the name of what parses, the usual one where it is None.

    Returns:
        For each its wording, and notes on what was filled in, left open, or told with more than its own words.
    """
    written = [write_statement(*each) for each in stated]
    whole = [n for n, (sentence, _, _) in enumerate(stated) if has_clause(sentence)]
    standing = {n for n in whole if stands_as_cut(*stated[n][:2])}
    parsed = parsed_wordings([written[n][0] for n in whole if n not in standing], pipeline)
    reparsed = dict(zip((n for n in whole if n not in standing), parsed, strict=True))
    faulty = {n: kind for n in whole if (kind := _fault(stated[n], written[n][0], reparsed.get(n)))}
    for n in set(range(len(stated))) - set(whole):
        if _opens_with_participle(*stated[n][:2], written[n][0]):
            faulty[n] = "it begins with a participle"
    for n, kind in faulty.items():
        statement, notes = write_whole(*stated[n])
        written[n] = statement, (*notes, note_on_more(kind))
    return written


def _fault(stated: Stated, statement: str, parsed: Sentence | None) -> str | None:
    """What is wrong with the wording of a clause by itself, of which `parsed` is the parse.

    None is given for a stretch that the article's own parse shows to be a clause; it may lack what its verb says.
    """
    sentence, clause, _ = stated
    if _opens_with_participle(sentence, clause, statement):
        return "it begins with a participle"
    if clause.first and statement.lower().startswith(_OF_ANOTHER):
        return "it begins with a relative pronoun"
    if hangs_loosely(sentence, clause):
        return "what goes with what is not settled"
    if clause.top is not None and _is_of_unclear_noun(sentence, clause.top):
        return "what goes with what is not settled"
    if parsed is None:
        kept = frozenset(range(clause.first, clause.last + 1))
        unsettled = "what goes with what is not settled" if is_unsettled(sentence, clause, kept) else None
        cut = "a subject lacks its verb" if cuts_subject(sentence, kept) else None
        return lacks_complement(sentence, kept) or cut or unsettled
    if is_small_clause(sentence, clause):
        return "no finite verb"
    fault = None if has_noun_as_subject(sentence, clause) else fault_of(parsed)
    fault = fault or ("it says the same twice" if _repeats(sentence, clause, statement) else None)
    return fault or changed_relation(sentence, clause, parsed)


def _opens_with_participle(sentence: Sentence, clause: FactClause, statement: str) -> bool:
    """Whether a statement begins with a participle that hangs on what stands before it: "showing prices have risen"."""
    opening = sentence.words[clause.first]
    if opening.dep == "conj" and opening.head < opening.i:
        opening = sentence.words[opening.head]  # "killing 13, wounding 11"
    if opening.tag != "VBG" or not statement.lower().startswith(opening.lower):
        return False
    verb = sentence.words[opening.head]
    several = (sentence.child(verb, "aux") or verb).tag == "VBP"  # no "showing" have
    return opening.dep in ("advcl", "acl") or (opening.dep == "csubj" and several)


def _is_of_unclear_noun(sentence: Sentence, top: Word) -> bool:
    """Whether a dash parts a part from another noun than the one that it is put to: "moved the old from the town – one
    of the worst hit –" (the town)."""
    before = sentence.words[max(0, top.left - 2)]
    return top.dep == "appos" and sentence.previous(top.left) in _DASHES and top.head != before.i


def _repeats(sentence: Sentence, clause: FactClause, statement: str) -> bool:
    """Whether a statement holds its stretch more than once: "growth by 17%, and the share has grown, growth by 17%"."""
    return statement.lower().count(sentence.text_between(clause.first, clause.last).lower()) > 1


def note_on_more(kind: str) -> str:
    """The note on a clause that is told with more than its own words for a fault of that kind."""
    return f"told with what stands around it, for the part alone has a fault: {kind}"


def is_wider(notes: Iterable[str]) -> bool:
    """Whether the notes on a statement tell that it holds more than the words of its own clause."""
    return any(note.startswith(note_on_more("")) for note in notes)


def write_whole(sentence: Sentence, clause: FactClause, context: StatementContext) -> tuple[str, tuple[str, ...]]:
    """A clause told with all of its sentence. Arguments and results as of `write_statement`."""
    words = sentence.words
    first = int(words[0].dep == "cc" and clause.first > 0)  # "But" ties it to the sentence before
    draft = StatementDraft(sentence, context, words[first].start)
    wording = draft.wording_of(first, len(words) - 1)
    return _finished(_joined([wording])), tuple(dict.fromkeys(draft.notes))


def _finished(wording: str) -> str:
    """The wording with clitics joined, quotations closed, a capital at its head and no full stop."""
    wording = _COMMA_TWICE.sub(r"\1,", wording)
    for clitic in ("'s", "’s", "'re", "’re", "'ve", "’ve", "n't", "n’t", "'ll", "’ll", "'d", "’d"):
        wording = wording.replace(f" {clitic} ", f"{clitic} ")
    wording = _JOINING.sub("", _closed(_unwrapped(wording.strip(" ,;:–—-").rstrip("."))))
    return wording[:1].upper() + wording[1:]


def _joined(parts: Iterable[str]) -> str:
    """The parts in a row, with one space between words, and no brackets that only open or only close."""
    wording = (
        " ".join(" ".join(part for part in parts if part).split())
        .replace(" ,", ",")
        .replace(",,", ",")
        .replace(": :", ":")
    )
    if wording.rfind("(") > max(wording.rfind(")"), len(wording) - _SHORT_BRACKET):
        wording += ")"  # "7-6 (1"
    if wording.count("(") != wording.count(")"):
        wording = (
            " ".join(wording.replace("(", ", ").replace(")", " ").split()).replace(" ,", ",").replace(",,", ",")
        )
    return wording


def _headless(sentence: Sentence, clause: FactClause, wording: str) -> bool:
    """Whether a statement begins with a finite verb or "both of which", so that nothing tells who is meant."""
    opening = sentence.words[clause.first : clause.first + 4]
    if not clause.first or not wording.lower().startswith(opening[0].lower):
        return False
    return opening[0].tag in FINITE or any(w.tag in ("WDT", "WP") and w.dep == "pobj" for w in opening)


def _unwrapped(wording: str) -> str:
    """The wording without brackets around all of it, and without the comma that a quotation ends with."""
    if wording[:1] == "(" and wording.rstrip(".")[-1:] == ")" and wording.find("(", 1) < 0:
        wording = wording.rstrip(".")[1:-1].rstrip(".")
    if wording[-2:] in (",”", ',"'):
        wording = wording[:-2] + wording[-1]
    return wording


def _closed(wording: str) -> str:
    """The wording with the missing mark of a quotation that begins before it, or is cut off in it."""
    if wording.count("”") > wording.count("“"):
        return f"“{wording[:1].upper()}{wording[1:]}"
    if wording.count("“") > wording.count("”"):
        return wording + "”"
    if "‘" not in wording and _SINGLE_END.search(wording):
        return f"‘{wording[:1].upper()}{wording[1:]}"
    if wording.count('"') % 2 == 0:
        return wording
    before = wording[: wording.find('"')][-1:]
    closes = before != "" and not before.isspace() and before not in "(["
    return f'"{wording[:1].upper()}{wording[1:]}' if closes else wording + '"'


def _parts(draft: StatementDraft, clause: FactClause) -> Iterator[str]:
    """The pieces of a clause's statement, in their order; empty ones are dropped by who joins them.

    A part of a larger clause, a relative clause and a participle each have their own way; a clause that cannot be
    told without its neighbour (a shared denial, modal or voice) is worded with it.
    """
    if clause.top is not None and clause.whole is not None:
        yield from part_of(draft, clause, clause.whole, clause.top)
        return
    if clause.rule == RELATIVE_CLAUSE:
        yield from relative(draft, clause)
        return
    behind_mark = clause.rule.startswith(MARKED) and measured(draft.sentence, clause)
    auxiliary = draft.sentence.child(clause.head, "aux", "auxpass") is not None
    participle = clause.head.tag == "VBG" and not auxiliary and clause.head.dep in ("conj", "advcl")
    own = clause.subject is not None and clause.subject == draft.sentence.subject(clause.head)
    if (clause.rule in _HANGING or behind_mark or participle) and not own:
        yield from _hanging(draft, clause)
        return
    if shares_denial(draft.sentence, clause):
        # "did not cut jobs or raise prices": only the whole says that it was not done.
        yield draft.wording_of(draft.sentence.first_conjunct(clause.head).left, clause.last)
        return
    if (modal := missing_modal(draft.sentence, clause)) is not None:
        who = draft.sentence.words[modal[0]]
        draft.subject = None  # that of the modal stands before it, not the clause's
        if who.tag in RELATIVE:  # "stars that might have planets and (stars might) receive light"
            yield draft.phrase(who)
        yield from (
            draft.wording_of(modal[0] + (who.tag in RELATIVE), modal[1]),
            draft.wording_of(clause.first, clause.last),
        )
        return
    if either_voice(draft.sentence, clause):
        # "was kept there and then transferred": did it, or had it done to it? The whole says it without a guess.
        yield draft.wording_of(draft.sentence.words[clause.head.head].left, clause.last)
        return
    if (counted := with_counted(draft.sentence, clause)) is not None:
        yield draft.wording_of(*counted)
    if clause.subject is not None:
        yield draft.phrase(clause.subject)
        yield missing_auxiliary(draft.sentence, clause)
    yield from _own_subject(draft, clause)
    yield _behind_aside(draft, clause)
    if clause.whole is not None and clause.head.i > clause.last:
        # The first of a list of subjects: "12 soldiers and 30 civilians were killed".
        yield draft.wording_of(predicate_start(draft.sentence, clause.head), clause.whole[1])


def _behind_aside(draft: StatementDraft, clause: FactClause) -> str:
    """How a clause goes on behind an aside that follows its stretch: "It brought China, which …, (to the table)".

    Empty where it does not, or where what follows is told of another verb.
    """
    sentence, last = draft.sentence, clause.last
    opening = sentence.words[last + 1 : last + 2]
    if not opening or opening[0].text != "," or not clause.first <= clause.head.i <= last:
        return ""
    for aside in sentence.words[last + 2 :]:
        closed = aside.right + 2 < len(sentence.words) and sentence.words[aside.right + 1].text == ","
        if aside.dep == "relcl" and aside.left == last + 2 and clause.first <= aside.head <= last and closed:
            rest = (c for c in sentence.children(clause.head, "prep", "dobj") if c.left == aside.right + 2)
            behind = (c for c in rest if sentence.child(c, "pcomp") is None)  # "before leaving" is another fact
            return next((draft.wording_of(c.left, c.right) for c in behind), "")
    return ""


def _own_subject(draft: StatementDraft, clause: FactClause) -> Iterator[str]:
    """The stretch itself; in "(nine were killed and) more than 30 wounded" with the auxiliary that it shares."""
    subject = draft.sentence.subject(clause.head)
    auxiliary = missing_auxiliary(draft.sentence, clause)
    counted = (subject is not None and subject.tag == "CD") or shares_modal(draft.sentence, clause.head)
    counted = counted and subject is not None and clause.first <= subject.i < clause.head.i
    if auxiliary and subject is not None and counted and clause.subject is None:
        yield from (draft.wording_of(clause.first, subject.right), auxiliary)
        yield draft.wording_of(subject.right + 1, clause.last)
        return
    yield draft.wording_of(clause.first, clause.last)


def _hanging(draft: StatementDraft, clause: FactClause) -> Iterator[str]:
    """A participle behind what it hangs on, so that nobody has to guess who does it.

    Behind the finite clause right before it, by the order of words, else behind the noun or verb that the parser
    hung it on.
    """
    sentence = draft.sentence
    if belongs_behind(sentence, clause.first):
        yield draft.wording_of(0, len(sentence.words) - 1)
        return
    if clause.first <= clause.head.head < clause.head.i:
        yield draft.wording_of(clause.first, clause.last)  # what it hangs on stands in it
        return
    if (before := stated_before(sentence, clause)) is not None:
        needed = path_of(sentence, clause.head)
        lead = draft.lead_of(before[0], min(before[1], clause.first - 1), needed).rstrip(" ,;–—-")
        last = sentence.words[clause.first - 1]
        joined = lead.endswith((" and", " but")) or (last.text.isalnum() and last.dep != "cc")
        yield lead + ("" if joined else ",")
        yield draft.wording_of(clause.first, clause.last)
        return
    verbs = [w for w in sentence.ancestors(clause.head) if w.tag[:2] in ("VB", "MD")]
    above = next((w for w in verbs if sentence.subject(w) is not None), verbs[-1] if verbs else None)
    noun = sentence.words[clause.head.head]
    if clause.head.dep == "acl" and noun.tag[:2] == "NN":
        apart = sentence.previous(clause.first) == ","
        passive = apart and clause.head.tag == "VBN" and clause.head.i == clause.first
        being = copula(sentence, above, noun, clause.head) if passive and above is not None else None
        yield draft.phrase(noun, clause.head) + (f" {being}" if being else "," if apart else "")
    elif above is not None and clause.first > above.i:
        start = above.left if above.left < clause.first else above.i
        start += sentence.words[start].dep == "mark" and sentence.words[start].lower == "that"
        lead = draft.lead_of(start, clause.first - 1, path_of(sentence, clause.head)).rstrip(" ,;–—-")
        last = sentence.words[clause.first - 1]
        apart = not last.text.isalnum() or last.dep == "cc"
        yield lead.removesuffix(" and") + ("," if apart else "")
    elif above is not None and (subject := sentence.subject(above)) is not None and subject.i < clause.first:
        # "An amendment, paid for by selling a car and halving the magazine, fell": between a subject and its verb.
        yield draft.lead_of(subject.left, clause.first - 1, path_of(sentence, clause.head)).rstrip()
        yield draft.wording_of(clause.first, clause.last)
        return
    yield draft.wording_of(clause.first, clause.last)
    if clause.head.dep != "acl" and above is not None and clause.last < above.i:
        yield ", " + draft.wording_of(clause.last + 1, above.right).lstrip(" ,")
