"""Whether a statement that was put together keeps what its words have to do with one another in the article.

Parsed by itself, "the agency had contained the drug" is a sound sentence; where the article has "a sample, the agency
said, had contained the drug", its subject is another one. So the parse of the statement is held against that of the
sentence: over each place where words were left out, two words may only be joined that belong to one another there too.
And no verb may have lost what it says: "the talks left firms uncertain [whether …]" is none.
"""

from collections.abc import Set
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Final

from checks.extraction.attribution import ASSERTS
from checks.extraction.clauses import FactClause
from checks.extraction.clauses.clause import RELATIVE_CLAUSE
from checks.extraction.statement.rows import ROW, cut_row, first_of_row
from checks.extraction.statement.scope import denied_goes_on, lost_scope
from checks.nlp.tree import FINITE, RELATIVE, SUBJECT, VERBAL, Sentence, Word
from checks.quantities import quantities

_OBJECTS: Final = ("dobj", "attr", "acomp", "oprd", "dative")
_COMPLEMENTS: Final = (*_OBJECTS, "xcomp", "ccomp")
_INSTEAD: Final = (*_COMPLEMENTS, "npadvmod", "prt", "dep")
# Relations that tell who or what is meant; where a phrase of time or place hangs, parsers often do not agree.
_TELLING: Final = (*SUBJECT, *_OBJECTS, "pobj", "nummod", *ROW)
_COMPLETING: Final = (*_COMPLEMENTS, "prep", "acl", "relcl", "advcl")
_BEFORE_NOUN: Final = ("compound", "amod", "nmod", "nummod", "poss")
_CONDITIONS: Final = frozenset(["if", "unless"])
_PHRASES: Final = ("prep", "pcomp", "agent")
_SHARING: Final = ("conj", "xcomp", "advcl", "acl", "dep", *_PHRASES)
_FIGURES: Final = ("CD", "$")
_ENDINGS: Final = frozenset(["'s", "’s"])
_BEING: Final = frozenset(["is", "are", "was", "were"])
_ASKING: Final = frozenset(["how", "why", "whether", "if"])
_TIMES: Final = frozenset(["when", "once", "until"])
_NO_CLAUSE: Final = ("aux", "auxpass", "relcl", "amod")
_PAUSES: Final = frozenset(": ; – — -".split())


def lacks_complement(sentence: Sentence, kept: Set[int]) -> str | None:
    """What the words at the places `kept` lack of what their verbs say, in words; None where nothing is missing.

    A verb needs its object or what is said; a "that" and the subject of a clause need their verb, and the last word
    what tells which one is meant. Something else of the same row ("reported a handful of deaths and [a fire]") stands
    for what was left out.
    """
    if _goes_on(sentence, kept) is not None:
        return "its last word lacks what tells which one is meant"
    if _noun_behind(sentence, kept) is not None:
        return "its last word lacks its noun"
    if sentence.words[max(kept, default=0)].tag == "MD":
        return "its verb is missing"
    if _lost_being(sentence, kept):
        return "its verb is missing"
    for i in sorted(kept):
        word = sentence.words[i]
        if _asked(sentence, word, kept):
            return "what is asked is told as a fact"
        if word.tag[:2] in VERBAL and _lost(sentence, word, kept):
            return "a verb lacks what it says"
        if word.dep == "mark" and word.head not in kept:
            return "a conjunction lacks its clause"
        if word.tag in RELATIVE and _heads_nothing(sentence, word, kept):
            return "a relative clause lacks its verb"
    return cut_row(sentence, kept) or lost_scope(sentence, kept)


def _lost_being(sentence: Sentence, kept: Set[int]) -> bool:
    """Whether what is told begins right behind an "is" that was left out: "volumes are [low and news is rare]"."""
    first = min(kept, default=0)
    before, opening = sentence.words[first - 1], sentence.words[first]
    return first > 0 and before.lower in _BEING and opening.tag == "JJ"


def _asked(sentence: Sentence, word: Word, kept: Set[int]) -> bool:
    """Whether a verb lost what asks it: "wait to hear [when] an offer will be made", "[how many minds] he had changed".

    "When the train braked in May" tells that it did; "when they see a target" does not tell that they see one.
    """
    if word.tag[:2] not in VERBAL or word.dep in _NO_CLAUSE:
        return False
    asking = sentence.words[word.left]
    if asking.i in kept or asking.i == word.i:
        return False
    if asking.lower in _TIMES:
        tensed = sentence.child(word, "aux", "auxpass") or word
        return word.dep in ("ccomp", "advcl") and tensed.tag in ("MD", "VBZ", "VBP")
    return word.dep in ("ccomp", "pcomp") and asking.lower in _ASKING


