"""The whole splitter on invented articles that were annotated without a look at it: the figures it must hold."""

from pathlib import Path

from bench.gold import Score, articles, score
from checks.extraction import split
from checks.quantities import quantities

ARTICLES = list(articles(Path(__file__).parents[2] / "data" / "annotated_articles.jsonl"))


def test_claims_are_found_apart_whole_and_not_too_many() -> None:
    total = Score(gold=0, found=0, own=0, predicted=0, good=0, overlap=0.0)
    for each in ARTICLES:
        total += score(each, [(c.start, c.end) for c in split(each.text, each.day).claims])
    found, own, good, overlap = total.shares()
    # A little under what is reached: 0.92, 0.66, 0.93 and 0.80; what is likely wrong is one claim with its sentence.
    assert found >= 0.91
    assert own >= 0.63
    assert good >= 0.87
    assert overlap >= 0.75


def test_quantities_are_read_to_the_letter() -> None:
    gold = {(each.id, q["start"], q["end"]) for each in ARTICLES for q in each.quantities}
    read = {(each.id, q.start, q.end) for each in ARTICLES for q in quantities(each.text)}
    assert 2 * len(gold & read) / (len(gold) + len(read)) >= 0.92


def test_who_says_a_claim_is_named_as_the_annotation_has_it() -> None:
    right = asked = 0
    for each in ARTICLES:
        found = split(each.text, each.day).claims
        for claim in each.claims:
            inside = [c for c in found if c.start <= claim["key_start"] and claim["key_end"] <= c.end]
            if inside and claim["claimant"]:
                shortest = min(inside, key=lambda c: c.end - c.start)
                asked += 1
                right += bool(shortest.claimant) and _same(claim["claimant"], shortest.claimant or "")
    assert asked > 60
    assert right / asked >= 0.7


def _same(gold: str, read: str) -> bool:
    return bool(set(gold.lower().split()) & set(read.lower().split()) - {"the", "a", "of"})
