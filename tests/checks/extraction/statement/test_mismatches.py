"""Sentences whose parse cannot be right are told whole, and no statement splices what only the parser joined."""

from datetime import date

import pytest

from checks.extraction import split
from checks.extraction.extractor import analyses_of
from checks.extraction.segments.cut_laws import unbreakable
from checks.extraction.segments.mismatches import mismatched
from tests.checks.extraction.parsed import stated

DAY = date(2024, 10, 24)
# So many sentences that what was learnt decides, as in an article.
AROUND = " Orrin has 4,000 people. Its mayor is Ann Lund. She was elected in 2019. The town lies in Norwick."


def _statements(text: str) -> list[str]:
    return [claim.statement for claim in split(text + AROUND, DAY).claims]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "The mayor gives millions a year to groups that support the movements to defund police, expand the court,"
            " and restrict guns.",
            "millions",
        ),
        ("Ann Lund has left the board, voted against the treaties, been accused of lying to the press.", "the"),
        ("Lund dealt well with Kim Berg and Josh Orr, who turns 18 on Friday, came on for his debut.", "well"),
        ("The leader urged the minister to pledged that the party will not use the funds in 2025.", "the"),
        (
            "'It is rare that the bank fails, and then it reaches us,' Chad Hawk, who heads the firm, told the Sun.",
            "It",
        ),
    ],
)
def test_a_sentence_whose_parse_cannot_be_right_is_not_cut_behind_it(text: str, first: str) -> None:
    (analysis,) = analyses_of(text, DAY)
    words = analysis.sentence.words
    begin = max(w.i for w in words[: len(words) // 2] if w.text == first)
    assert set(mismatched(analysis.sentence)) >= set(range(begin, len(words)))


def test_the_name_before_a_verb_that_is_read_as_a_noun_stays_with_it() -> None:
    text = (
        "Results will be announced on Saturday, but the fleet-footed 68-year-old Lund acts and talks like she won."
    )
    (analysis,) = analyses_of(text, DAY)
    assert {w.i for w in analysis.sentence.words if w.text in ("acts", "and", "talks", "like")} <= unbreakable(
        analysis
    )


@pytest.mark.parametrize(
    "text",
    [
        "He came, saw the bridge and left the town.",
        "He shot a man, then fled to Orrin.",
        "The mayor said the bank had lost $4 million and closed 3 shops.",
        "Norway's exports grew by 5.1 per cent, and the UK's grew by 2.9 per cent.",
        "The laws were passed in May and represent a change.",
        "She will close the plant, cut 40 jobs and sell the site.",
        "Do the schools close in May?",
    ],
)
def test_a_sound_sentence_may_be_cut(text: str) -> None:
    (analysis,) = analyses_of(text, DAY)
    assert text.endswith("?") or not set(mismatched(analysis.sentence))


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (
            "Only after this report and after concerns were raised by 40 members did it close the shop.",
            "Only after",
        ),
        ("When racing a 100-meter sprint, the party is running 30 meters ahead.", "When racing"),
    ],
)
def test_what_stands_before_binds_an_inverted_clause(text: str, whole: str) -> None:
    (analysis,) = analyses_of(text, DAY)
    begins = [w.i for w in analysis.sentence.words if w.lower in ("concerns", "the") and w.dep != "pobj"][:1]
    assert set(begins) <= set(mismatched(analysis.sentence))
    assert not any(s for s in _statements(text) if "ahead" in s or "did it" in s if not s.startswith(whole))


def test_an_and_behind_after_may_join_the_noun_or_begin_a_clause() -> None:
    (analysis,) = analyses_of(
        "They clashed over the tax, since dumped after the DA and the EFF sued over it.", DAY
    )
    (conjunction,) = [w.i for w in analysis.sentence.words if w.dep == "cc"]
    assert conjunction in unbreakable(analysis)


@pytest.mark.parametrize(
    ("text", "words", "together"),
    [
        ("They have renewed 397 rooms, suites and cabins.", ["suites", "cabins"], True),
        ("They went through legislatures, public referendums or city councils.", ["public", "or", "city"], True),
        ("The storm took 63 houses, 12 bridges and 4 schools.", ["12", "4"], False),
    ],
)
def test_a_row_that_one_figure_counts_is_one_fact(text: str, words: list[str], together: bool) -> None:
    (analysis,) = analyses_of(text, DAY)
    whole = unbreakable(analysis)
    assert {w.i in whole for w in analysis.sentence.words if w.text in words} == {together}


@pytest.mark.parametrize(
    ("text", "part", "statement"),
    [
        (
            "Gallagher asked for answers no later than May 10 and for another briefing no later than May 31.",
            "for another briefing no later than May 31",
            "asked for answers no later than",
        ),
        (
            "Offerings include a Sauna Journey on the shores of the lake, along with stargazing, fitting for a resort"
            " within one of the 12 preserves.",
            "fitting for a resort within one of the 12 preserves",
            "along with stargazing, fitting for a resort",
        ),
    ],
)
def test_a_part_is_stated_with_what_it_hangs_on(text: str, part: str, statement: str) -> None:
    assert statement in stated(text, part, DAY)


def test_an_although_stays_before_a_clause_that_goes_with_another() -> None:
    text = (
        "Although many laws are new, they went through legislatures, public referendums or city councils in 2013."
    )
    assert not any(s.startswith("Many laws are new, they") for s in _statements(text))


def test_what_is_done_again_and_again_is_not_stated_as_done_once() -> None:
    text = "The foraging walk, reached by helicopter, pushes the programme into new territory."
    assert stated(text, "reached by helicopter", DAY) == text[:-1]
    assert (
        stated("The bridge, built in 1930, carries 400 cars.", "built in 1930", DAY)
        == "The bridge was built in 1930"
    )


def test_a_quotation_whose_mark_was_cut_off_is_opened() -> None:
    (said,) = [
        s for s in _statements('"The cheap sells 40 times," added Berg, a member of the council.') if "sells" in s
    ]
    assert said.count('"') % 2 == 0
    assert not said.endswith('council"')
