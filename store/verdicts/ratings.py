"""The scale that people rate on. The first six carry a number, as ClaimReview's `reviewRating` wants one."""

from typing import Final

SCALE: Final = (
    "True", "Mostly true", "Half true", "Missing context", "Mostly false", "False",
    "Unproven", "Not checkable", "Satire",
)  # fmt: skip
BEST: Final = 6
WORST: Final = 1
NUMBERS: Final = {rating: BEST - place for place, rating in enumerate(SCALE[:6])}
# What says that a claim is so, and that it is not; the ratings in between say neither.
TRUE: Final = ("True", "Mostly true")
FALSE: Final = ("False", "Mostly false")
