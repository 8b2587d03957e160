"""Who says what in a sentence, and how.

Where the saying only carries a fact ("police said 107 people were killed"), the fact is the claim and the speaker
its claimant. Where the attribution is the fact (an official denied, announced, demanded, accused), the claim is the
whole clause and the speaker its claimant all the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.lexicon import load_list, load_words
from checks.lexicon.word_classes import word_set
from checks.nlp.inflection import class_verb_forms
from checks.nlp.tree import CLOSERS, FINITE, Sentence, Word
from checks.types.claim import SpeechAct

ASSERTS: Final = class_verb_forms("saying", "asserts")
ATTITUDE: Final = class_verb_forms("hedges", "attitude")
_INWARD: Final = ATTITUDE | class_verb_forms("saying", "knows")
ACTS: Final[dict[str, SpeechAct]] = {
    form: speech_act
    for speech_act in ("denies", "demands", "announces", "accuses")
    for form in class_verb_forms("saying", speech_act)
}
FORECASTS: Final = class_verb_forms("saying", "forecasts")
_SHORT: Final = 5  # words that may stand behind "he said"
NOBODY: Final = word_set("nobody none neither no")
_REFUSING: Final = class_verb_forms("saying", "refuses")
_GIVING: Final = class_verb_forms("saying", "gives")
_RULES: Final = class_verb_forms("saying", "rules")
_OBTAINING: Final = word_set("obtained seen reviewed viewed")  # by who did not write it
_PUTS: Final = frozenset(["put", "puts"])
_COUNTS: Final = frozenset("count counts counted tallies tallied".split())
_CALLS: Final = class_verb_forms("saying", "calls")
_ENDING: Final = frozenset([",", *CLOSERS])
_CONTENT: Final = ("ccomp", "xcomp")
_FIRST_PERSON: Final = word_set("i we")
_OPEN: Final = load_words("extraction", "open")
_PARTS: Final = word_set("half most majority third quarter percent")
_OBJECT: Final = ("dobj", "dative", "nsubjpass", "oprd", "prt", "conj")
_AUXILIARY: Final = ("aux", "auxpass")
_TELLING: Final = frozenset(["tell", "tells", "told"])
_AS: Final = word_set("as like")
_QUESTIONS: Final = word_set("question questions")
# Nouns of what is done, by which an order is one: "ordered an investigation", "ordered the release of …".
_NOMINAL_ENDINGS: Final = load_list("extraction", "nominal_endings")
_ORDERED: Final = load_words("extraction", "ordered")
HEARING: Final = word_set("hear hears heard learn learns learned learnt")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what: the `cue` is the verb of saying or "according", the `source` heads the words that name who
    says it, the `content` is the head of the clause that is said (the terms of the PARC and PolNeAR corpora).

    `act` tells that the saying itself is the fact. Where the source is `counted` ("one in five voters said"), how many
    say so is the fact, and nobody stands behind it.
    """

    cue: Word
    content: Word | None
    source: Word | None
    speech_act: SpeechAct = "asserts"
    act: bool = False
    counted: bool = False


