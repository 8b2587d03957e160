"""The clauses of a sentence that state facts of their own.

A clause is found by the word that heads it: the main verb, what is said, a coordinated predicate, a relative or
participial clause behind a comma, a clause behind "while" or "because". Its stretch is what hangs on that word
without what belongs to other facts, cut down to one contiguous piece.
"""

from typing import Final

from checks.extraction.attribution import Attribution
from checks.extraction.clauses.clause import CONDITIONAL, CUE_VERB, RELATIVE_CLAUSE, SO_FAR, FactClause
from checks.extraction.clauses.conditions import CONDITIONS, bound_verbs
from checks.extraction.clauses.heads import PAUSE, clause_heads
from checks.extraction.clauses.subjects import shared_subject
from checks.lexicon import load_words
from checks.lexicon.word_classes import class_words
from checks.nlp.tree import CLOSERS, NOUN, OPENERS, QUOTES, RELATIVE, SUBJECT, Sentence, Word

TIES: Final = class_words("marks", "ties")
_DASHES: Final = ("–", "—", "--")
_LOOSE: Final = load_words("extraction", "loose") | OPENERS | QUOTES | frozenset("’”\"'")


def find_clauses(sentence: Sentence, said: list[Attribution]) -> list[FactClause]:
    """The clauses of a sentence that state facts of their own, in the order in which they stand.

    `said` are the attributions of the sentence; each clause gets the one that stands behind it. What a condition binds
    comes as one clause with the rule `CONDITIONAL`.
    """
    heads = clause_heads(sentence, said)
    bound = bound_verbs(sentence)
    stretches = [
        clause
        for head, rule in heads.items()
        if rule != CUE_VERB
        and head not in bound
        and (clause := _clause(sentence, head, rule, heads, said)) is not None
    ]
    stretches += (
        _conditional(sentence, heads, said, top, bound) for top in sorted(set(bound.values())) if top in heads
    )
    return sorted(stretches, key=lambda c: (c.first, c.last))


def _conditional(
    sentence: Sentence, heads: dict[int, str], said: list[Attribution], top: int, bound: dict[int, int]
) -> FactClause:
    """All that a condition binds as one stretch, without who says so."""
    word = sentence.words[top]
    mine = [sentence.words[i] for i, head in bound.items() if head == top]
    first, last = min(w.left for w in mine), max(w.right for w in mine)
    for attribution in said:  # ", he added"
        if attribution.cue.i not in bound and first <= attribution.cue.i <= last and attribution.cue.i > top:
            last = min(last, (attribution.source or attribution.cue).left - 1, attribution.cue.left - 1)
    first, last = trimmed(sentence, first, last)
    return FactClause(
        first=first, last=max(first, last), head=word, rule=CONDITIONAL, subject=None,
        attribution=attribution_of(sentence, word, said),
    )  # fmt: skip


def _clause(
    sentence: Sentence, head: int, rule: str, heads: dict[int, str], said: list[Attribution]
) -> FactClause | None:
    """The clause that the word at place `head` heads, by `rule`; None where nothing is left of its stretch.

    `heads` are all words that head a fact, with their rules: what hangs on another of them is no part of this one.
    A verb that the speaker did besides saying something is ascribed to nobody.
    """
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
        subject = shared_subject(sentence, word, said)
    outside = subject if subject is not None and not first <= subject.i <= last else None
    attribution = attribution_of(sentence, word, said)
    if attribution is not None and attribution.source is subject and attribution.cue is not word:
        attribution = None  # what the speaker did besides, nobody says but the article
    return FactClause(first=first, last=last, head=word, rule=rule, subject=outside, attribution=attribution)


def _past_relative(sentence: Sentence, word: Word, first: int) -> int:
    """Where the stretch of `word` begins without the rest of a relative clause whose noun was cut off before it."""
    opening = sentence.words[first]
    relative = next((w for w in sentence.ancestors(opening) if w.dep == "relcl"), None)
    if opening.tag not in RELATIVE or relative is None or relative is word or word in sentence.children(relative):
        return first
    inside = relative.i < word.i and sentence.words[relative.head].i < first
    return relative.right + 1 if inside and relative.right < word.i else first


def _others(sentence: Sentence, word: Word, heads: dict[int, str], said: list[Attribution]) -> set[int]:
    """The words under `word` that belong to another fact, or that only say who says it."""
    taken: set[int] = set()
    for i in heads:
        if i != word.i and word.left <= i <= word.right:
            other = sentence.words[i]
            if word in sentence.ancestors(other):
                taken.update(range(other.left, other.right + 1))
    for attribution in said:
        verb = attribution.cue
        carries = not attribution.act and attribution.content is word and verb.head != verb.i
        if carries and verb.i != word.i and word.left <= verb.i <= word.right:
            behind = attribution.source is not None and word.i < attribution.source.left
            taken.update(
                range(attribution.source.left if behind and attribution.source else verb.left, verb.right + 1)
            )
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
    """The stretch without what only leads into it or trails behind it; empty, `first > last`, where nothing stays.

    `first` and `last` are places of words, both inclusive. A word that sets a condition ("if", "unless") is never
    trimmed: without it what follows would be told as so. A quotation or bracket that opens inside keeps its closing
    mark.
    """
    words = sentence.words
    while (
        first <= last and _introduces(sentence, words[first]) and not _leads_to_more(sentence, words[first], last)
    ):
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


