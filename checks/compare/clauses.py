"""What a parsed sentence tells: its clauses, each with its deed, who does what to whom, and whether it is denied."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from checks.compare.deeds import deeds, is_deed, makers, phrases, these, turned
from checks.language import reading, syntax
from checks.split.words import NOUN, Sentence, Word, read

_KEPT: Final = 1024
_kept: dict[str, Sentence | None] = {}
_BE: Final = frozenset(
    "be is are was were been being 's became become becomes becoming remain remains remained".split()
)
_NAMES: Final = ("NNP", "NNPS")
_NAMING: Final = ("compound", "amod", "nmod", "nummod", "flat", "poss")
_WHOSE: Final = frozenset("he she they it his her their its who which that whose him them".split())
_NOT: Final = frozenset("not n't n’t never no nobody none nothing neither nor without hardly".split())
_STARRING: Final = ("starring", "featuring")
_SAYING: Final = frozenset(
    "said says say reported reports announced announces told states stated shows showed".split()
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb, or a noun that tells a deed, with what belongs to it; all are places of words in `sentence`.

    `roles` gives the heads of "agent" (who does it), "patient" (whom or what it is done to) and, by the preposition,
    of what else hangs on it. `said` are the words that tell the deed: the verb, what it is said to be.
    """

    sentence: Sentence
    verb: Word
    deeds: frozenset[str]
    said: frozenset[int]
    roles: Mapping[str, tuple[int, ...]]
    denied: bool
    passive: bool
    copula: bool
    unreal: str | None


def parsed_sentence(text: str) -> Sentence | None:
    """The sentence that a text is, parsed; the first where it is more; None where it has no words."""
    return parsed_sentences((text,))[0]


def parsed_sentences(texts: Sequence[str]) -> list[Sentence | None]:
    """The same for many at once, which takes half the time of one by one; those read before are kept."""
    if len(_kept) > _KEPT:
        _kept.clear()
    fresh = list(dict.fromkeys(text for text in texts if text not in _kept))
    if fresh:
        with reading():
            for text, doc in zip(fresh, syntax(fresh), strict=True):
                spans = (span for span in doc.sents if span.text.strip())
                _kept[text] = next((read(span, 0) for span in spans), None)
    return [_kept[text] for text in texts]


@lru_cache(_KEPT)
def clauses(sentence: Sentence) -> tuple[Clause, ...]:
    """The clauses of a sentence, the main one first."""
    root = sentence.root
    found = [root, *(w for w in sentence.words if w.i != root.i and w.tag.startswith("VB") and not _aids(w))]
    return (*(_clause(sentence, word) for word in found), *_works(sentence))


def main_clause(sentence: Sentence) -> Clause:
    """What a sentence states: its main clause, or what somebody is said to say."""
    all_ = clauses(sentence)
    first = all_[0]
    if first.verb.lower in _SAYING and (said := sentence.first(first.verb, "ccomp")) is not None:
        return next((c for c in all_ if c.verb.i == said.i), first)
    return first


def _works(sentence: Sentence) -> Iterator[Clause]:
    """What is told of who made a work: "a novel by X"."""
    for noun in sentence.words:
        if noun.lower not in makers():
            continue
        by = (prep for prep in sentence.below(noun, "prep") if prep.lower == "by")
        made_by = tuple(n.i for prep in by for n in sentence.below(prep, "pobj"))
        if made_by:
            yield Clause(sentence, noun, frozenset((makers()[noun.lower],)), frozenset((noun.i,)),
                         {"patient": (noun.i,), "agent": made_by}, False, True, False, None)  # fmt: skip


def _aids(word: Word) -> bool:
    return word.dep in ("aux", "auxpass", "amod", "compound")


