"""As much of the clause around it as a part of that clause needs: who, the verb, and what the part hangs on.

"Bills will go up by £99.17 to £2,086.57" states two figures; the second one is told as "bills will go up to £2,086.57".
"""

from typing import Final

from checks.extraction.clauses import FactClause
from checks.extraction.clauses.subjects import completes, shared_subject
from checks.extraction.statement.asides import tells_of_figure
from checks.lexicon import load_list, load_words
from checks.nlp.tree import RELATIVE, SUBJECT, VERBAL, Sentence, Word

# With these a part left out may turn the sense.
_TURNING: Final = load_words("extraction", "turning")
# What stands behind a part and may bind it.
_BINDING: Final = frozenset("only unless if except".split())
_APART: Final = ("appos", "relcl", "acl", "advcl", "parataxis", "dep", "ccomp")
_OBJECTS: Final = ("dobj", "attr", "acomp", "oprd", "dative", "nsubjpass", "xcomp")
_INSTEAD: Final = ("dobj", "npadvmod", "dep", "oprd", "attr")
_RELATIVE_TIME: Final = frozenset("earlier before ago previously then".split())
SHARED: Final = frozenset("them these those it which whom".split())
_WITH_VERB: Final = ("aux", "auxpass", "neg", "prt")
_DISTANCES: Final = load_words("extraction", "distances")
_BEFORE_NOUN: Final = load_list("extraction", "before_a_noun")
_LESS: Final = load_list("extraction", "beside_a_noun")


def core_of(sentence: Sentence, clause: FactClause, top: Word) -> tuple[Word, list[int]] | None:
    """The subject, and in order the places of the words beside it, that a part headed by `top` needs before it.

    None where leaving out the rest may turn the sense, or where nothing of the kind is there.
    """
    words = sentence.words
    if _needs_the_rest(sentence, clause, top):
        return None
    kept: set[int] = set()
    at = top
    for _ in range(len(words)):
        above = words[at.head]
        if at.dep == "conj" or (at.dep == "appos" and _counts(sentence, at) and _counts(sentence, above)):
            if above.tag[:2] in VERBAL:
                return None
            at = above
            continue
        if above is at or at.dep in _APART:
            return None
        if above.tag[:2] in VERBAL:
            if _says_more(sentence, clause, above, at):
                return None
            kept |= _with_verb(sentence, above, at)
            subject = sentence.subject(above)
            if subject is None and above.dep in ("conj", "advcl"):
                subject = shared_subject(sentence, above, [])
                if subject is None or above.dep == "advcl":
                    return None
            if subject is not None:
                return _with_subject(sentence, clause, above, subject, kept)
        else:
            kept |= _with_noun(sentence, above, at)
            if any(w.i not in kept and w.dep != "punct" for w in words[above.i + 1 : at.left]):
                return None  # "a walk on the shore with a guide, fit for a king": what it tells of is not said
        at = above
    return None


def _needs_the_rest(sentence: Sentence, clause: FactClause, top: Word) -> bool:
    """Whether a part says what it says only beside what would be left out."""
    words = sentence.words
    _, last = clause.whole or (clause.first, clause.last)
    behind_comma = words[clause.first - 1].text == ","
    if any(w.lower in SHARED for w in words[clause.first : clause.last + 1]):
        return True  # "12 medals, 5 of them gold": what it is a share of stands before it
    if tells_of_figure(sentence, words[clause.first]):
        return True  # "a 4.99 per cent rise – the most the law allows": the figure is what it tells of
    if any(w.lower in _BINDING for w in words[clause.last + 1 : last + 1]) or top.tag[:2] in VERBAL:
        return True
    if behind_comma and any(w.lower in _DISTANCES for w in words[top.left : top.right + 1]):
        return True  # "in Columbia and Kansas City, about 100 miles from the site": of which of them is not said
    if behind_comma and top.dep == "dobj":
        return True  # "drafted by the town, the lead agency": behind a comma it is hardly what is drafted
    # "before the Hajj, the annual pilgrimage": what it stands beside is not known
    return top.dep == "npadvmod" and not top.entity and not _counts(sentence, top)


def _says_more(sentence: Sentence, clause: FactClause, verb: Word, at: Word) -> bool:
    """Whether a verb above `at` goes with more than the part."""
    if verb.dep == "conj" and verb.i - verb.head == 2:
        return True  # "destroyed and jammed 549 drones and 55 missiles": both of them both
    said = (w for w in sentence.children(verb, "ccomp") if w is not at)
    # "told the Sun there was “some hope” for the sheep": what was said stands between
    return any(w.left < clause.first <= w.right + 2 for w in said)


def _with_subject(
    sentence: Sentence, clause: FactClause, verb: Word, subject: Word, kept: set[int]
) -> tuple[Word, list[int]] | None:
    """The subject of `verb` and what of `kept` stands between it and the part; None where that turns the sense."""
    if verb.i != clause.head.i and clause.head not in sentence.ancestors(verb):
        return None  # the parser hung the part on another verb than the one beside it
    if subject.tag in RELATIVE or subject.right >= clause.first or subject.i > verb.i:
        return None
    left_out = set(range(subject.right + 1, clause.first)) - kept
    if any(sentence.words[i].lower in _TURNING for i in left_out):
        return None
    return subject, sorted(i for i in kept if subject.right < i < clause.first)