def attributions(sentence: Sentence) -> Iterator[Attribution]:
    """Every attribution of a sentence, in the order of its cues.

    A sentence may hold several, one within the other: "the paper reported that the minister denied …". Which one
    stands behind a clause is decided when clauses are found.
    """
    for word in sentence.words:
        if word.lower == "according":
            yield from _according(sentence, word)
        elif word.lower in _CALLS and word.tag[:2] == "VB" and not _asks(sentence, word):
            if word.lower.startswith("call") and not _names_something(sentence, word):
                continue
            yield _act(sentence, word, "asserts")
        elif word.lower in _RULES and _out(sentence, word):
            yield _act(sentence, word, "denies")
        elif word.lower in _PUTS and _puts_at(sentence, word):
            yield Attribution(word, None, _speaker(sentence, word), act=True)
        elif speech_act := ACTS.get(word.lower):
            if _charges_money(sentence, word) or _gives(sentence, word) or _dismisses_people(sentence, word):
                continue
            if _orders_things(sentence, word):
                continue
            if word.lower.startswith("ask") and _asks_whether(sentence, word):
                speech_act = "asserts"
            if speech_act == "announces" and not list(sentence.children(word, *_CONTENT, *_OBJECT, "prep")):
                continue  # "early results are promising"
            if word.tag[:2] == "VB" and word.dep not in ("amod", "xcomp", "acl", "pcomp", "csubj"):
                yield _act(sentence, word, speech_act)
        elif word.lower in _INWARD and word.tag[:2] == "VB" and _finite(sentence, word):
            if (
                word.lower in ATTITUDE
                and sentence.child(word, "ccomp", "xcomp") is None
                and sentence.child(word, "dobj")
            ):
                continue  # "she loves Bergen" is nothing that was said
            # What somebody believes or fears can't be looked up; that he or she does, can. Who "has known for years"
            # vouches for nothing: that it was known is told.
            if (speaker := _speaker(sentence, word)) is not None and speaker.lower not in _FIRST_PERSON:
                counted = _counted(sentence, speaker)
                yield Attribution(word, _behind(sentence, word), speaker, act=True, counted=counted)
        elif word.lower in _COUNTS and _counts_figure(sentence, word):
            yield Attribution(word, None, _speaker(sentence, word), act=True)
        elif word.lower in ASSERTS and word.dep != "amod" and not _points_elsewhere(sentence, word):
            yield from _carried(sentence, word)


def _puts_at(sentence: Sentence, word: Word) -> bool:
    """ "The ministry put the damage at $35 million": whoever puts a figure on something tells it."""
    at = next((w for w in sentence.children(word, "prep") if w.lower == "at"), None)
    figure = at is not None and any(w.tag in ("CD", "$") for w in sentence.words[at.i : at.right + 1])
    return figure and sentence.child(word, "nsubj") is not None


def _counts_figure(sentence: Sentence, word: Word) -> bool:
    """ "The ombudsman's office counts 173": whoever counted tells it."""
    what = sentence.child(word, "dobj")
    counted = what is not None and (what.tag == "CD" or sentence.child(what, "nummod"))
    return bool(counted) and word.tag[:2] == "VB" and sentence.child(word, "nsubj") is not None


def _points_elsewhere(sentence: Sentence, word: Word) -> bool:
    """Whether "point" is not "point out"."""
    return word.lower.startswith("point") and not _out(sentence, word)


def _according(sentence: Sentence, word: Word) -> Iterator[Attribution]:
    """The attribution of an "according to".

    Its source is whoever published the report that is named ("figures released by the ministry"), else the report
    itself.
    """
    to = sentence.child(word, "prep") or sentence.child(word, "aux")
    source = sentence.child(to, "pobj") if to else sentence.child(word, "pobj")
    if source is not None:
        yield Attribution(word, _governing(sentence, word), _publisher(sentence, source) or source)


def _publisher(sentence: Sentence, source: Word) -> Word | None:
    """Who stands behind "figures released by the ministry", "a report published by the bank"."""
    released = sentence.child(source, "acl")
    published = released is not None and released.tag == "VBN" and released.lower not in _OBTAINING
    agent = sentence.child(released, "agent") if released is not None and published else None
    return sentence.child(agent, "pobj") if agent is not None else None


def _governing(sentence: Sentence, word: Word) -> Word | None:
    """The verb of the clause that an "according to …" belongs to."""
    return next(
        (w for w in sentence.ancestors(word) if w.tag[:2] in ("VB", "MD") and w.dep not in _AUXILIARY), None
    )


def _out(sentence: Sentence, word: Word) -> bool:
    """ "Ruled out a coalition": said no to it."""
    return any(w.lower == "out" for w in sentence.children(word, "prt", "advmod", "prep"))


def _dismisses_people(sentence: Sentence, word: Word) -> bool:
    """ "Dismissed 40 clerks", "rejected 300 applications": nothing that was said."""
    what = sentence.child(word, "dobj", "nsubjpass")
    return (
        word.lower.startswith(("dismiss", "reject")) and what is not None and bool(sentence.child(what, "nummod"))
    )


