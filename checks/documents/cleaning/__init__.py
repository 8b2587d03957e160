"""Raw text to clean text, with every offset kept.

    raw text → printable lines (layout.py) → paragraphs → what is no prose (boilerplate.py, captions.py, repeats.py)
    → what stands before or behind the prose of a paragraph (bylines.py) → pieces that a parser can take

Cleaning never moves a character: what is no part of the article is blanked out in place, so that offsets
into the clean text are offsets into what was received.
"""

from checks.documents.cleaning.cleaner import Clean, clean
from checks.documents.cleaning.layout import LONGEST_PIECE, pieces

__all__ = ["LONGEST_PIECE", "Clean", "clean", "pieces"]
