"""Where sentences begin and end, in text alone and as the parser takes it; and the pipeline that reads them."""

import time
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.documents.cleaning import LONGEST_PIECE, clean
from checks.nlp.pipeline import UnsuitablePipeline, parsed, parsed_with, pipeline, reading
from checks.nlp.sentences import boundaries, decisions, sentences, set_sentences


def cut(text: str) -> list[str]:
    begins = [*boundaries(text), len(text)]
    return [text[a:b].strip() for a, b in pairwise(begins)]


def read(text: str) -> list[str]:
    return [sentence.text.strip() for doc in parsed([text]) for sentence in sentences(doc)]


@pytest.mark.parametrize(
    "text",
    [
        # abbreviations and initials
        "The plan, said prof. Ivanova of Sofia, was sound.",
        "He told prof. Goddard VOA.",
        "Gen. Petrov met Sen. Roe and Mr. Doe at St. Jude's.",
        "Lt. Col. Jane Doe flew to Ft. Bragg.",
        "The U.S. economy grew by 2.5 percent.",
        "He wants to revise the Japan-U.S. Status of Forces Agreement.",
        "The U.N. and the E.U. signed in Geneva.",
        "The bomb went off at 10 a.m. local time, i.e. at noon in Kiev.",
        "On Jan. 5 and Sept. 12 the shops were shut.",
        "Article No. 5 of the treaty binds them.",
        "Callers can dial 613-236-1222 ext. 2666 at night.",
        "See fig. 3 and pp. 12 of the report.",
        "Acme Inc. and Roe Ltd. merged.",
        "J. K. Rowling wrote it, George R. R. Martin did not.",
        "John F. Kennedy and Harry S. Truman were presidents.",
        "It was Doe vs. Roe, e.g. a case about money.",
        "Joshua Roe (c. 1818 – 1880) lived there, with his wife (b. May 1830).",
        # decimal points, addresses, names with marks
        "Prices rose by 3.5 percent to $1.25 in 2.4 million homes.",
        "The list is at www.harbour.example/list.html and on Metro.us for all.",
        "Yahoo! said it was sorry.",
        # stray full stops
        "The film was a pretext. for an attack, they said.",
        "So it says in a State Department statement. of the State.",
        "Twelve people. were hurt in the fire.",
        # quotations
        "“Why now?” she asked.",
        '"Who knew?" Jane Doe asked.',
        "'Stop!' shouted the guard.",
        "He called it “a disgrace.” and left.",
        # ellipses and dashes
        "He waited ... and then left.",
        "“The sea … is rising,” she said.",
        "[...] The talks go on.",
        "Nothing lasts for ever. — Jane Roe",
        # lists
        "1. Turnout in the north",
        "2.1. Voters by province",
        # semicolons
        "The old flag is blue; the new one would be green.",
        # no end at all
        "the dam broke",
        "?!",
    ],
)
def test_one_sentence_stays_whole(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The dam broke.", "Twelve people died."),
        ("He lives in the U.S.", "He came in 1990."),
        ("She left at 10 p.m.", "The guards saw nothing."),
        ("They work for Acme Inc.", "It builds dams."),
        ("It rained in Jan.", "The dam held."),
        ("The answer was no.", "He left."),
        ("“The dam held.”", "She was wrong."),
        ('"The dam held."', '"It did not," he said.'),
        ("He said “it held”.", "“It did not,” she said."),
        ("It is the largest (but not the oldest.)", "The oldest is in Rome."),
        ("It rose by 3.5.", "In May it fell."),
        ("It happened in 2015.", "12 people died."),
        ("Was it true?", "Nobody knows."),
        ("Nobody came!", "They had no tickets."),
        ("The talks go on [...].", "Nobody will say more."),
        ("“It is good [...]", "But it is dear.”"),
        ("The dam broke.[12]", "Twelve died."),
        ("The dam broke. [3]", "Twelve died."),
        ("He wrote to John F.", "He got no answer."),
        ("She went to Ankara with vitamin C.", "They had none."),
        ("A dam broke in Peru.", "(It was built in 1970.)"),
        ("Thursday, May 7, 2015", "On Tuesday the talks ended."),
        ("A dam in Peru.", "Image: Jane Doe."),
        ("He asked: “Is it true?”", "The Post said yes."),
        ("The first line ends here.\n\n", "the second does not begin with a capital"),
    ],
)
def test_two_sentences_are_cut_between_them(first: str, second: str) -> None:
    assert cut(f"{first} {second}") == [first.strip(), second]


def test_a_full_stop_without_a_space_behind_it_ends_a_sentence_before_a_word_that_begins_one() -> None:
    assert cut("The dam broke.The army came.") == ["The dam broke.", "The army came."]
    assert cut("See Harbour.Example for more.") == ["See Harbour.Example for more."]