def _with_noun(sentence: Sentence, noun: Word, at: Word) -> set[int]:
    """The places of a noun above `at`, of what stands before it, and of an "of" phrase before `at`."""
    before = (child for child in sentence.children(noun, *_BEFORE_NOUN) if child.i < noun.i)
    # "days of heavy rain in several provinces"
    within = (of for of in sentence.children(noun, "prep") if of.lower == "of" and of.right < at.left)
    return {noun.i, *(i for each in (*before, *within) for i in range(each.left, each.right + 1))}


def path_of(sentence: Sentence, word: Word) -> frozenset[int]:
    """The places of a word and of all that it hangs on."""
    return frozenset([word.i, *(w.i for w in sentence.ancestors(word))])


def belongs_behind(sentence: Sentence, first: int) -> bool:
    """Whether a "but" or "that" leads into what stands at a place: "…, but because they sleep, shields are small"."""
    before = next((w for w in reversed(sentence.words[:first]) if w.dep != "punct"), None)
    return before is not None and (before.dep == "mark" or (before.dep == "cc" and before.lower != "and"))


def lead_to(sentence: Sentence, clause: FactClause, top: Word) -> int | None:
    """Where the smallest clause with a subject of its own begins that holds a part, which stands behind its verb.

    None where there is no such clause in the stretch around it, or what stands before that may turn the sense.
    """
    words = sentence.words
    whole = clause.whole or (clause.first, clause.last)
    for verb in sentence.ancestors(top):
        if verb.tag[:2] not in VERBAL:
            continue
        subject = sentence.subject(verb)
        if subject is None or verb.i >= clause.first or subject.i > verb.i or subject.tag in RELATIVE:
            continue
        first = subject.left
        if first < whole[0] or verb.dep in ("advcl", "relcl", "acl", "csubj"):
            return None
        turning = any(w.lower in _TURNING for w in words[whole[0] : first])
        return None if turning else first
    return None


def in_subject(sentence: Sentence, verb: Word, part: Word) -> bool:
    """Whether a part is the subject of a verb or one of several, so that the predicate is told of it too.

    Coordination and apposition are followed up: "31 fires and 12 floods were counted" counts both.
    """
    while part.dep in ("conj", "appos") and part.head != part.i:
        part = sentence.words[part.head]
    return part.dep in SUBJECT and part.head == verb.i


def _counts(sentence: Sentence, noun: Word) -> bool:
    """Whether a phrase gives a count or a sum: "£2.1m from highways", "31 fires"."""
    return noun.tag == "CD" or any(w.tag == "CD" or w.tag == "$" for w in sentence.children(noun))


def _with_verb(sentence: Sentence, verb: Word, part: Word) -> set[int]:
    """The verb with its auxiliaries, its objects, and its times, but for the part itself."""
    kept = {verb.i}
    part_of_verb = next((w for w in (part, *sentence.ancestors(part)) if w.head == verb.i), part)
    inside = sentence.words[part.left : part.right + 1]
    instead = _counts(sentence, part) and part.dep in _INSTEAD
    dated = any(w.entity == "DATE" for w in inside)
    relative = any(w.lower in _RELATIVE_TIME for w in inside)
    for child in sentence.children(verb):
        if child is part or part.left <= child.i <= part.right:
            continue
        if instead and child.dep in _INSTEAD and _counts(sentence, child):
            continue  # "It takes £11.8m out of services: £4.6m from adult social care": the sum is another figure
        if child.dep == part.dep and part.dep in ("acomp", "attr"):
            continue  # "is 16 feet long, but 5 feet high": one of the two at a time
        timed = child.entity in ("DATE", "TIME") or any(
            w.entity in ("DATE", "TIME") for w in sentence.children(child, "pobj")
        )
        right_before = child.right + 1 == part_of_verb.left and not _counts_within(sentence, child)
        leads = child.dep == "prep" and (right_before or completes(verb, child))
        if child.dep in _WITH_VERB or (child.dep == "aux" and child.lower == "to"):
            kept.update(range(child.left, child.right + 1))
        elif child.i > verb.i and (
            child.dep in _OBJECTS
            or leads  # "is linked to known cases (for 30 nurses and) 15 patients"
            or (timed and child.dep in ("prep", "npadvmod") and (relative or not dated))
        ):
            kept |= _plain(sentence, child)
    return kept


def _counts_within(sentence: Sentence, phrase: Word) -> bool:
    """Whether a phrase holds a figure: "(by £99.17) to £2,086.57" is told without it."""
    return any(w.tag in ("CD", "$") for w in sentence.words[phrase.left : phrase.right + 1])


def _plain(sentence: Sentence, noun: Word) -> set[int]:
    """A phrase without what is told besides: relative clauses, appositions, what is coordinated."""
    kept = set(range(noun.left, noun.right + 1))
    for child in sentence.children(noun, *_LESS):
        if child.i > noun.i:
            kept -= set(range(child.left, child.right + 1))
    return kept