def _clause(sentence: Sentence, verb: Word) -> Clause:
    copula = verb.lower in _BE
    with_particle = _with_particle(sentence, verb)
    told = deeds(with_particle)
    roles = _roles(sentence, verb)
    if verb.lower in _STARRING:
        roles = {"in": roles.get("agent", ()), "agent": roles.get("patient", ())}
    turned_into = next((into for deed in told if (into := turned(deed))), None)
    if turned_into:
        told, roles = frozenset((turned_into,)), _turned(roles)
    said = _said(sentence, verb, copula)
    thing = sentence.first(verb, "dobj")
    if verb.lower in these("carrying") and thing is not None and is_deed(thing.lower):
        told, said = deeds(thing.lower), said | {thing.i}
        of = tuple(
            n.i
            for prep in sentence.below(thing, "prep")
            if prep.lower in ("of", "to")
            for n in sentence.below(prep, "pobj")
        )
        roles = {**roles, "patient": of}
    if copula:
        told = frozenset(deed for i in said - {verb.i} for deed in deeds(sentence.words[i].lower))
    return Clause(
        sentence, verb, told, said, roles, _denied(sentence, verb), _passive(sentence, verb), copula,
        _unreal(sentence, verb),
    )  # fmt: skip


def _with_particle(sentence: Sentence, verb: Word) -> str:
    particle = sentence.first(verb, "prt", "advmod")
    noun = sentence.first(verb, "dobj")
    if (
        particle is not None
        and particle.tag in ("RP", "IN", "RB")
        and f"{verb.lower}_{particle.lower}" in phrases()
    ):
        return f"{verb.lower}_{particle.lower}"
    if noun is not None and f"{verb.lower}_{noun.lower}" in phrases():
        return f"{verb.lower}_{noun.lower}"
    return verb.lower


def _said(sentence: Sentence, verb: Word, copula: bool) -> frozenset[int]:
    heads = [verb]
    heads += (
        sentence.below(verb, "attr", "acomp", "oprd", "prt") if copula else sentence.below(verb, "prt", "oprd")
    )
    for prep in sentence.below(verb, "prep"):
        if prep.lower == "as":
            heads += sentence.below(prep, "pobj")
    return frozenset(j.i for head in heads for j in with_conjuncts(sentence, head) if head.i != verb.i) | {verb.i}


def with_conjuncts(sentence: Sentence, word: Word) -> Iterator[Word]:
    """A word and those joined to it by "and"."""
    yield word
    for other in sentence.below(word, "conj"):
        if other.tag in NOUN or other.tag == word.tag:
            yield from with_conjuncts(sentence, other)


def _passive(sentence: Sentence, verb: Word) -> bool:
    return sentence.first(verb, "auxpass", "nsubjpass", "agent") is not None or (
        verb.tag == "VBN" and verb.dep in ("acl", "advcl") and sentence.first(verb, "aux") is None
    )


def _roles(sentence: Sentence, verb: Word) -> dict[str, tuple[int, ...]]:
    roles: dict[str, list[int]] = {}
    subject, passive = _subject(sentence, verb), _passive(sentence, verb)
    if subject is not None:
        roles["patient" if passive else "agent"] = [w.i for w in with_conjuncts(sentence, subject)]
    for thing in sentence.below(verb, "dobj"):
        roles.setdefault("patient", []).extend(w.i for w in with_conjuncts(sentence, thing))
    for thing in sentence.below(verb, "dative"):
        below = list(sentence.below(thing, "pobj")) or [thing]
        roles.setdefault("to", []).extend(w.i for w in below)
    holders = [verb, *sentence.below(verb, "attr", "dobj", "acomp", "prt")]
    for holder in holders:
        for prep in sentence.below(holder, "prep", "agent"):
            name = "agent" if prep.dep == "agent" or (prep.lower == "by" and passive) else prep.lower
            for noun in sentence.below(prep, "pobj"):
                roles.setdefault(name, []).extend(w.i for w in with_conjuncts(sentence, noun))
    return {name: tuple(places) for name, places in roles.items()}


