"""Laws of language by which no claim begins at a word, whatever was learnt and whatever the other rules propose.

A part that was cut off there would say something else, or nothing: "the | agency", "is | high", "ordered him | to pay".
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from checks.extraction.attribution import ACTS
from checks.extraction.clauses.clause import SO_FAR
from checks.extraction.clauses.subjects import completes
from checks.extraction.segments.analysis import SentenceAnalysis
from checks.extraction.segments.going_on import going_on
from checks.extraction.segments.measures import within_measures
from checks.extraction.segments.mismatches import mismatched
from checks.extraction.segments.misreadings import COMPLEMENTS, misjoined, misread
from checks.extraction.segments.noun_rows import uncounted_rows
from checks.lexicon import load_words
from checks.lexicon.word_classes import word_set
from checks.nlp.brackets import spans_of_brackets, spans_of_quotations
from checks.nlp.tree import FINITE, NOUN, RELATIVE, SUBJECT, VERBAL, Sentence, Word

# Adverbs that belong to what stands right behind them.
FOCUSING: Final = load_words("extraction", "focusing")
_UTMOST: Final = load_words("extraction", "utmost")
_NEEDING: Final = load_words("extraction", "before_its_head")
_PAUSES: Final = frozenset([",", "”", '"', "'", "’"])
_STILL_OPEN: Final = frozenset(["until", "till", "before"])
_LEAVING_OPEN: Final = frozenset(["whether", "if", "unless"])
_UNTIL: Final = frozenset("after before until till once when".split())
_DAYS: Final = word_set("day week month year morning night")
_BEHIND_VERB: Final = (*COMPLEMENTS, "prep", "ccomp", "prt")
_PLAIN: Final = ("IN", "DT", "CD", "NN", "NNS", "NNP", "JJ")


def inseparable(analysis: SentenceAnalysis) -> set[int]:
    """The words that no claim begins with, for the word before needs them: "the | agency", "is | high", "Braunau
    am | Inn".

    Of 4,500 such gaps in annotated articles 1 in 100 parts two claims.
    """
    sentence = analysis.sentence
    found: set[int] = set()
    relatives: dict[int, list[Word]] = {}  # by where they begin
    for verb in sentence.words:
        if verb.dep == "relcl":
            relatives.setdefault(verb.left, []).append(verb)
    for before, word in pairwise(sentence.words):
        children = [sentence.words[i] for i in sentence.child_places[before.i]]
        leads = before.dep in _NEEDING and before.head > before.i
        complement = before.tag[:2] in VERBAL and any(
            (c.dep in COMPLEMENTS or (c.dep == "ccomp" and c.tag in ("VBG", "VB"))) and c.left == word.i
            for c in children
        )
        name = bool(before.entity) and before.entity == word.entity and word.dep != "conj"
        restrictive = before.dep != "punct" and any(
            above.i == verb.head
            for verb in relatives.get(word.i, ())
            for above in (before, *sentence.ancestors(before))
        )
        if (
            _shares_object(sentence, word)
            or _has_to_do(sentence, word)
            or leads
            or name
            or complement
            or restrictive
            or word.dep == "prt"
            or _ends_change(sentence, word)
        ):
            found.add(word.i)
        if _goes_somewhere(sentence, before, word):
            found.update((word.i, word.i + 1))
    return found


def _is_half(before: Word, word: Word) -> bool:
    """Whether a hyphen without spaces joins two words: "re-elected"."""
    return before.end == word.start and "-" in (before.text, word.text)


def _goes_somewhere(sentence: Sentence, before: Word, word: Word) -> bool:
    """Whether a verb has nothing but the phrase right behind it: "officials went | to the station".

    A figure in that phrase is a fact of its own, but not one of what is told besides: "to a report, made at 9:15".
    """
    if before.tag[:2] not in VERBAL or word.dep != "prep" or word.head != before.i:
        return False
    inside = sentence.words[word.i : word.right + 1]
    besides = [w for w in inside if w.dep in ("acl", "relcl", "appos")]
    return not any(
        w.tag in ("CD", "$") and not any(aside.left <= w.i <= aside.right for aside in besides) for w in inside
    )


def _has_to_do(sentence: Sentence, word: Word) -> bool:
    """Whether a "to" begins what somebody is made to do: "(ordered the council) to pay"."""
    verb = sentence.words[word.head]
    above = sentence.words[verb.head]
    who = sentence.child(above, "dobj")
    return (
        word.tag == "TO" and verb.dep in ("xcomp", "ccomp") and who is not None and above.i < who.i == word.i - 1
    )


def _shares_object(sentence: Sentence, word: Word) -> bool:
    """Whether what follows a verb belongs to the one right before it too: "(found and) rescued her", "(acts and) talks
    like her"."""
    behind = sentence.words[max(0, word.left - 2)]
    led = (
        behind.dep in ("pcomp", "pobj") and word.tag == behind.tag == "VBG"
    )  # "for robbing and badly hurting a man"
    first = behind if led else sentence.words[word.head]
    joined = (
        word.dep == "conj" and (led or word.i - first.i == 2) and word.tag == first.tag and first.tag[:2] in VERBAL
    )
    return joined and word.right > word.i and sentence.child(first, *_BEHIND_VERB) is None


