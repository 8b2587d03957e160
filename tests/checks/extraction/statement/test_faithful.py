"""A statement that was put together keeps what its words have to do with one another in the article."""

import pytest

from tests.checks.extraction.parsed import stated


@pytest.mark.parametrize(
    ("text", "part", "statement"),
    [
        # What only says what somebody is, does nothing itself.
        ("Sacramento-based Brellco, a chain of 30 newspapers including the Harbour Bee, may close two papers.",
         "a chain of 30 newspapers",
         "Sacramento-based Brellco, a chain of 30 newspapers including the Harbour Bee, may close two papers"),
        ("The plan says that the fumes beside the gate – 180 metres from Marsh Lane Primary, which has 430 pupils – "
         "will rise by 22% by 2031.", "180 metres from Marsh Lane Primary",
         "The plan says that the fumes beside the gate – 180 metres from Marsh Lane Primary, which has 430 pupils – "
         "will rise by 22% by 2031"),
        # A verb keeps what it says, wherever the stretch was cut.
        ("Lena Aho, now a staff scientist in Brell, helped to show that the cells can protect against 12 diseases.",
         "Lena Aho, now a staff scientist in Brell, helped to show",
         "Lena Aho, now a staff scientist in Brell, helped to show that the cells can protect against 12 diseases"),
        ("The talks have left firms uncertain whether a 15 percent tariff would go into effect in May.",
         "The talks have left firms uncertain",
         "The talks have left firms uncertain whether a 15 percent tariff would go into effect in May"),
        ("There is no argument that without a trial, a second-term president could not be removed.",
         "There is no argument that without a trial",
         "There is no argument that without a trial, a second-term president could not be removed"),
        # What somebody only put to her, or what a charge is about, is no fact.
        ("Shabnam Iqbal, for Tolley, put it to her that Lund had once held his hand over a lit ring because of a £600 "
         "debt.", "because of a £600 debt",
         "Shabnam Iqbal, for Tolley, put it to her that Lund had once held his hand over a lit ring because of a £600 "
         "debt"),
        ("Their chagrin boils down to their empty charges that Norland is appeasing Orland at the cost of its allies.",
         "Norland is appeasing Orland at the cost of its allies",
         "Their chagrin boils down to their empty charges that Norland is appeasing Orland at the cost of its allies"),
        ("When the minister suggested that Orland resume buying around $20 billion in farm products, Lund was not "
         "satisfied.", "When the minister suggested that Orland resume buying around $20 billion in farm products",
         "When the minister suggested that Orland resume buying around $20 billion in farm products, Lund was not "
         "satisfied"),
        # A part is told with the clause that leads to it, its amounts with it.
        ("Harrowby Town came from two goals down to beat the leaders 3-2, ending the visitors’ 17-match run and "
         "climbing out of the relegation places for the first time since October.",
         "climbing out of the relegation places for the first time since October",
         "Harrowby Town came from two goals down to beat the leaders 3-2, climbing out of the relegation places for "
         "the first time since October 2024"),
        ("The budget was carried by 27 votes to 22 with three abstentions, two of them from the party’s own benches.",
         "two of them from the party’s own benches",
         "The budget was carried by 27 votes to 22 with three abstentions, two of them from the party’s own benches"),
        # "Respectively" pairs what stands in two rows; and who named the two, Nomura or the order, is not settled.
        ("They will have 71 kWh and 95 kWh of battery capacity, respectively, along with 230 kW and 265 kW of power.",
         "They will have 71 kWh",
         "They will have 71 kWh and 95 kWh of battery capacity, respectively, along with 230 kW and 265 kW of power"),
        ("Nomura said the order favoured banks and identified two of them as its key beneficiaries.",
         "identified two of them as its key beneficiaries",
         "Nomura said the order favoured banks and identified two of them as its key beneficiaries"),
        # The last word keeps its noun, and what tells which one is meant; a count is whole without it.
        ("Police released a video showing the rescue of a girl from a flat in Brell.",
         "Police released a video showing the rescue",
         "Police released a video showing the rescue of a girl from a flat in Brell"),
        ("Nurses have given 3,870 doses of the new vaccine.", "Nurses have given 3,870 doses",
         "Nurses have given 3,870 doses"),
        # The first subject without a verb is a relative pronoun; the second one is not.
        ("Researchers around the world trace which of the roots that smell receptors (also called sensors) share with "
         "the immune system are old.", "Researchers around the world trace which of the roots that smell receptors",
         "Researchers around the world trace which of the roots that smell receptors (also called sensors) share with "
         "the immune system are old"),
        # A doubt holds for all that follows it.
        ("Perhaps there are grounds for hope, since the merged firm will be the largest publisher in Norland, "
         "encompassing 263 daily papers.", "encompassing 263 daily papers",
         "Perhaps there are grounds for hope, since the merged firm will be the largest publisher in Norland, "
         "encompassing 263 daily papers"),
        ("The pair reportedly saw the bar in Orland and decided to open one in Brell.",
         "decided to open one in Brell",
         "The pair reportedly saw the bar in Orland and decided to open one in Brell"),
        # What is denied is denied as far as the phrase goes, and never without what stands against it.
        ("Aho realized that the worm wasn’t an accidental infection but rather a normal part of the gut in mice.",
         "a normal part of the gut in mice",
         "Aho realized that the worm wasn’t an accidental infection but rather a normal part of the gut in mice"),
        ("But the increase didn’t happen in mice with defects in three pathways of their taste receptors.",
         "the increase didn’t happen in mice",
         "The increase didn’t happen in mice with defects in three pathways of their taste receptors"),
        ("It wouldn’t have the cash to make a contribution of $124 million to its pension fund.",
         "It wouldn’t have the cash",
         "It wouldn’t have the cash to make a contribution of $124 million to its pension fund"),
        # A verb keeps the noun that its "that" stands for, a bare noun whose it is, a bare verb what it goes on.
        ("It was unclear whether a tariff that the ministry had planned to impose on Dec. 15 on another $160 billion "
         "of goods would go into effect.", "the ministry had planned to impose on Dec. 15 on another $160 billion",
         "It was unclear whether a tariff that the ministry had planned to impose on 15 December 2024 on another "
         "$160 billion of goods would go into effect"),
        ("The party attacked Lund’s wife, children, and 12 associates in the debate.", "children",
         "The party attacked Lund’s wife, children, and 12 associates in the debate"),
        ("Meanwhile, it just takes 15 seconds to fold the roof down and give occupants open-air freshness.",
         "give occupants open-air freshness",
         "Meanwhile, it just takes 15 seconds to fold the roof down and give occupants open-air freshness"),
        # "When" and "once" lead into what another clause tells.
        ("The officials cannot explain why they were silent when the reset failed; and when Lund took over as point "
         "man for Orland in 2014.", "when Lund took over as point man for Orland in 2014",
         "The officials cannot explain why they were silent when the reset failed; and when Lund took over as point "
         "man for Orland in 2014"),
        ("Once Lund released the transcript of his July 25 call with Orland, the nation learned that the source was "
         "no such thing.", "Once Lund released the transcript of his July 25 call with Orland",
         "Once Lund released the transcript of his July 25 call with Orland, the nation learned that the source was "
         "no such thing"),
        # A relative clause keeps its "that", a stranded preposition its verb, an "it" what it stands for.
        ("The new keyboard uses a switch that’s almost identical to the Marsh Keyboard that Brellco released nearly "
         "five years ago.", "Brellco released nearly five years ago",
         "The new keyboard uses a switch that’s almost identical to the Marsh Keyboard that Brellco released nearly "
         "five years ago"),
        ("It’s worth noting, though, that those 12 figures are on the Norland cycle.", "It’s worth noting",
         "It’s worth noting, though, that those 12 figures are on the Norland cycle"),
        ("The same is true for the new layout, which Brellco had done away with back in 2015.",
         "which Brellco had done away with back in 2015",
         "The same is true for the new layout, which Brellco had done away with back in 2015"),
        # A noun that is not counted keeps its "of".
        ("This design contributed to the impossible thinness of the 12-inch Brellbook released in 2015.",
         "This design contributed to the impossible thinness",
         "This design contributed to the impossible thinness of the 12-inch Brellbook released in 2015"),
        # What is said keeps its verb, a preposition what it governs; an "as" leads into another clause.
        ("Wilkins observed that the 2007 starting date of the donation program, which is part of the Foundation, "
         "coincided with the anniversary.", "Wilkins observed that the 2007 starting date of the donation program",
         "Wilkins observed that the 2007 starting date of the donation program, which is part of the Foundation, "
         "coincided with the anniversary"),
        ("Paris claims she was first sent to the ship aged eighteen for two weeks as a teenager but ended up spending "
         "twelve years there.", "she was first sent to",
         "Paris claims she was first sent to the ship aged eighteen for two weeks as a teenager but ended up spending "
         "twelve years there"),
        ("As undergoing a pilgrimage to Brell is a duty for all Norlanders who can, 12 million pilgrims arrive in "
         "Brell each year.", "As undergoing a pilgrimage to Brell is a duty for all Norlanders who can",
         "As undergoing a pilgrimage to Brell is a duty for all Norlanders who can, 12 million pilgrims arrive in "
         "Brell each year"),
        # What a statement is said to have claimed is no fact, whoever speaks of that.
        ("Correction: The caption originally made an unconfirmed statement that he was the first to observe the cells "
         "in the mice.", "he was the first to observe the cells in the mice",
         "Correction: The caption originally made an unconfirmed statement that he was the first to observe the cells "
         "in the mice"),
    ],
)  # fmt: skip
def test_what_a_part_would_say_otherwise_is_stated_with_what_it_belongs_to(
    text: str, part: str, statement: str
) -> None:
    assert stated(text, part) == statement


