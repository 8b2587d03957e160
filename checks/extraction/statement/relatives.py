"""A relative clause as a statement: what it tells of takes the place of "which", "whose" or "where".

"The bridge, which troops had closed at dawn" becomes "Troops had closed the bridge at dawn". Where the place that the
pronoun stands for is not certain, nothing is yielded that could be read as a fact: the whole sentence up to there is.
"""

from collections.abc import Iterator
from typing import Final

from checks.extraction.attribution import NOBODY
from checks.extraction.clauses import FactClause
from checks.extraction.clauses.clause import RELATIVE_CLAUSE
from checks.extraction.statement.filling import StatementDraft, named_for, possessive
from checks.lexicon import load_words
from checks.lexicon.word_classes import word_set
from checks.nlp.tree import FINITE, RELATIVE, SUBJECT, Sentence, Word

_THERE: Final = {
    "where": load_words("extraction", "there_where"),
    "when": word_set("in on at during between"),
}
_TIMES_NAMED: Final = ("DATE", "TIME")
_THINGS: Final = ("which", "that", "who", "whom")
_OBJECTS: Final = ("dobj", "attr", "oprd", "ccomp", "xcomp", "acomp", "dative")
_APART: Final = (",", "–", "—", "-", "(")
_NAMED_FOR_ANOTHER: Final = ("PRP", "DT", "CD", "EX", *RELATIVE)
# "The day he died", "the way she did it": no object of the verb.
_MANNER: Final = word_set("way reason time place moment point extent")


def relative(draft: StatementDraft, clause: FactClause) -> Iterator[str]:
    """The pieces of a relative clause's statement, in their order.

    A pronoun that may mean all that was said before ("…, which makes it the largest") keeps its sentence.
    """
    sentence = draft.sentence
    noun = sentence.words[clause.head.head]
    pronoun = pronoun_of(sentence, clause)
    if _keeps_sentence(sentence, clause, noun, pronoun):
        yield draft.wording_of(0, clause.last)
    elif pronoun is not None and pronoun.lower == "when" and _names_day(sentence, noun):
        yield draft.wording_of(pronoun.i + 1, clause.last)  # "heard on Thursday, when in fact …": then, or not
    elif pronoun is not None and (there := _there(draft, noun, pronoun)) is not None:
        yield from (f"{there},", draft.wording_of(pronoun.i + 1, clause.last))
    elif pronoun is not None and pronoun.lower == "whose":
        yield from _of_whose(draft, clause, noun, pronoun)
    elif (gap := object_gap(sentence, clause, pronoun)) is not None:
        yield from _with_object(draft, clause, noun, pronoun, gap)
    elif pronoun is None and (noun.tag not in ("NN", "NNS") or clause.first <= noun.i):
        yield draft.wording_of(0, clause.last)  # "in Oslo it rained": behind a name no pronoun is left out
    else:
        chosen = _agreeing_of_two(sentence, noun, pronoun) or noun
        if chosen is noun or pronoun is None:
            yield draft.phrase(named_for(sentence, noun), clause.head)
        else:
            yield draft.wording_of(chosen.left, pronoun.i - 1).rstrip(" ,–—-(")
        yield from _behind_noun(draft, clause, pronoun)


def hangs_loosely(sentence: Sentence, clause: FactClause) -> bool:
    """Whether the noun that a clause was hung on is hardly what it tells of, though it stands before it.

    "A woman and her son in Orrin, whose home fell" (not that of Orrin); "orders rose despite a strong quarter, driven
    by sales" (the orders were).
    """
    verb, noun = clause.head, sentence.words[clause.head.head]
    opening = sentence.words[clause.first]
    if verb.dep == "relcl":
        return opening.tag in ("WP", "WP$") and noun.entity in ("GPE", "LOC", "FAC", "DATE")
    participle = verb.dep == "acl" and verb.tag == "VBN" and verb.i == clause.first
    return participle and sentence.previous(verb.i) == "," and noun.dep == "pobj" and noun.tag in ("NN", "NNS")


