"""Why a clause states nothing that can be looked up: questions, advice, hypotheses, predictions, opinions."""

from typing import Final

from checks.extraction.attribution import ASSERTS, ATTITUDE
from checks.extraction.clauses.clause import CONDITIONAL, MARKED, RELATIVE_CLAUSE, FactClause
from checks.extraction.coreference import sort_of
from checks.lexicon import load_words
from checks.lexicon.word_classes import class_words, word_set
from checks.nlp.inflection import class_verb_forms
from checks.nlp.tree import FINITE, RELATIVE, Sentence, Word
from checks.types.claim import SpeechAct

TOO_SHORT: Final = "too short to state a fact"
OWN_ACCOUNT: Final = "the author's own account"
JUDGING: Final = class_words("hedges", "judging")
BELIEVED: Final = word_set("believed thought rumoured rumored considered supposed")
_BEING: Final = class_verb_forms("kinds", "being")
_CONTENT: Final = ("NN", "CD", "VB", "JJ", "RB", "RP")
PRAISE: Final = class_words("hedges", "praise")
FIRST_PERSON: Final = load_words("extraction", "first_person")
_OTHERS: Final = word_set("you your yourself let let's")
_UNREAL: Final = load_words("extraction", "unreal")
_FUTURE: Final = word_set("will 'll ’ll wo shall")
_DONE: Final = load_words("extraction", "done")
_MEETING_VERBS: Final = load_words("extraction", "meeting")
_TIMES: Final = load_words("extraction", "times")
_POINTING: Final = word_set("it this that")
_ALONE: Final = word_set("i my myself mine we our")
_PERHAPS: Final = word_set("probably perhaps maybe possibly likely hopefully surely")
_MAYBE: Final = word_set("perhaps maybe possibly")
_POSSIBLE: Final = word_set("possible conceivable imaginable")
_SAYS: Final = word_set("say says said")
_LONGEST_SAYING: Final = 24  # words
_ASKING: Final = word_set("question questions issue mystery")
_ASKED: Final = ("ccomp", "pcomp", "csubj")
_IF: Final = word_set("if unless suppose supposing")


def why_not_checkable(sentence: Sentence, clause: FactClause, quoted: bool) -> str | None:
    """The reason why `clause` is no claim, in words; None where it can be checked.

    `quoted` tells that it stands in direct speech, where rhetoric is no claim.
    """
    if is_question(sentence):
        return "a question"
    if _empty(sentence, clause):
        return TOO_SHORT
    if _left_open(sentence, clause):
        return "leaves open what is so"
    verb = clause.head
    auxiliaries = {w.lower for w in sentence.children(verb, "aux", "auxpass")} | {verb.lower}
    subject = sentence.subject(verb)
    if _commanding(sentence, verb, subject, auxiliaries):
        return "advice or a request"
    if _hypothetical(sentence, clause, auxiliaries):
        return "a hypothesis"
    if subject is not None and any(w.lower in _OTHERS for w in (subject, *sentence.children(subject, "poss"))):
        return "speaks to the reader"
    if quoted and (reason := _rhetoric(sentence, clause, auxiliaries, subject)):
        return reason
    if quoted and own_word(sentence, clause) is not None:
        return None
    return _unquoted(sentence, clause, auxiliaries, subject)


def is_question(sentence: Sentence) -> bool:
    """Whether a sentence ends in a question mark, closing quotation marks and brackets aside.

    Word order is not looked at: a headline such as "Why he left" is none by this.
    """
    return sentence.text.rstrip("”\"'’ )").endswith("?")


def names_nobody(sentence: Sentence, clause: FactClause, statement: str) -> bool:
    """Whether a statement says one thing of a pronoun and no more: "he left", which nobody could look up.

    Where the pronoun was filled in it is a fact: "Anna Keller left". Behind a "before" or "as" even "the market opened"
    only says when something else was.
    """
    if clause.rule.startswith(MARKED) and _content(sentence, clause) < 3 and len(statement.split()) < 5:
        return statement[1:].islower() and not any(c.isdigit() for c in statement)
    return sort_of(statement.split(" ", 1)[0].lower()) is not None and _content(sentence, clause) < 2


def _content(sentence: Sentence, clause: FactClause) -> int:
    """How many words of a stretch have a content of their own."""
    within = sentence.words[clause.first : clause.last + 1]
    return sum(w.tag[:2] in _CONTENT and w.lower not in _BEING and w.text[0].isalnum() for w in within)


def _empty(sentence: Sentence, clause: FactClause) -> bool:
    """Fewer than two words with a content of their own, and not even "she resigned".

    Also a heading that only leads into a list: "Seven questions for the debate:".
    """
    if sentence.words[-1].text == ":" and not any(w.tag in FINITE for w in sentence.words):
        return True
    if _content(sentence, clause) > 1:
        return False
    subject, verb = sentence.subject(clause.head), clause.head
    stated = subject is not None and clause.first <= subject.i < verb.i <= clause.last
    return not stated or verb.tag[:2] not in ("VB", "MD") or verb.lower in _BEING or verb.lower in ASSERTS


