"""Who says what, and how."""

import pytest

from checks.extraction import split
from checks.extraction.attribution import attributions
from tests.checks.extraction.parsed import sentence


@pytest.mark.parametrize(
    ("text", "speaker", "content", "speech_act", "act"),
    [
        ("Police said five men were arrested.", "Police", "arrested", "asserts", False),
        ("The study found that the drug worked.", "study", "worked", "asserts", False),
        ("According to the ministry, exports fell.", "ministry", "fell", "asserts", False),
        ("As the minister told reporters, exports fell.", "minister", "fell", "asserts", False),
        ("Exports fell, the minister said.", "minister", "fell", "asserts", False),
        ("The company denied that it had lied.", "company", "lied", "denies", True),
        ("The union demanded higher wages.", "union", None, "demands", True),
        ("The president announced new sanctions.", "president", None, "announces", True),
        ("The opposition accused the minister of fraud.", "opposition", None, "accuses", True),
        ("He was accused of fraud by the bank.", "bank", None, "accuses", True),
        ("The ministry has known since 2022 that the dam leaks.", "ministry", "leaks", "asserts", True),
        ("The bank expects growth of 2 percent.", "bank", None, "asserts", True),
        ("“He gave them a penalty that nobody saw,” manager Ray Colley said.", "Colley", "gave", "asserts", False),
        ("The mayor believes that the plan works.", "mayor", "works", "asserts", True),
        ("The ministry has not said why the trial was stopped.", "ministry", "stopped", "asserts", True),
    ],
)
def test_a_saying_is_read(text: str, speaker: str, content: str | None, speech_act: str, act: bool) -> None:
    (attribution,) = attributions(sentence(text))
    assert attribution.source is not None
    assert attribution.source.text == speaker
    assert (attribution.content and attribution.content.text, attribution.speech_act, attribution.act) == (
        content,
        speech_act,
        act,
    )


def test_a_passive_accusation_without_an_accuser_has_no_speaker() -> None:
    (attribution,) = attributions(sentence("The minister was accused of fraud."))
    assert (attribution.source, attribution.speech_act) == (None, "accuses")


def test_calling_something_a_name_demands_nothing() -> None:
    (attribution,) = attributions(sentence("He called the report a lie."))
    assert attribution.speech_act == "asserts"


@pytest.mark.parametrize("text", ["Two men threatened my family.", "The mayor offered good news."])
def test_what_is_done_to_somebody_announces_nothing(text: str) -> None:
    assert list(attributions(sentence(text))) == []


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("“We heard four explosions,” said Hawa Ibrahim, who sells vegetables at the market.", "Hawa Ibrahim"),
        ("About 4.6 million people have diabetes, according to Diabetes UK.", "Diabetes UK"),
        ("Karen Lisle took cash from 17 residents, Manchester Crown Court heard.", None),
        ("Observers from the OSCE said the vote was well run.", "Observers from the OSCE"),
    ],
)
def test_the_claimant_is_whoever_speaks_by_the_whole_name(text: str, claimant: str | None) -> None:
    assert split(text).claims[0].claimant == claimant


def test_a_sentence_without_a_saying_has_none() -> None:
    assert list(attributions(sentence("The bridge collapsed at noon."))) == []
