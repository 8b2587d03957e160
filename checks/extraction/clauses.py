"""The clauses of a sentence that state facts of their own.

A clause is found by the word that heads it: the main verb, what is said, a coordinated predicate, a relative or
participial clause behind a comma, a clause behind "while" or "because". Its stretch is what hangs on that word
without what belongs to other facts, cut down to one contiguous piece.
"""

from dataclasses import dataclass
from typing import Final

from checks.extraction.attribution import ACTS, ASSERTS, Saying, sayings
from checks.extraction.conditions import CONDITIONS, bound_verbs
from checks.lexicon.word_classes import listed
from checks.nlp.tree import CLOSERS, FINITE, NOUN, OPENERS, QUOTES, RELATIVE, SUBJECT, VERBAL, Sentence, Word

OWN: Final = listed("marks", "own")
NAMED: Final = listed("marks", "named")
COMMENTING: Final = listed("marks", "commenting")
CONSEQUENCE: Final = listed("marks", "consequence")
TIES: Final = listed("marks", "ties")
# The rules by which a clause is a fact of its own; the desk shows them as "found as".
MAIN: Final = "main clause"
SAID: Final = "what is said"
OF_ITS_OWN: Final = "clause of its own"
COORDINATED_CLAUSE: Final = "coordinated clause"
COORDINATED: Final = "coordinated predicate"
RELATIVE_CLAUSE: Final = "relative clause"
PARTICIPIAL: Final = "participial clause"
MARKED: Final = "clause with"
CARRIER: Final = "only says who says it"
_MEASURING: Final = frozenset(
    "soon long far much many well".split()
)  # "as soon as" sets a time, "as much as" compares
_NOMINAL: Final = ("relcl", "dobj", "pobj", "prep", "attr", "appos")
_LOOSE: Final = frozenset(", ; : . ! ? - – — ( ) [ ] … ... --".split()) | OPENERS | QUOTES | frozenset("’”\"'")
_PAUSE: Final = frozenset(", ; : - – — --".split())
CONDITIONAL: Final = "condition and what follows from it"


@dataclass(frozen=True, slots=True)
class Clause:
    """Words `first` to `last` (inclusive) state one fact; `head` is its verb, `rule` why it is one of its own.

    `subject` heads its subject where that stands outside the stretch; `saying` tells who says it and how. A part of
    a larger clause names the `whole` that it was cut out of, and the word `top` that heads it there.
    """

    first: int
    last: int
    head: Word
    rule: str
    subject: Word | None = None
    saying: Saying | None = None
    whole: tuple[int, int] | None = None
    top: Word | None = None


def marked(mark: str) -> str:
    """The rule of a clause behind a conjunction."""
    return f"{MARKED} “{mark}”"


def clauses(sentence: Sentence) -> list[Clause]:
    """The clauses of a sentence that state facts of their own, in the order in which they stand."""
    said = list(sayings(sentence))
    heads = _Heads(sentence, said).found
    bound = bound_verbs(sentence)
    stretches = [
        clause
        for head, rule in heads.items()
        if rule != CARRIER
        and head not in bound
        and (clause := _clause(sentence, head, rule, heads, said)) is not None
    ]
    stretches += (
        _conditional(sentence, heads, said, top, bound) for top in sorted(set(bound.values())) if top in heads
    )
    return sorted(stretches, key=lambda c: (c.first, c.last))


def _conditional(
    sentence: Sentence, heads: dict[int, str], said: list[Saying], top: int, bound: dict[int, int]
) -> Clause:
    """All that a condition binds as one stretch, without who says so."""
    word = sentence.words[top]
    mine = [sentence.words[i] for i, head in bound.items() if head == top]
    first, last = min(w.left for w in mine), max(w.right for w in mine)
    for saying in said:  # ", he added"
        if saying.verb.i not in bound and first <= saying.verb.i <= last and saying.verb.i > top:
            last = min(last, (saying.speaker or saying.verb).left - 1, saying.verb.left - 1)
    first, last = trimmed(sentence, first, last)
    return Clause(first, max(first, last), word, CONDITIONAL, None, _saying(sentence, word, said))


