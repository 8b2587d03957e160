"""Clauses that list several facts: figures in a row, appositions, causes; one claim each.

"The government will send 2,000 troops to Europe, most of them to Poland, and move 1,000 to Romania" states three.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from checks.extraction.clauses import FactClause
from checks.extraction.clauses.clauses import trimmed
from checks.lexicon import load_words
from checks.lexicon.word_classes import word_set
from checks.nlp.inflection import class_verb_forms
from checks.nlp.tree import FINITE, NOUN, Sentence, Word
from checks.types.quantity import Quantity

_TIMES: Final = load_words("extraction", "enumerations_times")
_SHARES: Final = load_words("extraction", "shares")
_GROWTH: Final = class_verb_forms("kinds", "growth")
_DESPITE: Final = word_set("despite amid")
SEVERAL: Final = "one of several figures"
AGAINST: Final = "what stands against it"
LEFT_OVER: Final = "figure left over"
BESIDE: Final = "what stands with it"
LEADING: Final = (AGAINST, BESIDE)
_GIVEN: Final = load_words("extraction", "given")
_ORDINALS: Final = load_words("extraction", "ordinals")
_CAUSES: Final = word_set("due because")
_APART: Final = ("conj", "appos", "advcl", "acl", "relcl", "pcomp")
_PAUSE: Final = load_words("extraction", "pause")


def left_over(
    sentence: Sentence, taken: Sequence[tuple[int, int]], quantities: Sequence[Quantity]
) -> Iterator[FactClause]:
    """Figures that no clause holds, each with the phrase around it, so that none is lost to a wrong parse.

    `taken` are the stretches, first and last word, that have been read as facts or passed over.
    """
    covered = {i for first, last in taken for i in range(first, last + 1)}
    for quantity in quantities:
        inside = [w for w in sentence.words if quantity.start <= w.start < quantity.end]
        if not inside or quantity.unit in _TIMES or any(w.i in covered for w in inside):
            continue
        top = next(
            (w for w in inside if not quantity.start <= sentence.words[w.head].start < quantity.end), inside[-1]
        )
        for word in sentence.ancestors(top):
            if word.tag[:2] in ("VB", "MD") or covered & set(range(word.left, word.right + 1)):
                break
            top = word
        if any(_conditional(sentence, word) or word.lower == "according" for word in sentence.ancestors(top)):
            continue
        first, last = trimmed(sentence, min(top.left, inside[0].i), max(top.right, inside[-1].i))
        if last - first >= 2 and not covered & set(range(first, last + 1)):
            covered |= set(range(first, last + 1))
            yield FactClause(
                first, last, top, LEFT_OVER, whole=(0, len(sentence.words) - 1), top=sentence.words[first]
            )


def _conditional(sentence: Sentence, word: Word) -> bool:
    """Whether a word heads what stands behind an "if" or "unless"."""
    return any(w.lower in ("if", "unless") for w in sentence.children(word, "mark"))


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """Words `left` to `right`, headed by word `top`, are a fact of their own by `rule`.

    Places count in the sentence, both ends inclusive. Parts sort by where they begin, then by where they end.
    """

    left: int
    right: int
    rule: str
    top: int


def divide(sentence: Sentence, clause: FactClause, quantities: Sequence[Quantity]) -> list[FactClause]:
    """The clause as one fact each; `quantities` are those of the sentence, offsets in the article.

    Returns the clause alone where it states one fact. A part names the clause that it was cut from (`whole`), so that
    its statement can take what it shares.
    """
    figures = _figures(sentence, clause, quantities)
    parts = _largest([*_further(sentence, clause, figures), *_beside(sentence, clause, figures)])
    return list(_cut(sentence, clause, parts)) if parts else [clause]


def _largest(parts: Sequence[Part]) -> list[Part]:
    """In order, of those that begin in one place only the longest."""
    longest: dict[int, Part] = {}
    for part in sorted(parts):
        if part.left not in longest or part.right > longest[part.left].right:
            longest[part.left] = part
    return list(longest.values())


def _figures(sentence: Sentence, clause: FactClause, quantities: Sequence[Quantity]) -> list[Word]:
    """The heads of the figures in a clause that can be facts of their own; mere ages and durations are not."""
    heads = []
    within = sentence.words[clause.first : clause.last + 1]
    for quantity in quantities:
        inside = [w for w in within if quantity.start <= w.start < quantity.end]
        if inside and sentence.previous(inside[0].i) == "(":
            continue  # the same once more in other units: "185 km per hour (115 mph)"
        if inside and not (quantity.unit in _TIMES and quantity.counted is None):
            heads.append(next((w for w in inside if not quantity.start <= sentence.words[w.head].start < quantity.end),
                              inside[-1]))  # fmt: skip
    shares = [
        w for w in within if w.lower in _SHARES and sentence.previous(w.left) in _PAUSE and _of_them(sentence, w)
    ]
    return sorted({*heads, *shares}, key=lambda w: w.i)


def _of_them(sentence: Sentence, word: Word) -> bool:
    """Whether "most", "half" or "one" goes on with "of them", "of whom", "of which"."""
    rest = sentence.words[word.i + 1 : word.i + 3]
    return (
        (word.lower in _SHARES or word.tag == "CD")
        and len(rest) == 2
        and rest[0].lower == "of"
        and rest[1].tag in ("PRP", "WP", "WDT", "DT")
    )


def _further(sentence: Sentence, clause: FactClause, figures: Sequence[Word]) -> Iterator[Part]:
    """From the second figure on: the largest phrase around it that leaves out the figures before it."""
    for n, figure in enumerate(figures):
        if _of_them(sentence, figure) and sentence.previous(figure.left) in _PAUSE:
            yield Part(figure.left, figure.right, SEVERAL, figure.i)
            continue
        if n == 0:
            continue
        before = figures[n - 1].i
        if _says_which(sentence, figure, clause.head):
            continue
        top = figure
        for word in sentence.ancestors(figure):
            if word.i == clause.head.i or word.left <= before or word.left < clause.first:
                break
            top = word
        if _separable(sentence, top):
            yield Part(top.left, top.right, SEVERAL, top.i)


def _says_which(sentence: Sentence, figure: Word, head: Word) -> bool:
    """ "Firefighters backed by 87 engines and nine planes were …": figures that only say which subject is meant."""
    if figure.i > head.i:
        return False
    for word in sentence.ancestors(figure):
        if word.i == head.i:
            return False
        if word.dep in ("acl", "relcl") and sentence.previous(word.left) not in _PAUSE:
            return True
    return False


def _separable(sentence: Sentence, top: Word) -> bool:
    """Whether the phrase that `top` heads can be told without what stands before it.

    One of a list, an apposition or a clause can; a prepositional phrase behind a pause only, or with "from" ("fell
    to 3 % from 5 %").
    """
    if top.tag == "VB" and sentence.subject(top) is not None:
        return False  # "in return for contracts to build two dams"
    if top.tag in FINITE and sentence.subject(top) is None and sentence.words[max(0, top.left - 1)].tag in NOUN:
        return False  # "… for Norden State and Pell Ward caught three": whoever stands before may have done it
    if top.dep in _APART:
        return True
    after_pause = sentence.previous(top.left) in _PAUSE
    return top.dep == "prep" and (after_pause or top.lower == "from")


def _beside(sentence: Sentence, clause: FactClause, figures: Sequence[Word]) -> Iterator[Part]:
    """What stands beside the main statement and says something of its own: rankings, figures, causes."""
    places = {f.i for f in figures}
    for word in sentence.words[clause.first : clause.last + 1]:
        if word.left <= clause.head.i <= word.right or word.left < clause.first or _of_them(sentence, word):
            continue
        if rule := _aside(sentence, word, clause.head.i, places):
            whole = _with_comparison(sentence, word, clause.head.i)
            yield Part(whole.left, whole.right, rule, whole.i)


def _with_comparison(sentence: Sentence, word: Word, head: int) -> Word:
    """The word that heads all of "5 points more than in May", found by "points"."""
    above = sentence.words[word.head]
    compares = above.tag in ("JJR", "RBR") or above.lower in ("many", "much")
    return above if compares and above.i != head and above.left == word.left else word


def _aside(sentence: Sentence, word: Word, head: int, places: set[int]) -> str | None:
    """The rule by which the phrase that `word` heads is a fact beside the main statement; None where it is none.

    `head` is the place of the clause's verb, `places` are those of the figures' heads. The questions in their
    order: a cause, what opens the sentence, a coordinated noun with a ranking or figure, an aim with a figure;
    then, behind a pause, an apposition, a "with", a figure.
    """
    apart = sentence.previous(word.left) in _PAUSE or sentence.words[word.left].lower in _PAUSE
    if word.lower in _CAUSES and word.i > head + (word.dep != "prep") and word.dep in ("prep", "amod", "acomp"):
        leads = word.lower != "due" or any(w.lower == "to" for w in sentence.words[word.i + 1 : word.i + 2])
        return "cause of what is stated" if leads and word.right > word.i + 2 else None
    if word.dep in ("prep", "advcl") and _leads(sentence, word):
        return _leading(sentence, word)
    figure = any(i in places for i in range(word.left, word.right + 1))
    if word.dep == "conj" and word.i > head and sentence.words[word.head].i != head:
        inside = sentence.words[word.left : word.right + 1]
        if any(w.tag in ("JJS", "RBS") for w in inside[: word.i - word.left + 1]) and len(inside) > 2:
            return "ranking beside the main statement"
        counts = word.tag == "VB" or (word.tag[:2] == "NN" and inside[0].lower not in _GIVEN)
        if figure and len(inside) > 2 and counts and word.head > head:
            return "figure beside the main statement"
    if (
        word.dep == "advcl"
        and figure
        and word.tag == "VB"
        and sentence.previous(word.i) == "to"
        and word.i > head + 2
        and not any(w.lower in _PAUSE for w in sentence.words[head : word.i])
        and sentence.subject(word) is None
    ):
        return "figure in an aim"
    if not apart:
        return None
    if word.dep == "appos" and word.tag in (*NOUN, "CD", "JJS", "RBS", "JJR"):
        inside = sentence.words[word.left : word.right + 1]
        ranked = any(w.tag in ("JJS", "RBS") or w.lower in _SHARES or w.lower in _ORDINALS for w in inside)
        # A person's title only says who that is; what a thing or body is, is worth a look.
        descriptive = (
            sentence.words[word.head].entity != "PERSON" and word.tag in ("NN", "NNS") and len(inside) > 3
        )
        return "apposition that states a fact" if len(inside) > 2 and (figure or descriptive or ranked) else None
    if word.lower == "with" and word.dep == "prep" and word.i > head and word.right > word.i + 1:
        noun = sentence.child(word, "pobj")
        if noun is not None and sentence.child(noun, "acl") is not None:
            return None  # the clause in it is a fact already
        return BESIDE
    if (
        word.dep == "npadvmod"
        and word.i > head
        and word.tag == "NN"
        and word.right - word.left > 2
        and not word.entity
    ):
        return "apposition that states a fact"
    if figure and word.i > head and word.dep in ("prep", "npadvmod", "oprd", "dep", "attr", "nmod", "advmod"):
        return "figure beside the main statement"
    return None


def _leads(sentence: Sentence, word: Word) -> bool:
    """Whether the phrase opens the sentence and ends in a comma."""
    opens = all(w.tag in ("``", "''", "''") or w.lower in _PAUSE for w in sentence.words[: word.left])
    return opens and word.right + 1 < len(sentence.words) and sentence.words[word.right + 1].lower == ","


def _leading(sentence: Sentence, word: Word) -> str | None:
    """ "Despite an increase in traffic, …": a fact before the main one."""
    noun = sentence.child(word, "pobj")
    if word.lower in _DESPITE and noun is not None and noun.lower in _GROWTH:
        return AGAINST
    if sentence.words[word.left].lower == "with" and word.right - word.left > 3:
        return BESIDE
    return None


def _within(sentence: Sentence, part: Part, clause: FactClause) -> bool:
    """Whether a part is an apposition in the middle of its clause, which goes on behind it.

    "Warned that 25 million people, half of the population, face hunger": the main statement must not end at the
    comma.
    """
    top = sentence.words[part.top]
    above = (w for w in sentence.ancestors(top) if w.tag[:2] in ("VB", "MD"))
    return top.dep == "appos" and any(part.right < verb.i <= clause.last for verb in above)


def _cut(sentence: Sentence, clause: FactClause, parts: Sequence[Part]) -> Iterator[FactClause]:
    """The main statement and the parts, each trimmed; a part that holds another one ends before it."""
    main_first, main_last = clause.first, clause.last
    whole = clause.first, clause.last
    for n, part in enumerate(parts):
        following = next((p.left for p in parts[n:] if p.left > part.left), None)
        end = part.right
        if (part.rule == SEVERAL or part.left > clause.head.i) and not _within(sentence, part, clause):
            main_last = min(main_last, part.left - 1)
        elif part.rule in LEADING:
            main_first = max(main_first, part.right + 1)
        if part.rule == SEVERAL:
            end = clause.last  # what follows a list belongs to its last member
        if following is not None:
            end = min(end, following - 1)
        clausal = part.rule == BESIDE and sentence.child(sentence.words[part.top], "pcomp") is not None
        first, last = trimmed(sentence, part.left + clausal, min(end, clause.last))
        if first <= last:
            yield replace(
                clause, first=first, last=last, rule=part.rule, whole=whole, top=sentence.words[part.top]
            )
    first, last = trimmed(sentence, main_first, main_last)
    if first <= last:
        yield replace(clause, first=first, last=last, whole=whole)
