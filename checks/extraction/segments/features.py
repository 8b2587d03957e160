"""What speaks for and against a stretch of a sentence being one claim: named features of candidate segments."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from checks.extraction.attribution import ASSERTS, ATTITUDE
from checks.extraction.checkability import FIRST_PERSON, JUDGING, PRAISE
from checks.extraction.segments.analysis import SentenceAnalysis
from checks.extraction.segments.boundaries import DEPS, TAGS, WORDS, Floats, tag_of
from checks.extraction.worthiness.score import load_weights
from checks.lexicon import load_list, load_words
from checks.nlp.tree import FINITE, Word

Stretch = tuple[int, int]
REASONS: Final = load_list("segments", "reasons")
_UNREAL: Final = load_words("segments", "unreal")
_AHEAD: Final = frozenset("will 'll ’ll wo shall".split())
_DEGREE: Final = load_words("segments", "degree")
_ENTITIES: Final = load_list("segments", "entities")
NUMBERS: Final = load_list("segments", "stretch_numbers")
NAMES: Final = (
    *NUMBERS, *load_list("segments", "stretch_flags"), *(f"holds {e}" for e in _ENTITIES),
    *(f"headed as {d}" for d in DEPS), *(f"headed by {t}" for t in TAGS), *(f"begins “{w}”" for w in WORDS),
    *(f"rule: {r}" for r in REASONS), "sentence before", "sentence meant", "sentence after", "meaning",
    "sentence worded to check", "worded to check",
)  # fmt: skip
_AT: Final = {name: i for i, name in enumerate(NAMES)}
MEANING: Final = _AT["meaning"]
MEANT: Final = _AT["sentence before"]  # and the two after it
Around = tuple[float, float, float]


def net_scores(analyses: Sequence[SentenceAnalysis], stretches: Sequence[Sequence[Stretch]]) -> list[Floats]:
    """What the check-worthiness net makes of each sentence and of each stretch of it, in log-odds cut off at 8.

    One array a sentence, whose own value is the first: (stretches + 1,). The net reads them all together.
    """
    texts = [
        [analysis.sentence.text, *(analysis.sentence.text_between(*stretch) for stretch in some)]
        for analysis, some in zip(analyses, stretches, strict=True)
    ]
    scores = np.clip(load_weights().net.scores([text for some in texts for text in some]), -8, 8)
    return np.split(scores, np.cumsum([len(some) for some in texts])[:-1])


class SegmentFeatures:
    """Features of the candidate segments of one sentence.

    `cuts` is for each word how likely a claim begins there, 0 to 1. What holds for the whole sentence (a question,
    no full stop, an "if") is found out once, when it is made.
    """

    def __init__(self, analysis: SentenceAnalysis, cuts: Floats) -> None:
        self.analysis, self.cuts = analysis, cuts
        words = analysis.sentence.words
        text = analysis.sentence.text.rstrip()
        self.asked = text.rstrip("”\"'’ )").endswith("?")
        self.exclaims = text.rstrip("”\"'’ )").endswith("!")
        self.open = not text.rstrip("”\"'’ )").endswith((".", "!", "?", ":", ";", ","))
        self.me = any(w.lower in FIRST_PERSON for w in words)
        self.conditional = any(w.lower in ("if", "unless") for w in words)

    def rows(self, stretches: Sequence[Stretch], senses: Sequence[float], around: Around, net: Floats) -> Floats:
        """The rows of some stretches: (stretches, `NAMES`), 32-bit floats.

        Args:
            stretches: places of first and last words, both inclusive.
            senses: what the encoder makes of each, in log-odds.
            around: what it makes of the sentence before, the stretch's own and the next one.
            net: those of `net_scores`, which are the last two columns.
        """
        rows = np.zeros((len(stretches), len(NAMES)), dtype=np.float32)
        for n, (first, last) in enumerate(stretches):
            rows[n] = self.row(first, last, senses[n], around)
        if len(stretches):
            rows[:, -2], rows[:, -1] = net[0], net[1:]
        return rows

    def row(self, first: int, last: int, meaning: float, around: Around) -> Floats:
        """The row of one stretch, first and last word inclusive.

        `meaning` is what the encoder makes of its words, `around` of the sentence before, its own and the next one.
        """
        analysis, words = self.analysis, self.analysis.sentence.words
        within = words[first : last + 1]
        row = np.zeros(len(NAMES), dtype=np.float32)
        top = analysis.top(first, last)
        self._numbers(row, within, top, first, last)
        self._flags(row, within, top, first, last)
        self._rules(row, first, last)
        for word in within:
            if (place := _AT.get(f"holds {word.entity}")) is not None:
                row[place] = 1
        for name in (f"headed as {top.dep}", f"headed by {tag_of(top)}", f"begins “{within[0].lower}”"):
            if (place := _AT.get(name)) is not None:
                row[place] = 1
        row[MEANT : MEANT + 3] = around
        row[MEANING] = meaning
        return row

    def _numbers(self, row: Floats, within: tuple[Word, ...], top: Word, first: int, last: int) -> None:
        """Write the numbers of a stretch: counts of its words by kind, shares from 0 to 1, what stands around.

        `top` heads the words `within`, which are those from `first` to `last`.
        """
        analysis, n = self.analysis, len(self.analysis.sentence.words)
        inner = self.cuts[first + 1 : last + 1]
        figures = sum(
            analysis.figures[i] and not (i > first and analysis.figures[i - 1]) for i in range(first, last + 1)
        )
        values = (
            len(within), figures, sum(w.tag in FINITE for w in within), sum(w.tag[:2] == "VB" for w in within),
            sum(w.tag[:3] == "NNP" for w in within), sum(w.tag in ("NN", "NNS") for w in within),
            sum(w.tag[:2] == "JJ" for w in within), sum(analysis.quoted[first : last + 1]) / len(within),
            len(analysis.tops(first, last)), self.cuts[first], self.cuts[last + 1] if last + 1 < n else 1.0,
            inner.max() if len(inner) else 0.0, inner.sum(), len(within) / n, n, analysis.place,
            min(analysis.paragraph, 9),
            sum(1 for _ in analysis.sentence.ancestors(top)),
            max((_overlap((first, last), (p.first, p.last)) for p in analysis.parts), default=0.0),
            sum(first <= p.first and p.last <= last for p in analysis.parts),
            sum(w.tag[:2] in ("NN", "CD", "VB", "JJ", "RB") for w in within),
        )  # fmt: skip
        row[: len(values)] = values

    def _flags(self, row: Floats, within: tuple[Word, ...], top: Word, first: int, last: int) -> None:
        """Write what is so or not of a stretch, as 0 or 1, in the order of `stretch_flags` in the lexicon.

        `top` heads the words `within`, which are those from `first` to `last`.
        """
        analysis, sentence = self.analysis, self.analysis.sentence
        lowers = {w.lower for w in within}
        tags = {w.tag for w in within}
        subject = sentence.subject(top)
        inside = subject is not None and first <= subject.i <= last
        said = [
            s
            for s in analysis.said
            if s.content is not None and (s.content is top or s.content in sentence.ancestors(top))
        ]
        cues = [s for s in analysis.said if first <= s.cue.i <= last]
        auxiliaries = {w.lower for w in sentence.children(top, "aux", "auxpass")} | {top.lower}
        values = (
            inside, inside and subject is not None and subject.tag in ("PRP", "DT", "EX"), first == 0,
            last >= len(sentence.words) - 2,
            self.asked, self.exclaims, self.open, any(w.lower in FIRST_PERSON for w in within), self.me,
            bool(lowers & {"you", "your", "yourself"}), bool(auxiliaries & _UNREAL), bool(auxiliaries & _AHEAD),
            any(w.dep == "neg" for w in within) or bool(lowers & {"no", "never", "nobody", "nothing", "none"}),
            bool(tags & {"JJS", "RBS"}), bool(tags & {"JJR", "RBR"}), self.conditional, bool(lowers & {"if", "unless"}),
            analysis.quoted[top.i], bool(lowers & set("“”\"‘")), bool(cues), bool(said), any(s.act for s in cues),
            bool(lowers & ATTITUDE), bool(lowers & JUDGING), bool(lowers & PRAISE),
            any(analysis.days[first : last + 1]), bool(lowers & set("$£€")), bool(lowers & {"%", "percent", "cent"}),
            all(w.text.isupper() for w in within if w.text.isalpha()), ":" in lowers,
            any((p.first, p.last) == (first, last) for p in analysis.parts),
            any(p.first <= first and last <= p.last for p in analysis.parts), bool(lowers & _DEGREE),
            sentence.child(top, "auxpass", "nsubjpass") is not None, top.tag in ("VBD", "VBN"),
            top.tag in ("VBZ", "VBP"), top.lower in ASSERTS, "(" in lowers,
            any(s.source is not None and first <= s.source.i <= last for s in cues),
            "had" in auxiliaries, within[0].text[:1].islower(), bool(lowers & {"…", "..."}),
        )  # fmt: skip
        row[len(NUMBERS) : len(NUMBERS) + len(values)] = values

    def _rules(self, row: Floats, first: int, last: int) -> None:
        """Why the rules take no claim out of what this stretch lies in, or covers."""
        for part, reason in zip(self.analysis.parts, self.analysis.reasons, strict=True):
            place = _AT.get(f"rule: {reason}")
            if place is not None and _overlap((first, last), (part.first, part.last)) > 0.4:
                row[place] = 1


def _overlap(a: Stretch, b: Stretch) -> float:
    """The words that two stretches share, as a part of all that they hold."""
    common = max(0, min(a[1], b[1]) - max(a[0], b[0]) + 1)
    return common / (a[1] - a[0] + b[1] - b[0] + 2 - common)