def _leads_into_act(sentence: Sentence, word: Word) -> bool:
    """Whether a word leads into what somebody is said or kept to do.

    "Accused the forces | of controlling gangs", "prohibits judges | from being sued".
    """
    verb = sentence.words[word.head]
    kept = word.lower == "from" and any(w.right == word.i - 1 for w in sentence.children(verb, "dobj"))
    led = word.dep == "prep" and sentence.child(word, "pcomp") is not None
    return led and (kept or verb.lower in ACTS)


def _ends_change(sentence: Sentence, word: Word) -> bool:
    """Whether a "to" tells to what something changed "from 9.6 percent in 2010", without a pause between the two."""
    if word.lower != "to" or word.dep != "prep":
        return False
    start = next((w for w in sentence.children(sentence.words[word.head], "prep") if w.lower == "from"), None)
    between = sentence.words[start.i : word.i] if start is not None and start.i < word.i else []
    return bool(between) and not any(w.dep == "punct" for w in between)


def unbreakable(analysis: SentenceAnalysis) -> set[int]:
    """The words that no stretch begins with, whatever proposes it: within an amount or a time, of what is a part,
    behind an "or", and before what somebody is accused of.

    "Between £182 million and £190 million" is never cut, nor the same in other units: "900 million lei (181 million
    euros)".
    """
    words = analysis.sentence.words
    found = {i for before, word in pairwise(words) for i in _joined(analysis.sentence, before, word)}
    for start, end in _short_quotations(analysis.sentence):
        goes_on = max(
            (w.right for w in words[end + 1 :] if start < w.head < end and w.left <= end + 1), default=end
        )
        found.update(range(start + 1, end))
        found.update(range(end, goes_on + 1))  # "“well below” two degrees"
    found.update(misread(analysis.sentence))
    found.update(mismatched(analysis.sentence))
    found.update(going_on(analysis))
    for start, end in _lists_of_asides(analysis.sentence):
        found.update(range(start + 1, end + 1))
    for row in uncounted_rows(analysis):
        found.update(i for one, other in pairwise(row) for i in range(one.i + 1, other.i + 1))
    for start, end in spans_of_brackets([w.text for w in words]):
        if not any(w.dep in SUBJECT for w in words[start:end]):
            found.update(range(start, end + 1))
    found.update(within_measures(analysis))
    return found


def _joined(sentence: Sentence, before: Word, word: Word) -> Iterator[int]:
    """The places that no stretch begins at because of a word and the one before it."""
    yield from _joined_by_words(sentence, before, word)
    yield from _joined_by_kinds(sentence, before, word)
    yield from _joined_by_arcs(sentence, before, word)


def _joined_by_words(sentence: Sentence, before: Word, word: Word) -> Iterator[int]:
    """Those that certain words hold, whatever the parser makes of them."""
    words = sentence.words
    if before.lower == "all" and word.lower == "but":
        yield from (word.i, word.i + 1)  # "for all but nine days"
    if word.lower == "far" and before.lower in SO_FAR:
        yield word.i
    if before.lower == "of" and word.lower in ("those", "them"):
        yield word.i
    if word.lower == "of" and not _relative_of(words, word.i):
        yield word.i
    if word.lower == "both" and (conjunction := _of_both(words, word.i)) is not None:
        yield from (conjunction, conjunction + 1)
    if _is_day_after(words, word.i):
        yield from range(word.i, next((w.i for w in words[word.i :] if w.text == ","), len(words)))
    if word.lower == "when" and [w.lower for w in words[max(0, word.i - 2) : word.i]] == ["if", "and"]:
        yield from range(word.i - 2, max(word.i, word.head) + 1)  # "if and when he leaves": nobody says that
    if word.lower.endswith("-based") and before.text == ",":
        yield from range(word.i - 1, word.i + 2)  # "Englewood, Colo.-based CHI"
    if (
        word.lower == "not"
        and before.text in _PAUSES
        and any(w.tag in _PLAIN for w in words[word.i + 1 : word.i + 2])
    ):
        yield from (word.i, word.i + 1)  # "by weight, not by value"


