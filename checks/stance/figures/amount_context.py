"""What a parsed sentence says of one of its amounts: whether it tells what there is or what was done, and of what part.

A figure of what was done ("treats 48,000 people" beside "has 2,000 people") decides nothing of what there is; nor does a
lower one of a part ("9,000 electric cars" beside "80,000 cars").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from checks.lexicon import load_words
from checks.nlp.content_words import normalize
from checks.nlp.names import names
from checks.nlp.tree import NOUN, SUBJECT, Sentence, Word
from checks.stance.figures.amounts import Amount, is_money
from checks.stance.predicates import entailed_by
from checks.stance.reasons import time_of
from checks.stance.wording.clauses import clauses, main_clause, parsed_sentence, parsed_sentences
from checks.stance.wording.noun_phrases import NAMES, name_of

_KEPT: Final = 512
_LONGEST: Final = 500
_OFF: Final = 10.0  # times, from which on a figure of people or money needs the claim's verb to be its own
_PREPS: Final = frozenset("in at within under among on aged".split())
_PERSON: Final = normalize("person")
_NO_PARTS: Final = ("percent", "times", "points", "temperature", "speed")
_MOST_OF: Final = 0.6
_AGED: Final = ("under", "over", "aged", "below", "above")
_SIZES: Final = frozenset("long tall high wide deep old heavy big large worth available able likely due".split())
_MEASURES: Final = frozenset(("gdp", "cpi", "gnp"))  # written like names
_ASIDE: Final = (",", "(", "–", "—")
_HAVING: Final = frozenset("has have had was were 've 's".split())
_WHOLE_OF: Final = frozenset("one a an all every any both".split())
_BE: Final = frozenset("be is are was were been being 's has have had".split())


@dataclass(frozen=True, slots=True)
class AmountContext:
    """The amount's deed, the words that narrow what is counted, and the stretches that say where or when.

    `whose` are the words of the name that it is told of, in lower case; `complement` what its clause says of what is
    counted, where that is more than that there is so much: "unemployed", "effective", "fetched"; `subject` its subject, where the
    amount is no part of that.
    """

    sentence: Sentence
    predicates: frozenset[str]
    verbs: frozenset[str]
    narrowing: tuple[Word, ...]
    settings: tuple[str, ...]
    irrealis: str | None
    whose: frozenset[str]
    complement: tuple[Word, ...]
    subject: Word | None


@lru_cache(_KEPT)
def amount_context(amount: Amount) -> AmountContext | None:
    """What its sentence says of an amount; None where that can't be read."""
    sentence = parsed_sentence(_text(amount))
    if sentence is None:
        return None
    at = amount.quantity.start - (len(amount.sentence) - len(amount.sentence.lstrip()))
    until = amount.quantity.end - (len(amount.sentence) - len(amount.sentence.lstrip()))
    inside = [w for w in sentence.words if w.start - sentence.start < until and at < w.end - sentence.start]
    if not inside:
        return None
    first, last = inside[0].i, inside[-1].i
    top = next((w for w in inside if not first <= w.head <= last or w.head == w.i), inside[-1])
    above = [top, *sentence.above(top)]
    verb = next((w for w in above if w.tag.startswith("VB")), None)
    clause = next((c for c in clauses(sentence) if verb is not None and c.verb.i == verb.i), None)
    noun = next((w for w in reversed(inside) if w.tag in NOUN), top)
    narrowing = tuple(
        w for head in {noun.i, top.i} for w in sentence.below(sentence.words[head], "amod", "compound", "nmod")
        if w.tag in ("JJ", "NN", "NNS", "VBN", "VBG") and w.dep != "nummod"
    )  # fmt: skip
    settings = tuple(_settings(sentence, top, verb))
    said = frozenset(w.lower for w in above if w.tag.startswith("VB"))
    return AmountContext(
        sentence=sentence,
        predicates=clause.predicates if clause else frozenset(),
        verbs=said,
        narrowing=narrowing,
        settings=settings,
        irrealis=clause.irrealis if clause else None,
        whose=_whose(sentence, top, verb),
        complement=_complement(sentence, verb),
        subject=_subject(sentence, top, verb, first),
    )


