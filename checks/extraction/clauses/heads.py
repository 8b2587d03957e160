"""The words that head a fact of their own, and the rule by which each does."""

from typing import Final

from checks.extraction.attribution import ACTS, ASSERTS, Attribution
from checks.extraction.clauses.clause import (
    COORDINATED,
    COORDINATED_CLAUSE,
    CUE_VERB,
    MAIN,
    OF_ITS_OWN,
    PARTICIPIAL,
    RELATIVE_CLAUSE,
    SAID,
    marked,
)
from checks.extraction.clauses.subjects import is_past_tense
from checks.lexicon.word_classes import class_words
from checks.nlp.tree import FINITE, NOUN, VERBAL, Sentence, Word

_OWN: Final = class_words("marks", "own")
_NAMED: Final = class_words("marks", "named")
_COMMENTING: Final = class_words("marks", "commenting")
_CONSEQUENCE: Final = class_words("marks", "consequence")
_MEASURING: Final = frozenset(
    "soon long far much many well".split()
)  # "as soon as" sets a time, "as much as" compares
PAUSE: Final = frozenset(", ; : - – — --".split())


def clause_heads(sentence: Sentence, said: list[Attribution]) -> dict[int, str]:
    """The places of the words that head a fact of their own, each with its rule, in the order of the tree.

    `said` are the attributions of the sentence; a verb that only carries one has the rule `CUE_VERB`.
    """
    return _HeadFinder(sentence, said).found


