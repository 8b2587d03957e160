"""Clauses of a sentence to claims: one fact each, with who says so.

A sentence's facts are its coordinated predicates; where one predicate lists several quantities, each quantity
with what belongs to it is a claim of its own.
"""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from spacy.tokens import Span, Token

from checks.split.dates import dates
from checks.split.lexicon import words
from checks.split.quantities import quantities
from checks.split.worth import worth
from checks.types import Claim, Kind, Quantity

SAYING = words("""
    say tell report state note add explain write estimate believe think argue insist claim
""")
# Saying these is itself the fact: an official did deny, demand, announce or accuse.
ACTS = words("""
    deny announce demand accuse reject refuse confirm warn condemn promise pledge admit threaten
""")
_OPINION = words("""
    think believe feel hope fear love hate wish seem should great terrible wonderful best worst
""")
_GROWTH = words("""
    rise fall grow increase decrease double shrink exceed outnumber more less highest lowest
""")
_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "expl"}
_FACTS = {"relcl", "advcl"}


def claims_of(sentence: Span, offset: int, text: str, published: date | None) -> Iterator[Claim]:
    """The claims of one sentence; `offset` is where its paragraph begins in `text`."""
    if not _can_be_checked(sentence):
        return
    claimant, body, direct = _attribution(sentence)
    if direct and any(t.lemma_.lower() in _OPINION for t in body):
        return
    read = quantities(sentence.text)
    found = [_shifted(q, sentence.start_char) for q in read]
    parts = _parts(body, found)
    for tokens, subject, own in parts:
        yield _claim(tokens, subject, own, claimant, offset, text, published)


def _can_be_checked(sentence: Span) -> bool:
    if sentence.text.rstrip("”\"' ").endswith("?") or len(sentence) < 3:
        return False
    return any(t.dep_ in _SUBJECTS or t.pos_ in {"VERB", "AUX"} for t in sentence)


def _attribution(sentence: Span) -> tuple[str | None, list[Token], bool]:
    """Who says it, the words that hold what is said, and whether it is quoted directly."""
    root = sentence.root
    said = next((c for c in root.children if c.dep_ == "ccomp"), None)
    if root.lemma_.lower() in SAYING and said is not None:
        speaker = next((c for c in root.children if c.dep_ in _SUBJECTS), None)
        quoted = any(t.text in '“"' for t in sentence)
        return (_words(speaker) if speaker else None), _clause(said), quoted
    body = list(sentence)
    for token in sentence:
        if token.lower_ == "according" and token.dep_ in {"prep", "advcl", "advmod"}:
            source = set(token.subtree)
            rest = [t for t in body if t not in source]
            name = " ".join(t.text for t in sorted(source, key=lambda t: t.i) if t.i > token.i + 1).strip(" ,.")
            return name or None, rest, False
    return None, body, False


def _words(token: Token) -> str:
    tree = list(token.subtree)
    return tree[0].doc[tree[0].i : tree[-1].i + 1].text


def _clause(head: Token) -> list[Token]:
    tokens = sorted(head.subtree, key=lambda t: t.i)
    while tokens and tokens[0].lower_ in {"that", "“", '"', ","}:
        tokens = tokens[1:]
    return tokens


def _parts(
    body: list[Token], found: list[Quantity]
) -> list[tuple[list[Token], Token | None, tuple[Quantity, ...]]]:
    """Cut the words where a new fact begins: a coordinated predicate, or the next quantity of a list."""
    inside = {t.i for t in body}
    cuts = {body[0].i} if body else set()
    for token in body:
        if token.dep_ == "conj" and token.pos_ in {"VERB", "AUX"} and token.head.pos_ in {"VERB", "AUX"}:
            cuts.add(min(t.i for t in token.subtree if t.i in inside))
    spans = _quantity_cuts(body, found)
    cuts |= spans
    parts, edges = [], [*sorted(cuts), (body[-1].i + 1 if body else 0)]
    for first, last in itertools.pairwise(edges):
        tokens = _trimmed([t for t in body if first <= t.i < last])
        if not tokens or not _states(tokens, spans):
            continue
        begin, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
        own = tuple(q for q in found if q.start < end and q.end > begin)
        parts.append((tokens, _subject_before(tokens), own))
    return parts


