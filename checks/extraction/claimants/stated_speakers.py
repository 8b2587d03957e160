"""Who says a claim by what its statement or its sentence tells: "the pool, Ann Lund said, will close".

The attribution of a clause names who says it where the saying only carries it. What is told with more of its sentence,
and what a verb of saying says without a clause, are told here.
"""

import re
from collections.abc import Sequence
from typing import Final

from checks.extraction.attribution import ASSERTS, ATTITUDE, Attribution
from checks.extraction.clauses import FactClause
from checks.extraction.coreference import sort_of
from checks.lexicon import load_words
from checks.lexicon.word_classes import class_words
from checks.nlp.inflection import class_verb_forms, singular, verb_forms
from checks.nlp.tree import FINITE, Sentence, Word

_TENSED: Final = (*FINITE, "VBN")
_PRESENT: Final = ("VBZ", "VBP")
_OVER_ALL: Final = ("ROOT", "parataxis")
_BESIDE: Final = ("advcl", "relcl")
_BEHIND: Final = ("prt", "dobj", "dative")  # "points out", "told the court"
_STRESSES: Final = class_verb_forms("saying", "stresses")
_SAYS: Final = class_verb_forms("saying", "says")
_CALLED: Final = class_verb_forms("saying", "calls")
_SEEMING: Final = frozenset(verb_forms("seem"))
_PICTURES: Final = load_words("extraction", "pictures")
_SPEAKING: Final = class_words("people", "nouns") | class_words("people", "bodies")


def stated_speaker(
    sentence: Sentence, clause: FactClause, known: bool, said: Sequence[Attribution], statement: str
) -> Word | None:
    """Who says a clause by what its statement tells; None where it tells nobody.

    Where the statement tells that somebody says all of it, or begins with who says it, she does.

    Args:
        sentence, clause: the clause and the sentence it stands in.
        known: whether the clause's own attribution names who says it. A "though Ann Lund denied it" counts even then.
        said: the attributions of the sentence.
        statement: how the clause is told.
    """
    for each in said:
        speaker = each.source
        if speaker is None or each.counted or denies_saying(sentence, each) or speaker.lower in _PICTURES:
            continue
        stated, opens = _tells(each, statement), _opens(sentence, speaker, statement)
        of_all = stated and each.cue.dep in _OVER_ALL and (opens or not each.act)
        aside = stated and opens and each.cue.dep == "advcl" and each.cue.tag in _TENSED
        leads = each.cue.lower == "according" and statement.lower().startswith("according to ")
        if aside or leads or (not known and (of_all or _holds_content(clause, each))):
            return speaker
    root = sentence.root
    saying = root.lower in ASSERTS or root.lower in _STRESSES
    speaker = sentence.subject(root) if saying and not said and not known else None
    if speaker is None or not _opens(sentence, speaker, statement):
        return None
    return speaker if _only_says(sentence, root, speaker) else None


def speaker_of_part(sentence: Sentence, said: Sequence[Attribution], statement: str) -> Word | None:
    """Who says only a part of a statement, in a clause beside what it tells; None where nobody does.

    Nobody says only a part where the sentence is one's who goes on to say it: "said Ann Lund, noting that …".
    """
    root = sentence.root
    if f" {root.text} " not in statement or any(each.cue == root for each in said):
        return None
    for each in said:
        beside = each.cue.dep in _BESIDE and each.cue.i > root.i and not each.counted
        if each.source is not None and beside and _tells(each, statement):
            return None if _opens(sentence, each.source, statement) else each.source
    return None


def unnamed_speaker(sentence: Sentence, clause: FactClause, statement: str) -> str:
    """What tells that somebody says a clause who is not named: ", they say"; empty where that is not needed.

    Without it a statement would tell as a fact what somebody only said.
    """
    said = clause.attribution
    if said is None or said.counted or said.source is None or sort_of(said.source.lower) is None:
        return ""
    if said.act and (said.speech_act not in ("asserts", "announces") or said.cue.lower in ATTITUDE):
        return ""
    if sentence.child(said.cue, "neg") is not None or said.cue.tag not in (*FINITE, "VBN"):
        return ""
    if said.cue.lower in re.findall(r"\w+", statement.lower()):
        return ""
    helping = [w.lower for w in sentence.children(said.cue, "aux") if w.i < said.cue.i]
    behind = [
        sentence.text_between(w.left, w.i) for w in sentence.children(said.cue, *_BEHIND) if w.i > said.cue.i
    ]
    return f", {' '.join([said.source.lower, *helping, said.cue.lower, *behind[:1]])}"