def _orders_things(sentence: Sentence, word: Word) -> bool:
    """ "Ordered 40 jets", "asks questions": nothing is demanded that somebody should do."""
    what = sentence.child(word, "dobj")
    if (
        not word.lower.startswith(("order", "ask"))
        or what is None
        or sentence.child(word, "xcomp", "ccomp", "dative")
    ):
        return False
    if word.lower.startswith("ask"):
        return what.lower in _QUESTIONS or what.tag == "CD"  # "this time it asked 8,200"
    return not what.lower.endswith(_NOMINAL_ENDINGS) and what.tag in ("NN", "NNS") and what.lower not in _ORDERED


def _asks_whether(sentence: Sentence, word: Word) -> bool:
    """Whether a question is asked ("asked why the bridge closed"), so that nothing is demanded."""
    content = _behind(sentence, word)
    return content is not None and sentence.words[content.left].lower in _OPEN


def _gives(sentence: Sentence, word: Word) -> bool:
    """ "Offered good news" gives something; "offered to pay" announces."""
    return word.lower in _GIVING and sentence.child(word, "xcomp", "ccomp") is None


def _charges_money(sentence: Sentence, word: Word) -> bool:
    """ "Charged 20 euros" accuses nobody; "charged with theft" and "charged that …" do."""
    if not word.lower.startswith("charg"):
        return False
    accuses = any(w.lower == "with" for w in sentence.children(word, "prep")) or sentence.child(
        word, "ccomp", "auxpass"
    )
    return not accuses


def _behind(sentence: Sentence, word: Word) -> Word | None:
    """The content of a verb of saying that stands behind it."""
    return next((w for w in sentence.children(word, *_CONTENT) if w.i > word.i), None)


def _asks(sentence: Sentence, word: Word) -> bool:
    """ "Called for talks" is a demand, "called the talks a farce" is none."""
    return word.lower.startswith("call") and any(w.lower in ("for", "on") for w in sentence.children(word, "prep"))


def _names_something(sentence: Sentence, word: Word) -> bool:
    """ "Called the talks a farce" says what they are; "called 911", "has called in the army" says nothing."""
    what = sentence.child(word, "oprd", "ccomp", "acomp", "attr", "dative", "nsubjpass", "dobj")
    return what is not None and what.tag != "CD"


def _act(sentence: Sentence, word: Word, speech_act: SpeechAct) -> Attribution:
    """The attribution of a verb whose saying is the fact.

    Behind a quotation, what was said may stand before the speaker; in a passive the speaker is who stands behind
    "by". Where all that is said stands before the verb, the saying only carries it.
    """
    speaker = _speaker(sentence, word)
    quoted = speaker is not None and sentence.previous(speaker.left) in _ENDING
    content = sentence.child(word, *_CONTENT) if quoted else _behind(sentence, word)
    passive = sentence.child(word, "nsubjpass", "auxpass")
    if passive is not None:
        # "He was accused of theft": whoever accused stands behind "by", if anywhere.
        agent = sentence.child(word, "agent")
        speaker = sentence.child(agent, "pobj") if agent else None
    behind = content is not None and content.right < word.i and speaker is not None
    return Attribution(word, content, speaker, speech_act, act=not behind)


