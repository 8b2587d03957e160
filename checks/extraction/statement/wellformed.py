"""Whether the wording of a statement is a sentence: a finite verb with its subject, and no word that needs another.

A statement that was put together from parts of a sentence is parsed once more. Where the parser finds no sentence in
it, or one with another verb at its head than the words had in the article, the parts were cut wrongly.
"""

from collections.abc import Sequence
from typing import Final

from spacy.language import Language

from checks.extraction.attribution import ASSERTS
from checks.extraction.clauses import FactClause
from checks.extraction.statement.scope import BESIDE
from checks.lexicon import load_words
from checks.lexicon.word_classes import class_words
from checks.nlp.pipeline import pipeline as pipeline_of
from checks.nlp.pipeline import reading, syntax
from checks.nlp.tree import FINITE, QUOTES, RELATIVE, VERBAL, Sentence, Word, to_sentence

_MISTAKEN: Final = ("VBN", "NN", "NNS")  # tags that past and present forms get by mistake
_NEEDING: Final = ("det", "poss", "cc", "aux", "mark")  # relations of a word that cannot be the last one
# Verbs with an object and a participle of it: Quirk et al. (1985), 16.52 to 16.54.
_SEEING: Final = load_words("extraction", "seeing")
_PICTURES: Final = load_words("extraction", "pictures")
_GROUPS: Final = class_words("people", "bodies") | load_words("extraction", "told_as_several")
_BESIDE_SAYING: Final = ("prep", "npadvmod", "advmod", "punct", "advcl")
_BEING: Final = frozenset("is are was were been".split())
_HELPING: Final = frozenset("has have had".split())
_BEFORE_NOUN: Final = frozenset("a an the every any no".split())
_OWNED: Final = frozenset("his hers mine ours theirs yours".split())  # these may stand without a noun
_PAUSES: Final = frozenset(", ; : – — -".split())
_parsed: dict[tuple[str, Language], Sentence] = {}  # wordings that were parsed before, and by which pipeline
_KEPT: Final = 500
_STANDING: Final = ("ROOT", "conj", "ccomp", "parataxis")


def fault_of(sentence: Sentence) -> str | None:
    """Why a parsed wording is no sentence, in words; None where it is one.

    Of 1,032 statements that annotators wrote for invented articles 39 are taken for faulty, nearly all for a past tense
    that the tagger takes for a participle. Such a claim is told at greater length than it needs, and never wrongly.
    """
    spoken = [word for word in sentence.words if word.text[0].isalnum() or word.tag == "$"]
    if not spoken:
        return "it holds no word"
    root, first, last = sentence.root, spoken[0], spoken[-1]
    if last.lower in _HELPING or last.tag == "MD":
        return "its verb is missing"
    if last.lower in _BEFORE_NOUN or (last.tag == "PRP$" and last.lower not in _OWNED):
        return "its last word lacks its noun"
    if not is_finite(sentence, root):
        return "no finite verb"
    subject = sentence.subject(root)
    if subject is None:
        return "no subject"
    if subject.dep == "csubj" and is_finite(sentence, subject) and not _introduced(sentence, subject):
        return "a second verb without a conjunction"
    if _is_of_which(sentence, subject):
        return "its subject is a relative pronoun"
    if _only_says(sentence, root):
        return "a verb lacks what it says"
    if _disagrees(sentence, root, subject):
        return "subject and verb do not agree"
    if sentence.child(root, "mark") is not None or _is_asked_when(sentence, root, subject):
        return "it hangs on a conjunction"
    if first.tag == "VBG" and first.dep == "aux" and sentence.words[first.head].dep in ("csubj", "ROOT"):
        return "it begins with a participle"
    if first.lower == "which" or (first.tag in RELATIVE and first.dep != "advmod" and first.head == root.i):
        return "it begins with a relative pronoun"
    return "it breaks off" if _needs_more(sentence, last) else None


def _only_says(sentence: Sentence, verb: Word) -> bool:
    """Whether a verb of saying has nothing that is said: "when the train braked, the agency found after a year".

    What is said may stand behind the verb as a clause, wherever the parser hung it, or in quotation marks.
    """
    behind = sentence.words[verb.i + 1 :]
    clause = any(w.tag in FINITE for w in behind) or sentence.child(verb, "ccomp", "auxpass", "dobj") is not None
    said = clause or any(w.dep not in _BESIDE_SAYING for w in sentence.children(verb) if w.i > verb.i)
    quoted = any(w.text in QUOTES for w in sentence.words)
    return verb.lower in ASSERTS and verb.tag in FINITE and not said and not quoted


