"""What a parsed sentence states: noun phrases, arguments, negation, and the clauses of verbs and nouns."""

import pytest

from checks.nlp.tree import Sentence, Word
from checks.stance.syntax.clauses import clauses, main_clause, parsed_sentence, verbal_clause
from checks.stance.syntax.nominal_clauses import appositions, nominal_clauses
from checks.stance.syntax.noun_phrases import (
    diminishing_word,
    is_back_reference,
    name_of,
    with_conjuncts,
    written_name,
)
from checks.stance.syntax.roles import (
    called_false,
    irrealis,
    is_passive,
    negated,
    read_sentence,
    reported_by,
    subject_of,
    with_particle,
)


def parse(text: str) -> Sentence:
    """The sentence that a text is."""
    sentence = parsed_sentence(text)
    assert sentence is not None
    return sentence


def word(sentence: Sentence, text: str) -> Word:
    """The first word of a sentence that is written so."""
    return next(each for each in sentence.words if each.text == text)


def texts(sentence: Sentence, places: tuple[int, ...]) -> list[str]:
    """The words at some places of a sentence."""
    return [sentence.words[i].text for i in places]


def test_a_noun_phrase_holds_a_name_and_what_is_joined_to_it() -> None:
    sentence = parse("The singer Ada Moss and Paul Renner met the deputy mayor.")
    moss = word(sentence, "Moss")
    assert name_of(sentence, moss.i) >= {"ada", "moss"}
    assert [each.text for each in with_conjuncts(sentence, moss)] == ["Moss", "Renner"]
    assert written_name(sentence, word(sentence, "Renner").i) == "Paul Renner"
    assert diminishing_word(sentence, word(sentence, "mayor")) == "deputy"
    assert is_back_reference(sentence, word(sentence, "mayor").i)


def test_a_verb_has_its_arguments_by_their_roles() -> None:
    sentence = parse("In 1999 the film was directed by Ada Moss in Leeds.")
    verb = word(sentence, "directed")
    roles = {name: texts(sentence, places) for name, places in read_sentence(sentence).verbs[verb.i].roles.items()}
    assert roles["patient"] == ["film"]
    assert roles["agent"] == ["Moss"]
    assert "Leeds" in roles["in"]
    assert is_passive(sentence, verb)
    subject = subject_of(sentence, verb)
    assert subject is not None
    assert subject.text == "film"


def test_a_noun_has_arguments_and_a_verb_its_particle() -> None:
    sentence = parse("Kestrel took over the owner of the brewery.")
    owner = word(sentence, "owner")
    assert texts(sentence, read_sentence(sentence).noun_roles[owner.i]["of"]) == ["brewery"]
    assert with_particle(sentence, word(sentence, "took")) == "took_over"


def test_the_phrases_and_verbs_of_a_sentence_are_read_once() -> None:
    sentence = parse("Ada Moss and the deputy mayor did not take over Kestrel.")
    read = read_sentence(sentence)
    moss, mayor, verb = (word(sentence, text).i for text in ("Moss", "mayor", "take"))
    assert [each.text for each in read.phrases.joined[moss]] == ["Moss", "mayor"]
    assert read.phrases.names[moss] >= {"ada", "moss"}
    assert (read.phrases.lessening[mayor], read.phrases.pointing[mayor]) == ("deputy", True)
    assert (read.verbs[verb].predicate, read.verbs[verb].negated) == ("take_over", True)
    assert texts(sentence, read.verbs[verb].roles["agent"]) == ["Moss", "mayor"]
    assert sentence.root.i in read.verbs
    assert len(read.noun_roles) == len(sentence.words)


@pytest.mark.parametrize(
    ("text", "verb", "denied", "unreal"),
    [
        ("Ada Moss won the race.", "won", False, None),
        ("Ada Moss did not win the race.", "win", True, None),
        ("Ada Moss failed to win the race.", "win", True, None),
        ("No passengers died.", "died", True, None),
        ("Ada Moss plans to sell the brewery.", "sell", False, "plans"),
        ("Ada Moss may sell the brewery.", "sell", False, "may"),
    ],
)
def test_a_verb_is_negated_or_not_said_to_be_so(text: str, verb: str, denied: bool, unreal: str | None) -> None:
    sentence = parse(text)
    assert (negated(sentence, word(sentence, verb)), irrealis(sentence, word(sentence, verb))) == (denied, unreal)


def test_what_others_are_said_to_claim_is_reported_or_called_false() -> None:
    sentence = parse("The claim that the bridge collapsed is a myth.")
    verb = word(sentence, "collapsed")
    assert reported_by(sentence, verb) == "claim"
    assert called_false(sentence, verb)


@pytest.mark.parametrize(
    ("text", "verb", "predicate", "roles"),
    [
        ("Kestrel sold the brewery to Orlen.", "sold", "buy", {"agent": ["Orlen"], "from": ["Kestrel"]}),
        ("Ada Moss is the founder of Kestrel.", "is", "found", {"agent": ["Moss"], "patient": ["Kestrel"]}),
        ("The capital of Lenia is Mirona.", "is", "capital", {"agent": ["Mirona"], "of": ["Lenia"]}),
    ],
)
def test_a_verb_is_normalized(text: str, verb: str, predicate: str, roles: dict[str, list[str]]) -> None:
    sentence = parse(text)
    clause = verbal_clause(read_sentence(sentence), word(sentence, verb))
    assert predicate in clause.predicates, clause.predicates
    assert {name: texts(sentence, clause.roles[name]) for name in roles} == roles


@pytest.mark.parametrize(
    ("text", "who", "what"),
    [
        ("Ada Moss, the founder of Kestrel, resigned.", "Moss", "founder"),
        ("The cyclist Luc Ferrand resigned.", "Ferrand", "cyclist"),
    ],
)
def test_what_one_is_said_to_be_by_the_way(text: str, who: str, what: str) -> None:
    sentence = parse(text)
    assert (who, what) in [
        (sentence.words[each.who].text, each.noun.text) for each in appositions(read_sentence(sentence))
    ]


@pytest.mark.parametrize(
    ("text", "predicate", "agent", "patient"),
    [
        ("A novel by Ada Moss appeared.", "write", "Moss", "novel"),
        ("Kestrel celebrated a victory over Alder.", "", "", ""),
    ],
)
def test_a_noun_tells_who_did_what_to_whom(text: str, predicate: str, agent: str, patient: str) -> None:
    sentence = parse(text)
    reported = [
        (each.predicates, texts(sentence, each.roles["agent"]), texts(sentence, each.roles["patient"]))
        for each in nominal_clauses(read_sentence(sentence))
        if each.roles.get("agent") and each.roles.get("patient")
    ]
    assert any(predicate in p and a == [agent] and b == [patient] for p, a, b in reported) == bool(predicate), (
        reported
    )


def test_the_main_clause_is_what_somebody_is_said_to_say() -> None:
    sentence = parse("The ministry said that Ada Moss had resigned.")
    assert main_clause(sentence).verb.text == "resigned"
    assert [clause.verb.text for clause in clauses(sentence)][:2] == ["said", "resigned"]