def _left_open(sentence: Sentence, clause: FactClause) -> bool:
    """Whether a clause is asked or left open, not told: "why he did it", "what it is", "whether they knew",
    "the question is who leads", "(it may tell) which of them wins".

    A relative clause ("the man who left") is told.
    """
    first = sentence.words[clause.first]
    before = sentence.previous(first.i)
    if before in ("whether", "how", "why", "what") or (
        before == "however" and first.tag in ("JJ", "RB") and first.dep != "amod"
    ):
        return True
    mark = sentence.child(clause.head, "mark")
    if mark is not None and mark.lower == "whether" and clause.head.dep != "advcl":
        return True
    content = sentence.child(clause.head, "ccomp", "advcl") if clause.head.lower in _BEING else None
    subject = sentence.subject(clause.head)
    if content is not None and subject is not None and subject.lower in _ASKING and content.i > clause.head.i:
        return sentence.words[content.left].tag in RELATIVE
    if first.tag in ("WDT", "WP$") and first.dep in ("det", "poss") and clause.head.dep in _ASKED:
        return True
    asks = first.tag in ("WRB", "WP") and first.lower not in ("when", "where", "who", "whom")
    return asks and clause.rule != RELATIVE_CLAUSE


def _commanding(sentence: Sentence, verb: Word, subject: Word | None, auxiliaries: set[str]) -> bool:
    """An imperative: the main verb in its base form, without subject and auxiliary."""
    return verb.dep == "ROOT" and verb.tag == "VB" and subject is None and auxiliaries == {verb.lower}


def _hypothetical(sentence: Sentence, clause: FactClause, auxiliaries: set[str]) -> bool:
    """Whether a clause tells what would be if something else were, and not what is.

    A condition with a figure is kept: "the fine is 50 euros if …" is a rule that can be looked up. `auxiliaries`
    are those of the clause's verb in lower case, the verb itself among them.
    """
    verb = clause.head
    if clause.rule == CONDITIONAL and not any(
        w.tag == "CD" for w in sentence.words[clause.first : clause.last + 1]
    ):
        return True  # with a figure it is a rule that can be looked up: "the fine is 50 euros if …"
    if clause.attribution is None and {"would", "have"} <= auxiliaries and verb.tag == "VBN":
        return True  # "it would have balanced the other": nobody says that it did
    conditional = any(
        w.lower in _IF and w.dep in ("mark", "advmod") and sentence.words[w.head].head == verb.i
        for w in sentence.words
    )
    unreal = auxiliaries & {"would", "'d", "’d", "could", "might"}
    if conditional and (unreal or auxiliaries & _FUTURE or auxiliaries & _UNREAL):
        return True
    return _inverted(sentence, clause)


def _inverted(sentence: Sentence, clause: FactClause) -> bool:
    """ "Had it happened an hour later …": an auxiliary, then the subject, at the head of the sentence."""
    first = sentence.words[clause.first]
    if first.lower not in ("had", "were", "should") or sentence.previous(first.i).isalpha():
        return False
    subject = sentence.subject(sentence.words[first.head])
    return subject is not None and first.i < subject.i < clause.last


def own_word(sentence: Sentence, clause: FactClause) -> SpeechAct | None:
    """ "I never took a penny" denies, "we will hire 50,000 nurses" announces: the speaker's word on an own deed.

    For direct speech; None for whatever else somebody tells of himself or herself.
    """
    subject, verb = sentence.subject(clause.head), clause.head
    if (
        subject is None
        or subject.lower not in ("i", "we")
        or verb.lower in ATTITUDE
        or verb.lower in _MEETING_VERBS
    ):
        return None
    within = sentence.words[clause.first : clause.last + 1]
    auxiliaries = {w.lower for w in sentence.children(verb, "aux", "auxpass")}
    if auxiliaries & _FUTURE and any(w.tag == "CD" and w.lower != "one" for w in within):
        return "announces"
    never = any(w.dep == "neg" or w.lower == "never" for w in sentence.children(verb))
    done = verb.tag == "VBD" or auxiliaries & _DONE
    return "denies" if never and done and not auxiliaries & _UNREAL else None