class _Heads:
    """Walks a sentence's tree from the top and collects the words that head a fact of their own, with the rule."""

    def __init__(self, sentence: Sentence, said: list[Saying]) -> None:
        self.sentence = sentence
        self.carriers = {s.verb.i for s in said if not s.act and s.content is not None}
        self.contents = {s.content.i for s in said if s.content is not None and not s.act}
        self.denied = {s.content.i for s in said if s.content is not None and s.act and s.manner == "denies"}
        self.found: dict[int, str] = {}
        for word in sentence.words:
            if word.head == word.i and word.dep != "punct":
                self._visit(word)

    def _visit(self, word: Word) -> None:
        if rule := self._rule(word):
            self.found[word.i] = CARRIER if word.i in self.carriers else rule
        for child in self.sentence.below(word):
            self._visit(child)

    def _rule(self, word: Word) -> str | None:
        if (
            word.lower in CONSEQUENCE
            and word.tag == "VBG"
            and word.i
            and self.sentence.words[word.i - 1].tag in NOUN
        ):
            return PARTICIPIAL
        match word.dep:
            case "ROOT":
                return MAIN if self._predicate(word) else None
            case "ccomp" | "parataxis":
                return self._complement(word)
            case "conj":
                return self._coordinated(word)
            case "advcl":
                return self._adverbial(word)
            case "relcl":
                return RELATIVE_CLAUSE if self._adds(word) else None
            case "acl":
                return self._participle(word)
        return SAID if word.i in self.contents else None

    def _predicate(self, word: Word) -> bool:
        return word.tag[:2] in VERBAL or self.sentence.subject(word) is not None

    def _complement(self, word: Word) -> str | None:
        if word.i in self.contents:
            return SAID
        if self.sentence.subject(word) is None or self.sentence.first(word, "mark") is not None:
            return None
        after = word.i > word.head
        neighbour = word.left - 1 if after else word.right + 1
        return OF_ITS_OWN if self.sentence.words[neighbour].lower in _PAUSE else None

    def _coordinated(self, word: Word) -> str | None:
        if word.i in self.contents:
            return SAID
        head = self.sentence.words[word.head]
        if word.tag[:2] not in VERBAL or (word.tag == "VB" and self._infinitive(head, word)):
            return None
        stated = (
            head.i in self.found
            or self._then(word)
            or head.i in self.contents
            or head.dep not in ("advcl", "acl", "relcl")
        )
        if not self._linked(head, word) or (head.i in self.denied and not self._resumes(word)):
            return None
        if self.sentence.subject(word) is not None and word.tag != "VB" and stated:
            return COORDINATED_CLAUSE
        passive = self.sentence.first(head, "auxpass") is not None
        closely = word.i - head.i == 2 and not passive and self.sentence.words[head.i + 1].lower != "but"
        if self._bare(word) or closely:
            return None  # "arrested and questioned the student" is one fact
        if not self._joined(head, word):
            return None  # "they were told the candidate, Dora Lund, would be coming": no "and" joins the two
        if head.i in self.found or head.i in self.carriers or self._then(word) or self._resumes(word):
            return COORDINATED if head.tag[:2] in VERBAL else None
        return None

    def _linked(self, head: Word, word: Word) -> bool:
        """Whether an "and" or a pause stands between the two; a parser that coordinates without is mistaken."""
        first, last = min(head.i, word.i), max(head.i, word.i)
        return any(w.dep == "cc" or w.lower in _PAUSE for w in self.sentence.words[first:last])

    def _joined(self, head: Word, word: Word) -> bool:
        """Whether an "and" or "but" joins the two, right before `word` or before one that goes on with it."""
        words = self.sentence.words
        row = [word, *self.sentence.below(word, "conj"), *self.sentence.below(head, "conj")]
        begins = (
            min([w.i, *(a.i for a in self.sentence.below(w, "aux", "auxpass", "neg", "advmod"))]) for w in row
        )
        behind = [i for i in begins if i >= word.left]
        verbs = {head.i, *(w.i for w in row)}
        return any(
            (words[i].dep == "cc" and words[i].head in verbs) or words[i].lower in (";", "–", "—", "then")
            for at in behind
            for i in range(max(0, at - 3), at)
        )

    def _bare(self, word: Word) -> bool:
        """A verb alone, with nothing behind it and no "not" or adverb before it."""
        return word.right == word.i and self.sentence.first(word, "neg", "advmod", "npadvmod") is None

    def _resumes(self, word: Word) -> bool:
        """ "She denies that …, and has sued": a comma before the "and" takes the main clause up again."""
        if not self._finite(word) or word.left < 2:
            return False
        linked = self.sentence.words[word.left - 1].dep == "cc" or self.sentence.words[word.left].dep == "cc"
        return linked and self.sentence.words[word.left - 2].lower == ","

    def _then(self, word: Word) -> bool:
        """ "… and then transferred": the next step of what is told, wherever the parser hung it."""
        return any(w.lower == "then" for w in self.sentence.below(word, "advmod"))

    def _infinitive(self, head: Word, word: Word) -> bool:
        """Whether `word` goes on with a "to …" between, however the parser hung it on."""
        between = self.sentence.words[head.i : word.i]
        return head.tag != "VB" and any(w.lower == "to" and w.dep == "aux" for w in between)

    def _adverbial(self, word: Word) -> str | None:
        if word.i in self.contents:
            return SAID
        mark = next((w for w in self.sentence.below(word, "mark", "advmod", "prep") if w.i < word.i), None)
        if word.tag in ("VBG", "VBN") and self.sentence.first(word, "aux", "mark") is None:
            return self._participle(word)
        if mark is None or not self._finite(word) or self.sentence.before(mark.i) in _MEASURING:
            return None
        if mark.lower == "when" and mark.i > word.head and self._set_off(word):
            return marked("when")
        if mark.lower == "as" and (word.lower in ASSERTS or word.lower in ACTS):
            return None  # "as the ministry has said"
        subject = self.sentence.subject(word)
        named = subject is not None and subject.tag != "PRP"
        if mark.lower == "before" and not named and mark.i > word.head and not self._set_off(word):
            return None  # "died before they could see it" may never have been
        if mark.lower in OWN or (mark.lower in NAMED and named):
            return marked(mark.lower)
        return None

    def _finite(self, word: Word) -> bool:
        if word.tag in FINITE or self.sentence.first(word, "aux", "auxpass") is not None:
            return True
        return word.tag == "VBN" and self.sentence.subject(word) is not None  # a past tense that the tagger missed

    def _adds(self, word: Word) -> bool:
        """Whether a relative clause tells something more, rather than which one is meant."""
        if self.sentence.words[word.left].lower == "that":
            return False
        return self._set_off(word) or self._where(word)

    def _where(self, word: Word) -> bool:
        """ "… where a lawyer questioned him": a place, and what somebody named did there."""
        subject = self.sentence.subject(word)
        named = subject is not None and subject.tag != "PRP"
        return self.sentence.words[word.left].lower == "where" and named and word.tag == "VBD"

    def _participle(self, word: Word) -> str | None:
        if _active(self.sentence, word):
            return COORDINATED
        if word.tag in ("VBN", "VBG", "VBD") and self._set_off(word):
            return PARTICIPIAL if word.lower not in COMMENTING and not self._may_be_active(word) else None
        above = self.sentence.words[self.sentence.words[word.head].head]
        if above.lower == "with" and word.tag in ("VBN", "VBG"):
            return marked("with")
        return None

    def _may_be_active(self, word: Word) -> bool:
        """Whether what looks like "…, called by …" may go on with the main clause: "he …, called the mayor a crook".

        A past form behind a comma with a noun phrase right behind it is no passive, but for "named" and the like, of
        which nobody can tell: then the words stay where they stand.
        """
        if word.tag not in ("VBN", "VBD") or word.i + 1 >= len(self.sentence.words):
            return False
        behind = self.sentence.words[word.i + 1]
        return (
            word.left == word.i and behind.tag in ("DT", "PRP", "PRP$", "JJ", *NOUN) and behind.dep != "npadvmod"
        )

    def _set_off(self, word: Word) -> bool:
        return self.sentence.before(word.left) in _PAUSE or (word.left == 0 and word.dep == "advcl")