def _joined_by_kinds(sentence: Sentence, before: Word, word: Word) -> Iterator[int]:
    """Those that two words hold by what kind of word each is."""
    words = sentence.words
    if (
        _is_half(before, word)
        or "POS" in (before.tag, word.tag)
        or (before.lower in FOCUSING and before.dep == "advmod" and before.head > before.i)
    ):
        yield word.i  # "co-|sponsored", "the camp | 's | blocks", "even | after they had won"
    # "At a time when …", "41, of 1502 Harbor Road": nothing of its own, whatever proposes it.
    if before.tag in NOUN and word.tag in RELATIVE:
        yield from (word.i, word.i + 1)
    # ", or 17.6 %" behind a comma gives the same in other units.
    if before.lower == "or" and before.dep == "cc" and words[before.i - 1].text not in _PAUSES:
        yield word.i
    if before.dep == "cc" and word.lower == "elsewhere":
        yield from (before.i, word.i)  # "from Mexico, Japan and elsewhere"
    later = before.lower == "then" and before.dep == "advmod" and words[before.i - 1].text == ","
    if later and word.tag in _PLAIN:
        yield from (before.i, word.i)  # "rain by Friday, then cold air": not both by Friday
    tensed = before.tag in FINITE and word.tag in FINITE and "MD" not in (before.tag, word.tag)
    if tensed and word.dep in ("ccomp", "xcomp"):
        yield from range(before.left, word.i + 1)  # "teeth that they thought belonged to a dog": they did not
    if word.text == "," and before.entity == "GPE" and (noun := _of_place(sentence, before)) is not None:
        yield from range(word.i, noun + 1)
    if word.text == ":" and _in_title(sentence, word):
        yield word.i + 1


def _joined_by_arcs(sentence: Sentence, before: Word, word: Word) -> Iterator[int]:
    """Those that a word holds by what it hangs on."""
    if _leads_into_act(sentence, word):
        yield from (word.i, word.i + 1)
    if word.lower in _LEAVING_OPEN and word.dep == "mark":
        yield from range(word.i, sentence.words[word.head].right + 1)  # of what is left open no part is told
    if word.dep == "cc" and (joined := misjoined(sentence, word)) is not None:
        yield from (word.i, joined.left)
    if word.dep == "cc" and _between(sentence, word):
        yield from (word.i, word.i + 1)  # "a meeting between the president and his counterpart"
    if word.dep == "prep" and (_completes(sentence, word) or _tells_among_what(sentence, before, word)):
        yield from (word.i, word.i + 1)
    if sentence.words[max(0, word.left - 2)].dep in ("pcomp", "pobj") and _shares_object(sentence, word):
        yield from range(word.left - 1, word.i + 1)
    if _goes_on_before_its_verb(sentence, word):
        yield from (word.i - 1, word.i)
    clause = _first_clause(sentence, word)
    if clause.dep == "advcl" and (mark := _mark_of_time(sentence, clause)) is not None:
        yield from range(mark.i, word.i + 1)


def _completes(sentence: Sentence, word: Word) -> bool:
    """Whether a verb says little without this phrase: "may result | in 500 people losing their jobs"."""
    verb = sentence.words[word.head]
    return 0 < word.i - verb.i <= 2 and completes(verb, word)


def _tells_among_what(sentence: Sentence, before: Word, word: Word) -> bool:
    """Whether a phrase says among what, or in what time, something is the most: "its lowest level | in ten years"."""
    if before.tag == "JJS":
        return True  # "the latest | in a series of accidents"
    timed = any(w.entity == "DATE" for w in sentence.words[word.i : word.right + 1])
    most = any(w.tag in ("JJS", "RBS") or w.lower in _UTMOST for w in sentence.words[before.left : before.i])
    return timed and most and before.tag in NOUN


def _goes_on_before_its_verb(sentence: Sentence, word: Word) -> bool:
    """Whether a participle is the second of a row that leads into a clause: "after eating and resting, he left"."""
    above = list(sentence.ancestors(word))
    joined = word.dep == "conj" and word.tag == "VBG" and bool(above)
    led = any(w.dep == "pcomp" and w.i < word.i for w in above)
    return joined and led and any(w.i > word.i and w.tag in FINITE for w in above)


