"""A claim's stretch of text as a statement that stands alone.

What the stretch leaves to its surroundings is filled in: the subject that it shares, the pronoun that can mean one
name only, the day that "on Wednesday" was. Whatever is not certain keeps its words, and a note says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from checks.split.clauses import Clause
from checks.split.dates import spoken_date
from checks.split.enumerations import AGAINST, LEFT_OVER, SEVERAL
from checks.split.lexicon import words
from checks.split.references import Mention, Reading, read, sort_of
from checks.split.words import SUBJECT, Sentence, Word
from checks.types import Date

_MOVING: Final = words("send move deploy ship transfer fly dispatch relocate sending moving deploying")
_SENT: Final = words("sent moved deployed shipped transferred flew flown dispatched relocated")
_RELATIVE: Final = ("WDT", "WP", "WRB", "WP$")
_BEING: Final = words("is was are were be been 's ’s")
_SHARES: Final = words("most half many some all none both each")


@dataclass(frozen=True, slots=True)
class Context:
    """What is known where a sentence stands: the names before it, its number, and the times of its clause."""

    number: int = 0
    mentions: Sequence[Mention] = ()
    dates: Sequence[Date] = ()


@dataclass(slots=True)
class _Draft:
    """A statement being written: where the words that it takes begin in the article, and the notes on them."""

    sentence: Sentence
    context: Context
    begin: int
    notes: list[str] = field(default_factory=list)


def statement(sentence: Sentence, clause: Clause, context: Context) -> tuple[str, tuple[str, ...]]:
    """The standalone wording of a clause, and notes on what was filled in or left open."""
    alone = clause.whole is None and clause.head.dep not in ("acl", "advcl")
    draft = _Draft(sentence, context, sentence.words[clause.first].start if alone else sentence.start)
    wording = " ".join(" ".join(part for part in _parts(draft, clause) if part).split()).replace(" ,", ",")
    for clitic in ("'s", "’s", "'re", "’re", "'ve", "’ve", "n't", "n’t"):
        wording = wording.replace(f" {clitic} ", f"{clitic} ")
    wording = wording.strip(" ,;:–—-").rstrip(".")
    return wording[:1].upper() + wording[1:], tuple(dict.fromkeys(draft.notes))


def _parts(draft: _Draft, clause: Clause) -> Iterator[str]:
    if clause.top is not None and clause.whole is not None:
        yield from _of_whole(draft, clause, clause.whole, clause.top)
        return
    if clause.rule == "relative clause":
        yield from _relative(draft, clause)
        return
    hangs = clause.rule in (
        "participial clause",
        "clause with “with”",
        "clause with “when”",
        "clause with “because”",
    )
    hangs = hangs or _measured(draft.sentence, clause)
    if hangs or (clause.head.tag == "VBG" and _told_before(draft.sentence, clause) is not None):
        yield from _hanging(draft, clause)
        return
    if (modal := _missing_modal(draft.sentence, clause)) is not None:
        yield from (_worded(draft, modal[0], modal[1]), _worded(draft, clause.first, clause.last))
        return
    if _either_voice(draft.sentence, clause):
        # "was kept there and then transferred": did it, or had it done to it? The whole says it without a guess.
        yield _worded(draft, draft.sentence.words[clause.head.head].left, clause.last)
        return
    if clause.subject is not None:
        yield _phrase(draft, clause.subject)
        yield _missing_auxiliary(draft.sentence, clause)
    yield _worded(draft, clause.first, clause.last)
    if clause.whole is not None and clause.head.i > clause.last:
        # The first of a list of subjects: "12 soldiers and 30 civilians were killed".
        yield _worded(draft, _predicate_start(draft.sentence, clause.head), clause.whole[1])


def _of_whole(draft: _Draft, clause: Clause, whole: tuple[int, int], top: Word) -> Iterator[str]:
    """A part of a larger clause, with as much of that as it needs."""
    sentence = draft.sentence
    if clause.rule == SEVERAL and (gone := _share(draft, top, clause.last)) is not None:
        yield gone
        return
    piece = _worded(draft, clause.first, clause.last)
    if clause.rule == SEVERAL and clause.last < clause.head.i:
        # In the middle of a list of subjects: each has the predicate behind the last.
        yield from (piece, _worded(draft, _predicate_start(sentence, clause.head), whole[1]))
        return
    if clause.rule == LEFT_OVER:
        yield _worded(draft, whole[0], clause.last)
        return
    if top.dep == "appos" and top.i < clause.head.i:
        yield from (_phrase(draft, sentence.words[top.head], top) + ",", piece)
        return
    if clause.rule == AGAINST:
        yield f"{piece}, {_worded(draft, top.right + 1, whole[1])}"
        return
    shared = whole[0] if top.i < clause.head.i else _start_of_list(sentence, clause, top)
    goes_on = top.dep == "conj" and shared > clause.head.i
    if top.i > clause.head.i >= shared:
        shared = top.left
    if clause.subject is not None:
        yield _phrase(draft, clause.subject)
        yield _missing_auxiliary(sentence, clause)
    if shared > whole[0]:
        yield _worded(draft, whole[0], shared - 1).rstrip(" ,;").removesuffix(" and") + ("" if goes_on else ",")
    yield piece


def _start_of_list(sentence: Sentence, clause: Clause, top: Word) -> int:
    """Where the list begins that `top` goes on; for what only stands beside the clause, `top` itself."""
    if top.dep != "conj":
        return top.left
    if sentence.words[top.left].lower == "to" and top.tag == "VB":
        # "plans to send … and to move …": from the first "to …" on, wherever the parser hung the second.
        aims = (w.i for w in sentence.words[clause.head.i : top.left] if w.lower == "to" and w.dep == "aux")
        return next(aims, top.left)
    first = sentence.words[top.head]
    while first.dep == "conj" and first.head != clause.head.i and first.head != first.i:
        first = sentence.words[first.head]
    return min(first.left, top.left)


def _share(draft: _Draft, top: Word, last: int) -> str | None:
    """ "Most of them to Poland" after "will send another 2,000 troops": "Most of the 2,000 troops are to go to Poland"."""
    sentence = draft.sentence
    of = sentence.first(top, "prep")
    if top.lower not in _SHARES or of is None or of.lower != "of":
        return None
    pronoun = sentence.first(of, "pobj")
    counted = next((w for w in reversed(sentence.words[: top.left]) if w.dep in ("dobj", "pobj", "nsubj", "nsubjpass")
                    and sentence.first(w, "nummod") is not None), None)  # fmt: skip
    if pronoun is None or pronoun.lower not in ("them", "these", "whom", "which", "it") or counted is None:
        return None
    verb = sentence.words[counted.head]
    goes = "are to go" if verb.lower in _MOVING else "went" if verb.lower in _SENT else None
    number = sentence.first(counted, "nummod")
    where = sentence.stretch(pronoun.i + 1, last) if pronoun.i < last else ""
    if goes is None or number is None or not where.lower().startswith(("to ", "into ", "from ")):
        return None
    draft.notes.append(f"“{pronoun.lower}” is read as the {sentence.stretch(number.left, counted.i)}")
    return f"{top.text.capitalize()} of the {sentence.stretch(number.left, counted.i)} {goes} {where}"


def _relative(draft: _Draft, clause: Clause) -> Iterator[str]:
    """A relative clause with what it tells of in the place of "which" or "who"."""
    sentence = draft.sentence
    noun = sentence.words[clause.head.head]
    pronoun = next((w for w in sentence.words[clause.first : clause.last + 1] if w.tag in _RELATIVE), None)
    if noun.tag in ("NNS", "NNPS") and clause.head.tag == "VBZ" and sentence.subject(clause.head) is pronoun:
        # "…, which makes it the largest": one thing that was told, none of the many that were named.
        yield _worded(draft, 0, clause.last)
        return
    yield _phrase(draft, noun)
    if pronoun is None:
        # "which a study said fell by a tenth": the pronoun stands before who says so.
        yield _worded(draft, clause.first, clause.last)
        return
    if pronoun.dep not in SUBJECT:
        yield from (",", _worded(draft, pronoun.i, clause.last))
        return
    yield _worded(draft, pronoun.i + 1, clause.last)


def _hanging(draft: _Draft, clause: Clause) -> Iterator[str]:
    """A participle behind what it hangs on, so that nobody has to guess who does it."""
    sentence = draft.sentence
    if (before := _told_before(sentence, clause)) is not None:
        yield _worded(draft, *before).rstrip(" ,;–—-") + ","
        yield _worded(draft, clause.first, clause.last)
        return
    verbs = [w for w in sentence.above(clause.head) if w.tag[:2] in ("VB", "MD")]
    above = next((w for w in verbs if sentence.subject(w) is not None), verbs[-1] if verbs else None)
    noun = sentence.words[clause.head.head]
    if clause.head.dep == "acl" and noun.tag[:2] == "NN":
        yield _phrase(draft, noun, clause.head) + ("," if sentence.before(clause.first) == "," else "")
    elif above is not None and clause.first > above.i:
        start = above.left if above.left < clause.first else above.i
        lead = _worded(draft, start, clause.first - 1).rstrip(" ,;–—-")
        yield lead.removesuffix(" and") + ","
    yield _worded(draft, clause.first, clause.last)
    if clause.head.dep != "acl" and above is not None and clause.last < above.i:
        yield ", " + _worded(draft, clause.last + 1, above.right).lstrip(" ,")


def _measured(sentence: Sentence, clause: Clause) -> bool:
    """ "An hour before the river rose": a clause that is told as so far from another one."""
    marks = sentence.below(clause.head, "mark", "advmod")
    return clause.rule.startswith("clause with") and any(
        clause.first < w.i < clause.head.i and w.dep == "mark" for w in marks
    )


def _told_before(sentence: Sentence, clause: Clause) -> tuple[int, int] | None:
    """The finite clause right before a participle ("…, killing three"), from its subject to the first participle.

    By the order of the words, not by the tree: a parser often hangs the participle on a clause farther away.
    """
    participle = clause.head
    while participle.dep == "conj" and sentence.words[participle.head].tag == "VBG":
        participle = sentence.words[participle.head]
    if participle.tag != "VBG" or participle.dep not in ("advcl", "conj"):
        return None
    for verb in reversed(sentence.words[: participle.left]):
        if verb.tag in ("VBD", "VBZ", "VBP") and verb.dep not in ("aux", "auxpass", "relcl", "acl"):
            subject = sentence.subject(verb)
            if subject is not None and subject.left < verb.i and subject.tag not in _RELATIVE:
                return subject.left, participle.left - 1
    return None


def _phrase(draft: _Draft, noun: Word, without: Word | None = None) -> str:
    """The noun phrase that `noun` heads, without clauses and appositions behind it; a pronoun as it is read."""
    sentence = draft.sentence
    if noun.tag in _RELATIVE and noun.dep in SUBJECT:
        noun = sentence.words[sentence.words[noun.head].head]
    last = noun.right
    for word in sentence.below(noun, "relcl", "appos", "acl", "punct"):
        cut = word.dep == "relcl" or word.text in ",–—(" or word == without
        if word.i > noun.i and cut and word.left - 1 < last:
            last = word.left - 1 if word.dep != "punct" else word.i - 1
    return _worded(draft, noun.left, max(noun.i, last)).rstrip(" ,;–—-")


def _predicate_start(sentence: Sentence, head: Word) -> int:
    return min((w.i for w in sentence.below(head, "aux", "auxpass", "neg")), default=head.i)


def _missing_modal(sentence: Sentence, clause: Clause) -> tuple[int, int] | None:
    """ "(Inflation would) slow to 2 %": the subject and "would" that a bare verb shares with the one before it."""
    head = clause.head
    if head.dep != "conj" or head.tag != "VB" or sentence.first(head, "aux") is not None or clause.top is not None:
        return None
    for modal in reversed(sentence.words[: head.i]):
        if modal.tag == "MD" and (subject := sentence.subject(sentence.words[modal.head])) is not None:
            return (subject.left, modal.i) if subject.i < modal.i else None
    return None


def _either_voice(sentence: Sentence, clause: Clause) -> bool:
    """Whether a past form behind a passive may go on with it or not, so that no auxiliary can be filled in."""
    head, shared = clause.head, sentence.words[clause.head.head]
    if head.dep != "conj" or head.tag != "VBD" or clause.rule != "coordinated predicate" or clause.top is not None:
        return False
    passive = sentence.first(shared, "auxpass") is not None and sentence.first(head, "aux", "auxpass") is None
    return passive and head.lower.endswith("ed") and sentence.first(head, "dobj") is None


def _missing_auxiliary(sentence: Sentence, clause: Clause) -> str:
    """ "(was) taken" behind "was arrested and": the auxiliary that a coordinated participle shares."""
    head = clause.head
    if head.dep != "conj" or sentence.first(head, "aux", "auxpass") is not None:
        return ""
    shared = sentence.words[head.head]
    while shared.dep == "conj" and sentence.first(shared, "aux", "auxpass") is None and shared.head != shared.i:
        shared = sentence.words[shared.head]
    # "was brought in and told that …": nobody tells without saying whom, so it is the passive that goes on.
    told = head.tag == "VBD" and sentence.first(head, "ccomp") is not None and sentence.first(head, "dobj") is None
    passive = sentence.first(shared, "auxpass") is not None
    if head.tag not in ("VBN", "VBG") and not (told and passive and head.lower == "told"):
        return ""
    return " ".join(w.text for w in sentence.below(shared, "aux", "auxpass") if w.i < shared.i)


def _worded(draft: _Draft, first: int, last: int) -> str:
    """The text of words `first` to `last`, with pronouns and times filled in."""
    sentence = draft.sentence
    if first > last:
        return ""
    filled = {**_pronouns(draft, first, last), **_times(draft, first, last)}
    out, i = [], first
    while i <= last:
        end, text = filled.get(i, (i, sentence.words[i].text))
        gap = sentence.words[end + 1].start > sentence.words[end].end if end + 1 < len(sentence.words) else False
        out.append(text + (" " if gap else ""))
        i = end + 1
    return "".join(out).strip()


def _times(draft: _Draft, first: int, last: int) -> dict[int, tuple[int, str]]:
    """From the first word of a time to its last one, and the words for it."""
    filled = {}
    for each in draft.context.dates:
        spoken = spoken_date(each)
        inside = [w.i for w in draft.sentence.words[first : last + 1] if each.start <= w.start < each.end]
        if spoken is None or not inside or draft.sentence.words[inside[0]].start != each.start:
            continue
        filled[inside[0]] = inside[-1], spoken
        draft.notes.append(f"“{each.text}” is read as {spoken}" + (f": {each.assumed}" if each.assumed else ""))
    return filled


def _pronouns(draft: _Draft, first: int, last: int) -> dict[int, tuple[int, str]]:
    filled: dict[int, tuple[int, str]] = {}
    sentence = draft.sentence
    for word in sentence.words[first : last + 1]:
        if (
            word.tag not in ("PRP", "PRP$")
            or sort_of(word.lower) is None
            or word.lower.endswith(("self", "selves"))
        ):
            continue
        if _empty(sentence, word) or _named_before(draft, word):
            continue
        reading = _reading(draft, word)
        if reading.name is None:
            others = f"; it may be {' or '.join(reading.others)}" if reading.others else ""
            draft.notes.append(f"“{word.text}” is left as it stands{others}")
            continue
        if any(name.removesuffix("’s") == reading.name for _, name in filled.values()):
            continue  # "Orlov lost his fortune": named once is enough
        draft.notes.append(f"“{word.text}” is read as {reading.name}")
        filled[word.i] = word.i, reading.name + ("’s" if word.tag == "PRP$" else "")
    return filled


def _reading(draft: _Draft, word: Word) -> Reading:
    return read(word.lower, draft.context.number, [m for m in draft.context.mentions if m.end <= word.start])


def _empty(sentence: Sentence, word: Word) -> bool:
    """ "It is time to …", "it rained": an "it" that means nothing."""
    head = sentence.words[word.head]
    if (
        word.lower == "it"
        and word.dep in SUBJECT
        and sentence.first(head, "attr") is not None
        and head.lower in _BEING
    ):
        return True  # "it was the third accident": what was told before, rather than a thing that was named
    if word.dep == "expl" or (word.lower == "it" and any(w.lower == "time" for w in sentence.below(head, "attr"))):
        return True
    return word.lower == "it" and word.dep in SUBJECT and any(
        w.i > head.i for w in sentence.below(head, "ccomp", "xcomp", "csubj", "advcl")
    ) and sentence.first(head, "acomp", "attr", "oprd") is not None  # fmt: skip


def _named_before(draft: _Draft, word: Word) -> bool:
    """Whether the same stretch names, before the pronoun, somebody of its sort: then it stands by itself."""
    sort = sort_of(word.lower)
    return any(draft.begin <= m.start and m.end <= word.start and m.sort == sort for m in draft.context.mentions)