def _subject(sentence: Sentence, verb: Word) -> Word | None:
    """Who or what a verb is said of; for "the film directed by" and "who won" the noun before."""
    found = sentence.subject(verb)
    if found is not None and not (found.tag in ("WDT", "WP") and verb.dep == "relcl"):
        return found
    if verb.dep in ("relcl", "acl"):
        return sentence.words[verb.head]
    if found is None and verb.dep in ("conj", "xcomp", "advcl", "ccomp") and verb.head != verb.i:
        above = sentence.words[verb.head]
        if above.tag.startswith("VB"):
            return _subject(sentence, above)
    if found is None and verb.dep == "pcomp":
        governing = next((w for w in sentence.above(verb) if w.tag.startswith("VB")), None)
        return _subject(sentence, governing) if governing is not None else None
    return found


def _turned(roles: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """A sale as a purchase, a defeat as a victory of the other."""
    names = {"agent": "from", "to": "agent", "from": "to"}
    return {names.get(name, name): places for name, places in roles.items()}


def _denied(sentence: Sentence, verb: Word) -> bool:
    """Whether an odd number of words deny it: "not", "no passengers", "failed to"."""
    near = [verb, *sentence.below(verb, "aux", "auxpass")]
    many = sum(
        w.lower in _NOT or w.dep == "neg"
        for word in near
        for w in sentence.below(word, "neg", "advmod", "preconj")
    )
    many += sum(
        w.lower == "no" for longer in sentence.below(verb, "advmod") for w in sentence.below(longer, "neg", "det")
    )  # "no longer"
    for noun in sentence.below(verb, "nsubj", "nsubjpass", "dobj", "attr"):
        many += noun.lower in _NOT or any(w.lower in _NOT for w in sentence.below(noun, "det", "neg"))
    above = sentence.words[verb.head] if verb.dep in ("xcomp", "pcomp") else None
    if above is not None and _with_particle(sentence, above) in these("denying"):
        many += 1
    if verb.dep == "pcomp" and sentence.words[verb.head].lower == "without":
        many += 1
    return many % 2 == 1


def _unreal(sentence: Sentence, verb: Word) -> str | None:
    """The word that makes of it what is only planned, possible or alleged."""
    near = list(sentence.below(verb, "aux", "advmod", "mark"))
    for above in sentence.above(verb):
        near.append(above)
        near += sentence.below(above, "aux", "advmod") if above.tag.startswith("VB") and verb.dep != "conj" else ()
        if verb.dep in ("ROOT", "relcl", "acl"):
            break
    own = [] if verb.dep in ("relcl", "acl") else near
    return next((w.lower for w in own if w.lower in these("unreal") and w.i != verb.i), None)


def name_of(sentence: Sentence, i: int) -> frozenset[str]:
    """The words of the name that the phrase of a noun holds, in lower case, with what stands beside it ("the singer X")."""
    word = sentence.words[i]
    named = _as_named(sentence, word)
    if named:
        return named
    beside = (_as_named(sentence, w) for w in sentence.below(word, "appos"))
    return next((names for names in beside if names), frozenset())


def _as_named(sentence: Sentence, word: Word) -> frozenset[str]:
    own = [word, *_naming(sentence, word)]
    return frozenset(w.lower for w in own if w.tag in _NAMES or (w.tag == "CD" and word.tag in _NAMES))


def _naming(sentence: Sentence, word: Word) -> Iterator[Word]:
    for part in sentence.below(word, "compound", "amod", "nmod", "nummod"):
        yield part
        yield from _naming(sentence, part)


def is_back_reference(sentence: Sentence, i: int) -> bool:
    """Whether a phrase points back: a pronoun, or "the company"."""
    word = sentence.words[i]
    if word.lower in _WHOSE:
        return True
    return word.tag in ("NN", "NNS") and any(
        w.lower in ("the", "this", "its", "their", "his", "her") for w in sentence.below(word, "det", "poss")
    )
