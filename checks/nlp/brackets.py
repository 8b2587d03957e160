"""Brackets and quotations as islands of a parse tree: what stands in them is told by itself.

Parsers lose their way there: in "the company has 22 games (10 more were announced) and 40 users" they hang the users on
the announcement, and a subject inside on the verb outside. So arcs that cross a bracket are moved to where they can be,
and so are those of what follows a quotation: in "he blamed “men who are cruel” for it and left" the men do not leave.
"""

from collections.abc import Sequence
from typing import Final

_PAIRS: Final = {"(": ")", "[": "]"}
_OPENING: Final = ("“", '"', "``")
_CLOSING: Final = ("”", '"', "''")
# What opens an island.
OPEN_ISLANDS: Final = frozenset([*_PAIRS, *_OPENING])
_FINITE: Final = ("VBD", "VBZ", "VBP", "MD")
_SUBJECT: Final = ("nsubj", "nsubjpass", "expl")
_OF_VERBS: Final = ("advcl", "cc", "parataxis")


def with_islands(texts: Sequence[str], tags: Sequence[str], deps: list[str], heads: list[int]) -> bool:
    """Move the arcs that cross a bracket or quotation which holds a clause, in `deps` and `heads`; whether one was.

    Args:
        texts: the words of a sentence.
        tags: their Penn Treebank tags.
        deps: the relation of each to its head (ClearNLP), changed in place.
        heads: the place of the head of each, its own for a root, changed in place.
    """
    moved = False
    for opening, closing in spans_of_brackets(texts):
        inside = range(opening + 1, closing)
        clauses = [i for i in inside if _is_clause(i, inside, tags, deps, heads)]
        if clauses:
            tree = _Tree(texts, tags, deps, heads)
            moved = tree.part(inside, clauses) or moved
    for opening, closing in spans_of_quotations(texts):
        tree = _Tree(texts, tags, deps, heads)
        moved = tree.release(range(opening + 1, closing)) or moved
    return moved


def spans_of_quotations(texts: Sequence[str]) -> list[tuple[int, int]]:
    """The places of the marks around each quotation, in order; a mark without its other half is left out."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for i, text in enumerate(texts):
        if opened is not None and text in _CLOSING:
            found.append((opened, i))
            opened = None
        elif text in _OPENING:
            opened = i
    return found


def spans_of_brackets(texts: Sequence[str]) -> list[tuple[int, int]]:
    """The places of each pair of brackets, inner ones before those around them."""
    found, opened = [], []
    for i, text in enumerate(texts):
        if text in _PAIRS:
            opened.append(i)
        elif opened and text == _PAIRS[texts[opened[-1]]]:
            found.append((opened.pop(), i))
    return found


def _is_clause(i: int, inside: range, tags: Sequence[str], deps: Sequence[str], heads: Sequence[int]) -> bool:
    """Whether a word in brackets is a finite verb with its subject there, and no relative clause."""
    children = [k for k in inside if heads[k] == i and k != i]
    finite = tags[i] in _FINITE or any(tags[k] in _FINITE and deps[k] in ("aux", "auxpass") for k in children)
    return finite and any(deps[k] in _SUBJECT and tags[k] not in ("WDT", "WP") for k in children)


class _Tree:
    """The arcs of one sentence while they are moved; arguments as of `with_islands`."""

    def __init__(self, texts: Sequence[str], tags: Sequence[str], deps: list[str], heads: list[int]) -> None:
        self.texts, self.tags, self.deps, self.heads = texts, tags, deps, heads

    def part(self, inside: range, clauses: Sequence[int]) -> bool:
        """Move the arcs between the words `inside` of brackets, whose verbs with subjects are `clauses`, and others."""
        tops = [i for i in inside if self.heads[i] not in inside or self.heads[i] == i]
        crossing = [i for i in range(len(self.heads)) if i not in inside and self.heads[i] in inside]
        crossing = [i for i in crossing if self.texts[i] not in "()[]"]
        top = next((i for i in tops if i in clauses), None)
        if top is None or self.heads[top] == top:
            return False  # what is the root of all stands in the brackets: nothing tells where the rest belongs
        outside = {i: self._above(i, inside) for i in crossing}
        if None in outside.values():
            return False
        for i, head in outside.items():
            if head is not None:
                self.heads[i] = head
        for i in tops:
            if i != top:
                self.heads[i], self.deps[i] = top, self.deps[i] if self.deps[i] == "punct" else "parataxis"
        self.deps[top] = "parataxis"
        self.heads[top] = self._above(top, inside) or self.heads[top]
        return True

    def release(self, inside: range) -> bool:
        """Hang what follows a quotation on what stands around it; whether a word hung on one `inside` that has its own.

        What hangs on the top of a phrase may do so ("the “worst” of them"), and on a verb whose subject stands outside
        ("he “lied” to us").
        """
        crossing = [i for i in range(inside.stop + 1, len(self.heads)) if self.heads[i] in inside]
        moved = False
        for i in crossing:
            head = self.heads[i]
            is_top = self.heads[head] not in inside
            subject = any(self.heads[k] == head and self.deps[k] in _SUBJECT for k in inside)
            above = self._above(i, inside) if subject or not is_top else None
            if above is not None and self.deps[i] != "punct":
                self.heads[i], moved = above, True
        return moved

    def _above(self, i: int, inside: range) -> int | None:
        """The nearest word outside that a word hangs on by way of those inside; a verb where it needs one."""
        of_verb = self.deps[i] in _OF_VERBS or (self.deps[i] == "conj" and self.tags[i][:2] in ("VB", "MD"))
        at = self.heads[i]
        for _ in self.heads:
            if at not in inside and (not of_verb or self.tags[at][:2] in ("VB", "MD")):
                return at
            if self.heads[at] == at:
                return None
            at = self.heads[at]
        return None


def edges(heads: Sequence[int]) -> tuple[list[int], list[int]]:
    """The first and the last place of each word's subtree."""
    left, right = list(range(len(heads))), list(range(len(heads)))
    for i in range(len(heads)):
        at = i
        for _ in heads:
            left[at], right[at] = min(left[at], i), max(right[at], i)
            if heads[at] == at:
                break
            at = heads[at]
    return left, right
