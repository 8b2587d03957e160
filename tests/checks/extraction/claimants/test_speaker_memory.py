"""Whom "she said" means: who spoke in a sentence before, whether that holds a claim or not."""

from datetime import date

import pytest

from checks.extraction import split

DAY = date(2024, 11, 20)


@pytest.mark.parametrize(
    ("text", "part", "claimant"),
    [
        # Who spoke last, also in a sentence that states no claim.
        (
            "A single storm proves nothing, says Ilinca Marcu, a climatologist at the University of Brell. But the"
            " western sea was 2.7°C warmer than usual in May, she points out.",
            "The western sea",
            "Ilinca Marcu",
        ),
        (
            "Emissions cuts alone will not be enough for a safe climate, according to Hansen and his collaborators. The"
            " 40 largest states must tax coal by 2030, they argue.",
            "The 40 largest states",
            "Hansen and his collaborators",
        ),
        # A name that may be somebody's does not stand between where it is no subject.
        (
            "Norland’s president Victor Lund on Friday denounced a strike on a college, which Orrin blamed on Kyiv. He"
            " said there were no barracks within 40 kilometres.",
            "There were no barracks",
            "Norland’s president Victor Lund",
        ),
        # Somebody without a name of the same sentence may be meant.
        (
            "Peter Achterberg said the talks had gone well. A Western diplomat was gloomier: the draft had gone through"
            " 11 versions in May, he said.",
            "The draft",
            None,
        ),
        # A dateline speaks not.
        (
            "NEW DELHI: Nearly 150 people who were deported landed on Wednesday. Some 40 of them appeared sad.",
            "Some 40",
            None,
        ),
        # Who is told of as speaking speaks not.
        (
            "Gannaway, who has won five of nine games, said Tull had apologised to the dressing room. “He will miss"
            " three games in May,” he said.",
            "He will miss three games",
            None,
        ),
        # Of two persons of one sentence neither.
        (
            "After Lily Marsh won her match on Monday, it was Katie Boult who beat Diane Parr. The court holds 4,000"
            " people, she told Sky Sports.",
            "The court holds",
            None,
        ),
        # Whom only the own words of the speaker tell of.
        (
            "Bo Pfann said a man entered the bank in May. The suspect had a weapon and 40 bullets, he said.",
            "The suspect had",
            None,
        ),
        # An abbreviation is no pronoun.
        (
            "The agency has listed bay leaf as safe since 1965, and the WHO says that heart disease kills 18 million"
            " people a year.",
            "Heart disease kills",
            "the WHO",
        ),
        # A filled-in day parts who says it from the verb in the statement only.
        (
            "Norland’s Defence Ministry on Sunday confirmed the weapon’s use, as well as other missile types, to strike"
            " 12 air bases.",
            "Norland’s Defence Ministry on 17 November 2024 confirmed",
            "Norland’s Defence Ministry",
        ),
    ],
)
def test_who_says_it_is_who_spoke_before(text: str, part: str, claimant: str | None) -> None:
    said = {c.statement: c.claimant for c in split(text, DAY).claims if c.statement.startswith(part)}
    assert set(said.values()) == {claimant}