def _subject(sentence: Sentence, top: Word, verb: Word | None, first: int = 0) -> Word | None:
    """The subject of an amount's clause, unless the amount is a part of it; an amount put beside it is none."""
    subject = sentence.subject(verb) if verb is not None else None
    if subject is None or (subject.left <= top.i <= subject.right and sentence.before(first) not in _ASIDE):
        return None
    return subject


def _whose(sentence: Sentence, top: Word, verb: Word | None) -> frozenset[str]:
    """The name of the clause's subject, or of what an amount stands beside: "Luxembourg, a grand duchy of 661,000"."""
    for word in (top, *sentence.above(top)):
        if word.dep == "appos":
            return name_of(sentence, word.head)
        if word.tag.startswith("VB"):
            break
    subject = _subject(sentence, top, verb)
    if subject is None:
        return frozenset()
    return (name_of(sentence, subject.i) - _MEASURES) or _owner(sentence, subject)


def _owner(sentence: Sentence, noun: Word) -> frozenset[str]:
    """Whose population, area, debt … a noun tells: "Japan's population", "the economy of Japan"."""
    if noun.lower not in load_words("synonyms", "of_places"):
        return frozenset()
    owners = [*sentence.below(noun, "poss")]
    owners += (n for of in sentence.below(noun, "prep") if of.lower == "of" for n in sentence.below(of, "pobj"))
    return next((named for owner in owners if (named := name_of(sentence, owner.i))), frozenset())


def _complement(sentence: Sentence, verb: Word | None) -> tuple[Word, ...]:
    if verb is None:
        return ()
    if verb.lower in _BE:
        said = [w for w in sentence.below(verb, "acomp", "attr") if w.tag in ("JJ", "VBN", "VBG")]
        return tuple(w for w in said if w.lower not in _SIZES)
    if verb.lower in load_words("predicates", "stock") or verb.lower in load_words(
        "synonyms", "rising"
    ) | load_words("synonyms", "falling") | load_words("predicates", "empty") | load_words(
        "predicates", "carrying"
    ):
        return ()
    return (verb,)


def _settings(sentence: Sentence, top: Word, verb: Word | None) -> list[str]:
    """The phrases of place, time and part that hang on an amount or its verb: "in Europe", "in its first month"."""
    found = []
    subject = sentence.subject(verb) if verb is not None else None
    for holder in {w.i: w for w in (top, verb, subject) if w is not None}.values():
        for prep in sentence.below(holder, "prep"):
            if prep.lower in _AGED and holder is top and any(w.tag == "CD" for w in sentence.below(prep)):
                found.append(sentence.stretch(prep.i, prep.right))
            if prep.lower in _PREPS and prep.right > prep.i and not _tells_which(sentence, holder, prep, top):
                found.append(sentence.stretch(prep.i, prep.right))
    return found


def _tells_which(sentence: Sentence, subject: Word, prep: Word, top: Word) -> bool:
    """Whether a place tells which thing a clause speaks of ("the blast at the plant"), and not what part of a land."""
    if subject.dep not in SUBJECT or subject.left <= top.i <= subject.right:
        return False
    return load_words("synonyms", "territories").isdisjoint(
        w.lower for w in sentence.words[prep.i : prep.right + 1]
    )


def other_predicate(ours: AmountContext, theirs: AmountContext) -> str | None:
    """The verb of the source's figure, where one tells what there is and the other what was done."""
    if not ours.predicates.isdisjoint(theirs.predicates) or ours.verbs & theirs.verbs:
        return None
    stock, flow = load_words("predicates", "stock"), load_words("predicates", "flow")
    mine, other = (side.verbs - {"been"} for side in (ours, theirs))
    if (mine & stock and other & flow and not mine & flow) or (mine & flow and other & stock and not other & flow):
        words = [w.lower for w in ours.sentence.words if w.tag[:2] in ("NN", "VB", "JJ")]
        said = next(iter(other & (stock | flow)))
        return None if any(entailed_by(word, said) for word in words) else said
    return None