def has_noun_as_subject(sentence: Sentence, clause: FactClause) -> bool:
    """Whether the noun of a relative clause takes the place of a "which" that is its subject.

    Then it is a sentence by that alone, whatever the parser makes of the wording: "pension funds used to buy gilts".
    """
    pronoun = pronoun_of(sentence, clause) if clause.rule == RELATIVE_CLAUSE and clause.top is None else None
    if pronoun is None or pronoun.lower not in _THINGS or sentence.subject(clause.head) is not pronoun:
        return False
    tensed = sentence.child(clause.head, "aux", "auxpass") or clause.head
    noun = sentence.words[clause.head.head]
    return tensed.tag in FINITE and not _keeps_sentence(sentence, clause, noun, pronoun)


def pronoun_of(sentence: Sentence, clause: FactClause) -> Word | None:
    """The "which", "who" or "where" of a relative clause, in the stretch or right before it; None without one."""
    begin = clause.first
    while begin and sentence.words[begin - 1].tag in RELATIVE and clause.head in _above(sentence, begin - 1):
        begin -= 1
    return next((w for w in sentence.words[begin : clause.last + 1] if w.tag in RELATIVE), None)


def object_gap(sentence: Sentence, clause: FactClause, pronoun: Word | None) -> int | None:
    """The place behind which the noun of a relative clause belongs, as the object of its verb or preposition.

    "(the phone) Apple sold for $999": behind "sold"; "(a game) nobody cares for": behind "for". None where the pronoun
    is the subject, where another verb below takes it, and where a time or a manner is told ("the day he died").
    """
    verb, noun = clause.head, sentence.words[clause.head.head]
    subject = sentence.subject(verb)
    if subject is None or subject is pronoun or subject.tag in RELATIVE:
        return None
    if not noun.i < subject.left <= subject.i < verb.i <= clause.last:
        return None
    if pronoun is not None and (
        pronoun.lower not in _THINGS or pronoun.head not in (verb.i, *_open(sentence, verb))
    ):
        return None
    if pronoun is None and (noun.entity in _TIMES_NAMED or noun.lower in _MANNER or noun.tag not in ("NN", "NNS")):
        return None
    if any(child is not pronoun for child in sentence.children(verb, *_OBJECTS)):
        return next((i for i in _open(sentence, verb) if i <= clause.last), None)
    if pronoun is not None and pronoun.dep == "pobj" and pronoun.head < pronoun.i:
        return None  # "from which she drew"
    prepositions = [i for i in _open(sentence, verb) if i <= clause.last]
    if prepositions:
        return prepositions[-1]
    particle = sentence.child(verb, "prt")
    return particle.i if particle is not None and particle.i == verb.i + 1 else verb.i


def _open(sentence: Sentence, verb: Word) -> list[int]:
    """The places of prepositions behind a verb that govern nothing behind them: "cares for", "done away with (back in
    2015)"."""
    return [
        word.i
        for word in sentence.children(verb, "prep")
        if word.i > verb.i and all(c.i < word.i or c.tag == "RB" for c in sentence.children(word))
    ]


def _above(sentence: Sentence, i: int) -> list[Word]:
    return list(sentence.ancestors(sentence.words[i]))


def _keeps_sentence(sentence: Sentence, clause: FactClause, noun: Word, pronoun: Word | None) -> bool:
    """Whether only all that stands before says what a relative clause tells of."""
    if pronoun is None:
        return False
    if sentence.words[noun.left].lower in NOBODY or sentence.words[noun.left - 1].lower == "neither":
        return True  # "neither farmers, who called it small, nor officials": of farmers it says the contrary
    if noun.entity in _TIMES_NAMED and pronoun.lower in ("which", "that", "who"):
        return True  # "another scheme unveiled in May, which aimed to …": May aimed at nothing
    if sentence.words[pronoun.head].dep == "prep" and pronoun.i > clause.first and pronoun.lower != "whose":
        return True  # "58, of whom 41 were police": the pronoun stands in a phrase
    if noun.tag in _NAMED_FOR_ANOTHER and pronoun.lower in ("whom", "which", "whose"):
        return True  # "one, whom he did not name": the noun itself says of nobody who it is
    if _either_noun(sentence, noun, pronoun):
        return True
    # "…, which makes it the largest": one thing that was told, none of the many that were named.
    plural = noun.tag in ("NNS", "NNPS") and clause.head.tag == "VBZ"
    return plural and sentence.subject(clause.head) is pronoun


