"""Who says all of a sentence, by its last or first words, or by a signature; and what says nothing."""

from datetime import date

import pytest

from checks.extraction import split
from checks.extraction.claimants.closing_speakers import closing_speech
from tests.checks.extraction.parsed import sentence

DAY = date(2024, 11, 20)
AFTER = "Hundreds of demonstrators blocked roads on Monday. The ministry was founded in 1924."


def _claimants(*paragraphs: str) -> dict[str, str | None]:
    return {claim.statement: claim.claimant for claim in split("\n\n".join(paragraphs), DAY).claims}


def _of(said: dict[str, str | None], part: str) -> str | None:
    return next(claimant for statement, claimant in said.items() if part in statement)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The baker was rushed to hospital but declared dead on arrival, police and medics said.", "police"),
        ("“The tablets were in her system, there was no cure,” her mother, Fiona, said in a statement.", "mother"),
        ("“The plan has brought one system to 12 towns,” the department detailed.", "department"),
        (
            "The state plans to lift its ban on trade, Orrin administration officials said late Thursday.",
            "officials",
        ),
        ("A man gave a clerk a note, Lund previously said.", "Lund"),
        # Nobody says these by their last words.
        ("The baker took cash from 17 residents, Manchester Crown Court heard.", None),
        ("When asked about the bridge, the minister said no.", None),
        ("The bridge was closed on Monday, and the ministry said so.", None),
        ("The bridge was closed on Monday, but the minister did not say why.", None),
        ("The council met on Monday.", None),
    ],
)
def test_the_end_of_a_sentence_tells_who_says_all_of_it(text: str, speaker: str | None) -> None:
    found = closing_speech(sentence(text))
    assert (found and found.source and found.source.text) == speaker


@pytest.mark.parametrize(
    ("text", "part", "claimant"),
    [
        ("After the attackers fled, the baker was rushed to hospital but declared dead on arrival, police and medics "
         "said.", "rushed to hospital", "police and medics"),
        # The first words of a sentence tell it too, of each of its clauses.
        ("According to authorities, Salinas had an abortion in June and had not told her boyfriend, who still believed "
         "she was pregnant and was looking forward to the birth.", "still believed", "authorities"),
        # What only explains a name to the reader is the article's.
        ("Officers arrested Aron Bell, who resides at 2134 Caldwell Place, Harris said.", "resides", None),
        # So is what is told beside what somebody says in a relative clause.
        ("The bill sets aside $100 million for a mission to Europa, for which the White House had requested just "
         "$15 million.", "sets aside", None),
        # Who goes on to say more says all.
        ("“This is a report that ends fears of a recession following two quarters of contraction,” said Brassard, "
         "noting that the gains were driven by sectors outside the public sector.", "ends fears", "Brassard"),
        # What is called something calls nothing.
        ("The overall bill, sometimes called a “cromnibus” since it covers 12 agencies, was put to a vote in Orrin on "
         "Monday.", "The overall bill", None),
        # A row of who says it ends where a thing begins.
        ("Berg was accused of rape by a woman and sexual assault by another one in Stockholm in 2010.", "accused",
         "a woman"),
        ("Lund and her team said that 40 lakes had dried up in 2010.", "lakes", "Lund and her team"),
        # Who says it never has words of the quotation in the name.
        ("“While scientists have not yet detected liquid water, we've found the best thing: water in vapor form,\" "
         "lead researcher and planetary scientist Lucas Paganini said in a statement.", "detected",
         "lead researcher and planetary scientist Lucas Paganini"),
    ],
)  # fmt: skip
def test_who_says_a_part_of_a_sentence(text: str, part: str, claimant: str | None) -> None:
    assert _of(_claimants(text, AFTER), part) == claimant


def test_a_quotation_goes_on_behind_a_name_between_commas() -> None:
    said = _claimants(
        "“Two tablets were a lethal dose – and she had taken eight,” her mother, Fiona, said in a statement yesterday.",
        "“The hospital had 12 doctors on duty in May.”",
        AFTER,
    )
    assert said["The hospital had 12 doctors on duty in May 2024"] == "Fiona"


def test_a_post_is_said_by_whoever_signs_it() -> None:
    said = _claimants(
        "Travellers complained on Monday.",
        "A power failure closed 12 gates. — Orrin Airport (@Orrin_Airport) November 18, 2024",
        AFTER,
    )
    assert said["A power failure closed 12 gates"] == "Orrin Airport"
    assert not any("@Orrin_Airport" in statement for statement in said)
    assert said["Hundreds of demonstrators blocked roads on 18 November 2024"] is None