def explains_name(sentence: Sentence, clause: FactClause) -> bool:
    """Whether a clause only explains a name to the reader, which the article does: "the agency, which lends to farms".

    Such a clause is in the present; what "had no licence" is told by who says the rest.
    """
    verb = clause.head
    finite = verb if verb.tag in FINITE else sentence.child(verb, "aux", "auxpass")
    return (
        verb.dep == "relcl"
        and sentence.previous(verb.left) == ","
        and finite is not None
        and finite.tag in _PRESENT
    )


def outer_speaker(sentence: Sentence, source: Word | None) -> Word | None:
    """Who says that a thing says it: the minister, of "the minister said the forecast showed it".

    Also "he" of "the note told of a bomb, he said".
    """
    if source is None or source.tag not in ("NN", "NNS") or may_speak(source):
        return source
    verb = sentence.words[source.head]
    cue = sentence.words[verb.head]
    nested = verb.dep == "ccomp" and cue.lower in ASSERTS
    return sentence.subject(cue) or source if nested else source


def may_speak(noun: Word) -> bool:
    """Whether a noun is a name, or what people and bodies are called."""
    return noun.tag[:3] == "NNP" or not {noun.lower, singular(noun.lower)}.isdisjoint(_SPEAKING)


def says_nothing(sentence: Sentence, said: Attribution) -> bool:
    """Whether what was read as saying something says nothing: a video, what seems so, a thing that is called something.

    The parser takes "the bill, sometimes called a cromnibus" and "words from an inquiry called a review" for a bill and
    words that call. Of what has no source nothing is known.
    """
    source, cue = said.source, said.cue
    if source is None:
        return False
    if cue.lower in _SEEMING or source.lower in _PICTURES:
        return True
    if source.tag not in ("NN", "NNS") or may_speak(source) or cue.lower not in _CALLED:
        return False
    aside = source.i < cue.i and any(w.text == "," for w in sentence.words[source.right : cue.i])
    return aside or sentence.child(cue, "oprd", "ccomp", "acomp", "prep") is None


def _tells(said: Attribution, statement: str) -> bool:
    """Whether a statement tells that somebody says something, in the words of the sentence.

    Between the two other words may stand than there: "the ministry on 24 May 2026 said".
    """
    if said.source is None:
        return False
    first, last = sorted((said.source, said.cue))
    return re.search(rf"\b{re.escape(first.text)}\b.*\b{re.escape(last.text)}\b", statement) is not None


def _opens(sentence: Sentence, speaker: Word, statement: str) -> bool:
    """Whether a statement begins with who says it, but for a time or place before that."""
    named = sentence.text_between(speaker.left, speaker.i)
    return statement.lower().startswith(named.lower()) or f", {named} " in statement


def _holds_content(clause: FactClause, said: Attribution) -> bool:
    """Whether a stretch is what somebody says: what is said heads a part of it, and the saying stands outside."""
    if said.act or said.content is None or clause.attribution is not None:
        return False
    return clause.first <= said.content.i <= clause.last and not clause.first <= said.cue.i <= clause.last


def denies_saying(sentence: Sentence, said: Attribution) -> bool:
    """Whether a sentence tells that somebody does not say something: "has not said whether"."""
    return said.speech_act != "denies" and sentence.child(said.cue, "neg") is not None


def _only_says(sentence: Sentence, verb: Word, speaker: Word) -> bool:
    """Whether what a verb of saying says was not found: nothing that somebody reports or points to is behind it."""
    if speaker.lower in _PICTURES or is_named_at(sentence.words, verb.i + 1):
        return False  # "the isotopes point north, says Ann Lund"
    if verb.lower in _STRESSES:
        return sentence.child(verb, "neg", "auxpass") is None
    if verb.lower in _SAYS and any(w.tag in _TENSED for w in sentence.words[verb.i + 1 :]):
        return (
            sentence.child(verb, "neg", "auxpass", "prep", "prt") is None
        )  # "said a deal had ended": no deal is said
    return sentence.child(verb, "dobj", "neg", "auxpass", "prep", "prt") is None


def is_named_at(words: Sequence[Word], i: int) -> bool:
    """Whether a proper noun stands at place `i`, which may lie behind the sentence's end."""
    return i < len(words) and words[i].tag in ("NNP", "NNPS")