def _rhetoric(sentence: Sentence, clause: FactClause, auxiliaries: set[str], subject: Word | None) -> str | None:
    """Why a clause of direct speech states nothing: a promise, a wish, an opinion; None where it states a fact.

    A figure makes it checkable: then it is a forecast or a count that somebody stands behind. `auxiliaries` as for
    `_hypothetical`.
    """
    within = sentence.words[clause.first : clause.last + 1]
    ahead = auxiliaries & _FUTURE or any(w.lower == "going" and w.tag == "VBG" for w in within)
    # With a figure it is a forecast that somebody stands behind.
    if ahead and not any(w.tag == "CD" for w in within):
        return "a prediction or promise in a quotation"
    if auxiliaries & _UNREAL or "would" in auxiliaries:
        return "a wish or possibility in a quotation"
    if clause.head.lower in ATTITUDE or any(
        w.lower in JUDGING and w.dep in ("acomp", "attr", "amod") for w in within
    ):
        return "an opinion in a quotation"
    if subject is None or any(w.tag == "CD" and sentence.words[w.head].lower not in _TIMES for w in within):
        return None
    first_person = any(w.lower in FIRST_PERSON for w in sentence.words[subject.left : subject.i + 1])
    if first_person and own_word(sentence, clause) is None:
        return "the speaker's own account in a quotation"
    named = any(w.tag[:3] == "NNP" for w in within)
    if subject.lower in _POINTING and clause.head.lower in _BEING and not named:
        return "a figure of speech in a quotation"
    return None


def _unquoted(sentence: Sentence, clause: FactClause, auxiliaries: set[str], subject: Word | None) -> str | None:
    """Why a clause outside of direct speech is nobody's word, praise or a view; None where it can be checked.

    These rules come last: whatever they refuse has passed all the others. `auxiliaries` as for `_hypothetical`.
    """
    adjective = any(w.tag == "JJ" for w in sentence.children(clause.head, "acomp"))
    first_person = subject is not None and subject.lower in FIRST_PERSON
    if first_person and (clause.head.lower in ATTITUDE or adjective or auxiliaries & (_UNREAL | _FUTURE)):
        return "the speaker's own view"
    owner = _owner(sentence, clause)
    figures = any(w.tag == "CD" for w in sentence.words[clause.first : clause.last + 1])
    counted = any(c.isdigit() for w in sentence.words[clause.first : clause.last + 1] for c in w.text)
    if owner is not None and owner.lower in _ALONE and clause.attribution is None and not counted:
        return OWN_ACCOUNT
    vague = subject is not None and subject.lower in ("it", "this", "that")
    judged = any(w.lower in JUDGING for w in sentence.children(clause.head, "acomp"))
    if judged and (vague or (clause.attribution is None and clause.top is None and not figures)):
        return "a judgement of value"
    if clause.attribution is None and (
        ("would" in auxiliaries and adjective) or _guess(sentence, clause, auxiliaries)
    ):
        return "a prediction of nobody named"
    if any(w.lower in PRAISE for w in sentence.words[clause.first : clause.last + 1]):
        return "a judgement of value"
    if clause.head.lower in BELIEVED and _nobody(sentence, clause.head):
        return "said or believed by nobody named"
    if (
        clause.top is None
        and clause.head.lower in ASSERTS
        and clause.head.tag != "VBN"
        and clause.last - clause.first < (_LONGEST_SAYING if clause.head.lower in _SAYS else 8)
        and _says_nothing(sentence, clause)
    ):
        return "only says who speaks"
    return None


def _owner(sentence: Sentence, clause: FactClause) -> Word | None:
    """The subject of a clause, or whose it is: "my" of "my wife left"."""
    subject = sentence.subject(clause.head)
    return subject if subject is None else sentence.child(subject, "poss") or subject


def is_of_me(sentence: Sentence, clause: FactClause) -> bool:
    """Whether a clause is about "me" or what is mine, and not about "us"."""
    owner = _owner(sentence, clause)
    return owner is not None and owner.lower in _ALONE and owner.lower not in ("we", "our")


def _guess(sentence: Sentence, clause: FactClause, auxiliaries: set[str]) -> bool:
    """ "Might" and "could", "perhaps", "it is possible", or "will" with a "probably": nobody stands behind it."""
    doubts = {w.lower for w in sentence.children(clause.head, "advmod")} & _PERHAPS
    passive = sentence.child(clause.head, "auxpass") is not None
    possible = any(w.lower in _POSSIBLE for w in sentence.children(clause.head, "acomp"))
    unsure = bool(doubts & _MAYBE) or (bool(doubts) and bool(auxiliaries & _FUTURE))
    figures = any(w.tag == "CD" for w in sentence.words[clause.first : clause.last + 1])
    unsure = unsure or ("may" in auxiliaries and clause.top is None and not passive and not figures)
    return (bool(auxiliaries & {"might", "could"}) and not passive) or unsure or possible


def _nobody(sentence: Sentence, verb: Word) -> bool:
    """ "It is believed to …", without a word of who does."""
    return sentence.child(verb, "agent") is None and sentence.child(verb, "xcomp") is not None


def _says_nothing(sentence: Sentence, clause: FactClause) -> bool:
    """Whether a verb of saying has neither a content nor a figure in its stretch."""
    said = sentence.children(clause.head, "dobj", "ccomp", "nsubjpass", "attr", "xcomp", "oprd")
    figures = (
        w for w in sentence.words[clause.head.i + 1 : clause.last + 1] if w.tag == "CD" and w.entity != "DATE"
    )
    return not any(clause.first <= word.i <= clause.last for word in (*said, *figures))