def _carried(sentence: Sentence, word: Word) -> Iterator[Attribution]:
    """The attribution of a verb of saying that only carries a fact, if it has a content and somebody who says it.

    At most one; the ways are tried from the surest on: a clause that hangs on the verb, a forecast of something,
    the verb at the end of the sentence, "as she said" beside another clause.
    """
    content, speaker = _content(sentence, word), _speaker(sentence, word)
    if speaker is not None and speaker.lower == "that" and speaker.i == 0 and word.i == 1:
        return  # "That said, the firms might fit": nobody says it
    if (
        speaker is not None
        and speaker.tag in ("WP", "WDT")
        and (content is None or content.i < word.i or not _right_behind_noun(sentence, word, speaker))
    ):
        speaker = None  # "pollsters, who had predicted …" says nothing of the main clause
    if word.lower in HEARING and speaker is not None and content is not None:
        yield Attribution(word, content, None)  # whoever heard it did not say it
        return
    if word.lower.startswith("add") and sentence.child(word, "dobj") is not None:
        return  # "Dubois had two goals, Bemstrom added an assist": he said nothing
    if word.lower == "tell" and sentence.child(word, "dobj", "dative", "agent") is None:
        return  # "could not tell whether …" found out nothing
    if content is not None and (speaker is not None or _passive(sentence, word)):
        counted = speaker is not None and _counted(sentence, speaker)
        yield Attribution(word, content, speaker, act=counted or _open(sentence, word, content), counted=counted)
    elif content is None and speaker is not None and _forecasts(sentence, word):
        yield Attribution(word, sentence.child(word, "ccomp"), speaker, act=True)
    elif speaker is not None and sentence.root.i < speaker.left and _trails(sentence, word, speaker):
        yield Attribution(word, sentence.root, speaker)
    elif word.dep in ("advcl", "parataxis", "ccomp") and speaker is not None and _as(sentence, word):
        if word.dep == "ccomp" and sentence.child(word, "mark") is not None:
            return  # "it became clear that cells respond": they do not say so
        head = sentence.words[word.head]
        says = head.lower in ASSERTS and word.dep == "ccomp"  # "we heard four shots," said …: it is what is said
        vouches = _finite(sentence, word) and sentence.child(word, "neg") is None
        if word.lower not in _TELLING and sentence.child(word, "dobj") is not None:
            vouches = False  # "a poll found 53 % opposed": that is all it says
        if head.tag[:2] in ("VB", "MD") and head is not word and not says and vouches:
            yield Attribution(word, head, speaker)


def _right_behind_noun(sentence: Sentence, word: Word, pronoun: Word) -> bool:
    """Whether a "which found" stands right behind the noun that it tells of, but for a mark."""
    noun = sentence.words[sentence.first_conjunct(word).head]  # "who offered to mediate and says …"
    between = sentence.words[noun.i + 1 : pronoun.i]
    return word.dep == "relcl" and all(w.dep == "punct" or w.entity == noun.entity != "" for w in between)


def _forecasts(sentence: Sentence, word: Word) -> bool:
    """ "They expect the rain to ease", "the bank expects growth of 2 percent": that they do is the fact."""
    return word.lower in FORECASTS and word.tag[:2] == "VB" and sentence.child(word, "ccomp", "dobj") is not None


def _trails(sentence: Sentence, word: Word, speaker: Word) -> bool:
    """ "…, the statistics office reported on Wednesday": the end of a sentence tells who says all of it."""
    behind = sentence.words[word.i + 1 :]
    begins = sentence.previous(speaker.left) in _ENDING and speaker.i < word.i <= speaker.i + 2
    return begins and len(behind) <= _SHORT and not any(w.tag[:2] == "VB" for w in behind)


def _content(sentence: Sentence, word: Word) -> Word | None:
    """The head of what is said; a parser that missed "that" hangs it on as if it were coordinated."""
    denied = sentence.child(word, "neg") is not None or any(
        w.lower in ("do", "does", "did") for w in sentence.children(word, "aux")
    )
    clauses = list(sentence.children(word, "ccomp"))
    # "None was brought there; Rengifo said that three had been": what stands behind "that" is what he said.
    clauses.sort(key=lambda w: not (w.i > word.i and sentence.child(w, "mark") is not None))
    for clause in clauses:
        if clause.i < word.i and denied:
            continue  # "it is so, however reports do not suggest …": what stands before was not said by them
        tagged = clause.i < word.i or (clause.tag == "VB" and sentence.child(clause, "aux") is None)
        if _finite(sentence, clause) or (tagged and sentence.subject(clause) is not None):
            return clause
    if (stated := _in_a_statement(sentence, word)) is not None:
        return stated
    if sentence.child(word, "dobj", "cc") is None:
        return next((w for w in sentence.children(word, "conj") if _finite(sentence, w)), None)
    return None


