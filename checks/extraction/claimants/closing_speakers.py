"""Who says all of a sentence by its last words: "the bridge had been shut, police and medics said on Monday".

Read from the order of the words, for the parser often hangs such an ending on the clause before it.
"""

from collections.abc import Sequence
from typing import Final

from checks.extraction.attribution import ASSERTS, HEARING, Attribution
from checks.extraction.claimants.stated_speakers import explains_name
from checks.extraction.clauses import FactClause
from checks.nlp.tree import FINITE, NOUN, RELATIVE, VERBAL, Sentence, Word

_BEHIND: Final = 6  # words behind the verb: "in a statement on Monday"
_LONGEST: Final = 14  # words that name who says it
_CLOSING: Final = frozenset("”\"»’'")
_ENDING: Final = frozenset(",.?!")
_DENYING: Final = frozenset(["not", "n't", "n’t", "never"])
_OPENS: Final = ("DT", "PRP", "PRP$", "JJ", *NOUN)
_NAMING: Final = (*_OPENS, "POS", "HYPH", "CC", "IN", "CD", "VBG", "VBN", *",.")
_SAID: Final = ("VBD", "VBZ", "VBP")


def closing_speech(sentence: Sentence) -> Attribution | None:
    """The attribution with which a sentence ends, over all that stands before it; None where it has none.

    Behind a quotation any verb may be one of saying ("…,” the department detailed"), else those of the lexicon are.
    Its content is the root of the sentence, or what the root says.
    """
    words = sentence.words
    for cue in reversed(words):
        if cue.tag not in _SAID or cue.dep in ("aux", "auxpass"):
            continue
        if cue.i < 3 or cue.lower in HEARING:
            return None  # what the court heard, it did not say
        behind = [w for w in words[cue.i + 1 :] if w.dep != "punct"]
        if len(behind) > _BEHIND or any(w.tag[:2] in VERBAL for w in behind):
            return None
        end = cue.i - 1 if words[cue.i - 1].tag == "RB" else cue.i  # "previously said"
        first = _subject_before(sentence, end)
        if first is None or not _states(sentence, first - 1) or words[end].lower in _DENYING:
            return None
        quoted = words[first - 1].text in _CLOSING
        if cue.lower not in ASSERTS and not (quoted and len(behind) <= 1):
            return None
        speaker = _head(sentence, first, end)
        content = sentence.root if sentence.root.i < first else sentence.child(sentence.root, "ccomp", "advcl")
        return Attribution(cue, content, speaker) if speaker is not None else None
    return None


def speaker_of_all(sentence: Sentence, clause: FactClause, said: Sequence[Attribution]) -> Word | None:
    """Who says all of a sentence by its end, or by an "according to" at its beginning; None where nobody does.

    `said` are the attributions of the sentence. None too where somebody else says the clause, or it only explains a
    name to the reader.
    """
    if explains_name(sentence, clause):
        return None
    own = clause.attribution
    opening = next((each for each in said if each.cue.lower == "according" and each.cue.i == 0), None)
    over = closing_speech(sentence) or opening
    if over is None or (over is not opening and clause.head.i >= over.cue.i):
        return None
    other = own is not None and own.source is not None and own.source.tag not in RELATIVE and own.cue != over.cue
    return None if other else over.source


def _subject_before(sentence: Sentence, end: int) -> int | None:
    """Where the words begin that stand between a comma or a closing mark and place `end`, if they name somebody.

    An apposition between commas belongs to them: "her mother, Fiona, said".
    """
    words = sentence.words
    least = max(1, end - _LONGEST)
    quote = next((i for i in range(end - 1, least, -1) if words[i].text in _CLOSING), None)
    if quote is not None and words[quote - 1].text in _ENDING and _one_noun_phrase(words[quote + 1 : end]):
        return quote + 1
    commas = [i for i in range(least, end) if words[i].text == ","]
    return next((i + 1 for i in commas if _one_noun_phrase(words[i + 1 : end])), None)


def _one_noun_phrase(words: Sequence[Word]) -> bool:
    """Whether words name somebody, with at most what explains the name between two commas."""
    opens = bool(words) and words[0].tag in _OPENS and all(w.tag in _NAMING for w in words)
    commas = sum(w.text == "," for w in words)
    named = any(w.tag in NOUN or w.tag == "PRP" for w in words)
    return opens and named and (commas == 0 or (commas == 2 and words[-1].text == ","))


def _states(sentence: Sentence, end: int) -> bool:
    """Whether the words before `end` hold a clause that is more than a "when asked" or "as the rain fell"."""
    before = sentence.words[:end]
    finite = [w for w in before if w.tag in FINITE]
    bound = before[0].dep == "mark" or before[0].tag == "WRB"
    return bool(finite) and not (bound and not any(w.text == "," for w in before))


def _head(sentence: Sentence, first: int, end: int) -> Word | None:
    """The head of the first noun phrase from `first` on: "officials" of "Obama administration officials"."""
    words = sentence.words
    for i in range(first, end):
        joined = words[i + 1].tag in (*NOUN, "POS", "HYPH")
        if (words[i].tag in NOUN or words[i].tag == "PRP") and not joined:
            return words[i]
    return None