def _clause(sentence: Sentence, head: int, rule: str, heads: dict[int, str], said: list[Saying]) -> Clause | None:
    word = sentence.words[head]
    other = _others(sentence, word, heads, said)
    first, last = _run(sentence, word, other)
    first, last = trimmed(sentence, _past_relative(sentence, word, first), last)
    if first > last:
        return None
    subject = sentence.subject(word)
    if rule == RELATIVE_CLAUSE:
        first, subject = _with_antecedent(sentence, word, first)
    elif subject is None:
        subject = _shared_subject(sentence, word, said)
    outside = subject if subject is not None and not first <= subject.i <= last else None
    saying = _saying(sentence, word, said)
    if saying is not None and saying.speaker is subject and saying.verb is not word:
        saying = None  # what the speaker did besides, nobody says but the article
    return Clause(first, last, word, rule, outside, saying)


def _past_relative(sentence: Sentence, word: Word, first: int) -> int:
    """Where the stretch of `word` begins without the rest of a relative clause whose noun was cut off before it."""
    opening = sentence.words[first]
    relative = next((w for w in sentence.above(opening) if w.dep == "relcl"), None)
    if opening.tag not in RELATIVE or relative is None or relative is word or word in sentence.below(relative):
        return first
    inside = relative.i < word.i and sentence.words[relative.head].i < first
    return relative.right + 1 if inside and relative.right < word.i else first