def _in_a_statement(sentence: Sentence, word: Word) -> Word | None:
    """What is said in "said in a statement that …", which a parser hangs on the statement."""
    for preposition in sentence.children(word, "prep"):
        noun = sentence.child(preposition, "pobj")
        clause = sentence.child(noun, "acl", "ccomp") if noun is not None else None
        mark = sentence.child(clause, "mark") if clause is not None else None
        if clause is not None and mark is not None and mark.lower == "that" and _finite(sentence, clause):
            return clause
    return None


def _open(sentence: Sentence, word: Word, content: Word) -> bool:
    """Whether what is said is left open ("has not said why …"): then only the saying can be checked."""
    asked = sentence.words[content.left].lower in _OPEN
    speaker = _speaker(sentence, word)
    nobody = speaker is not None and sentence.words[speaker.left].lower in NOBODY
    refused = word.dep == "xcomp" and sentence.words[word.head].lower in _REFUSING
    return asked or nobody or refused or sentence.child(word, "neg") is not None


def _counted(sentence: Sentence, speaker: Word) -> bool:
    """Whether a speaker is a number or share of people, "one in five voters": then how many say it is the fact."""
    words = sentence.words
    if speaker.lower == "one" and [w.lower for w in words[speaker.i + 1 : speaker.i + 3]] in (
        ["of", "the"],
        ["of", "its"],
    ):
        return False  # "one of the authors" is somebody
    return any(w.tag == "CD" or w.lower in _PARTS for w in words[speaker.left : speaker.i + 1])


def _as(sentence: Sentence, word: Word) -> bool:
    """Whether "as she told the court" or a bare "she said" stands beside the clause that it speaks of."""
    mark = sentence.child(word, "mark", "advmod")
    return word.dep != "advcl" or (mark is not None and mark.lower in _AS and mark.i < word.i)


def _finite(sentence: Sentence, word: Word) -> bool:
    """Whether a verb, or an auxiliary of it, has a tense: then it heads a clause that can be told by itself."""
    return word.tag in FINITE or any(w.tag in FINITE for w in sentence.children(word, "aux", "auxpass", "cop"))


def _passive(sentence: Sentence, word: Word) -> bool:
    """Whether a verb stands in the passive ("it was reported that …")."""
    return word.tag == "VBN" and sentence.child(word, "auxpass") is not None


def _sayer(sentence: Sentence, verb: Word) -> Word | None:
    """Who says `verb`: "they said the storm weakened but warned …": they warned, the storm did not."""
    said_by = sentence.words[verb.head]
    says = verb.dep == "ccomp" and said_by.i < verb.i and (said_by.lower in ASSERTS or said_by.lower in ACTS)
    return sentence.child(said_by, "nsubj") if says else None


def _author(sentence: Sentence, verb: Word) -> Word | None:
    """Whose words they are of which a participle tells: "ran a letter from Ruth Lee, a clerk, claiming that …"."""
    by = (w for w in sentence.children(sentence.words[verb.head], "prep") if w.lower in ("from", "by"))
    return next((sentence.child(w, "pobj") for w in by if w.right == verb.left - 2), None)


def _speaker(sentence: Sentence, word: Word) -> Word | None:
    """The subject of a verb of saying; one that it shares with the verb it is coordinated with counts."""
    for verb in (word, *sentence.ancestors(word)):
        subjects = list(sentence.children(verb, "nsubj"))
        if subjects:
            # Behind a quotation the parser may have hung a subject of what is said on the verb too.
            subject = next((w for w in reversed(subjects) if w.i < verb.i), subjects[0])
            return _sayer(sentence, verb) or subject if verb is not word else subject
        comments = verb.dep == "advcl" and verb.tag == "VBG"  # "wrote, pointing out that …"
        if comments and (by := _author(sentence, verb)) is not None:
            return by
        if verb.dep not in ("conj", "aux", "xcomp") and not comments:
            break
    return None
