"""What a parsed sentence tells: its clauses, each with its deed, who does what to whom, and whether it is denied."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from checks.compare.beings import Being, beings, modifiers, title
from checks.compare.deeds import deeds, is_deed, makers, phrases, these, turned
from checks.compare.phrases import NAMES, as_named, is_people, lessened, with_conjuncts, with_examples
from checks.language import reading, syntax
from checks.split.words import NOUN, Sentence, Word, read

_KEPT: Final = 1024
_kept: dict[str, Sentence | None] = {}
_BE: Final = frozenset(
    "be is are was were been being 's became become becomes becoming remain remains remained".split()
)
_NOT: Final = frozenset("not n't n’t never no nobody none nothing neither nor without hardly".split())
MONTHS: Final = frozenset(
    "January February March April May June July August September October November December Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday".split()
)
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

    @property
    def shown(self) -> str:
        """The words that tell the deed, as they are written."""
        return " ".join(self.sentence.words[i].text for i in sorted(self.said))


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
    told = [_clause(sentence, word) for word in found]
    by_the_way = (clause for being in beings(sentence) for clause in _of_being(sentence, being, told))
    nouns = (
        clause
        for rule in (_works, _titles, _victories, _events, _parts, _havings, _based)
        for clause in rule(sentence)
    )
    return (*told, *by_the_way, *nouns)


def main_clause(sentence: Sentence) -> Clause:
    """What a sentence states: its main clause, or what somebody is said to say."""
    all_ = clauses(sentence)
    first = all_[0]
    if not first.verb.tag.startswith("VB"):  # a parse without a verb at its head: "The opera X was composed"
        told = (c for c in all_ if c.verb.tag.startswith("VB") and sentence.first(c.verb, "aux", "auxpass", "nsubj") is not None)
        first = next(told, first)
    if first.verb.lower in _SAYING and (said := sentence.first(first.verb, "ccomp")) is not None:
        return next((c for c in all_ if c.verb.i == said.i), first)
    return first


def readings(sentence: Sentence) -> Iterator[Clause]:
    """What a sentence states, and the same in other words: "X is a novel by Y", Y wrote X."""
    main = main_clause(sentence)
    yield main
    owned = any(sentence.words[i].lower in these("owned") for i in main.said)
    if main.copula and owned and main.roles.get("of"):
        roles = {"agent": main.roles["of"], "patient": main.roles.get("agent", ())}
        yield replace(main, deeds=deeds("owned"), copula=False, roles=roles)
    for work in _works(sentence):
        if main.copula and work.verb.i in main.said and main.roles.get("agent"):
            yield replace(main, deeds=work.deeds, said=work.said, copula=False,
                          roles={"agent": work.roles["agent"], "patient": main.roles["agent"]})  # fmt: skip


def _works(sentence: Sentence) -> Iterator[Clause]:
    """What is told of who made a work: "a novel by X", "X's third album"."""
    for noun in sentence.words:
        if made_by := _made_by(sentence, noun):
            yield _event(noun, sentence, {"patient": (noun.i,), "agent": made_by}, deed=makers()[noun.lower])


def _deeper_by(sentence: Sentence, noun: Word) -> Iterator[Word]:
    """The "by" that hangs on what hangs on a noun: "an opera in three acts by X"."""
    within = (prep for prep in sentence.below(noun, "prep") if prep.lower in ("in", "of"))
    for other in (other for prep in within for other in sentence.below(prep, "pobj")):
        yield from (w for w in sentence.below(other, "prep") if w.lower == "by")


def _titles(sentence: Sentence) -> Iterator[Clause]:
    """Whose work it is that is named: "Edith Crane's Red Birch"."""
    for name in sentence.words:
        whose = [w for w in sentence.below(name, "poss") if as_named(sentence, w)] if name.tag in NAMES else []
        if whose:
            yield Clause(sentence, name, frozenset(makers().values()), frozenset((name.i,)),
                         {"agent": (whose[0].i,), "patient": (name.i,)}, False, False, False, None)  # fmt: skip


def _havings(sentence: Sentence) -> Iterator[Clause]:
    """What somebody has, that is spoken of as his: "with his brother"."""
    for noun in sentence.words:
        whose = [w.i for w in sentence.below(noun, "poss")] if noun.tag in ("NN", "NNS") else []
        if whose and noun.lower in these("kin"):
            yield _event(noun, sentence, {"agent": tuple(whose), "patient": (noun.i,)}, deed="have")


def _based(sentence: Sentence) -> Iterator[Clause]:
    """Where somebody is, told before the name: "Vienna-based X"."""
    for word in sentence.words:
        there = sentence.words[word.i - 2] if word.i > 1 and sentence.before(word.i) == "-" else None
        if (
            there is not None
            and word.lower in ("based", "born")
            and word.head != word.i
            and there.text[:1].isupper()
        ):
            who = sentence.words[word.head]
            role = "patient" if word.lower == "born" else "agent"
            yield Clause(sentence, word, deeds(word.lower), frozenset((word.i,)), {role: (who.i,), "in": (there.i,)},
                         False, False, False, None)  # fmt: skip


def _made_by(sentence: Sentence, noun: Word) -> tuple[int, ...]:
    """Who made the work that a noun is; empty where it is none, or nobody is told."""
    if noun.lower not in makers():
        return ()
    by = ("by", "of") if makers()[noun.lower] == "record" else ("by",)
    own = [prep for prep in sentence.below(noun, "prep") if prep.lower in by] or list(_deeper_by(sentence, noun))
    found = [w for prep in own for w in sentence.below(prep, "pobj")]
    found += (w for w in sentence.below(noun, "poss") if as_named(sentence, w))
    return tuple(w.i for each in found for w in with_conjuncts(sentence, each))


def _of_being(sentence: Sentence, being: Being, told: Sequence[Clause]) -> Iterator[Clause]:
    """What one is said to be by the way, and the deed that it tells: the founder of X founded X."""
    _, noun, verb = being
    governing = next((c for c in told if verb is not None and c.verb.i == verb.i), None)
    denied, unreal = (governing.denied, governing.unreal) if governing else (False, None)
    roles = {**_of_noun(sentence, noun), "agent": (being.who,)}
    if governing:
        roles = {**{k: v for k, v in governing.roles.items() if k not in ("agent", "patient", "as")}, **roles}
    said = frozenset((noun.i, *(w.i for w in _kinds_of(sentence, noun, being.who))))
    yield Clause(sentence, noun, _told_by(sentence, noun), said, roles, denied, False, True, unreal)
    if as_deed := _as_deed(sentence, noun, roles):
        yield Clause(sentence, noun, *as_deed, denied, False, False, unreal)
    if noun.lower in these("owned") and roles.get("of"):
        yield Clause(sentence, noun, deeds("owned"), said, {"agent": roles["of"], "patient": (being.who,)},
                     denied, True, False, unreal)  # fmt: skip


def _kinds_of(sentence: Sentence, noun: Word, who: int) -> Iterator[Word]:
    """The words before what somebody is, or before both that and the name: "French", "cyclist"."""
    yield from (w for w in modifiers(sentence, noun) if is_people(w) or w.tag in ("NN", "JJ"))
    yield from title(sentence, sentence.words[who])


def _of_noun(sentence: Sentence, noun: Word) -> dict[str, tuple[int, ...]]:
    """What hangs on a noun, by the preposition; whose it is counts as "of"."""
    roles: dict[str, list[int]] = {}
    for whose in sentence.below(noun, "poss"):
        roles.setdefault("of", []).append(whose.i)
    for prep in sentence.below(noun, "prep"):
        for other in sentence.below(prep, "pobj"):
            roles.setdefault(prep.lower, []).extend(w.i for w in with_examples(sentence, other))
    return {name: tuple(places) for name, places in roles.items()}


def _as_deed(
    sentence: Sentence, noun: Word, roles: Mapping[str, tuple[int, ...]]
) -> tuple[frozenset[str], frozenset[int], dict[str, tuple[int, ...]]] | None:
    """The deed that a noun tells of who is it, with its roles: "the founder of X", "Y's husband"; None where it tells none."""
    told = next((w for w in sentence.below(noun, "compound") if w.lower in these("hosting")), noun)  # "host city"
    if told.lower not in these("doers") or lessened(sentence, noun):
        return None
    of = next((roles[prep] for prep in ("of", "to") if roles.get(prep)), ())
    if not of:
        return None
    rest = {name: places for name, places in roles.items() if name not in ("of", "to")}
    if told.lower in these("hosting"):
        return deeds(told.lower), frozenset((told.i, noun.i)), _hosted({**rest, "patient": of})
    if noun.lower in these("of_a_place"):
        return deeds(noun.lower), frozenset((noun.i,)), {"patient": rest.get("agent", ()), "in": of}
    return deeds(noun.lower), frozenset((noun.i,)), {**rest, "patient": of}


def _hosted(roles: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """What a place hosts, is held there."""
    return {**roles, "in": (*roles.get("agent", ()), *roles.get("in", ()))}


def _victories(sentence: Sentence) -> Iterator[Clause]:
    """What a noun tells of who won: "a victory of X over Y", "gave X a win over Y", "was a Swedish victory"."""
    for noun in sentence.words:
        if noun.lower in these("victory"):
            yield from _victory(sentence, noun)


def _victory(sentence: Sentence, noun: Word) -> Iterator[Clause]:
    roles, verb = _of_noun(sentence, noun), sentence.words[noun.head]
    above = _roles(sentence, verb) if verb.tag.startswith("VB") else {}
    beside = {k: v for k, v in above.items() if k not in ("agent", "patient", "to")}
    over = roles.get("over") or roles.get("against") or _over(sentence, roles.get("of", ()))
    given = tuple(w.i for w in sentence.below(verb, "dative")) if noun.dep == "dobj" else ()
    people = tuple(w.i for w in modifiers(sentence, noun) if is_people(w))
    if over and (winner := roles.get("of") or given):
        yield _event(noun, sentence, {**beside, "agent": winner, "patient": over}, deed="win")
    elif people and noun.dep == "attr":
        yield _event(noun, sentence, {**beside, "agent": people, "patient": above.get("agent", ())}, deed="win")


def _event(
    noun: Word, sentence: Sentence, roles: Mapping[str, tuple[int, ...]], *, deed: str | None = None
) -> Clause:
    """The clause that a noun of a deed stands for."""
    told = frozenset((deed,)) if deed else deeds(noun.lower)
    return Clause(sentence, noun, told, frozenset((noun.i,)), roles, False, False, False, None)


def _over(sentence: Sentence, winners: tuple[int, ...]) -> tuple[int, ...]:
    """Over whom they won, where "over" hangs on who won."""
    found = (roles for i in winners for roles in [_of_noun(sentence, sentence.words[i])])
    return next((over for roles in found if (over := roles.get("over") or roles.get("against"))), ())


def _events(sentence: Sentence) -> Iterator[Clause]:
    """What a noun tells of who did it to whom: "the invasion of X by Y", "Y's purchase of X", "her marriage to X"."""
    for noun in sentence.words:
        if noun.lower not in these("events"):
            continue
        roles, verb = _of_noun(sentence, noun), sentence.words[noun.head]
        whose = tuple(w.i for w in sentence.below(noun, "poss"))
        doers = (*whose, *roles.get("by", ()))
        of = tuple(i for i in (*roles.get("of", ()), *roles.get("to", ())) if i not in whose)
        beside = _roles(sentence, verb) if verb.tag.startswith("VB") and noun.dep == "nsubj" else {}
        rest = {k: v for k, v in beside.items() if k not in ("agent", "patient")}
        if of and (doers or noun.lower in these("of_two")):
            yield _event(noun, sentence, {**rest, "agent": doers or of, "patient": of if doers else ()})


def _parts(sentence: Sentence) -> Iterator[Clause]:
    """Who plays whom: "his role as X in Y"."""
    for noun in sentence.words:
        roles = _of_noun(sentence, noun) if noun.lower in these("part_played") else {}
        if roles.get("of") and roles.get("as"):
            place = {"in": roles.get("in", ()) or roles.get("on", ())}
            played = {"agent": roles["of"], "patient": roles["as"], **place}
            yield _event(noun, sentence, played, deed="star")


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
        told, roles = frozenset((turned_into,)), _turned(roles, turned_into)
    said = _said(sentence, verb, copula)
    thing = sentence.first(verb, "dobj")
    carried = (
        thing is not None
        and is_deed(thing.lower)
        and thing.lower not in these("victory")
        and deeds(thing.lower).isdisjoint(told)
    )
    if verb.lower in these("carrying") and thing is not None and carried:
        told, said = deeds(thing.lower), said | {thing.i}
        of = tuple(
            n.i
            for prep in sentence.below(thing, "prep")
            if prep.lower in ("of", "to")
            for n in sentence.below(prep, "pobj")
        )
        roles = {**roles, "patient": of}
    if verb.lower in these("hosting"):
        roles = _hosted(roles)
    if told == {"buy"} and thing is None and "from" in roles and "over" in with_particle:
        told, roles = frozenset(("succeed",)), {**roles, "patient": roles["from"]}  # "took over from X"
    if verb.lower in these("adapting") and (of := roles.get("on") or roles.get("from")):
        told, roles = frozenset(("adapt",)), {**roles, "from": of}
    if "release" in told and thing is None and not _passive(sentence, verb):
        roles = {"patient": roles.get("agent", ()), **{k: v for k, v in roles.items() if k != "agent"}}
    if "release" in told and not roles.get("agent") and (by := _brought_out_by(sentence, roles)):
        roles = {**roles, "agent": by}
    if verb.lower in these("blaming"):
        roles = {"agent": roles.get("patient", ()), "patient": roles.get("for", ()) or roles.get("on", ())}
    if copula:
        told, said, roles, copula = _being(sentence, verb, said, roles)
    return Clause(
        sentence, verb, told, said, roles, _denied(sentence, verb), _passive(sentence, verb), copula,
        _unreal(sentence, verb),
    )  # fmt: skip


def _being(
    sentence: Sentence, verb: Word, said: frozenset[int], roles: Mapping[str, tuple[int, ...]]
) -> tuple[frozenset[str], frozenset[int], Mapping[str, tuple[int, ...]], bool]:
    """Deeds, said, roles of a sentence that says what something is, and whether it tells no more than that.

    "The capital of X is Y" is told as "Y is the capital of X"; who "is the founder of X" founded it.
    """
    subject, noun = sentence.subject(verb), sentence.first(verb, "attr")
    if noun is None and (named := sentence.first(verb, "acomp")) is not None and named.tag in NAMES:
        noun = named
    if subject is not None and noun is not None:
        if subject.tag in ("NN", "NNS") and noun.tag in NAMES and not as_named(sentence, subject):
            of = _of_noun(sentence, subject)
            rest = {name: places for name, places in roles.items() if name != "agent"}
            said, roles, noun = frozenset((verb.i, subject.i)), {**rest, **of, "agent": (noun.i,)}, subject
        else:
            roles = {**roles, **{k: v for k, v in _of_noun(sentence, noun).items() if k in ("of", "to")}}
        if as_deed := _as_deed(sentence, noun, roles):
            deeds_, words, turned_roles = as_deed
            return deeds_, said | words, turned_roles, False
    told = frozenset(deed for i in said - {verb.i} for deed in _told_by(sentence, sentence.words[i]))
    return told, said, roles, True


def _brought_out_by(sentence: Sentence, roles: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    """Who brought a work out: "released through X", "shown on Y"."""
    found = (i for prep in these("brought_out") for i in roles.get(prep, ()))
    return tuple(
        i for i in found if as_named(sentence, sentence.words[i]) and sentence.words[i].text not in MONTHS
    )


def _told_by(sentence: Sentence, noun: Word) -> frozenset[str]:
    """The deeds that a noun tells; a vice president is no president."""
    less = lessened(sentence, noun)
    return frozenset((f"{less} {noun.lower}",)) if less else deeds(noun.lower)


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
    joined = [w for w in sentence.below(verb, "conj") if w.tag == verb.tag] if passive else []
    for by in (by for other in joined for by in sentence.below(other, "agent")):
        roles.setdefault("agent", []).extend(
            w.i for noun in sentence.below(by, "pobj") for w in with_conjuncts(sentence, noun)
        )
    if sentence.first(verb, "agent") is not None:
        roles.pop("agent", None)
    holders = [verb, *sentence.below(verb, "attr", "dobj", "acomp", "prt")]
    for holder in holders:
        for prep in sentence.below(holder, "prep", "agent"):
            name = "agent" if prep.dep == "agent" or (prep.lower == "by" and passive) else prep.lower
            for noun in sentence.below(prep, "pobj"):
                roles.setdefault(name, []).extend(w.i for w in with_examples(sentence, noun))
    for told in sentence.below(verb, "advcl"):
        mark, other = sentence.first(told, "mark"), sentence.subject(told)
        if mark is not None and other is not None and mark.lower in ("before", "after"):
            roles.setdefault(mark.lower, []).append(other.i)
    return {name: tuple(places) for name, places in roles.items()}


def _subject(sentence: Sentence, verb: Word) -> Word | None:
    """Who or what a verb is said of; for "the film directed by" and "who won" the noun before."""
    found = sentence.subject(verb)
    if found is not None and not (found.tag in ("WDT", "WP") and verb.dep == "relcl"):
        return found
    if verb.dep in ("relcl", "acl"):
        return _whom_it_follows(sentence, verb)
    if found is None and verb.dep in ("conj", "xcomp", "advcl", "ccomp") and verb.head != verb.i:
        above = sentence.words[verb.head]
        made_to = sentence.first(above, "dobj") if verb.dep == "xcomp" and verb.tag == "VB" else None
        if made_to is not None:
            return made_to  # "hired X to direct"
        if above.tag.startswith("VB"):
            return _subject(sentence, above)
    if found is None and verb.tag == "VBN" and sentence.before(verb.i) == "(":
        return next((w for w in reversed(sentence.words[: verb.i]) if w.tag in NOUN), None)  # "X (born in 1961)"
    if found is None and verb.dep == "pcomp":
        governing = next((w for w in sentence.above(verb) if w.tag.startswith("VB")), None)
        return _subject(sentence, governing) if governing is not None else None
    return found


def _whom_it_follows(sentence: Sentence, verb: Word) -> Word:
    """The noun that a relative clause or a participle is said of; of ", released in 2006" what the sentence is about."""
    head, root = sentence.words[verb.head], sentence.root
    about = sentence.subject(root) if root.lower in _BE else None
    far = (
        verb.dep == "acl"
        and verb.tag == "VBN"
        and sentence.before(verb.i) == ","
        and "release" in deeds(verb.lower)
    )
    return about if far and about is not None else head


def _turned(roles: Mapping[str, tuple[int, ...]], into: str) -> dict[str, tuple[int, ...]]:
    """A sale as a purchase, a defeat as a victory of the other."""
    names = {"agent": "from", "to": "agent", "from": "to"}
    found = {names.get(name, name): places for name, places in roles.items()}
    if into == "win" and "from" in found:
        found["patient"] = (*found.get("patient", ()), *found["from"])
    return found


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
    in_none = (n for prep in sentence.below(verb, "prep") for n in sentence.below(prep, "pobj"))
    many += any(noun.lower in ("none", "neither") for noun in in_none)
    for noun in sentence.below(verb, "nsubj", "nsubjpass", "dobj", "attr"):
        many += noun.lower in _NOT or any(
            w.lower in _NOT and w.i < noun.i for w in sentence.below(noun, "det", "neg")
        )
    above = sentence.words[verb.head] if verb.dep in ("xcomp", "pcomp") else None
    if above is not None and _with_particle(sentence, above) in these("denying"):
        many += 1
    many += above is not None and any(
        w.lower == "yet" for w in sentence.below(above, "advmod")
    )  # "has yet to win"
    intent = sentence.words[verb.head] if verb.dep == "acl" else None
    if intent is not None and intent.lower in these("intents"):
        many += _with_particle(sentence, sentence.words[intent.head]) in these("denying")  # "dropped its plan to buy"
    if verb.dep == "pcomp" and sentence.words[verb.head].lower == "without":
        many += 1
    return many % 2 == 1


def _unreal(sentence: Sentence, verb: Word) -> str | None:
    """The word that makes of it what is only planned, possible or alleged."""
    near = list(sentence.below(verb, "aux", "advmod", "mark"))
    for prep in sentence.below(verb, "prep"):
        if prep.lower == "according":
            near += sentence.words[prep.left : prep.right + 1]
    for above in sentence.above(verb):
        near.append(above)
        near += sentence.below(above, "aux", "advmod") if above.tag.startswith("VB") and verb.dep != "conj" else ()
        if verb.dep in ("ROOT", "relcl", "acl"):
            break
    intent = sentence.words[verb.head]
    if verb.dep == "acl" and intent.lower in these("intents"):
        return None if _with_particle(sentence, sentence.words[intent.head]) in these("denying") else intent.lower
    own = [] if verb.dep in ("relcl", "acl") else near
    return next((w.lower for w in own if w.lower in these("unreal") and w.i != verb.i), None)