def _of_place(sentence: Sentence, place: Word) -> int | None:
    """Where the noun stands that the name of a place behind an "a" tells of: "a Long Beach, CA, plant"."""
    first = place.i
    while first and sentence.words[first - 1].entity == "GPE":
        first -= 1
    if sentence.previous(first) not in ("a", "an"):
        return None
    behind = sentence.words[place.i + 1 : place.i + 6]
    return next((w.i for w in behind if w.tag in ("NN", "NNS")), None)


def _lists_of_asides(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Rows of semicolons without a verb: "Ann Lee, its head; Bo Ray, his deputy; and Cy Orr, its clerk, have left"."""
    places = [w.i for w in sentence.words if w.text == ";"]
    tensed = [w.i for w in sentence.words if w.tag in FINITE]
    if len(places) > 1 and not any(places[0] < i < places[-1] for i in tensed):
        yield places[0], next((i for i in tensed if i > places[-1]), len(sentence.words)) - 1


def _in_title(sentence: Sentence, colon: Word) -> bool:
    """Whether a colon stands in a title that a preposition leads into: "in movies from 2001: A Space Odyssey"."""
    around = sentence.words[max(0, colon.i - 1) : colon.i + 3]
    if colon.i == 0 or len(around) < 4 or any(not w.text[:1].isupper() for w in around[2:]):
        return False
    named = around[0].tag[:3] == "NNP" or around[0].tag == "CD"
    return named and around[0].dep == "pobj" and around[2].tag == "DT"


def _first_clause(sentence: Sentence, verb: Word) -> Word:
    """The first of the clauses of a row: "(before) the debates resume and the primaries start"."""
    return sentence.first_conjunct(verb, lambda w: w.tag[:2] in VERBAL)


def _short_quotations(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The places of the marks around what is quoted without a clause, or as one phrase of a noun.

    "“fault detection, isolation and recovery”", "blamed “evil acts by forces who are irresponsible” for it".
    """
    for opened, closed in spans_of_quotations([w.text for w in sentence.words]):
        inside = sentence.words[opened + 1 : closed]
        tops = [w for w in inside if not opened < w.head < closed and w.dep != "punct"]
        phrase = bool(tops) and all(w.tag in NOUN for w in tops)
        if phrase or not any(w.dep in SUBJECT or w.tag in FINITE for w in inside):
            yield opened, closed


def _between(sentence: Sentence, conjunction: Word) -> bool:
    """Whether an "and" joins the two that something is between."""
    noun = sentence.words[conjunction.head]
    return noun.dep in ("pobj", "pcomp") and sentence.words[noun.head].lower == "between"


def _mark_of_time(sentence: Sentence, verb: Word) -> Word | None:
    """The "after" of a clause that tells in the present what is to come: "will stay after the troops leave".

    Nobody says that they leave; Quirk et al. (1985), 14.22. None for any other clause.
    """
    tensed = sentence.child(verb, "aux", "auxpass") or verb
    above = sentence.child(sentence.words[verb.head], "aux")
    ahead = above is not None and (above.tag == "MD" or above.lower == "to")
    if (
        tensed.tag in ("VBZ", "VBP")
        and (until := sentence.child(verb, "mark")) is not None
        and until.lower in _STILL_OPEN
    ):
        return until  # "reluctant to meet until a deal is signed": none is
    if not ahead or tensed.tag not in ("VBZ", "VBP"):
        return None
    return next((w for w in sentence.children(verb, "mark", "advmod") if w.i < verb.i and w.lower in _UNTIL), None)


def _of_both(words: Sequence[Word], i: int) -> int | None:
    """Where the "and" of a "both" stands: "both the east and west lanes"; None for "both left and one fell"."""
    rest = words[i + 1 : i + 8]
    joined = next((w for w in rest if w.dep == "cc"), None)
    between = [] if joined is None else words[i + 1 : joined.i]
    return None if joined is None or any(w.tag[:2] in VERBAL for w in between) else joined.i


def _is_day_after(words: Sequence[Word], i: int) -> bool:
    """Whether "the day after …" begins here, which tells when something was and nothing of its own."""
    following = words[i + 1 : i + 3]
    if words[i].lower != "the" or len(following) < 2:
        return False
    return following[0].lower in _DAYS and following[1].lower in ("after", "before")


def _relative_of(words: Sequence[Word], i: int) -> bool:
    """Whether a relative clause begins at "of": "58, of whom 41 were police"."""
    return i + 1 < len(words) and words[i + 1].tag in RELATIVE
