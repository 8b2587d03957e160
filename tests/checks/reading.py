"""Parsed sentences for tests of the splitter's steps."""

from collections.abc import Iterator
from dataclasses import replace

from checks.language import pipeline
from checks.split.clauses import Clause, clauses
from checks.split.enumerations import divided
from checks.split.quantities import quantities
from checks.split.sentences import sentences
from checks.split.words import Sentence, read


def sentence(text: str) -> Sentence:
    """The only sentence of `text`, parsed."""
    (only,) = sentences(pipeline()(text))
    return read(only, 0)


def parts(text: str) -> Iterator[tuple[str, str, Clause]]:
    """Stretch, rule and clause of every fact that `text` states."""
    whole = sentence(text)
    amounts = [replace(q, start=q.start + whole.start, end=q.end + whole.start) for q in quantities(whole.text)]
    for clause in clauses(whole):
        for part in divided(whole, clause, amounts):
            yield whole.stretch(part.first, part.last), part.rule, part


def facts(text: str) -> list[str]:
    """The stretches that state facts, in the order of the text."""
    return [stretch for stretch, _, part in sorted(parts(text), key=lambda each: each[2].first)]
