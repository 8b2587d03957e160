"""A parsed sentence as plain values."""

from dataclasses import replace

from checks.nlp.pipeline import pipeline
from checks.nlp.sentences import sentences
from checks.nlp.tree import Sentence, to_sentence, with_small_opening


def _sentence(text: str, offset: int = 0) -> Sentence:
    (span,) = sentences(pipeline()(text))
    return to_sentence(span, offset)


def test_words_stand_where_the_article_has_them() -> None:
    text = "The minister said that 40 boats sank."
    sentence = _sentence(text, offset=100)
    assert (sentence.start, sentence.end) == (100, 100 + len(text))
    assert [text[w.start - 100 : w.end - 100] for w in sentence.words] == [w.text for w in sentence.words]
    assert sentence.text_between(1, 2) == "minister said"


def test_the_tree_is_walked_by_the_names_of_the_field() -> None:
    sentence = _sentence("The minister said that 40 boats sank.")
    said, sank = sentence.words[2], sentence.words[6]
    assert sentence.root is said
    assert sentence.child(said, "ccomp") is sank
    assert [w.text for w in sentence.children(sank)] == ["that", "boats"]
    assert [w.text for w in sentence.ancestors(sentence.words[4])] == ["boats", "sank", "said"]
    assert sentence.subject(sank) is sentence.words[5]
    assert (sentence.previous(0), sentence.previous(1)) == ("", "the")


def test_a_row_leads_back_to_its_first_word() -> None:
    sentence = _sentence("The ministers met, ate and signed it.")
    met, ate, signed = (next(w for w in sentence.words if w.text == text) for text in ("met", "ate", "signed"))
    assert (ate.dep, signed.dep) == ("conj", "conj")
    assert [sentence.first_conjunct(w) for w in (met, ate, signed)] == [met, met, met]
    assert sentence.first_conjunct(signed, lambda w: w is not ate) is ate


def test_words_that_hang_on_each_other_in_a_circle_end_a_row() -> None:
    sentence = _sentence("The ministers met, ate and signed it.")
    round_ = [w._replace(dep="conj", head=(w.i + 1) % len(sentence.words)) for w in sentence.words]
    assert replace(sentence, words=tuple(round_)).first_conjunct(round_[0]) is round_[0]


def test_no_before_a_figure_is_an_abbreviation_and_denies_nothing() -> None:
    numbered = _sentence("The works shut down the No 2 furnace.").words[5]
    assert (numbered.text, numbered.lower) == ("No", "no.")
    assert numbered.dep != "neg"
    denied = _sentence("No 2 ships and no 3 boats sank, for there were no ships.")
    assert [w.lower for w in denied.words if w.text == "no"] == ["no", "no"]


def test_a_capital_that_only_opens_the_sentence_makes_no_name() -> None:
    text = "Ridership rose to 400. The highest ridership was 600."
    sentence = _sentence("Ridership rose to 400.")
    named = replace(sentence, words=(sentence.words[0]._replace(tag="NNP", entity="ORG"), *sentence.words[1:]))
    opening = with_small_opening(named, text).words[0]
    assert (opening.tag, opening.entity) == ("NN", "")
    assert with_small_opening(named, "Ridership rose to 400.").words[0].tag == "NN"  # for its ending
    assert with_small_opening(named, text + " The firm Ridership lost.") is named
    other = _sentence("Berg left for 400 days.")
    named = replace(other, words=(other.words[0]._replace(tag="NNP", entity="PERSON"), *other.words[1:]))
    assert with_small_opening(named, "Berg left for 400 days.") is named
