"""What the check-worthiness model learns from: debate sentences, variations on them, and claims in news."""

import gzip
import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from checks.extraction.worthiness.score import Candidate
from checks.types.claim import Kind, SpeechAct
from checks.types.quantity import Quantity

HERE = Path(__file__).parent / "data"
DEBATES = {
    "train": "CT24_checkworthy_english_train.tsv.gz",
    "dev": "CT24_checkworthy_english_dev.tsv",
    "dev-test": "CT24_checkworthy_english_dev-test.tsv",
}
NEWS = "claims/dev.jsonl"
OTHER_NEWS = "syntax/gum-open-train.conllu.gz"
_ROW = re.compile(r"(\d+)\t([^\t]*)\t(Yes|No)")
_CUT = re.compile(r",? (?:and|but|because|that|which|who|if|when|so) |[;:,] | -+ ")
_SWAPPED = 0.25  # of the words that have a vector
_CHOICES = 8
_KEPT = frozenset(
    """
    the a an and or but of to in on at for with by from as is are was were be been am has have had do does did not
    that this these those it its he she they we you i me my our your his her their them us him who what which when
    where why how if so than then there will would can could should may might must no yes more less
""".split()
)


@dataclass(frozen=True, slots=True)
class Debates:
    """Sentences with their labels, 1.0 for check-worthy; neighbours in `ids` come from one debate."""

    ids: NDArray[np.int64]
    texts: list[str]
    labels: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class News:
    """Claims in news with the article of each and its worth: 0, 1 or 2."""

    candidates: list[Candidate]
    articles: list[str]
    worths: NDArray[np.int64]


def opened(path: Path) -> str:
    """The text of a file, also of a gzipped one."""
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")


def sha256(path: Path) -> str:
    """The file's digest, as the model card names it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def debates(folder: Path, part: str) -> Debates:
    """One part of CT24; a line that holds two rows (a broken quote joined them) gives both."""
    rows = [match for line in opened(folder / DEBATES[part]).splitlines() for match in _ROW.finditer(line)]
    ids = np.array([int(m[1]) for m in rows])
    return Debates(ids, [unquoted(m[2]) for m in rows], np.array([m[3] == "Yes" for m in rows], dtype=np.float32))


def unquoted(field: str) -> str:
    """The text of a field: quotes around it and doubled ones in it belong to the file, not to the text."""
    field = field.strip()
    if len(field) > 1 and field[0] == field[-1] == '"':
        field = field[1:-1].replace('""', '"').strip()
    return field.replace("\\", "")


def parts(text: str) -> Iterator[str]:
    """The pieces of a sentence between its commas and joining words, of at least four words."""
    for piece in _CUT.split(text):
        if piece != text and piece.count(" ") >= 3:
            yield piece


def variations(texts: Sequence[str], seed: int) -> list[tuple[int, str]]:
    """New texts to be labelled by the teacher, each with the place of the one it comes from.

    Parts of each sentence, and one copy of each in which some words are swapped for others of like meaning. The
    standard library's generator gives the same for one seed on every platform, so that stored labels fit.
    """
    chance = random.Random(seed)
    alike = _Alike()
    made, seen = [], set(texts)
    for place, text in enumerate(texts):
        for new in (*parts(text), alike.swapped(text, chance)):
            if new not in seen:
                seen.add(new)
                made.append((place, new))
    return made


class _Alike:
    """Words of like meaning, by their vectors."""

    def __init__(self) -> None:
        words, vectors = word_vectors()
        self._words = words
        self._place = {word: i for i, word in enumerate(words)}
        # Whole numbers below 2**24 multiply exactly in float32, so that every machine finds the same words.
        self._vectors = vectors.astype(np.float32)
        self._found: dict[str, list[str]] = {}

    def _near(self, word: str) -> list[str]:
        if word not in self._found:
            nearness = self._vectors @ self._vectors[self._place[word]]
            ranks = np.arange(len(nearness)) - nearness.astype(np.int64) * 2**20  # no two are the same
            best = sorted(np.argpartition(ranks, _CHOICES + 1)[: _CHOICES + 1], key=ranks.__getitem__)
            self._found[word] = [self._words[i] for i in best if self._words[i] != word]
        return self._found[word]

    def swapped(self, text: str, chance: random.Random) -> str:
        return re.sub(r"[A-Za-z]+", lambda m: self._other(m[0], chance), text)

    def _other(self, word: str, chance: random.Random) -> str:
        lower = word.lower()
        if len(word) < 3 or lower in _KEPT or lower not in self._place or chance.random() > _SWAPPED:
            return word
        other = chance.choice(self._near(lower))
        return other.capitalize() if word[0].isupper() else other


def word_vectors() -> tuple[list[str], NDArray[np.int8]]:
    """The words that have a vector, and the vectors (words, 64) they start from."""
    with np.load(HERE / "worth-words.npz", allow_pickle=False) as arrays:
        return arrays["words"].tobytes().decode().split("\n"), arrays["vectors"]


def news(corpora: Path) -> News:
    """Claims of the six annotated articles."""
    found = News([], [], np.zeros(0, dtype=np.int64))
    worths = []
    for line in opened(corpora / NEWS).splitlines():
        article = json.loads(line)
        for claim in article["claims"]:
            found.candidates.append(_candidate(article, claim))
            found.articles.append(article["id"])
            worths.append(claim["worth"])
    return News(found.candidates, found.articles, np.array(worths))


def _candidate(article: dict, claim: dict) -> Candidate:  # type: ignore[type-arg]
    start, end = claim["start"], claim["end"]
    own = tuple(
        Quantity(
            q["start"],
            q["end"],
            article["text"][q["start"] : q["end"]],
            comparator=q["comparator"],
            low=q["low"],
            high=q["high"],
            unit=q["unit"],
            counted=q["counted"],
        )
        for q in article["quantities"]
        if start <= q["start"] and q["end"] <= end
    )
    text = article["text"][start:end]
    return Candidate(text=text, sentence=text, kind=claim["kind"], quantities=own, claimant=claim["claimant"])


def other_news(corpora: Path) -> News:
    """Claims of further news texts in GUM, annotated for training: `data/worth-news.tsv` says where they stand."""
    from checks.quantities import quantities

    sentences = gum(corpora)
    lines = (HERE / "worth-news.tsv").read_text(encoding="utf-8").splitlines()[1:]
    candidates, articles, worths = [], [], []
    for document, sentence, start, end, kind, claimant, speech_act, worth in (line.split("\t") for line in lines):
        whole = sentences[document][int(sentence)]
        text = whole[int(start) : int(end)]
        somebody = "somebody" if claimant == "1" else None
        candidate = Candidate(
            text=text,
            sentence=whole,
            kind=cast(Kind, kind),
            quantities=quantities(text),
            claimant=somebody,
            speech_act=cast(SpeechAct, speech_act),
        )
        candidates.append(candidate)
        articles.append(document)
        worths.append(int(worth))
    return News(candidates, articles, np.array(worths))


def gum(corpora: Path) -> dict[str, list[str]]:
    """The sentences of each GUM document."""
    found: dict[str, list[str]] = {}
    document: list[str] = []
    for line in opened(corpora / OTHER_NEWS).splitlines():
        if line.startswith("# newdoc id = "):
            document = found.setdefault(line.removeprefix("# newdoc id = ").strip(), [])
        elif line.startswith("# text = "):
            document.append(line.removeprefix("# text = ").strip())
    return found