def _heads_nothing(sentence: Sentence, pronoun: Word, kept: Set[int]) -> bool:
    """Whether a "which" was kept and the verb of its clause was not: "a hospital in which 10 patients"."""
    verb = next((w for w in sentence.ancestors(pronoun) if w.dep == "relcl"), None)
    return (
        verb is not None and verb.i not in kept and not any(w.i in kept for w in sentence.children(verb, "conj"))
    )


def _noun_behind(sentence: Sentence, kept: Set[int]) -> Word | None:
    """The noun that the last word stands before: "11 kW [onboard charging]"; None where it needs none."""
    last = sentence.words[max(kept, default=0)]
    noun = sentence.words[last.head]
    return noun if last.dep in _BEFORE_NOUN and noun.i > last.i and noun.i not in kept else None


def _goes_on(sentence: Sentence, kept: Set[int]) -> Word | None:
    """What stands right behind the last word and tells which one is meant: "the rescue [of a girl]".

    A phrase behind an adjective or a bare "the rescue", a clause without a comma that tells of a noun, a condition, and
    whatever else is denied.
    """
    last = max(kept, default=-1)
    for word in sentence.words[last + 1 :]:
        if word.head not in kept:
            continue
        if word.dep == "relcl" and sentence.words[word.left].lower == "that" and word.head <= last:
            return word  # "a preference for a presidency — a formal post — that can challenge"
        if word.left != last + 1:
            continue
        if denied_goes_on(sentence, word):
            return word
        if word.dep not in _COMPLETING:
            continue
        if word.dep == "prep":
            needed = word.head == last and _is_open(sentence, sentence.words[last], word)
        else:
            needed = word.dep != "advcl" or sentence.words[word.left].lower in _CONDITIONS
        if needed:
            return word
    return None


def _is_open(sentence: Sentence, word: Word, behind: Word) -> bool:
    """Whether a word says little without the phrase `behind` it.

    An adjective, a noun with nothing but a "the", and any noun that is not counted before an "of".
    """
    before = [w for w in sentence.children(word) if w.i < word.i]
    if word.tag[:2] == "JJ":
        return True
    bare = [w.lower for w in before] == ["the"]
    of = behind.lower == "of" and not any(w.dep == "nummod" or w.tag == "CD" for w in before)
    return word.tag in ("NN", "NNS") and (bare or of)


def _lost(sentence: Sentence, verb: Word, kept: Set[int]) -> bool:
    """Whether all that stands behind a verb as its object or complement was left out."""
    complements = _complements(sentence, verb)
    if not complements and verb.lower in ASSERTS:
        complements = [w for w in sentence.children(verb, "ccomp") if w.tag[:2] in VERBAL]  # "…, the agency found"
    if verb.dep in ("aux", "auxpass") or not complements:
        return False
    if any(w.i in kept for w in sentence.children(verb, *_INSTEAD)):
        return False
    if all(_is_amount(sentence, w) for w in complements) and any(
        i > verb.i and sentence.words[i].tag in _FIGURES for i in kept
    ):
        return False  # "takes £11.8m out of services: £4.6m from adult social care": one figure for the other
    return not any(_keeps(sentence, w, kept) for w in complements)


def _keeps(sentence: Sentence, complement: Word, kept: Set[int]) -> bool:
    """Whether a part of a complement is told; of a clause one of its verbs, for its subject alone says nothing."""
    inside = range(complement.left, complement.right + 1)
    if complement.dep != "ccomp":
        return any(i in kept for i in inside)
    row = (w for w in sentence.words[complement.left : complement.right + 1] if w.dep == "conj")
    return complement.i in kept or any(w.i in kept and w.tag[:2] in VERBAL for w in row)


def _is_amount(sentence: Sentence, word: Word) -> bool:
    """Whether a word is a figure or counted by one."""
    return word.tag in _FIGURES or any(w.tag in _FIGURES for w in sentence.children(word))


def _complements(sentence: Sentence, verb: Word) -> list[Word]:
    """What stands behind a verb as its object or complement; behind a colon another clause begins."""
    behind = (w for w in sentence.children(verb, *_COMPLEMENTS) if w.i > verb.i and w.tag not in RELATIVE)
    return [w for w in behind if sentence.previous(w.left) not in _PAUSES]