def narrower(ours: AmountContext, theirs: AmountContext, *, counted: bool = True) -> str | None:
    """What the source counts a part by, where the claim has nothing of the kind."""
    words = [w.lower for w in ours.sentence.words]
    named = names(" ".join(w.text for w in ours.sentence.words), include_first=True)
    for word in theirs.narrowing if counted else ():
        if word.lower in _whole() or any(entailed_by(mine, word.lower) for mine in words):
            continue
        if names(word.text, include_first=True) & named:  # "American soldiers" of the US
            continue
        return f"{word.text}"
    claimed = " ".join(words)
    for setting in theirs.settings:
        said = [w.strip(".,’'").lower() for w in setting.split()[1:]]
        if said and said[0] in _WHOLE_OF:  # "on one campus", "at all schools"
            continue
        aged = setting.split()[0].lower() in _AGED
        large = any(word[:1].isupper() for word in setting.split()[1:])
        if not (aged or large or any(w in load_words("predicates", "sites") for w in said)):
            continue
        said = [w for w in said if len(w) > 2 and w not in _whole()]
        if (
            said
            and not any(c.isdigit() for c in setting)
            and not any(w in claimed or any(entailed_by(mine, w) for mine in words) for w in said)
        ):
            return setting
    return None


def _text(amount: Amount) -> str:
    return amount.sentence.strip()[:_LONGEST]


def parse_together(among: Sequence[Amount]) -> None:
    """Parse the sentences of amounts together, which takes half the time of one by one; they are kept."""
    parsed_sentences([_text(amount) for amount in among])


def context_difference(ours: Amount, theirs: Amount) -> str | None:
    """Why a figure that misses the claim's decides nothing of it all the same; None where it does."""
    mine, other = amount_context(ours), amount_context(theirs)
    if mine is None or other is None:
        return None
    verbs = f"“{theirs.quantity.text}”"
    if predicate := other_predicate(mine, other):
        return f"scope differs: {verbs} is of what is “{predicate}”"
    if said := quality_difference(ours, theirs):
        return said
    if (
        ours.value == 0
        and not _there_is(mine)
        and mine.predicates.isdisjoint(other.predicates)
        and not any_verb_alike(mine, other)
    ):
        return f"{verbs} is not said of what the claim says there was none of"
    if theirs.value < ours.value and ours.dimension not in _NO_PARTS and (short := _shorter(ours, theirs)):
        return f"date differs: figure is for {time_of(short)}"
    if (
        theirs.value < ours.value
        and ours.dimension not in _NO_PARTS
        and (part := narrower(mine, other, counted=ours.dimension == "count" and "+" not in str(theirs.noun)))
    ):
        return f"scope differs: source counts “{part}”"
    return None


def other_bearer(ours: Amount, theirs: Amount) -> str | None:
    """Whom a figure is told of, where the claim's is told of somebody else: Lisbon for Portugal."""
    mine, other = amount_context(ours), amount_context(theirs)
    if mine is None or other is None or not mine.whose or not other.whose:
        return None
    wanted, given = (
        names(" ".join(word.capitalize() for word in side.whose), include_first=True) for side in (mine, other)
    )
    if other.whose <= load_words("synonyms", "seats") and other.verbs.isdisjoint(
        load_words("predicates", "stock")
    ):
        return None  # "Brussels has fined" tells of the Commission
    if not wanted or not given or wanted & given or given <= names(ours.sentence, include_first=True):
        return None
    words = (w.text for w in other.sentence.words if w.lower in other.whose)
    return " ".join(dict.fromkeys(words))


