"""ClaimReview within Google's rules: short claims, a speaker of a known kind, numbers of the newsroom's scale."""

from datetime import UTC, datetime

import pytest

from service.public.claim_review import Organization, claim_review, guess_claimant_kind, shorten_claim
from store.newsroom.rating_scale import RatingLabel, RatingScale
from store.verdicts.appearances import Appearance
from store.verdicts.fact_checks import FactCheck

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
SCALE = RatingScale(
    (RatingLabel("True", "True", 6), RatingLabel("False", "False", 1), RatingLabel("Satire", "Satire", None))
)
US = Organization("Example Checks", "https://checks.example.org")


def _row(claimant: str | None, rating: str = "False", kind: str | None = None) -> FactCheck:
    return FactCheck(
        id=1,
        claim_id=2,
        verdict_id=3,
        slug="s-2",
        statement="So it is",
        claimant=claimant,
        rating=rating,
        summary="No.",
        publisher="Example Checks",
        published_at=NOON,
        corrected_at=None,
        withdrawn_at=None,
        withdrawal_reason=None,
        embargo_until=None,
        claimant_kind=kind,
        sample=False,
    )


@pytest.mark.parametrize(
    ("statement", "short"),
    [
        ("More than 100,000 troops are at the border", "More than 100,000 troops are at the border"),
        (
            "The city council of Alderport approved a budget of 412 million dollars, of which 61.5 million go "
            "to the police",
            "The city council of Alderport approved a budget of 412 million dollars…",
        ),
        ("x" * 90, "x" * 73 + "…"),
    ],
)
def test_a_claim_is_shortened_between_words(statement: str, short: str) -> None:
    assert shorten_claim(statement) == short
    assert len(short) < 75


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Councilman Victor Lindqvist", "person"),
        ("the interior minister", "person"),
        ("the interior ministry", "organization"),
        ("World Health Organization", "organization"),
        ("Pentagon", "organization"),
        ("Jane Roe", None),
        (None, None),
    ],
)
def test_a_speaker_is_what_the_words_settle(name: str | None, kind: str | None) -> None:
    assert guess_claimant_kind(name) == kind


def test_a_speaker_of_unknown_kind_is_left_out() -> None:
    def author(row: FactCheck) -> object:
        return claim_review(row, "u", US, SCALE, [])["itemReviewed"].get("author")

    assert author(_row("Jane Roe")) is None
    assert author(_row("Jane Roe", kind="person")) == {"@type": "Person", "name": "Jane Roe"}
    assert author(_row("the ministry")) == {"@type": "Organization", "name": "the ministry"}


def test_the_day_of_the_claim_is_that_of_its_article() -> None:
    seen = [
        Appearance(id=1, title="A", url="https://e.org/a", site=None, published=datetime(2026, 11, 2, tzinfo=UTC)),
        Appearance(id=2, title="B", url=None, site=None, published=None),
    ]
    said = claim_review(_row(None), "u", US, SCALE, seen)["itemReviewed"]
    assert said["datePublished"] == "2026-11-02"
    assert [work.get("url") for work in said["appearance"]] == ["https://e.org/a", None]


def test_only_steps_of_the_scale_have_a_number() -> None:
    assert claim_review(_row(None), "u", US, SCALE, [])["reviewRating"] == {
        "@type": "Rating", "alternateName": "False", "ratingValue": 1, "bestRating": 6, "worstRating": 1,
    }  # fmt: skip
    assert "ratingValue" not in claim_review(_row(None, "Satire"), "u", US, SCALE, [])["reviewRating"]
