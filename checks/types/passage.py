"""What a source brings back."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from checks.types.document import Figure

# In bytes of UTF-8: an index of the store holds it whole, and PostgreSQL takes 2,704 a row.
LONGEST_URL: Final = 2000


@dataclass(frozen=True, slots=True)
class ModelStance:
    """What a language model takes a passage to say about a claim; shown as the model's word, it counts for nothing.

    `stance` is "supports", "refutes" or "context". Its reason are two quotes, checked against the texts word for word:
    `claim_quote` of the claim and `passage_quote` of the passage. `model` is the name that it was asked by, or "".
    """

    stance: str
    claim_quote: str
    passage_quote: str
    model: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """What a source brought back: quoted text, where it stands, and who published it when.

    `captured` is the whole text that the passage was cut from, at `start` to `end`; without it the passage is all
    that the source gave. `version` is the source's own stamp of what it gave (a revision, a day of update).
    `part` names a text that says too little to be for or against anything: "a headline", "a search engine's excerpt".
    `rating` holds the publisher's own words; `mapped_rating` the rating on our scale, empty for none of ours. None
    leaves that to the rules that come along (`checks.suggestion.ratings`). `model_stance` is what a language model said
    of it, if one was asked. `cosine` is that of the sentence encoder's vectors of `text` and of the claim that it was
    found for, -1 to 1, where the search knew both.
    """

    text: str
    locator: str
    publisher: str
    url: str | None = None
    published: date | None = None
    origin: str | None = None
    figure: Figure | None = None
    rating: str | None = None
    mapped_rating: str | None = None
    author: str | None = None
    captured: str | None = None
    start: int = 0
    end: int | None = None
    version: str | None = None
    part: str | None = None
    model_stance: ModelStance | None = None
    cosine: float | None = None