def changed_relation(sentence: Sentence, clause: FactClause, parsed: Sentence) -> str | None:
    """What a statement joins that the article does not, in words; None where it keeps all relations.

    Args:
        sentence: the sentence of the article.
        clause: what the statement tells of it.
        parsed: the statement, parsed by itself.
    """
    places = _places(sentence, parsed)
    subjects = {places[w.i] for w in parsed.words if w.dep in SUBJECT and w.i in places}
    if cuts_subject(sentence, set(places.values()), subjects):
        return "a subject lacks its verb"
    if _cut_verb(sentence, clause, parsed, places):
        return "a verb lacks its subject"
    if any(_lost_noun(sentence, parsed, word, places) for word in parsed.words):
        return "a verb lacks its object"
    if _cut_amount(sentence, parsed, places) or _cut_word(sentence, places):
        return "an amount or word is cut"
    if (fault := lacks_complement(sentence, set(places.values()))) is not None:
        return fault
    if _is_hearsay(sentence, clause, parsed, places):
        return "who tells it is left out"
    if is_unsettled(sentence, clause, set(places.values())):
        return "what goes with what is not settled"
    for word in parsed.words:
        if word.dep not in _TELLING or word.i not in places or word.head not in places:
            continue
        first, last = sorted((word.i, word.head))
        if not any(places.get(i) != places.get(i - 1, -2) + 1 for i in range(first + 1, last + 1)):
            continue  # the words between stand as in the article
        one, other = sentence.words[places[word.i]], sentence.words[places[word.head]]
        if not _belong_together(sentence, clause, one, other, word.dep, set(places.values())):
            return "a word belongs to another one"
    return None


def is_unsettled(sentence: Sentence, clause: FactClause, kept: Set[int]) -> bool:
    """Whether only the whole sentence tells what belongs to what; `kept` are the places of the words that are told.

    "71 and 95 kWh, respectively"; and "Nomura said (that) the order favoured banks and named two", where either of them
    may have named the two, for nothing marks where what is said ends.
    """
    if any(w.lower == "respectively" for w in sentence.words):
        rows = [w for w in sentence.words if w.dep == "conj" and w.tag[:2] not in VERBAL]
        return any((w.i in kept) != (w.head in kept) for w in rows)
    verb = sentence.words[clause.head.head]
    said_by = sentence.words[verb.head]
    if clause.head.dep != "conj" or sentence.subject(clause.head) is not None or clause.head.tag != "VBD":
        return False
    said = next((w for w in sentence.children(verb, "ccomp") if verb.i < w.i < clause.head.i), None)
    if said is not None and said.tag == verb.tag == "VBD" and verb.lower in ASSERTS:
        return said.i not in kept  # "Walsh added that Berg surfaced and began paddling"
    unmarked = sentence.child(verb, "mark") is None and said_by.lower in ASSERTS and said_by.i < verb.i
    return verb.dep == "ccomp" and said_by.i not in kept and unmarked and said_by.tag == "VBD"


def _cut_verb(sentence: Sentence, clause: FactClause, parsed: Sentence, places: dict[int, int]) -> bool:
    """Whether a tensed verb was kept without its subject and is told of nobody: "shelled a town, said, hours after"."""
    kept = set(places.values())
    with_subject = {places[w.i] for w in parsed.words if w.i in places and parsed.subject(w) is not None}
    opening = places.get(next((w.i for w in parsed.words if w.dep != "punct"), 0), -1)
    for i in kept - with_subject - ({clause.head.i} - {opening}):
        word = sentence.words[i]
        subject = sentence.subject(word) if word.tag in FINITE and word.dep not in ("aux", "auxpass") else None
        if subject is None or subject.tag[:2] != "NN" or subject.right >= i:
            continue
        if not kept & set(range(subject.left, subject.right + 1)):
            return True
    return False


def _lost_noun(sentence: Sentence, parsed: Sentence, word: Word, places: dict[int, int]) -> bool:
    """Whether a verb's object was a "that" or "which", and none is told: "(the tariff that) it planned to impose"."""
    if (
        word.i not in places
        or word.tag[:2] not in VERBAL
        or parsed.child(word, *_OBJECTS, "nsubjpass") is not None
    ):
        return False
    verb = sentence.words[places[word.i]]
    pronoun = next((w for w in sentence.children(verb, "dobj") if w.i < verb.i), None)
    if pronoun is None or not (pronoun.tag in RELATIVE or pronoun.lower == "that"):
        return False
    clause = next((w for w in (verb, *sentence.ancestors(verb)) if w.dep == "relcl"), None)
    return clause is not None and clause.i in places.values() and clause.head not in places.values()


def _cut_amount(sentence: Sentence, parsed: Sentence, places: dict[int, int]) -> bool:
    """Whether an amount lost a part of itself: "jumped by [well over] a point", "came from [two] goals down".

    What is counted may stand without its number where it is who does something: "[6,400] people signed a petition".
    """
    kept = set(places.values())
    subjects = {places[w.i] for w in parsed.words if w.dep in SUBJECT and w.i in places}
    for amount in quantities(sentence.text):
        start, end = amount.start + sentence.start, amount.end + sentence.start
        inside = [w for w in sentence.words if start <= w.start < end]
        within = [w for w in inside if w.i in kept]
        if not within or len(within) == len(inside):
            continue
        if any(w.tag in _FIGURES for w in within) or not any(w.i in subjects for w in within):
            return True
    return False