def _either_noun(sentence: Sentence, noun: Word, pronoun: Word) -> bool:
    """Whether a clause set apart by a comma may tell of the noun before it or of that which this one belongs to.

    "The merger of two chains, which became final": of 33 such clauses in GUM the parser hung 15 on the right noun, of
    others 77 of 102 (docs/models/claims.md). A person beside a "who" is not in doubt.
    """
    if _noun_above(sentence, noun) is None or sentence.previous(pronoun.i) not in _APART:
        return False
    if _agreeing_of_two(sentence, noun, pronoun) is not None:
        return False
    return pronoun.lower in ("which", "that") or (pronoun.lower == "who" and noun.entity != "PERSON")


def _noun_above(sentence: Sentence, noun: Word) -> Word | None:
    """The noun that one belongs to by a preposition: the results, of "the results of the exam"; None without one."""
    above = sentence.words[sentence.words[noun.head].head]
    return above if noun.dep == "pobj" and above.tag[:2] == "NN" else None


def _agreeing_of_two(sentence: Sentence, noun: Word, pronoun: Word | None) -> Word | None:
    """The one of a noun and of that which it belongs to that has the number of the verb behind a "which".

    "The results of the exam, which were made known": the results. None where both or neither have it, and beside a
    name, for of a club it is said that they "were" too.
    """
    above = _noun_above(sentence, noun)
    if above is None or pronoun is None or pronoun.dep not in SUBJECT or {noun.tag, above.tag} != {"NN", "NNS"}:
        return None
    verb = sentence.words[pronoun.head]
    tensed = sentence.child(verb, "aux", "auxpass") or verb
    several = {"VBP": True, "VBZ": False}.get(tensed.tag, {"were": True, "was": False}.get(tensed.lower))
    if several is None:
        return None
    return next(word for word in (noun, above) if (word.tag == "NNS") is several)


def _of_whose(draft: StatementDraft, clause: FactClause, noun: Word, pronoun: Word) -> Iterator[str]:
    """ "Jude’s band sold 14 million records" for "Jude, whose band sold …"."""
    yield possessive(draft.phrase(noun, clause.head)) if noun.right > pronoun.i else draft.wording_of(0, pronoun.i)
    yield draft.wording_of(pronoun.i + 1, clause.last)


def _with_object(
    draft: StatementDraft, clause: FactClause, noun: Word, pronoun: Word | None, gap: int
) -> Iterator[str]:
    """The clause with its noun behind the word at place `gap`, where English puts the object."""
    first = max(clause.first, pronoun.i + 1) if pronoun is not None else clause.first
    phrase = draft.phrase(noun, clause.head)
    opens = noun.left == 0 and draft.sentence.words[0].tag[:3] != "NNP"
    yield draft.wording_of(first, gap)
    yield phrase[:1].lower() + phrase[1:] if opens else phrase
    yield draft.wording_of(gap + 1, clause.last)


def _behind_noun(draft: StatementDraft, clause: FactClause, pronoun: Word | None) -> Iterator[str]:
    """What a relative clause says behind its noun; one that is no subject of it keeps its pronoun."""
    if pronoun is None:
        # "which a study said fell by a tenth": the pronoun stands before who says so.
        yield draft.wording_of(clause.first, clause.last)
    elif pronoun.dep not in SUBJECT:
        yield from (",", draft.wording_of(pronoun.i, clause.last))
    else:
        yield draft.wording_of(pronoun.i + 1, clause.last)


def _names_day(sentence: Sentence, noun: Word) -> bool:
    """Whether a time is no year: its clause is told alone, for "when" may stand against what was said then."""
    return noun.entity in _TIMES_NAMED and not noun.text.isdecimal()


def _there(draft: StatementDraft, noun: Word, pronoun: Word) -> str | None:
    """ "In Spain" for "(red alert in) Spain, where …", "between 2016 and 2019" for "…, when …"; None where that is
    unsure.
    """
    sentence = draft.sentence
    if pronoun.lower not in _THERE or noun.right < pronoun.i:
        return None
    first = sentence.first_conjunct(noun)
    before = sentence.words[first.head]
    if before.lower in _THERE[pronoun.lower] and before.i < noun.i < pronoun.i:
        return draft.wording_of(before.i, pronoun.i - 1).rstrip(" ,;–—-")
    year = noun.tag == "CD" and noun.entity == "DATE" and noun.left == noun.i
    place = noun.entity == "GPE" and pronoun.lower == "where"
    return f"In {draft.phrase(noun)}" if (year or place) and first is noun else None