def _states(tokens: list[Token], quantity_starts: set[int]) -> bool:
    return tokens[0].i in quantity_starts or any(t.pos_ in {"VERB", "AUX"} for t in tokens)


def _quantity_cuts(body: list[Token], found: list[Quantity]) -> set[int]:
    """Where the second and every later quantity of a list begins, with the verb that carries it."""
    cuts = set()
    shares = [
        t for t in body if t.lower_ in {"most", "half", "many"} and any(c.lower_ == "of" for c in t.children)
    ]
    starts = [_first_token(body, q) for q in found[1:] if q.unit != "year"] + shares[: 1 if found else 0]
    for token in starts:
        if token is None:
            continue
        before = [t for t in body if t.i < token.i]
        while before and (before[-1].pos_ in {"VERB", "PART", "CCONJ", "ADP"} and before[-1].lower_ != "of"):
            token = before.pop()
        if before and (before[-1].text in ",;" or token.pos_ == "CCONJ"):
            cuts.add(token.i)
    return cuts


def _first_token(body: list[Token], quantity: Quantity) -> Token | None:
    return next((t for t in body if t.idx >= quantity.start), None)


def _trimmed(tokens: list[Token]) -> list[Token]:
    loose = {",", ";", ".", "and", "but", "or", "“", "”", '"', "—", "-", "’", "‘"}
    while (tokens and tokens[0].lower_ in loose) or (tokens and tokens[0].is_space):
        tokens = tokens[1:]
    while (tokens and tokens[-1].lower_ in loose) or (tokens and tokens[-1].is_space):
        tokens = tokens[:-1]
    return tokens


def _subject_before(tokens: list[Token]) -> Token | None:
    """The subject that a clause shares with the one it is coordinated with, if it has none of its own."""
    own = {t.i for t in tokens}
    head = next((t for t in tokens if t.head.i not in own or t.head is t), tokens[0])
    if any(c.dep_ in _SUBJECTS and c.i in own for t in tokens for c in t.children):
        return None
    while head.dep_ in {"conj", "xcomp", "acl", "dobj", "appos"}:
        head = head.head
        subject = next((c for c in head.children if c.dep_ in _SUBJECTS), None)
        if subject is not None:
            return subject
    return None


def _claim(
    tokens: list[Token],
    subject: Token | None,
    own: tuple[Quantity, ...],
    claimant: str | None,
    offset: int,
    text: str,
    published: date | None,
) -> Claim:
    start, end = tokens[0].idx + offset, tokens[-1].idx + len(tokens[-1]) + offset
    stretch = " ".join(text[start:end].split())
    statement = stretch[0].upper() + stretch[1:]
    if subject is not None and subject.pos_ != "PRON":
        named = _words(subject)
        statement = f"{named[0].upper()}{named[1:]}: {stretch}"
    lemmas = {t.lemma_.lower() for t in tokens}
    placed = tuple(_shifted(q, offset) for q in own)
    kind = _kind(lemmas, placed)
    names = len({e.text for e in tokens[0].doc.ents if e.label_ in {"PERSON", "ORG", "GPE", "NORP", "LOC"}
                 and e.start >= tokens[0].i and e.end <= tokens[-1].i + 1})  # fmt: skip
    weighed = worth(kind, placed, names, lemmas, claimant)
    when = dates(text, start, end, published)
    return Claim(
        start, end, text[start:end], statement, kind, claimant, weighed.value, weighed.reasons, placed, when
    )


def _kind(lemmas: set[str], own: tuple[Quantity, ...]) -> Kind:
    if own:
        return "quantity"
    if lemmas & ACTS:
        return "statement"
    if lemmas & _GROWTH:
        return "comparison"
    if lemmas & {"because", "cause", "due"}:
        return "cause"
    return "state" if lemmas & {"be", "have", "remain"} and len(lemmas) < 9 else "event"


def _shifted(quantity: Quantity, by: int) -> Quantity:
    return replace(quantity, start=quantity.start + by, end=quantity.end + by)