def test_what_an_abbreviation_before_a_capital_means_is_left_to_the_parser() -> None:
    text = "He left at 10 a.m. Police came later."
    assert dict(decisions(text)) == {0: True, 19: None}


def test_text_without_capitals_is_left_to_the_parser() -> None:
    assert dict(decisions("the dam broke. the army came.")) == {0: True, 15: None}


def test_the_parser_keeps_to_the_boundaries() -> None:
    text = "The film was a pretext. for an attack, officials said. He told prof. Goddard so. It ended."
    assert read(text) == [
        "The film was a pretext. for an attack, officials said.",
        "He told prof. Goddard so.",
        "It ended.",
    ]
    (doc,) = parsed([text])
    assert all(token.sent == token.head.sent for token in doc)


def test_the_parser_may_cut_text_that_lacks_its_full_stops() -> None:
    doc = set_sentences(pipeline().make_doc("the dam broke and the army came to town " * 60))
    assert [token.is_sent_start for token in doc[:3]] == [True, None, None]
    short = set_sentences(pipeline().make_doc("the dam broke and the army came to town"))
    assert [token.is_sent_start for token in short[:3]] == [True, False, False]


def test_blanked_stretches_make_no_sentences_of_their_own() -> None:
    assert read("The dam broke.        The army came.") == ["The dam broke.", "The army came."]
    assert read("        ") == []


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(["The", "dam.", "U.S.", "“No.”", "?", "…", "\n\n", "a"])).map(" ".join)
)
@settings(max_examples=150, deadline=None)
def test_boundaries_rise_and_stand_on_words(text: str) -> None:
    offsets = [offset for offset, _ in decisions(text)]
    assert offsets == sorted(set(offsets))
    assert all(not text[offset].isspace() for offset in offsets)
    assert (offsets[:1] == [len(text) - len(text.lstrip())]) == bool(text.strip())


@pytest.mark.parametrize(
    "unit", [".", ". ", ".)", "A. ", '." ', "?\n", "... ", "a", "No. 5 ", "[1]", ". [1]", "x.The ", "\n\n"]
)
def test_a_megabyte_of_anything_is_cut_in_seconds(unit: str) -> None:
    began = time.process_time()
    boundaries(unit * (1_000_000 // len(unit)))
    assert time.process_time() - began < 20


def test_texts_keep_their_order_and_what_stands_beside_them() -> None:
    items = [(f"The dam of town {n} broke.", n) for n in range(5)]
    assert [(doc.text, n) for doc, n in parsed_with(items)] == items


def test_a_long_text_without_full_stops_is_read_in_pieces_with_their_offsets() -> None:
    raw = "the dam broke and " * 1_200
    cleaned = clean(raw)
    docs = parsed_with((cleaned.text[start:end], start) for start, end in cleaned.paragraphs)
    read_again = {start: doc.text for doc, start in docs}
    assert len(read_again) > 1
    assert max(map(len, read_again.values())) <= LONGEST_PIECE
    assert all(raw[start : start + len(text)] == text for start, text in read_again.items())


@pytest.mark.parametrize("unit", ["(", '"', "((AP", "x", "’s", "é("])
def test_endless_words_are_read_without_an_error(unit: str) -> None:
    cleaned = clean(unit * (6_000 // len(unit)))
    assert all(list(sentences(doc)) for doc in parsed(cleaned.text[a:b] for a, b in cleaned.paragraphs))


def test_new_words_are_forgotten_at_the_end_of_reading() -> None:
    list(parsed(["The dam broke."]))
    strings, before = pipeline().vocab.strings, len(pipeline().vocab.strings)
    with reading(), reading():
        texts = [[token.text for token in doc] for doc in parsed(f"The word qzx{n} is new." for n in range(50))]
        assert "qzx7" in strings
    assert "qzx7" not in strings
    assert texts[7][2] == "qzx7"
    assert len(strings) == before
    assert read("The word qzx7 is new again.") == ["The word qzx7 is new again."]


def test_a_pipeline_that_is_not_installed_is_refused() -> None:
    with pytest.raises(UnsuitablePipeline, match="no spaCy pipeline named nowhere_at_all is installed"):
        pipeline("nowhere_at_all")


def test_a_pipeline_that_lacks_labels_is_refused_with_their_names(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(UnsuitablePipeline, match="cannot serve: its tagger lacks CD, NNS, VBD"):
        pipeline(str(tmp_path))


def test_a_sentence_begins_behind_the_result_of_a_match() -> None:
    for opening in ("Bruins 5, Devils 1: ", "Red Wings 3, St. Louis 2 (OT): "):
        text = opening + "David Pastrnak and Matt Grzelcyk scored two goals apiece."
        assert boundaries(text) == [0, len(opening)]
    assert boundaries("Panthers 5, Flyers 2: they won again.") == [0]