class _HeadFinder:
    """Walks a sentence's tree from the top and collects the words that head a fact of their own, with the rule.

    `cues` are the places of verbs that carry what is said, `contents` of the heads of what is said, `denied` of
    those of what somebody denies. `found` maps places to rules, heads before what hangs on them.
    """

    def __init__(self, sentence: Sentence, said: list[Attribution]) -> None:
        self.sentence = sentence
        self.cues = {s.cue.i for s in said if not s.act and s.content is not None}
        self.contents = {s.content.i for s in said if s.content is not None and not s.act}
        self.denied = {s.content.i for s in said if s.content is not None and s.act and s.speech_act == "denies"}
        self.found: dict[int, str] = {}
        for word in sentence.words:
            if word.head == word.i and word.dep != "punct":
                self._visit(word)

    def _visit(self, word: Word) -> None:
        """Note whether a word heads a fact, then go through the words that hang on it."""
        if rule := self._rule(word):
            self.found[word.i] = CUE_VERB if word.i in self.cues else rule
        for child in self.sentence.children(word):
            self._visit(child)

    def _rule(self, word: Word) -> str | None:
        """The rule by which a word heads a fact, asked by its relation to its head; None where it heads none.

        Relations are ClearNLP's dependency labels, as spaCy's English pipelines have them.
        """
        if (
            word.lower in _CONSEQUENCE
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
                return SAID if word.i in self.contents else self._participle(word)
        return SAID if word.i in self.contents else None

    def _predicate(self, word: Word) -> bool:
        """Whether a word is a verb or has a subject: a headline's noun heads nothing."""
        return word.tag[:2] in VERBAL or self.sentence.subject(word) is not None

    def _complement(self, word: Word) -> str | None:
        """A clause that hangs on a verb: what is said, or one with a subject of its own that a pause sets off."""
        if word.i in self.contents:
            return SAID
        if self.sentence.subject(word) is None or self.sentence.child(word, "mark") is not None:
            return None
        after = word.i > word.head
        neighbour = word.left - 1 if after else word.right + 1
        return OF_ITS_OWN if self.sentence.words[neighbour].lower in PAUSE else None

    def _coordinated(self, word: Word) -> str | None:
        """A verb that is coordinated with another one, where both are told and not two words for one act.

        With a subject of its own it is a clause; without, it shares that of the first, if an "and", "but" or
        semicolon joins them. A bare verb right behind the "and" ("arrested and questioned the student") belongs to
        the first.
        """
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
        passive = self.sentence.child(head, "auxpass") is not None
        closely = word.i - head.i == 2 and not passive and self.sentence.words[head.i + 1].lower != "but"
        if self._bare(word) or closely:
            return None  # "arrested and questioned the student" is one fact
        if not self._joined(head, word):
            return None  # "they were told the candidate, Dora Lund, would be coming": no "and" joins the two
        if head.i in self.found or head.i in self.cues or self._then(word) or self._resumes(word):
            return COORDINATED if head.tag[:2] in VERBAL else None
        return None

    def _linked(self, head: Word, word: Word) -> bool:
        """Whether an "and" or a pause stands between the two; a parser that coordinates without is mistaken."""
        first, last = min(head.i, word.i), max(head.i, word.i)
        return any(w.dep == "cc" or w.lower in PAUSE for w in self.sentence.words[first:last])

    def _joined(self, head: Word, word: Word) -> bool:
        """Whether an "and" or "but" joins the two, right before `word` or before one that goes on with it."""
        words = self.sentence.words
        row = [word, *self.sentence.children(word, "conj"), *self.sentence.children(head, "conj")]
        begins = (
            min([w.i, *(a.i for a in self.sentence.children(w, "aux", "auxpass", "neg", "advmod"))]) for w in row
        )
        behind = [i for i in begins if i >= word.left]
        return any(
            (words[i].dep == "cc" and words[words[i].head].tag[:2] in VERBAL)
            or words[i].lower in (";", "–", "—", "then")
            for at in behind
            for i in range(max(0, at - 3), at)
        )

    def _bare(self, word: Word) -> bool:
        """A verb alone, with nothing behind it and no "not" or adverb before it."""
        return word.right == word.i and self.sentence.child(word, "neg", "advmod", "npadvmod") is None

    def _resumes(self, word: Word) -> bool:
        """ "She denies that …, and has sued": a comma before the "and" takes the main clause up again."""
        if not self._finite(word) or word.left < 2:
            return False
        linked = self.sentence.words[word.left - 1].dep == "cc" or self.sentence.words[word.left].dep == "cc"
        return linked and self.sentence.words[word.left - 2].lower == ","

    def _then(self, word: Word) -> bool:
        """ "… and then transferred": the next step of what is told, wherever the parser hung it."""
        return any(w.lower == "then" for w in self.sentence.children(word, "advmod"))

    def _infinitive(self, head: Word, word: Word) -> bool:
        """Whether `word` goes on with a "to …" between, however the parser hung it on."""
        between = self.sentence.words[head.i : word.i]
        return head.tag != "VB" and any(w.lower == "to" and w.dep == "aux" for w in between)

    def _adverbial(self, word: Word) -> str | None:
        """A clause behind a conjunction that states a fact of its own: "while", "because", "when" behind a pause.

        Which conjunctions do is in the lexicon (`marks` of word_classes.toml): "own" always, "named" only with a
        subject that is no pronoun.
        """
        if word.i in self.contents:
            return SAID
        mark = next((w for w in self.sentence.children(word, "mark", "advmod", "prep") if w.i < word.i), None)
        if word.tag in ("VBG", "VBN") and self.sentence.child(word, "aux", "mark") is None:
            return self._participle(word)
        if mark is None or not self._finite(word) or self.sentence.previous(mark.i) in _MEASURING:
            return None
        if mark.lower == "when" and mark.i > word.head and self._set_off(word):
            return marked("when")
        if mark.lower == "as" and (word.lower in ASSERTS or word.lower in ACTS):
            return None  # "as the ministry has said"
        subject = self.sentence.subject(word)
        named = subject is not None and subject.tag != "PRP"
        if mark.lower == "before" and not named and mark.i > word.head and not self._set_off(word):
            return None  # "died before they could see it" may never have been
        if mark.lower in _OWN or (mark.lower in _NAMED and named):
            return marked(mark.lower)
        return None

    def _finite(self, word: Word) -> bool:
        """Whether a verb has a tense, or a subject of its own where the tagger took a past tense for a participle."""
        if word.tag in FINITE or self.sentence.child(word, "aux", "auxpass") is not None:
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
        """A participle that states a fact: behind a comma, or with a noun behind "with".

        One with an object ("killed 12 people, injured 30") is a past tense and goes on as a predicate.
        """
        if is_past_tense(self.sentence, word):
            return COORDINATED
        if word.tag in ("VBN", "VBG", "VBD") and self._set_off(word):
            return PARTICIPIAL if word.lower not in _COMMENTING and not self._may_be_active(word) else None
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
        """Whether a pause stands before the clause that a word heads, or the clause opens the sentence."""
        return self.sentence.previous(word.left) in PAUSE or (word.left == 0 and word.dep == "advcl")
