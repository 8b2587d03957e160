"""Names in parsed texts: those that spaCy's own recognizer finds, sentence by sentence."""

import json
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from checks.nlp.names.entities import marker
from checks.nlp.pipeline import pipeline, tagged

_ARTICLES = Path("training/data/invented.jsonl")
_LINES = [
    "Mr.  Lund met Jo Berg\nof Statoil in Oslo on 3 May. Oslo. Berg paid $5 million to the U.N. and left",
    "Paris",
    " ",
    "On Monday, the European Commission said 12 per cent of Danes had left Copenhagen.",
]


def _names(docs: list[Doc]) -> list[list[tuple[str, str]]]:
    return [[(token.ent_iob_, token.ent_type_) for token in doc] for doc in docs]


def _parsed(nlp: Language, texts: list[str]) -> list[Doc]:
    return list(nlp.pipe(texts, disable=["ner"]))


def _texts() -> list[str]:
    articles = [json.loads(line)["text"] for line in _ARTICLES.read_text().splitlines()[:4]]
    return _LINES + [part for text in articles for part in text.split("\n\n")]


def test_names_are_those_of_the_recognizer_itself() -> None:
    nlp, texts = pipeline(), _texts()
    expected, found = _parsed(nlp, texts), _parsed(nlp, texts)
    for doc in expected:
        nlp.get_pipe("ner")(doc)  # type: ignore[operator]
    marker(nlp)(found)
    assert _names(found) == _names(expected)
    assert sum(len(doc.ents) for doc in found) > 100


def test_a_text_without_syntax_is_one_sentence() -> None:
    (doc,) = tagged(["Jo Berg left Oslo. Statoil of Norway did not."])
    nlp = pipeline()
    expected = nlp.get_pipe("tagger")(nlp.get_pipe("tok2vec")(nlp.make_doc(doc.text)))  # type: ignore[operator]
    assert _names([doc]) == _names([nlp.get_pipe("ner")(expected)])  # type: ignore[operator]
    assert ("Jo Berg", "PERSON") in [(ent.text, ent.label_) for ent in doc.ents]


def test_a_recognizer_of_another_make_marks_by_itself() -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler", name="ner")
    ruler.add_patterns([{"label": "GPE", "pattern": "Oslo"}])  # type: ignore[attr-defined]
    doc = nlp.make_doc("Rain in Oslo")
    marker(nlp)([doc])
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Oslo", "GPE")]


def test_no_texts_have_no_names() -> None:
    marker(pipeline())([])
    assert list(tagged([])) == []