def _leads_to_more(sentence: Sentence, word: Word, last: int) -> bool:
    """Whether an "although" leads into no more than the beginning of a stretch that ends at `last`."""
    clause = sentence.words[word.head]
    return word.dep == "mark" and clause.dep == "advcl" and clause.right < clause.head <= last


def _loose(word: Word) -> bool:
    """Whether a word is a mark or blank that may stand at the edge of a stretch but says nothing there."""
    return word.lower in _LOOSE or word.text.isspace()


def _introduces(sentence: Sentence, word: Word) -> bool:
    """Whether a word only leads into a clause: a comma, a quotation mark, "that", "but", "however"."""
    behind = sentence.words[word.i + 1].lower if word.i + 1 < len(sentence.words) else ""
    if word.lower == "nor" or (word.lower == "instead" and behind == "of"):
        return False  # these turn what follows into its contrary
    head = sentence.words[word.head]
    if (word.lower in SO_FAR and behind == "far") or (
        word.dep == "advmod" and head.i > word.i and head.tag in (*NOUN, "DT", "CD")
    ):
        return False  # "so far 14 have left", "yet another ship", "then Governor Lind"
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


def attribution_of(sentence: Sentence, word: Word, said: list[Attribution]) -> Attribution | None:
    """Who says this clause: its own verb of attribution, that of what it is part of, or an "according to" on it.

    `word` heads the clause, `said` are the attributions of the sentence. None where the article itself says it. Of
    two, one within the other, the inner one is taken, unless the outer names who tells of an act.
    """
    outer = next((s for s in said if s.content is word and not s.act and s.source is not None), None)
    for attribution in said:
        if attribution.act and attribution.cue is word and not attribution.counted:
            # "He pleaded guilty, the attorney said", "she said he never wanted to": whoever tells it stands behind it.
            if outer is None and word.dep == "advcl":  # "he said he would go because they wanted to meet"
                around = list(sentence.ancestors(word))
                outer = next((s for s in said if s.content in around and not s.act and s.source is not None), None)
            return outer if outer is not None and outer.cue is not word else attribution
    below = word
    for above in (word, *sentence.ancestors(word)):
        if _breaks_in(sentence, above):
            return None
        for attribution in said:
            if _goes_on(sentence, above, attribution):
                return attribution
            if attribution.content is above and (above is word or not _turns_away(sentence, above, below)):
                return attribution
        below = above
    return next((s for s in said if _closes(sentence, word, s)), None)


def _breaks_in(sentence: Sentence, word: Word) -> bool:
    """Whether a word heads what the article puts in between two dashes where somebody is not quoted:
    "statins – used to lower cholesterol – help, a study found".
    """
    words = sentence.words
    behind = words[word.right + 1].text if word.right + 1 < len(words) else ""
    dashes = words[word.left - 1].text in _DASHES and behind in _DASHES if word.left else False
    return dashes and word.dep in ("acl", "relcl", "appos") and not any(w.text in QUOTES for w in words)


def _turns_away(sentence: Sentence, content: Word, verb: Word) -> bool:
    """Whether a clause that is coordinated with what is said takes up what the article tells itself.

    "She said that a deal was near, but the others have been silent": behind a "that" a second one would have to stand.
    "The president says it has worked – and in some cases, it has": a dash parts the two.
    """
    if verb.dep != "conj" or verb.head != content.i or sentence.subject(verb) is None:
        return False
    before = sentence.words[max(content.i + 1, verb.left - 3) : verb.left + 1]
    if any(w.lower in ("–", "—") for w in before):
        return True
    but = any(w.lower == "but" and w.dep == "cc" for w in sentence.words[content.i + 1 : verb.i])
    marked = [sentence.child(w, "mark") for w in (content, verb)]
    return but and marked[0] is not None and marked[1] is None and any(w.lower == "," for w in before)


def _closes(sentence: Sentence, word: Word, attribution: Attribution) -> bool:
    """Whether who says so stands behind all of a sentence: "40 were hurt and two died, the ministry said"."""
    content, cue, source = attribution.content, attribution.cue, attribution.source
    if content is None or source is None or attribution.act or min(cue.i, source.left) <= content.i:
        return False
    row = [w for w in (word, *sentence.ancestors(word)) if w.dep in ("ROOT", "conj", "ccomp")]
    joined = any(w is content or w.head == content.i or content.head == w.i for w in row)
    begin = min(cue.i, source.left)
    joined = joined and (cue.lower == "according" or sentence.previous(begin) in (",", *CLOSERS))
    behind = sentence.words[max(cue.right, source.right) + 1 :]
    parted = any(
        w.lower in (";", ":") for w in sentence.words[word.i : content.i] + sentence.words[content.i : word.i]
    )
    last = all(w.dep == "punct" for w in behind) and word.i < begin
    return joined and last and not parted


def _right_before(sentence: Sentence, i: int) -> tuple[Word, ...]:
    """The two words before a place, closing quotation marks left aside."""
    begin = i - 2 - sum(w.text in CLOSERS for w in sentence.words[max(0, i - 2) : i])
    return sentence.words[max(0, begin) : i]


def _goes_on(sentence: Sentence, verb: Word, attribution: Attribution) -> bool:
    """ "She claims that … and she was forced …": said too, though the parser hung it beside the attribution."""
    beside = (
        verb.dep == "conj"
        and verb.head == attribution.cue.i
        and attribution.content is not None
        and not attribution.act
    )
    return (
        beside
        and sentence.subject(verb) is not None
        and sentence.previous(verb.left) not in PAUSE
        and not any(w.lower in PAUSE for w in _right_before(sentence, verb.left))
    )