def quality_difference(ours: Amount, theirs: Amount) -> str | None:
    """Why a figure that misses the claim's is not said of the same: of one only are they said to be "unemployed".

    A quality must be met; a deed need be only where the figure is very far off, as it is told in too many words.
    """
    verbs = f"“{theirs.quantity.text}”"
    mine, other = amount_context(ours), amount_context(theirs)
    if mine is None or other is None:
        return None
    quality = [w for w in mine.complement if w.tag == "JJ"]
    if ours.dimension == "count" and theirs.value < ours.value and (part := _part_by_quality(mine, other)):
        return f"scope differs: source says “{part}” of {verbs}"
    if not quality and not (_far_off(ours, theirs) and (ours.noun == _PERSON or is_money(ours))):
        return None
    there = [w.lower for w in other.sentence.words]
    unmet = [w for w in quality or mine.complement if not any(entailed_by(w.lower, word) for word in there)]
    return f"source does not say “{unmet[0].text}” of {verbs}" if unmet else None


def _part_by_quality(mine: AmountContext, other: AmountContext) -> str | None:
    """What the source says of those that it counts, where the claim counts all: "are unemployed"."""
    if mine.complement:
        return None
    there = [w.lower for w in mine.sentence.words]
    said = (w for w in other.complement if w.tag == "JJ")
    return next((w.text for w in said if not any(entailed_by(word, w.lower) for word in there)), None)


def _far_off(ours: Amount, theirs: Amount) -> bool:
    low, high = sorted((abs(ours.value), abs(theirs.value)))
    return low > 0 and high / low >= _OFF


def _shorter(ours: Amount, theirs: Amount) -> str | None:
    """The time that a source counts over, where that is but a part of the claim's."""
    mine = [(d.first, d.last) for d in ours.days if d.first and d.last]
    other = [(d.first, d.last, d.text) for d in theirs.days if d.first and d.last]
    if len(mine) != 1 or len(other) != 1:
        return None
    (first, last), (start, end, text) = mine[0], other[0]
    inside = first <= start and end <= last
    return text if inside and end > start and (end - start) < (last - first) * _MOST_OF else None


def _there_is(mine: AmountContext) -> bool:
    """Whether a claim says no more than that there is so much: "there were no cases"."""
    return mine.verbs <= _BE and not mine.complement


def any_verb_alike(mine: AmountContext, other: AmountContext) -> bool:
    """Whether any verb that the one figure is told with tells the same as one of the other's."""
    return any(entailed_by(a, b) for a in mine.verbs - _BE for b in other.verbs - _BE)


def context_features(ours: Amount, theirs: Amount) -> dict[str, float]:
    """The signs of an amount that misses the claim's: of another deed, of a part of it, or not said to be so."""
    mine, other = amount_context(ours), amount_context(theirs)
    if mine is None or other is None:
        return {}
    return {
        "same predicate": float(not mine.predicates.isdisjoint(other.predicates)),
        "unreal": float(other.irrealis is not None and other.irrealis != mine.irrealis),
    }


def _whole() -> frozenset[str]:
    return load_words("predicates", "whole")


def has_happened(text: str) -> bool:
    """Whether a sentence tells what was or has been done: "has built", "was built", "built"."""
    sentence = parsed_sentence(text.strip()[:_LONGEST])
    if sentence is None:
        return False
    verb = main_clause(sentence).verb
    helping = {w.lower for w in sentence.below(verb, "aux", "auxpass")}
    return verb.tag == "VBD" or (verb.tag == "VBN" and not helping.isdisjoint(_HAVING))


def sentence_names(text: str) -> frozenset[str]:
    """The names of a sentence, as `names` gives them; its first word is one where the parser takes it for one."""
    sentence = parsed_sentence(text.strip()[:_LONGEST])
    first = sentence is not None and sentence.words[0].tag in NAMES
    return names(text.strip(), include_first=first)
