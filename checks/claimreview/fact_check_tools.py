"""An answer of Google Fact Check Tools (`claims:search`) as ClaimReview objects.

Each of its claims holds the fact-checks of it, without the words that schema.org has for them
(developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims/search).
"""

from collections.abc import Iterator


def is_answered_claim(value: dict[str, object]) -> bool:
    """Whether an object is a claim of such an answer: a text with the fact-checks of it."""
    return isinstance(value.get("text"), str) and isinstance(value.get("claimReview"), list)


def reviews_of_claim(claim: dict[str, object]) -> Iterator[dict[str, object]]:
    """The fact-checks of a claim of such an answer, as ClaimReview objects.

    Args:
        claim: `is_answered_claim` says that it is one.

    Returns:
        One object a fact-check, with the claim as its `itemReviewed`.
    """
    given = claim["claimReview"]
    for review in given if isinstance(given, list) else ():
        if not isinstance(review, dict):
            continue
        publisher = review.get("publisher")
        named = publisher if isinstance(publisher, dict) else {}
        yield {
            "@type": "ClaimReview",
            "claimReviewed": claim["text"],
            "url": review.get("url"),
            "headline": review.get("title"),
            "datePublished": review.get("reviewDate"),
            "inLanguage": review.get("languageCode"),
            "author": {"name": named.get("name") or named.get("site")},
            "reviewRating": {"alternateName": review.get("textualRating")},
            "itemReviewed": {
                "@type": "Claim",
                "author": {"name": claim.get("claimant")},
                "datePublished": claim.get("claimDate"),
            },
        }
