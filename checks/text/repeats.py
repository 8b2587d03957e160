"""Paragraphs that say again, word for word, what stands elsewhere in the article."""

import re
from collections import Counter

_SENTENCE_END = re.compile(r"[.!?…]++[\"'”’»)\]]*+(?=\s|\Z)")
_NO_LETTER = re.compile(r"[\W_]+")
# "Yes." may well be said twice.
_FEWEST_WORDS = 4


def repeated(texts: list[str]) -> set[int]:
    """Which of the paragraphs `texts` repeat others, by their index.

    Of two equal paragraphs the later one does. A pull quote, all of whose sentences stand in a longer paragraph,
    does wherever it stands: the running text is kept.
    """
    keys = [_sentence_keys(text) for text in texts]
    again = _equal(keys)
    longest: dict[str, tuple[int, int]] = {}
    for index, sentences in enumerate(keys):
        if index not in again:
            for key in sentences:
                longest[key] = max(longest.get(key, (0, 0)), (len(sentences), index))
    for index, sentences in enumerate(keys):
        if sentences and index not in again and _within(index, sentences, longest):
            again.add(index)
    return again


def _equal(keys: list[tuple[str, ...]]) -> set[int]:
    seen: Counter[tuple[str, ...]] = Counter()
    again = set()
    for index, sentences in enumerate(keys):
        if sum(key.count(" ") + 1 for key in sentences) >= _FEWEST_WORDS:
            seen[sentences] += 1
            if seen[sentences] > 1:
                again.add(index)
    return again


def _within(index: int, sentences: tuple[str, ...], longest: dict[str, tuple[int, int]]) -> bool:
    """Whether all `sentences` stand in one paragraph with more of them."""
    if any(key.count(" ") + 1 < _FEWEST_WORDS for key in sentences):
        return False
    holders = {longest[key] for key in sentences}
    (length, holder), *others = holders
    return not others and holder != index and length > len(sentences)


def _sentence_keys(text: str) -> tuple[str, ...]:
    """The sentences without case and marks; a name behind the last one (who said it) is left out."""
    if text.count(" ") + 1 < _FEWEST_WORDS:
        return ()
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    parts = [text[a:b] for a, b in zip([0, *ends], ends, strict=False)]
    rest = text[ends[-1] :].strip() if ends else text
    if not ends or not _signs(rest):
        parts.append(rest)
    return tuple(key for part in parts if (key := _NO_LETTER.sub(" ", part).strip().lower()))


def _signs(rest: str) -> bool:
    words = rest.strip("—–- ").split(None, 5)
    return 0 < len(words) <= 4 and all(word[0].isupper() for word in words)
