"""What is passed over, and the reason that is given."""

import pytest

from checks.extraction import split
from checks.extraction.checkability import own_word, why_not_checkable
from checks.extraction.extractor import analyses_of
from checks.extraction.segments.decision import is_bare
from tests.checks.extraction.parsed import parts, sentence


def _reasons(text: str, quoted: bool = False) -> list[str | None]:
    return [why_not_checkable(sentence(text), part, quoted) for _, _, part in parts(text)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Did the minister know of the letter?", "a question"),
        ("Avoid the city centre on Saturday.", "advice or a request"),
        ("If the dam broke, the town would be flooded.", "a hypothesis"),
        ("Had the train arrived earlier, more people would have died.", "a hypothesis"),
        ("You can find more pictures in our gallery.", "speaks to the reader"),
        ("It was wonderful to see the new museum.", "a judgement of value"),
        ("I think the plan is a mistake.", "the speaker's own view"),
        ("My wife went back to school in Brell to become a nurse.", "the author's own account"),
        ("Your to-do list will shrink to 25% of its size.", "speaks to the reader"),
        ("Maybe its 12 designers have been too busy to work on the keyboard.", "a prediction of nobody named"),
        ("It’s possible the firm will sell 300 cars in Norland.", "a prediction of nobody named"),
    ],
)
def test_what_cannot_be_looked_up_is_passed_over_with_a_reason(text: str, reason: str) -> None:
    assert reason in _reasons(text)
    assert None not in _reasons(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("We will rebuild every house.", "a prediction or promise in a quotation"),
        ("This could be the end of the club.", "a wish or possibility in a quotation"),
        ("The minister is a great man.", "an opinion in a quotation"),
        ("I walked home alone.", "the speaker's own account in a quotation"),
        ("I have never seen anything like it.", "the speaker's own account in a quotation"),
        ("I will have one vote in May.", "the speaker's own view"),
    ],
)
def test_rhetoric_in_a_quotation_is_no_claim(text: str, reason: str) -> None:
    assert _reasons(text, quoted=True) == [reason]


@pytest.mark.parametrize(
    "text",
    [
        "The festival will open on 3 May in Bergen.",
        "Some crops may yield more, the agency says.",
        "The road was closed in 2011.",
        "There were 40 people on the bus.",
        "I paid £40 for the bus to Brell.",
    ],
)
def test_what_can_be_looked_up_is_kept(text: str) -> None:
    assert None in _reasons(text)


@pytest.mark.parametrize(
    ("text", "speech_act"),
    [
        ("I never took a penny from the builders.", "denies"),
        ("We did not sell the data.", "denies"),
        ("We will hire 50,000 nurses by 2027.", "announces"),
        ("I walked home alone.", None),
        ("We can not wait.", None),
        ("They never took a penny.", None),
    ],
)
def test_a_speakers_word_on_an_own_action_is_a_claim(text: str, speech_act: str | None) -> None:
    ((_, _, part),) = parts(text)
    assert own_word(sentence(text), part) == speech_act
    assert (why_not_checkable(sentence(text), part, True) is None) == (
        speech_act is not None or text.startswith("They")
    )


def test_what_somebody_unnamed_did_is_no_claim_and_is_one_with_the_name() -> None:
    alone = split("He left.", None)
    assert alone.claims == ()
    assert [part.reason for part in alone.skipped] == ["too short to state a fact"]
    named = split("Anna Keller led the agency. She resigned.", None)
    assert "Anna Keller resigned" in [claim.statement for claim in named.claims]


def test_a_heading_that_leads_into_a_list_states_nothing() -> None:
    heading = "Seven big questions heading into the debate, to be carried on MSNBC:"
    rest = (
        "The debate was held in Atlanta. Ten candidates took part. It drew 6 million viewers. It was shown in May."
    )
    assert heading[:-1] not in [claim.statement for claim in split(f"{heading}\n\n{rest}").claims]


def test_what_somebody_wonders_is_left_open() -> None:
    text = "Because of 12 studies, Lena Aho wondered whether the cells in the gut might respond to acid."
    assert "The cells in the gut might respond to acid" not in {claim.statement for claim in split(text).claims}


def test_what_nobody_says_has_happened_is_no_claim() -> None:
    text = "Lena Aho, 40, aims to end the inquiry before the debates resume and the primaries start."
    assert not any(claim.statement.startswith("The primaries") for claim in split(text).claims)


def test_a_short_quotation_is_never_cut() -> None:
    text = "The crew would use 12 machines, with a plan for “fault detection, isolation and recovery” in 4 years."
    assert not any(
        claim.statement.count("“fault") > claim.statement.count("recovery”") for claim in split(text).claims
    )


def test_a_stretch_is_bare_without_a_figure_a_time_and_a_name() -> None:
    (analysis,) = analyses_of("The cuts hurt the poor, and Brell closed 12 schools in May.", None)
    words = [word.text for word in analysis.sentence.words]
    comma = words.index(",")
    assert is_bare(analysis, (0, comma - 1))
    assert not is_bare(analysis, (comma + 2, comma + 4))
    assert not is_bare(analysis, (words.index("12"), words.index("schools")))
    assert not is_bare(analysis, (words.index("in"), words.index("May")))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The question is who gets the treatment of a front-runner.", "leaves open what is so"),
        ("The smaller papers would have balanced the larger ones of the chain.", "a hypothesis"),
        ("The chain may have the best balance sheet of the industry.", "a prediction of nobody named"),
        ("We moved to Norland from Brell.", "the author's own account"),
        ("I have bought two of them so far.", "the author's own account"),
        ("In some cases the mayor of Brell is right.", "a judgement of value"),
    ],
)
def test_what_nobody_says_to_be_so_is_no_claim(text: str, reason: str) -> None:
    assert set(_reasons(text)) == {reason}


@pytest.mark.parametrize(
    "text",
    ["The firm may cut 5,000 jobs in Leeds.", "The mayor said the chain may have the best balance sheet."],
)
def test_a_possibility_with_a_figure_or_a_source_stays_one(text: str) -> None:
    assert set(_reasons(text)) == {None}


def test_what_a_speaker_tells_of_us_is_no_account_of_the_author() -> None:
    text = "MAYOR LIND: Our economy grew in Norland faster than that of Brell, and we closed the mill on 3 May."
    before = "The council met in Norland on Monday. It spent 40 pounds. Nobody paid."
    claims = split(f"{before}\n\n{text}\n\nMAYOR LIND: Nobody paid 14 pounds in Norland.").claims
    assert any("economy grew" in claim.text for claim in claims)
