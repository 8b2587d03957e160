"""Parsed sentences for tests of the splitter's steps."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from checks.extraction.attribution import attributions
from checks.extraction.clauses import FactClause, find_clauses
from checks.extraction.enumerations import divide
from checks.extraction.extractor import extractor_of, split_with
from checks.extraction.segments.clause_of import clause_of
from checks.extraction.segments.model import load_model
from checks.extraction.statement import write_statements
from checks.nlp.pipeline import pipeline
from checks.nlp.sentences import sentences
from checks.nlp.tree import Sentence, to_sentence
from checks.quantities import quantities


def sentence(text: str) -> Sentence:
    """The only sentence of `text`, parsed."""
    (only,) = sentences(pipeline()(text))
    return to_sentence(only, 0)


def parts(text: str) -> Iterator[tuple[str, str, FactClause]]:
    """Stretch, rule and clause of every fact that `text` states."""
    whole = sentence(text)
    amounts = [replace(q, start=q.start + whole.start, end=q.end + whole.start) for q in quantities(whole.text)]
    for clause in find_clauses(whole, list(attributions(whole))):
        for part in divide(whole, clause, amounts):
            yield whole.text_between(part.first, part.last), part.rule, part


def facts(text: str) -> list[str]:
    """The stretches that state facts, in the order of the text."""
    return [stretch for stretch, _, part in sorted(parts(text), key=lambda each: each[2].first)]


def stated(text: str, part: str, day: date = date(2024, 11, 20)) -> str:
    """The statement of the stretch `part` of `text`, wherever the trees would cut it."""
    extractor = extractor_of(text, day)
    for analysis, context in zip(extractor.analyses(), extractor._contexts, strict=True):
        begin = analysis.sentence.text.find(part) + analysis.sentence.start
        if part not in analysis.sentence.text:
            continue
        inside = [w.i for w in analysis.sentence.words if w.end > begin and w.start < begin + len(part)]
        clause = clause_of(analysis, inside[0], inside[-1])
        return write_statements([(analysis.sentence, clause, context)])[0][0]
    raise ValueError(f"no sentence holds {part!r}")


def statements_by_rules(text: str, day: date | None) -> list[str]:
    """What `text` states where no wording is refused for being likely wrong."""
    model = replace(load_model(), wording_risk=None)
    return [claim.statement for claim in split_with(model, text, day)]
