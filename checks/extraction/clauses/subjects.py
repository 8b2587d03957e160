"""Finds the subject of a predicate that has none of its own: that of the verb it is coordinated with or depends on."""

from typing import Final

from checks.extraction.attribution import ACTS, ASSERTS, Attribution
from checks.lexicon import load_named_lines, load_words
from checks.nlp.inflection import base_forms
from checks.nlp.tree import FINITE, RELATIVE, Sentence, Word

# Verbs whose past is written like their base.
_SAME: Final = load_words("extraction", "same")
# The verbs that say little without a phrase of one preposition, by that preposition: "result in", "depend on".
_COMPLETED_BY: Final = {
    prep: frozenset(verbs.split()) for prep, verbs in load_named_lines("extraction", "completed_by")
}
_ENDING: Final = frozenset([",", "-", "–", "—", "--"])
_PARTING: Final = frozenset([":", ";"])
_NOMINAL: Final = ("relcl", "dobj", "pobj", "prep", "attr", "appos")


def shared_subject(sentence: Sentence, word: Word, said: list[Attribution]) -> Word | None:
    """The subject of the predicate that `word` heads, or None if none can be determined.

    In this order: of a participle, the noun that it describes; of what is reported, none; behind a verb of saying,
    who speaks or is spoken of (`_taken_up`); else the subject of the nearest verb above that it can share.
    """
    if word.dep == "acl" and not is_past_tense(sentence, word):
        return sentence.words[word.head]
    if word.dep == "ccomp" and word.tag in FINITE:
        return None  # "he said the reason (people stay) is fear": he is none
    if (attribution := _taken_up(sentence, word, said)) is not None:
        return attribution
    for verb in sentence.ancestors(word):
        subject = sentence.subject(verb)
        if subject is not None and subject.tag in RELATIVE and _relative_clause_ends(sentence, verb, word):
            # ", who surrendered, and killed": whoever is spoken of, as far as the tense goes on too
            above = next((w for w in sentence.ancestors(verb) if sentence.subject(w) is not None), None)
            return shared_subject(sentence, verb, said) if above is None or above.tag == word.tag else None
        if subject is not None and _relative_clause_ends(sentence, verb, word):
            return None  # "issues that he did not seek - and drew crowds": he may, or they, or who spoke of them
        if subject is not None and not _may_go_on(sentence, verb, word):
            if verb.dep != "ccomp" or any(w.lower in _PARTING for w in sentence.words[verb.head : word.i]):
                return None
            continue  # "agree that China has taken advantage, and support …": those who agree do
        if subject is not None:
            return subject if agrees(sentence, subject, word) else None
        if verb.dep not in ("conj", "xcomp", "advcl", "ccomp", "aux", *_NOMINAL) and not is_past_tense(
            sentence, verb
        ):
            break
    return None


def completes(verb: Word, preposition: Word) -> bool:
    """Whether a verb needs a phrase with this preposition to be complete: "results in", "compares with"."""
    return not _COMPLETED_BY.get(preposition.lower, frozenset()).isdisjoint(base_forms(verb.lower))


def agrees(sentence: Sentence, subject: Word, verb: Word) -> bool:
    """Whether a noun may be the subject of a verb by the number of both: "the shooting" does not "have wounded" people.

    True if either form leaves the number open; a name may stand for several ("the Reds have won").
    """
    relative = sentence.words[subject.head]
    if subject.tag in RELATIVE and relative.dep == "relcl":
        subject = sentence.words[relative.head]  # "the shooting who were there and have …"
    tensed = sentence.child(verb, "aux", "auxpass") or verb
    several = any(sentence.children(subject, "conj"))
    single = subject.tag == "NN" or (subject.tag == "JJ" and sentence.child(subject, "det") is not None)
    if single and not several:
        return tensed.tag != "VBP" and tensed.lower != "were"
    if subject.tag == "NNS" or (several and subject.tag in ("NN", "NNP")):
        return tensed.tag != "VBZ" and tensed.lower != "was"
    return True


def _may_go_on(sentence: Sentence, verb: Word, word: Word) -> bool:
    """Whether a verb form can go on from another verb: behind "has taken" only a participle can, for one."""
    before = sentence.words[word.i - 1]
    bare = any(w.left == word.i + 1 and w.tag == "NNS" for w in sentence.children(word, "dobj"))
    if word.tag == "VBN" and verb.tag == "VBD" and before.lower.endswith("ly") and bare:
        return False  # "counted refugees and internally displaced people"
    if word.dep != "conj" or word.tag not in ("VB", "VBP") or word.lower in _SAME:
        return True
    if word.tag == "VB" and verb.tag in ("VBZ", "VBD") and sentence.words[word.head] is not verb:
        return sentence.child(word, "aux") is not None  # "it takes 15 seconds to fold the roof and give air"
    if verb.tag not in ("VBN", "VBG"):
        return True
    helping = [w for w in sentence.children(verb, "aux", "auxpass") if w.i < verb.i]
    return not helping or sentence.child(word, "aux", "auxpass") is not None


def is_past_tense(sentence: Sentence, word: Word) -> bool:
    """Whether a word tagged as a participle is a past tense: "killed 12 people, injured 30 and …".

    It follows a comma, begins its phrase and has an object.
    """
    behind_comma = word.dep == "acl" and word.tag in ("VBN", "VBD") and sentence.previous(word.left) == ","
    return behind_comma and word.left == word.i and sentence.child(word, "dobj") is not None


def _relative_clause_ends(sentence: Sentence, relative: Word, word: Word) -> bool:
    """Whether a comma or dash ends a relative clause before `word` goes on."""
    return relative.dep == "relcl" and any(
        w.lower in _ENDING for w in sentence.words[max(relative.i + 1, word.left - 2) : word.i]
    )


def _taken_up(sentence: Sentence, word: Word, said: list[Attribution]) -> Word | None:
    """The subject where a verb of saying stands between.

    "The party won, early results showed, but fell short": the party fell short. "He alleged that votes were lost, but
    offered no proof": he offered none.
    """
    if word.dep != "conj":
        return None
    first = sentence.first_conjunct(word)
    for attribution in said:
        verb, content = attribution.cue, attribution.content
        if content is None or content.i == word.i or verb.lower == "according":
            continue
        if word.tag == "VB" and any(w.tag == "MD" for w in sentence.children(content, "aux")):
            continue  # "said it will send vets, and provide help": it will
        if verb is first and content.i < verb.i and not attribution.act:
            return sentence.subject(content)
        within = content.i == word.head or content in sentence.ancestors(sentence.words[word.head])
        comma = any(w.lower == "," for w in sentence.words[max(0, word.left - 2) : word.i])
        says = word.lower in ASSERTS or word.lower in ACTS or _returns_to_speaker(sentence, verb, content, word)
        if verb.i < content.i < word.i and within and (comma or says):
            subject = sentence.subject(content)
            if subject is not None and subject.i < verb.i:
                continue  # "the pool, Ann Lund said, opened in 1998 and holds 400 people": the pool does
            return attribution.source
    return None


def _returns_to_speaker(sentence: Sentence, verb: Word, content: Word, word: Word) -> bool:
    """Whether a coordinated verb goes back to the speaker: "conceded that the party had lost but stopped short".

    Its plain past is that of the attribution, not of what is said.
    """
    but = any(w.lower == "but" for w in sentence.words[content.i : word.i])
    earlier = any(w.lower == "had" for w in sentence.children(content, "aux"))
    return but and earlier and verb.tag == word.tag == "VBD"
