"""What a parser reads of a statement for those who search by its words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatementReading:
    """The names, times and amounts of a statement, and its nouns, both in their order.

    `entities` are pairs of an OntoNotes label and the text. `nouns` are common and proper nouns: the text, the Penn
    Treebank tag, and the place of the entity that the word is a part of, -1 for none.
    """

    entities: tuple[tuple[str, str], ...] = ()
    nouns: tuple[tuple[str, str, int], ...] = ()