def _others(sentence: Sentence, word: Word, heads: dict[int, str], said: list[Saying]) -> set[int]:
    """The words under `word` that belong to another fact, or that only say who says it."""
    taken: set[int] = set()
    for i in heads:
        if i != word.i and word.left <= i <= word.right:
            other = sentence.words[i]
            if word in sentence.above(other):
                taken.update(range(other.left, other.right + 1))
    for saying in said:
        verb = saying.verb
        carries = not saying.act and saying.content is word and verb.head != verb.i
        if carries and verb.i != word.i and word.left <= verb.i <= word.right:
            behind = saying.speaker is not None and word.i < saying.speaker.left
            taken.update(range(saying.speaker.left if behind and saying.speaker else verb.left, verb.right + 1))
    taken.discard(word.i)
    return taken


def _run(sentence: Sentence, word: Word, other: set[int]) -> tuple[int, int]:
    """The longest contiguous piece around `word` that is under it and free of `other`."""
    first = last = word.i
    while first > word.left and first - 1 not in other:
        first -= 1
    while last < word.right and last + 1 not in other:
        last += 1
    return first, last


def trimmed(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """The stretch without what only leads into it or trails behind it; empty, `first > last`, where nothing stays."""
    words = sentence.words
    while first <= last and _introduces(sentence, words[first]):
        first += 1
    while last > first and words[last].lower == "to" and words[last - 1].lower == "according":
        last -= 2  # what it speaks of was cut off
    while last >= first and (_loose(words[last]) or words[last].dep in ("cc", "mark")):
        if words[last].lower in CLOSERS and any(w.lower in OPENERS for w in words[first:last]):
            break  # it closes a quotation that began inside
        if words[last].lower in (")", "]") and any(w.lower in ("(", "[") for w in words[first:last]):
            break
        last -= 1
    return first, last


def _loose(word: Word) -> bool:
    return word.lower in _LOOSE or word.text.isspace()


def _introduces(sentence: Sentence, word: Word) -> bool:
    """Whether a word only leads into a clause: a comma, a quotation mark, "that", "but", "however"."""
    behind = sentence.words[word.i + 1].lower if word.i + 1 < len(sentence.words) else ""
    if word.lower == "nor" or (word.lower == "instead" and behind == "of"):
        return False  # these turn what follows into its contrary
    if _loose(word) or (word.lower in TIES and word.left == word.right):
        return True
    return word.dep in ("mark", "cc", "dep") and word.lower not in ("because", "with", *CONDITIONS)


def _with_antecedent(sentence: Sentence, word: Word, first: int) -> tuple[int, Word | None]:
    """A relative clause with the noun phrase before it, where that is a subject and stands next to it."""
    noun = sentence.words[word.head]
    pronoun = sentence.words[first]
    if noun.dep in SUBJECT and pronoun.tag in ("WDT", "WP") and pronoun.dep in SUBJECT:
        return noun.left, None
    return first, noun


def _shared_subject(sentence: Sentence, word: Word, said: list[Saying]) -> Word | None:
    """The subject that a predicate shares with the one that it is coordinated with or hangs on."""
    if word.dep == "acl" and not _active(sentence, word):
        return sentence.words[word.head]
    if (saying := _taken_up(sentence, word, said)) is not None:
        return saying
    for verb in sentence.above(word):
        subject = sentence.subject(verb)
        if subject is not None and subject.tag in RELATIVE and _closed(sentence, verb, word):
            return _shared_subject(sentence, verb, said)  # ", who surrendered, and killed": whoever is spoken of
        if subject is not None:
            return subject
        if verb.dep not in ("conj", "xcomp", "advcl", "ccomp", "aux", *_NOMINAL) and not _active(sentence, verb):
            break
    return None


def _active(sentence: Sentence, word: Word) -> bool:
    """ "Killed 12 people, injured 30 and …": a participle with an object is a past tense that goes on."""
    behind_comma = word.dep == "acl" and word.tag in ("VBN", "VBD") and sentence.before(word.left) == ","
    return behind_comma and word.left == word.i and sentence.first(word, "dobj") is not None


def _closed(sentence: Sentence, relative: Word, word: Word) -> bool:
    """Whether a comma ends a relative clause before `word` goes on."""
    return relative.dep == "relcl" and any(
        w.lower == "," for w in sentence.words[max(relative.i + 1, word.left - 2) : word.i]
    )


def _taken_up(sentence: Sentence, word: Word, said: list[Saying]) -> Word | None:
    """The subject where a verb of saying stands between.

    "The party won, early results showed, but fell short": the party fell short. "He alleged that votes were lost, but
    offered no proof": he offered none.
    """
    if word.dep != "conj":
        return None
    first = sentence.words[word.head]
    while first.dep == "conj" and first.head != first.i:
        first = sentence.words[first.head]
    for saying in said:
        verb, content = saying.verb, saying.content
        if content is None or content.i == word.i:
            continue
        if verb is first and content.i < verb.i and not saying.act:
            return sentence.subject(content)
        within = content.i == word.head or content in sentence.above(sentence.words[word.head])
        comma = any(w.lower == "," for w in sentence.words[max(0, word.left - 2) : word.i])
        says = word.lower in ASSERTS or word.lower in ACTS or _turns(sentence, verb, content, word)
        if verb.i < content.i < word.i and within and (comma or says):
            return saying.speaker
    return None


def _turns(sentence: Sentence, verb: Word, content: Word, word: Word) -> bool:
    """ "Conceded that the party had lost but stopped short": the plain past is that of the saying, not of what is said."""
    but = any(w.lower == "but" for w in sentence.words[content.i : word.i])
    earlier = any(w.lower == "had" for w in sentence.below(content, "aux"))
    return but and earlier and verb.tag == word.tag == "VBD"


def _saying(sentence: Sentence, word: Word, said: list[Saying]) -> Saying | None:
    """Who says this clause: its own verb of saying, that of what it is part of, or an "according to" on it."""
    outer = next((s for s in said if s.content is word and not s.act and s.speaker is not None), None)
    for saying in said:
        if saying.act and saying.verb is word and not saying.counted:
            # "He pleaded guilty, the attorney said", "she said he never wanted to": whoever tells it stands behind it.
            return outer if outer is not None and outer.verb is not word else saying
    for above in (word, *sentence.above(word)):
        for saying in said:
            if saying.content is above or _goes_on(sentence, above, saying):
                return saying
    return None


def _goes_on(sentence: Sentence, verb: Word, saying: Saying) -> bool:
    """ "She claims that … and she was forced …": said too, though the parser hung it beside the saying."""
    beside = verb.dep == "conj" and verb.head == saying.verb.i and saying.content is not None and not saying.act
    return (
        beside
        and sentence.subject(verb) is not None
        and sentence.before(verb.left) not in _PAUSE
        and not any(w.lower in _PAUSE for w in sentence.words[max(0, verb.left - 2) : verb.left])
    )
