"""An article's text in, its checkable claims out. `extractor.py` holds the steps in their order.

    text → clean paragraphs (checks.documents.cleaning) → sentences (checks.nlp.sentences) → parse trees as plain values
    (checks.nlp.tree) → who says what (attribution.py) → clauses that state a fact (clauses/) → one fact each
    (enumerations.py) → can it be checked (checkability.py) → standalone wording (statement/), kind (kinds.py), who says
    it (claimants.py) → worth (worthiness/)

Every step takes and gives plain values, so each can be tested with a sentence and its expected result.
"""

from checks.extraction.extractor import LONGEST, MOST_TOKENS, ArticleText, TextTooLong, load, split, split_many

__all__ = ["LONGEST", "MOST_TOKENS", "ArticleText", "TextTooLong", "load", "split", "split_many"]
