"""What a clause leaves out because its neighbour has it: an auxiliary, a modal, the clause that a participle hangs
on.
"""

from typing import Final

from checks.extraction.attribution import ASSERTS
from checks.extraction.clauses.clause import COORDINATED, FactClause
from checks.lexicon import load_words
from checks.lexicon.word_classes import word_set
from checks.nlp.inflection import base_forms
from checks.nlp.tree import NOUN, RELATIVE, VERBAL, Sentence, Word

# Verbs whose past is written like their base.
_SAME: Final = load_words("extraction", "same")
_AHEAD: Final = load_words("extraction", "ahead")
_BY: Final = load_words("extraction", "by")
_TWO_OBJECTS: Final = load_words("extraction", "two_objects")
# Participles that tell what holds, not what was done once.
_HOLDING: Final = load_words("extraction", "holding")
_ONE: Final = word_set("is was has")
_SEVERAL: Final = word_set("are were have")
_COUNTING: Final = word_set("counted reporting declared tallied processed in")
_NUMERAL: Final = ("CD", "$")
_NAMING: Final = ("DT", "JJ", "PRP$", "POS")


def measured(sentence: Sentence, clause: FactClause) -> bool:
    """Whether a clause is told as so far from another one: "an hour before the river rose".

    Such a clause is worded with its mark and what it measures.
    """
    return any(clause.first < mark.i < clause.head.i for mark in sentence.children(clause.head, "mark"))


def stated_before(sentence: Sentence, clause: FactClause) -> tuple[int, int] | None:
    """The finite clause right before a participle ("…, killing three"), from its subject to the first participle.

    By the order of the words, not by the tree: a parser often hangs the participle on a clause farther away.
    """
    participle = sentence.first_conjunct(clause.head, lambda w: sentence.words[w.head].tag == "VBG")
    if participle.tag != "VBG" or participle.dep not in ("advcl", "conj"):
        return None
    for verb in reversed(sentence.words[: participle.left]):
        if verb.tag in ("VBD", "VBZ", "VBP") and verb.dep not in ("aux", "auxpass", "relcl", "acl"):
            subject = sentence.subject(verb)
            if any(w.lower == "than" for w in sentence.children(verb, "mark")):
                continue  # "fewer than they expect, resulting in …"
            parenthesis = verb.lower in ASSERTS and sentence.previous(subject.left if subject else 0) == ","
            if subject is not None and subject.left < verb.i and subject.tag not in RELATIVE and not parenthesis:
                return subject.left, participle.left - 1
    return None


def predicate_start(sentence: Sentence, head: Word) -> int:
    """Where a verb begins with its auxiliaries and its "not".

    The place of the first of these words, or of `head`.
    """
    return min((w.i for w in sentence.children(head, "aux", "auxpass", "neg")), default=head.i)


def missing_modal(sentence: Sentence, clause: FactClause) -> tuple[int, int] | None:
    """The subject and modal, first and last word, that a bare verb shares: "(inflation would) slow to 2 %".

    None where the verb has its own auxiliary, or the tense cannot be told from the form ("will close its plant and cut
    jobs" can).
    """
    head = clause.head
    if head.dep != "conj" or sentence.child(head, "aux") is not None or clause.top is not None:
        return None
    shared = sentence.child(sentence.words[head.head], "aux")
    ahead = shared is not None and shared.lower in _AHEAD  # "will close its plant and cut jobs"
    if head.tag != "VB" and not (ahead and head.lower in _SAME):
        return None
    for modal in reversed(sentence.words[: head.i]):
        if modal.tag == "MD" and (subject := sentence.subject(sentence.words[modal.head])) is not None:
            return (subject.left, modal.i) if subject.i < modal.i else None
    return None


def gap(sentence: Sentence, clause: FactClause) -> tuple[int, int, int] | None:
    """What "rents 9.4 percent" leaves out behind "food prices rose 3.1 percent".

    The last word of whom or what it tells, and the first and last word of the shared "rose". Only where the main
    clause has its figure right behind its verb, so that both are built alike.
    """
    number = next((w.i for w in sentence.words[clause.first : clause.last + 1] if _numeral(w)), clause.first)
    last = number - 1 if sentence.previous(number) not in _BY else number - 2
    named = sentence.words[clause.first : last + 1]
    verb, subject = clause.head, sentence.subject(clause.head)
    # Beside a past tense no base form is a verb: "rents 9.4 percent and fuel 12 percent".
    nouns = (*NOUN, "VB") if verb.tag == "VBD" else NOUN
    if not any(w.tag in nouns for w in named) or any(
        w.tag not in (*_NAMING, *nouns) or w.lower in ("a", "an") for w in named
    ):
        return None
    behind = next((w for w in sentence.words[verb.i + 1 :] if w.lower not in _BY), None)
    if (
        subject is None
        or subject.dep == "expl"
        or subject.i > verb.i
        or behind is None
        or not _numeral(behind)
        or clause.first < verb.i
    ):
        return None
    return last, predicate_start(sentence, verb), behind.i - 1 if last == number - 1 else verb.i


def _numeral(word: Word) -> bool:
    return word.tag in _NUMERAL or word.text[0].isdigit()  # "486TWh" is often tagged as a name