def _cut_word(sentence: Sentence, places: dict[int, int]) -> bool:
    """Whether a possessive ending stands behind another word than in the article, or a word lacks what a hyphen joins
    to it: "(since Queen)'s in June", "(over-)exploited", "he co an episode -hosts".
    """
    behind = {place: places.get(i - 1) for i, place in places.items()}
    for i, before in behind.items():
        written = sentence.words[max(0, i - 1) : i + 1]
        joined = any(w.text == "-" for w in written) and written[0].end == written[-1].start
        if joined and before != i - 1:
            return True
    return any(sentence.words[i].lower in _ENDINGS and before not in (None, i - 1) for i, before in behind.items())


def _is_hearsay(sentence: Sentence, clause: FactClause, parsed: Sentence, places: dict[int, int]) -> bool:
    """Whether a statement tells as a fact what hangs on a verb that was left out: "a lawyer put it to her that …".

    What somebody says has a claimant instead.
    """
    kept = set(places.values())
    verb = sentence.words[places[parsed.root.i]] if parsed.root.i in places else clause.head
    mark = sentence.child(verb, "mark")
    marked = mark is not None and mark.lower == "that"
    content = clause.attribution.content if clause.attribution is not None else None
    said = content is not None and (content.i == verb.i or verb.dep == "ccomp")
    return marked and verb.dep in ("ccomp", "acl") and verb.head not in kept and not said


def _places(sentence: Sentence, parsed: Sentence) -> dict[int, int]:
    """From the places of a statement's words to those that they have in the sentence; filled-in words have none."""
    ours, theirs = ([w.lower for w in each.words] for each in (sentence, parsed))
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return {block.b + k: block.a + k for block in blocks for k in range(block.size)}


def cuts_subject(sentence: Sentence, kept: Set[int], subjects: Set[int] = frozenset()) -> bool:
    """Whether the subject of a clause was kept without its verb: "roots that receptors", "where 10 boys".

    One of several counts as the row does. `subjects` are the places of those that have another verb instead.
    """
    for i in kept - subjects:
        word = sentence.words[i]
        first = sentence.first_conjunct(word)  # "(10 patients and) four nurses tested positive"
        alone = first.dep in SUBJECT and word.tag not in RELATIVE and first.head not in kept
        if alone and sentence.words[first.head].dep in ("relcl", "ccomp", "advcl", "acl", "conj"):
            return True
    return False


def _belong_together(
    sentence: Sentence, clause: FactClause, word: Word, head: Word, dep: str, kept: Set[int]
) -> bool:
    """Whether the article joins two words that a statement joins by the relation `dep`."""
    if head in sentence.ancestors(word):
        # "A chain of 30 newspapers" is McClatchy, of which the sentence tells.
        apart = dep in SUBJECT and word.dep == "appos" and word.tag[:3] != "NNP" and word.head not in kept
        return not apart and not (dep in _OBJECTS and _lost_preposition(sentence, word, head, kept))
    if word in sentence.ancestors(head) or (clause.rule == RELATIVE_CLAUSE and dep == "pobj"):
        return True  # "the bridge was closed" for "the bridge, closed at dawn"
    if dep in SUBJECT:
        own = sentence.subject(head)
        if own is not None and own.tag == "PRP":
            return True  # the pronoun was filled in
        if word.tag[:3] == "NNP" or (clause.subject is not None and clause.subject.lower == word.lower):
            return True
        return _shares(sentence, word.head, head)
    if dep in ROW:
        first, second = first_of_row(sentence, word), first_of_row(sentence, head)
        return first.i == second.i or first.head in (second.head, second.i) or second.head == first.i
    return False


def _lost_preposition(sentence: Sentence, word: Word, head: Word, kept: Set[int]) -> bool:
    """Whether what leads a noun to its verb was left out, be it a preposition or a verb: "hit (by) dozens of them"."""
    between = takewhile(lambda above: above is not head, sentence.ancestors(word))
    return any((above.dep in _PHRASES or above.tag[:2] in VERBAL) and above.i not in kept for above in between)


def _shares(sentence: Sentence, verb: int, other: Word) -> bool:
    """Whether a verb goes on with what stands at the place `verb`, so that it has its subject."""
    for word in (other, *sentence.ancestors(other)):
        if word.i == verb:
            return True
        if word.dep not in _SHARING and word.tag[:2] in VERBAL:
            return False  # a noun between the two is a mistake of the parser: "most of them to Poland, and move 1,000"
    return False