@pytest.mark.parametrize(
    ("text", "part", "statement"),
    [
        ("Many businesses agree that China has long taken advantage of the treaty and support the minister’s efforts "
         "to end it.", "support the minister’s efforts to end it",
         "Many businesses support the minister’s efforts to end it"),
        ("The deal will enrich Fort Group, a private firm that created Brellpress and remained as its owner until "
         "2019, and currently runs the paper through a contract.", "remained as its owner until 2019",
         "Fort Group remained as its owner until 2019"),
        ("The deal will enrich Fort Group, a private firm that created Brellpress and remained as its owner until "
         "2019, and currently runs the paper through a contract.", "currently runs the paper through a contract",
         "The deal will enrich Fort Group, a private firm that created Brellpress and remained as its owner until "
         "2019, and currently runs the paper through a contract"),
    ],
)  # fmt: skip
def test_a_predicate_gets_the_subject_that_its_form_can_share(text: str, part: str, statement: str) -> None:
    assert stated(text, part) == statement


@pytest.mark.parametrize(
    ("text", "part", "statement"),
    [
        # What is asked is no fact, nor is what only holds whenever it does.
        ("Many employees are also waiting to hear when a $3 billion tender offer by Brellco will be launched.",
         "a $3 billion tender offer by Brellco will be launched",
         "Many employees are also waiting to hear when a $3 billion tender offer by Brellco will be launched"),
        ("Lund asked him how many minds he had changed on the deal after 12 talks.",
         "he had changed on the deal after 12 talks",
         "Lund asked him how many minds he had changed on the deal after 12 talks"),
        # A "when" with a past tells that it happened.
        ("When the train braked in Leeds, 40 people were hurt.", "the train braked in Leeds",
         "The train braked in Leeds"),
        # What is low, is.
        ("The volumes are low and corporate news is nearly absent.", "low and corporate news is nearly absent",
         "The volumes are low and corporate news is nearly absent"),
        # Whoever spoke may have done what stands behind an "and", or who was spoken of.
        ("Lund added that Berg surfaced after several seconds, yelled “shark attack!”, and began paddling to shore.",
         "began paddling to shore",
         "Lund added that Berg surfaced after several seconds, yelled “shark attack!”, and began paddling to shore"),
        # Whom an "according to" names, only says it.
        ("According to authorities, Salinas had an abortion back in June and had not told her boyfriend.",
         "had not told her boyfriend", "Salinas had not told her boyfriend"),
        # What "’s" stands for is told by its own clause.
        ("Victor Lund built a bridge in 2010. After all, he's the man behind a $19 billion firm, he personally sold "
         "it.", "After all, he's the man behind a $19 billion firm",
         "After all, Victor Lund is the man behind a $19 billion firm"),
    ],
)  # fmt: skip
def test_a_question_or_ambiguity_keeps_its_sentence(text: str, part: str, statement: str) -> None:
    assert stated(text, part) == statement
