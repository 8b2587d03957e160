"""Statements of sentences as real pages word them, where a cut or a wrong subject said what the article does not."""

import re
from datetime import date

import pytest

from checks.extraction import split
from tests.checks.extraction.parsed import statements_by_rules

DAY = date(2024, 10, 24)


def _statements(text: str) -> list[str]:
    return statements_by_rules(text, DAY)


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            "At about 9:15 a.m. on Monday, Norwick Police responded to a report of a stolen tractor at the Orrin"
            " Municipal Cemetery, located at 4410 67th Ave. NE.",
            "Norwick Police responded to a report of a stolen tractor",
        ),
        (
            "The number of stray dogs has fallen to its lowest level in a quarter of a century but bites have led to"
            " a rise in claims, according to a report from the council.",
            "The number of stray dogs has fallen to its lowest level in a quarter of a century",
        ),
        (
            "He blamed “reckless acts planned by men who are cowards” for the fires and cleared the wardens of blame.",
            "He cleared the wardens of blame",
        ),
        (
            "The bill cuts fees, raising costs that could result in 1,800 families losing their homes by 2034,"
            " according to the auditor.",
            "losing their homes by 2034",
        ),
        (
            "The coast is on track to lose as much as 40 metres of sand this century unless walls are built to hold"
            " it, a report by the port has warned.",
            "unless walls are built to hold it",
        ),
        (
            "Norway's exports grew by 5.1 per cent in 2013, Sweden's grew by 4.2 per cent and the UK's grew by 2.9 per"
            " cent, according to the update.",
            "The UK's grew by 2.9 per cent",
        ),
        (
            "The Orrin Trust is co-sponsored by Norwick Council.",
            "The Orrin Trust is co-sponsored by Norwick Council",
        ),
        (
            "Ward dropped two farmers from the suit citing laws that prohibit clerks from being sued when working in"
            " their official capacities.",
            "prohibit clerks from being sued",
        ),
        (
            "A tractor fire at St. Michael Farm in Orrin is linked to known faults for at least 30 tractors and 15"
            " ploughs, according to the Norwick Sun.",
            "is linked to known faults for 15 ploughs",
        ),
        (
            "The derailment occurred as the tram, heading eastbound to Orrin, collided with a dump truck at a crossing"
            " near the town of Melden at about 12:42 p.m., according to Tramlink.",
            "The derailment occurred as the tram, heading eastbound to Orrin, collided with a dump truck",
        ),
        (
            "The fire at the tram depot was the latest in a series of fires on the city's routes over the past year.",
            "was the latest in a series of fires",
        ),
        (
            "The 260-bed St. Michael Medical Center is part of Englewood, Colo.-based CHI Franciscan.",
            "is part of Englewood, Colo.-based CHI Franciscan",
        ),
        (
            "The injured riders were flown to hospitals in Columbia and Kansas City, Mo., about 100 miles southwest of"
            " the site.",
            "Kansas City about 100 miles southwest of the site",
        ),
        (
            "Two of the nation's largest banks, Citigroup Inc. and Bank of Orrin Corp., on Thursday reported"
            " third-quarter earnings that were up from a year ago and beat expectations thanks to strength in retail.",
            "Citigroup Inc. and Bank of Orrin Corp.,",
        ),
        (
            "Treasurer Josh Lind will hand down his fourth budget predicting the jobless rate falling to 3.75 per cent"
            " later this year, the lowest level since August 1974.",
            "falling to 3.75 per cent later in 2024, the lowest level since August 1974",
        ),
        (
            "That compares with a 4.25 per cent forecast for 2022/23 at the time of the review released in December.",
            "compares with a 4.25 per cent forecast for 2022/23",
        ),
        (
            "Economists are expecting an underlying budget deficit of between $80 billion and $70 billion.",
            "deficit of between $80 billion and $70 billion",
        ),
        (
            "Sen. Lisa Lind, R-Alaska, who had also spoken about the measure, voted for it.",
            "Sen. Lisa Lind had also spoken about the measure",
        ),
        (
            "A suspect is in custody following a shooting that injured three and killed one person in downtown Orrin at"
            " midnight, Orrin police said.",
            "A suspect is in custody following a shooting that killed one person",
        ),
        (
            "Nearly 71 million people were displaced worldwide last year by war, persecution, and other violence -- an"
            " increase of more than 2 million from 2017 and the highest level seen in almost 70 years.",
            "Nearly 71 million people were displaced worldwide in 2023 by war, persecution, and other violence -- an",
        ),
        (
            "Output must fall by 28 per cent to 42 per cent, it said.",
            "Output must fall by 28 per cent to 42 per cent",
        ),
        (
            "The motion was carried by 27 votes to 22 with three abstentions, two of them from the ruling group's own"
            " benches.",
            "The motion was carried by 27 votes to 22",
        ),
        (
            "So far 14.6 lakh growers have received Rs 23,870 crore at the least price of Rs 2,575 a quintal.",
            "So far 14.6 lakh growers have received Rs 23,870 crore",
        ),
        (
            "Selma Lund told the Sun by phone that she had received 31 calves, nine of them twins, and more than 80"
            " lambs.",
            "had received 31 calves, nine of them twins",
        ),
        (
            "It has since driven 1.1 million sheep from their fields, according to the Office for Farming, the bulk of"
            " them ewes and lambs, and closed the road to Orrin for all but nine days this year.",
            "closed the road to Orrin for all but nine days in 2024",
        ),
        (
            "The harbour was open and beginning to send people away by boat, Norwick radio said.",
            "The harbour was open and beginning to send people away by boat",
        ),
        (
            "Adjusted for currency effects, sales rose 10 percent, close to the 11-percent increase reported by the"
            " firm's main rival, Tarnwick Electric, last week.",
            "Sales rose 10 percent, close to the 11-percent increase",
        ),
        (
            "The woman was pronounced dead at the scene, and the man died while being transported to a hospital.",
            "The woman was pronounced dead at the scene, and the man died while being transported to a hospital",
        ),
        (
            "Straw from the two carts blocked both the eastbound and westbound lanes of Highway 40, and police turned"
            " cars away for several hours.",
            "blocked both the eastbound and westbound lanes of Highway 40",
        ),
        (
            "Both men were charged with theft on Monday and one of them was jailed for 40 days.",
            "One of them was jailed for 40 days",
        ),
        (
            "Orrin, with a population of 5.8 million, was the hardest hit, with 68 killed in heavy rains and slides.",
            "with 68 killed in heavy rains",
        ),
        (
            "The sheep, including young lambs, were mostly killed when their barns fell in slides after days of heavy"
            " rain in several counties in central Norland, said Ann Lund, head of the agency.",
            "after days of heavy rain in several counties",
        ),
        (
            "Revenue rose 10 percent to $2.95 billion, ahead of analysts' average expectation of $2.85 billion,"
            " according to Norwick Data.",
            "Revenue rose 10 percent to $2.95 billion, ahead of analysts",
        ),
        (
            "Farmers said 23 of the sheep were ewes kept in a grain store in Tel Orrin, some 70 km (43 miles) south of"
            " Port Norwick.",
            "some 70 km (43 miles) south of Port Norwick",
        ),
    ],
)
def test_a_statement_keeps_what_its_sentence_says(text: str, statement: str) -> None:
    assert any(statement in said for said in _statements(text))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (
            "After more than an hour of trying to talk to the farmer and blocking the lane twice, the farmer gave up"
            " and was taken to hospital.",
            "Blocking the lane twice",
        ),
        (
            "The largest change at Tarnwick was that A. Jackson Bell, its chief finance officer; Robert Roblin, its"
            " head of marketing; and Ross Bott, its head of products, all have resigned.",
            "was, its head",
        ),
        (
            "George Lind filed a suit claiming he was reassigned and then denied a transfer after he took his"
            " concerns to his superiors.",
            "Lind denied a transfer",
        ),
        (
            "NOAR's first data through October showed lake temperatures, boosted by the south wind, are 1.2 degrees"
            " above those of 1990.",
            "showed lake temperatures, boosted by the south wind$",
        ),
        (
            "The judge asked when faced with the proposition that Perry and Dees and the medical experts had made"
            " false statements during the civil trial.",
            "The proposition had made",
        ),
        (
            "The suit filed this week seeks damages for survivors of the May 24 fire who were present and have"
            " sustained burns as a result.",
            "fire have sustained",
        ),
        (
            "Lind filed the suit when Dees and Perry went on with their part in the affairs of Billy Ray Johnson even"
            " after they lost and won a $9 million judgment.",
            "Johnson even$",
        ),
        (
            "Another report released Monday delivered some good news, showing regional CO2 emissions have flattened"
            " out in the past three years.",
            "^(Showing|Another report released Monday showing)",
        ),
        (
            "There, mayors from 195 towns agreed to limit local warming to “well below” two degrees centigrade.",
            "well below”?$",
        ),
        (
            "Health officials are looking into an outbreak in an Orrin, Washington, hospital in which 10 patients and"
            " four nurses on a single floor tested positive.",
            "(10 patients|on a single floor)$",
        ),
        (
            "A new report says that the number of sheep, goat-herds and internally moved people has, for the first"
            " time in the post-World War II era, exceeded 50 million people.",
            "has$",
        ),
        (
            "The yearly Orrin report counted the number of the region's refugees, asylum seekers, and internally"
            " displaced people at the end of 2018 -- including, in some cases, people who have lived for decades away"
            " from their homes.",
            "report internally",
        ),
        (
            "Neither farmers, who called the fine small, nor Orrin officials were happy with the penalty.",
            "^Neither farmers called",
        ),
        (
            "While serving four years' probation, the firms must: train their staff,",
            "must$",
        ),
        (
            "The plan was prepared by the city's Department of Streets and Parks (DSP), the city's lead agency on"
            " issues of benches, and is named Home.",
            "prepared the city",
        ),
        (
            "The spill came on October 1 and 2, 2021 from a pipeline that moves crude oil from offshore facilities to a"
            " Long Beach, CA processing plant.",
            "to a Long Beach$",
        ),
        (
            "Scrapie has been confirmed in three of the farm’s eight barns, with 112 cases and two deaths since"
            " 2 January, according to the Norwick vets.",
            "(of the farm|in ?’s.*)$",
        ),
        (
            "So far 14.6 lakh growers have received Rs 23,870 crore at the least price of Rs 2,575 a quintal.",
            "^(Lakh|Far)",
        ),
        (
            "Meteonor expects another 40 to 60 litres of rain per square metre by Friday evening, then cold and dry"
            " air from the north.",
            "evening cold",
        ),
        (
            "Instead, barely three hours later, the firm admitted in a blog post that thieves had made off with the"
            " names, email addresses and partial payment card numbers of 2.3 million customers.",
            "admitted email",
        ),
        (
            "Water bills in Norwick will go up by £99.17 to £2,086.57 from April after councillors voted for a 4.99 per"
            " cent rise – the most the law allows without a referendum – on Wednesday night.",
            "go up from April 2025, the most",
        ),
        (
            "The council voted on Wednesday to override Gov. Ellen Marchbanks’ veto. Rep. Karla Weems cited a study of"
            " 40 farms.\n\nMarchbanks, a Democrat in her second term, vetoed the bill last Thursday. She has vetoed 19"
            " bills this year.",
            "were a Democrat|Weems’ second|Weems has vetoed",
        ),
        (
            "In one county alone, Orrin in the north, nearly two million sheep were moved because of flooding.",
            "Orrin in the north nearly two million",
        ),
        (
            "Norwick Soup Co, the county's largest soup maker, reported a higher-than-expected quarterly profit on"
            " strong soup sales, helped in part by cold weather and a later harvest in the Orrin valley.",
            "sales a later",
        ),
        (
            "Orrin Mills reported a higher-than-expected quarterly profit on Wednesday, the day after the flour maker"
            " said earnings would exceed estimates.",
            "^The day after",
        ),
        (
            "Shares of Orrin Mills were down 3.1 percent at $55.63 in trading before the market opened.",
            "^The market opened",
        ),
        (
            "In Tarnwick, one of the worst-hit districts, farmers sifting through barns have found the bodies of"
            " those unable to escape as the waters quickly rose.",
            "of, those",
        ),
        (
            "Using boats and helicopters, Norland's army has led rescue efforts to reach people in villages cut off for"
            " days by the floods, with many trapped on roof tops and the upper floors of their homes, and in desperate"
            " need of food and clean water.",
            "efforts in desperate need",
        ),
        (
            "Among the dead was a mother and son in Orrin, whose home collapsed around them late Saturday.\n\nAnother"
            " was a local man who joined the search.\n\nHis body was found by colleagues early on Sunday, said Dibin"
            " Lund, a Norwick firefighter.",
            "Orrin’s home|Lund’s body",
        ),
        (
            "Two farmers, a 55-year-old woman and her 75-year-old mother, also were pulled from the ruins of a"
            " 10-story building in Orrin, 80 hours after they were buried.",
            "mother were",
        ),
        (
            'Bob Lund, head of relief at the Orrin Trust, told the Sun that "you can still keep some hope" for sheep'
            " trapped for five to seven days, although he warned that the cold would also become a factor.",
            "told the Sun for sheep",
        ),
        (
            "First-quarter new orders rose 4 percent to 24.582 billion euros despite an exceptionally strong"
            " year-earlier quarter, driven by the firm's power and services units.",
            "quarter was driven",
        ),
        (
            "The diggers found in the Orrin-Tarn research project area of northeastern Norland's Norwick Region 10"
            " teeth - six molars, two incisors, and one canine - that they concluded belonged to a new species.",
            "^They concluded",
        ),
        (
            "Councilman Kevin Lind, who represents downtown, repeated his view that begging, as a regional issue,"
            " should involve regional work to find more lasting answers.",
            "regional issue$",
        ),
        (
            "The outbreak has affected three hospital units, CHI Orrin CMO Michael Anderson, MD, told the Norwick Sun.",
            "^The outbreak CHI",
        ),
        (
            "Despite the recent sales news, which has disappointed analysts, year-over-year the San Jose,"
            " Calif.-based company grew 4 percent, with 5 percent growth in the Americas and 6 percent growth in the"
            " combined sales of Europe and Africa.",
            "^Which",
        ),
    ],
)
def test_no_statement_says_what_its_sentence_does_not(text: str, wrong: str) -> None:
    statements = _statements(text)
    assert statements
    assert [said for said in statements if re.search(wrong, said)] == []


def test_who_claims_it_in_a_statement_is_its_author() -> None:
    text = (
        "The Orrin Times published a statement from Ruth Miller, a spokeswoman for the agency, claiming that the "
        "victims were not on the train."
    )
    claimants = {claim.statement: claim.claimant for claim in split(text, DAY).claims}
    assert claimants["The victims were not on the train"] == "Ruth Miller"


def test_what_differs_in_an_aside_alone_is_one_claim() -> None:
    statements = _statements(
        "Health officials are looking into an outbreak in an Orrin, Washington, hospital in which 10 patients and four "
        "nurses on a single floor tested positive."
    )
    assert len(statements) == len({said.replace(", Washington,", "") for said in statements})