def _disagrees(sentence: Sentence, verb: Word, subject: Word) -> bool:
    """Whether one thing "are" or "exceed" something, or several "was": "the engine are studying", "a minister and two
    others was".

    Such a statement has the subject of another verb. Groups may ("the council have"), and what has an "of"; a firm with
    an "and" in its name may "was".
    """
    tensed = sentence.child(verb, "aux", "auxpass") or verb
    other = sentence.child(subject, "conj")
    if other is not None and other.tag == "NNS" and subject.tag in ("NN", "NNS") and other.i < verb.i:
        joined = any(w.lower == "and" for w in sentence.children(subject, "cc"))
        return joined and tensed.lower in ("was", "is", "has") and subject.dep in ("nsubj", "nsubjpass")
    alone = (
        subject.tag == "NN"
        and subject.lower not in _GROUPS
        and sentence.child(subject, "conj", "cc", "prep") is None
    )
    several = tensed.lower in ("are", "were", "have") or (tensed is verb and verb.tag in ("VB", "VBP"))
    return alone and subject.dep in ("nsubj", "nsubjpass") and several


def _is_asked_when(sentence: Sentence, root: Word, subject: Word) -> bool:
    """Whether a wording is no more than the time or place of what is left out: "when he looked at the sample".

    "Once he looked" may say that he did at some time; told with more, it says so too.
    """
    leading = (w for w in sentence.children(root, "advmod", "mark") if w.i < subject.i)
    return any(w.tag == "WRB" or (w.lower == "once" and w.i == subject.left - 1) for w in leading)


def _is_of_which(sentence: Sentence, subject: Word) -> bool:
    """Whether a subject hangs on a pronoun that stands for what is named elsewhere: "the pixels of which"."""
    behind = (w for preposition in sentence.children(subject, "prep") for w in sentence.children(preposition))
    return any(w.tag in ("WDT", "WP") and w.dep == "pobj" for w in behind)


def _introduced(sentence: Sentence, verb: Word) -> bool:
    """Whether a clause that is a subject begins with a "that" or "what"."""
    inside = sentence.words[verb.left : verb.i]
    return any(w.dep == "mark" or w.tag in RELATIVE for w in inside)


def _needs_more(sentence: Sentence, last: Word, first: int = 0) -> bool:
    """Whether a wording, from place `first` on, cannot end with a word: "the", or a preposition without what
    belongs to it.
    """
    if (
        last.lower in _BEING
        and is_finite(sentence, last)
        and sentence.subject(last) is not None
        and last.i - first > 1
    ):
        return not any(w.dep in ("advmod", "acomp") for w in sentence.children(last))  # "as cheap as it was"
    if last.dep in ("prep", "agent") or (last.dep == "dative" and last.tag == "IN"):
        inside = any(first <= child.i < last.i for child in sentence.children(last))
        return not inside and last.head != last.i
    return last.dep in _NEEDING and last.head != last.i and last.tag != "PRP$"


def is_finite(sentence: Sentence, verb: Word) -> bool:
    """Whether a word is a finite verb, by itself or with an auxiliary."""
    helping = [w.tag for w in sentence.children(verb, "aux", "auxpass")]
    if any(tag in FINITE for tag in helping):
        return True
    return verb.tag in FINITE and "VBG" not in helping  # "having inspected": none, whatever the tagger says


def _helped(sentence: Sentence, verb: Word) -> bool:
    """Whether an auxiliary stands with a verb: "was", "has been", "having"."""
    return sentence.child(verb, "aux", "auxpass") is not None


def _mistagged(sentence: Sentence, verb: Word) -> bool:
    """Whether a participle or noun is a finite verb: "yields barely moved", "63 nurses work", with a subject of its own
    at the head of a sentence."""
    return (
        verb.tag in _MISTAKEN
        and not _helped(sentence, verb)
        and (
            verb.dep == "ROOT" or _beside(sentence, verb) or (verb.dep == "ccomp" and not _is_seen(sentence, verb))
        )
        and sentence.child(verb, "nsubj") is not None
    )


def _beside(sentence: Sentence, verb: Word) -> bool:
    """Whether a "while" or "although" only sets a clause beside another one, so that it stands alone."""
    mark = sentence.child(verb, "mark")
    return verb.dep == "advcl" and mark is not None and mark.lower in BESIDE


