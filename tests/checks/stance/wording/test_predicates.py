"""Claims of words beside what sentences say by the way, from the other side, of another, or of another time."""

from collections import Counter
from pathlib import Path

import pytest

from bench.stance.__main__ import pairs
from bench.stance.reader import detokenized
from bench.stance.report import shares
from checks.nlp.relations.predicates import entailed_by, synonymous
from checks.stance.judge import judge_texts
from checks.stance.normalize import normalize_spelling
from checks.stance.syntax.clauses import parsed_sentence
from checks.stance.syntax.noun_phrases import antecedent, diminishing_word

DATA = Path(__file__).parents[3] / "data"


@pytest.mark.parametrize(
    ("claim", "passage", "stance", "reason"),
    [
        ("Ada Birch is a Danish painter.", "In 1948 the prize went to the Swedish painter Ada Birch.",
            "refutes", "Swedish"),
        ("Ada Birch founded Corm Mills.", "Ada Birch, the founder of Corm Mills, was born in Leeds.", "supports", ""),
        ("Corm Mills was founded by Ian Moss.", "Ada Birch, the founder of Corm Mills, hired Ian Moss.",
            "refutes", "Ada Birch"),
        ("Corm is the capital of Lenia.", "Corm is a city in Lenia; the capital, Alder, lies to the north.",
            "refutes", "Alder"),
        ("Ada Birch was married to Ian Moss.", "In 1931 Ada Birch wed the dancer Sam Hale.", "refutes", "Sam Hale"),
        ("Ada Birch is not a Danish painter.", "Ada Birch is a Swedish painter.", "supports", "denies the other"),
        ("The fire at the mill was caused by lightning.", "The inquiry blamed faulty wiring for the fire at the mill.",
         "context", "nothing of “lightning”"),
        ("The bridge was finished after the tunnel.", "The bridge was finished before the tunnel was.",
            "refutes", "“after” here"),
        ("Ada Birch is alive.", "Ada Birch (1921–2004) was a Danish painter.", "context", "nothing of “alive”"),
        ("Green Alder is in Polish.", "Green Alder is a Czech-language drama film.", "context", "does not name Polish"),
        ("The Orla is a tributary of the Nessel.", "The Orla is a right tributary of the Varn.", "context",
            "does not name Nessel"),
        ("Ada Birch won an Oscar.", "Ada Birch has yet to win an Oscar.", "refutes", "denies"),
        ("Corm Foods will buy Alder.", "Corm Foods has dropped its plan to buy Alder.", "refutes", "denies"),
        ("Ada Birch was born in Corm.", "She was born in Corm , Denmark .", "supports", ""),
    ],
)  # fmt: skip
def test_what_is_said_by_the_way_or_in_other_words_decides(
    claim: str, passage: str, stance: str, reason: str
) -> None:
    judgement = judge_texts(claim, passage)
    assert (judgement.stance, reason in judgement.reason) == (stance, True), judgement


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Ada Birch was born in Vienna.", "Ada Birch's parents were born in Budapest."),
        ("The king died in the palace.", "The king's brother died in the palace garden."),
        ("Ada Birch was president of Lenia.", "Ada Birch was vice president of Lenia."),
        ("Alder won the cup final in 2003.", "Alder won the cup semi-final in 2003."),
        ("The strike ended on Monday.", "The strike began on Friday."),
        ("The Alder is the longest bridge in Corm.", "The Alder is the longest railway bridge in Corm."),
        ("Corm Mills was founded by Ian Moss.", "Corm Mills was co-founded by Ada Birch."),
        ("Ada Birch was married to Ian Moss.", "Ada Birch married her second husband, Sam Hale, in 2011."),
        ("Ada Birch wrote Red Gate.", "Ada Birch wrote Long Wall, a novel about the war."),
        ("Every member of the council voted for the plan.", "Members of the council voted for the plan."),
        ("The museum opened in June.", "The museum is scheduled to open in June."),
        ("Queen Alda was poisoned.", "According to a legend, Queen Alda was poisoned by her nephew."),
        ("The rocket launched on Tuesday.", "Engineers put off the rocket launch on Tuesday."),
        ("Ada Birch visited Rome in 1990.", "Ada Birch visited Rome in 1985."),
        ("Ada Birch is a singer.", "Ada Birch is a Danish songwriter."),
        ("Dunmore lies in Kerry.", "Dunmore lies in Ireland."),
    ],
)
def test_what_may_both_be_so_decides_nothing(claim: str, passage: str) -> None:
    assert not judge_texts(claim, passage).decides


def test_a_pronoun_means_the_subject_before_it() -> None:
    sentence = parsed_sentence("Sam Hale handed the mill to his son.")
    assert sentence is not None
    his = next(w for w in sentence.words if w.text == "his")
    meant = antecedent(sentence, his.i)
    assert meant is not None
    assert sentence.words[meant].text == "Hale"
    assert antecedent(sentence, 0) is None


def test_what_stands_before_a_word_may_make_less_of_it() -> None:
    sentence = parsed_sentence("The deputy mayor reached the semi-final.")
    assert sentence is not None
    assert [diminishing_word(sentence, w) for w in sentence.words if w.text in ("mayor", "final")] == [
        "deputy",
        "semi",
    ]


def test_words_near_in_meaning_may_never_be_the_same() -> None:
    assert entailed_by("actor", "actress")
    assert entailed_by("drummer", "drums")
    assert not synonymous("boys", "girls")
    assert not synonymous("husband", "wife")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("“Copper Rain” is a song.", "Copper Rain is a song."),
        ("“We won,” he said.", "“We won,” he said."),
    ],
)
def test_texts_are_read_as_they_are_mostly_written(written: str, meant: str) -> None:
    assert normalize_spelling(written) == meant


@pytest.mark.parametrize(
    ("tokenized", "printed"),
    [
        ("X -LRB- born 9 March 1958 -RRB- is a conductor .", "X (born 9 March 1958) is a conductor."),
        ("`` Copper Rain '' is Nash 's song , of 1990 -- 91 .", '"Copper Rain" is Nash\'s song, of 1990–91.'),
    ],
)
def test_benches_read_the_texts_of_a_tokenized_corpus_as_they_are_printed(tokenized: str, printed: str) -> None:
    assert detokenized(tokenized) == printed


def test_symmetric_pairs_are_seldom_decided_wrongly() -> None:
    held_out = Counter((row["stance"], given) for row, given in pairs(DATA / "stance_pairs_fourth_held_out.jsonl"))
    right, _, _ = shares(held_out)
    assert right >= 0.85