def copula(sentence: Sentence, verb: Word, noun: Word, participle: Word | None = None) -> str | None:
    """The "is", "are", "was" or "were" that makes a statement of what stands behind `noun`, in the tense of `verb`.

    None where that tense can't be told. What was done ("founded in 1920") is past; what holds ("based in Lyon") is
    as the verb is. Beside a present, what has no time may be done again and again: "walks, led by guides, start daily".
    """
    tensed = sentence.child(verb, "aux", "auxpass") or verb
    if participle is not None and participle.lower not in _HOLDING and tensed.tag in ("VBZ", "VBP"):
        inside = sentence.words[participle.left : participle.right + 1]
        if not any(w.entity in ("DATE", "TIME") or w.tag == "CD" for w in inside):
            return None
    past = tensed.tag == "VBD" or (participle is not None and participle.lower not in _HOLDING)
    ahead = (
        tensed.tag == "MD" and participle is not None
    )  # "owned by a firm, it will open in May": it is owned now
    if not past and not ahead and tensed.tag not in ("VBZ", "VBP"):
        return None
    if sentence.subject(verb) is noun and tensed.lower in _ONE | _SEVERAL:
        several = tensed.lower in _SEVERAL
    else:
        several = noun.tag == "NNS" or noun.lower in ("police", "people")
        several = several or any(w.tag[:2] == "NN" and w.i < verb.i for w in sentence.children(noun, "conj"))
    return ("were" if several else "was") if past else ("are" if several else "is")


def with_counted(sentence: Sentence, clause: FactClause) -> tuple[int, int] | None:
    """The leading "with 82 % of the ballots counted," without which a partial count would be told as the result.

    First and last word of it, or None.
    """
    if clause.whole is None or clause.top is not None or clause.first <= clause.whole[0] + 1:
        return None
    first = sentence.words[clause.whole[0]]
    inside = sentence.words[first.i : clause.first]
    counted = any(w.lower in _COUNTING for w in inside)
    return (first.i, clause.first - 1) if first.lower == "with" and counted and inside[-1].lower == "," else None


def either_voice(sentence: Sentence, clause: FactClause) -> bool:
    """Whether a past form behind a passive may go on with it or not, so that no auxiliary can be filled in.

    Then the whole is worded, from the first of the verbs on.
    """
    head, shared = clause.head, sentence.words[clause.head.head]
    if head.dep != "conj" or head.tag != "VBD" or clause.rule != COORDINATED or clause.top is not None:
        return False
    nearest = next((w for w in reversed(sentence.words[: head.i]) if w.tag[:2] in VERBAL), shared)
    passive = any(sentence.child(w, "auxpass") is not None for w in (shared, nearest))
    passive = passive and sentence.child(head, "aux", "auxpass") is None
    if clause.subject is not None and clause.subject is not sentence.subject(shared):
        return False  # "said the vote was well run but criticized …": whoever said so did
    return (
        passive
        and head.lower.endswith("ed")
        and (sentence.child(head, "dobj") is None or not _TWO_OBJECTS.isdisjoint(base_forms(head.lower)))
    )


def shares_denial(sentence: Sentence, clause: FactClause) -> bool:
    """Whether a "not" before reaches over an "or": "does not cause autism or kill".

    Then the whole is worded, for a part alone would say the contrary.
    """
    if clause.head.dep != "conj":
        return False
    shared = sentence.first_conjunct(clause.head)
    denied = sentence.child(shared, "neg") is not None
    between = sentence.words[shared.i : clause.head.i]
    return denied and any(w.lower in ("or", "nor") and w.dep == "cc" for w in between)


def shares_modal(sentence: Sentence, head: Word) -> bool:
    """Whether a past form with a subject of its own leaves out a "would be": "pods would be lit and air cooled"."""
    modal = sentence.child(sentence.words[head.head], "aux")
    alone = sentence.child(head, "aux", "auxpass", "dobj", "ccomp", "prt") is None
    joined = head.dep == "conj" and modal is not None and modal.tag == "MD"
    return (
        joined
        and alone
        and head.tag in ("VBD", "VBN")
        and head.lower.endswith("ed")
        and sentence.subject(head) is not None
    )


def missing_auxiliary(sentence: Sentence, clause: FactClause) -> str:
    """The auxiliary that a coordinated verb shares: "(was) taken" behind "was arrested and", "(will) cut" behind "will
    close and".

    Empty where it shares none.
    """
    head = clause.head
    if head.dep != "conj" or sentence.child(head, "aux", "auxpass") is not None:
        return ""
    shared = sentence.first_conjunct(head, lambda w: sentence.child(w, "aux", "auxpass") is None)
    # "was brought in and told that …": nobody tells without saying whom, so it is the passive that goes on.
    reporting = (
        head.tag == "VBD" and sentence.child(head, "ccomp") is not None and sentence.child(head, "dobj") is None
    )
    passive = sentence.child(shared, "auxpass") is not None
    modal = next((w.text for w in sentence.children(shared, "aux") if w.tag == "MD" and w.i < shared.i), "")
    if head.tag == "VB" and modal:
        return modal
    if head.tag not in ("VBN", "VBG") and not (
        passive and (shares_modal(sentence, head) or (reporting and head.lower == "told"))
    ):
        return ""
    return " ".join(w.text for w in sentence.children(shared, "aux", "auxpass") if w.i < shared.i)