def _is_seen(sentence: Sentence, verb: Word) -> bool:
    """Whether a participle is what somebody sees or finds: "they found the figures cited to be reasonable".

    What a picture shows may be one too where the tagger takes it for a past tense: "a video shows a man knocked down".
    """
    above = sentence.words[verb.head]
    if verb.dep != "ccomp" or above.lower not in _SEEING or sentence.child(verb, "mark") is not None:
        return False
    who = sentence.subject(above)
    pictured = who is not None and who.lower in _PICTURES and verb.lower.endswith("ed")
    one = sentence.child(verb, "nsubj")
    if verb.tag == "VBP" and one is not None and one.tag == "NN" and one.lower not in _GROUPS:
        return sentence.child(one, "conj") is None and not _helped(sentence, verb)  # "saw its profit soar"
    return verb.tag == "VBN" or (pictured and verb.tag == "VBD" and sentence.child(verb, "dobj") is None)


def is_small_clause(sentence: Sentence, clause: FactClause) -> bool:
    """Whether a stretch has a subject but no verb that says when: "(they found) the figures to be reasonable".

    Told alone it would be read as what the article says itself, or as no sentence at all."""
    head, subject = clause.head, sentence.subject(clause.head)
    if head.dep == "advcl" and clause.top is None and _is_seen(sentence, sentence.words[head.head]):
        return True  # "(it saw) its profit soar, driven by rents"
    inside = subject is not None and clause.first <= subject.i < head.i <= clause.last
    return clause.top is None and inside and not _helped(sentence, head) and _is_seen(sentence, head)


def has_clause(sentence: Sentence) -> bool:
    """Whether a sentence of the article holds a finite verb with a subject at all.

    A headline, a caption and an entry of a table hold none; nothing around them would make a part of them a sentence.
    Behind a "having" the tagger takes the past tense of what follows for a participle: "officers, having looked, left".
    """
    if sentence.root.tag in ("VBN", "VBD") and any(
        w.lower == "having" for w in sentence.children(sentence.root, "aux")
    ):
        return True
    return any(
        (is_finite(sentence, w) or (w.tag == "VBN" and _mistagged(sentence, w)))
        and sentence.subject(w) is not None
        for w in sentence.words
        if w.tag[:2] in VERBAL
    )


def stands_as_cut(sentence: Sentence, clause: FactClause) -> bool:
    """Whether the article's own parse shows a clause to be a sentence: nothing outside of the stretch was put to it."""
    head, subject = clause.head, sentence.subject(clause.head)
    standing = head.dep in _STANDING or _beside(sentence, head)
    if (
        clause.top is not None
        or clause.subject is not None
        or subject is None
        or not standing
        or _is_seen(sentence, head)
    ):
        return False
    if _needs_more(sentence, sentence.words[clause.last], clause.first) or any(
        mark.i >= clause.first or mark.lower not in BESIDE for mark in sentence.children(head, "mark")
    ):
        return False
    if _is_of_which(sentence, subject) or _is_asked_when(sentence, head, subject):
        return False
    inside = clause.first <= subject.i <= clause.last and clause.first <= head.i <= clause.last
    return inside and (is_finite(sentence, head) or _mistagged(sentence, head)) and subject.tag not in RELATIVE


def faults(wordings: Sequence[str], pipeline: str | None = None) -> list[str | None]:
    """What is wrong with each wording, None where it is a sentence; as many values as there are wordings."""
    return [fault_of(sentence) for sentence in parsed_wordings(wordings, pipeline)]


def parsed_wordings(wordings: Sequence[str], pipeline: str | None = None) -> list[Sentence]:
    """The wordings parsed, each as one sentence with a full stop.

    All are parsed together, without names, by the named `pipeline`, which adds about a tenth to the time of an article.
    Every third comes again, told of another claim or held against another fault: each is parsed once.
    """
    closed = [wording if wording.endswith((".", "”", '"')) else f"{wording}." for wording in wordings]
    nlp = pipeline_of(pipeline)
    fresh = [text for text in dict.fromkeys(closed) if (text, nlp) not in _parsed]
    if len(_parsed) + len(fresh) > _KEPT:
        _parsed.clear()
        fresh = list(dict.fromkeys(closed))
    with reading(pipeline):
        for text, doc in zip(fresh, syntax(fresh, pipeline), strict=True):
            _parsed[text, nlp] = to_sentence(doc[:], 0)
    return [_parsed[text, nlp] for text in closed]
