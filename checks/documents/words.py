"""The words of a text, without case, Unicode's compatibility forms and punctuation."""

import re
import unicodedata
from typing import Final

# A number with its sign is one word, so that 1.5 is not 15 and -5 not 5; what is measured in stands beside it.
WORD: Final = re.compile(r"[+\-−](?=[$¢-¥₠-⃏]?\d)|\d(?:[\d.,]*\d)?|[^\W\d_]+(?:['’][^\W\d_]+)*|[%‰$¢-¥₠-⃏]")


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text in their order (NFKC, UAX #15; casefolded)."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("−", "-")
    return tuple(WORD.findall(plain))
