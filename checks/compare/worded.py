"""A claim without figures held against a passage: what its words, names and times come to, sentence by sentence."""

from datetime import date
from itertools import pairwise
from typing import Final

from checks.compare.clauses import Clause, clauses, main_clause, parsed_sentences, readings
from checks.compare.conflicts import conflicts, is_year_of_work, time_agreement
from checks.compare.contrary import opposites
from checks.compare.deeds import alike, these
from checks.compare.meeting import Meeting
from checks.compare.outcome import Conflict, Outcome
from checks.compare.phrases import is_back_reference, name_of, names_written_in, with_names
from checks.compare.when import times
from checks.compare.words import content_words
from checks.split.sentences import boundaries
from checks.split.words import Sentence, Word

_MOST: Final = 3  # sentences of a passage that are looked at closely
_LONGEST: Final = 500  # characters of a sentence that are read
_LIGHT: Final = ("appos", "advmod", "prt")
_BESIDE: Final = frozenset(("before", "after", "without", "than", "against", "instead", "except"))
_AT: Final = frozenset(("in", "at", "near", "on"))
_ADJECTIVES: Final = ("JJ", "JJR", "JJS")
_CLAUSES: Final = 4  # clauses of a sentence that are looked at closely
_ALONE: Final = frozenset(("only", "sole", "solely", "alone"))


def judged(claim: str, passage: str, told: date | None, published: date | None) -> Outcome | None:
    """What a passage says of a claim; None where it has no sentence that decides."""
    near = _near(claim, passage)
    ours, *sources = parsed_sentences((claim[:_LONGEST], *(text for _, text in near)))
    if ours is None:
        return None
    known = names_written_in((ours, *(source for source in sources if source is not None)))
    ours, sources = with_names(ours, known), [source and with_names(source, known) for source in sources]
    first = sources[0] if near and near[0][0] == 0 else None
    spoken_of = _spoken_of(ours, first) if first is not None else ()
    found = [
        outcome
        for (n, _), source in zip(near, sources, strict=True)
        if source is not None
        for topic in [spoken_of if n or _opens_pointing(source) else ()]
        for reading in readings(ours)
        if (outcome := _of_sentence(Meeting(ours, source, topic, times(ours, told), times(source, published), reading)))
    ]
    deciding = sorted((o for o in found if o.stance in ("supports", "refutes")), key=lambda o: -o.strength)
    if not deciding:
        return found[0] if found else None
    best = deciding[0]
    if any(o.stance != best.stance and o.strength == best.strength for o in deciding):
        return Outcome("context", "says both this and the contrary", 0.4)
    return best


def _near(claim: str, passage: str) -> list[tuple[int, str]]:
    """The sentences of a passage that share most with a claim, by their number, and its first, which names the topic."""
    wanted = content_words(claim)
    cuts = [0, *boundaries(passage), len(passage)]
    texts = [passage[a:b].strip()[:_LONGEST] for a, b in pairwise(cuts)]
    texts = [text for text in texts if text]
    shared = [len(wanted & content_words(text)) for text in texts]
    likest = sorted(range(len(texts)), key=lambda n: (-shared[n], n))[:_MOST]
    chosen = {n for n in likest if shared[n]}
    return [(n, texts[n]) for n in sorted(chosen | {0} if chosen else ())]


def _spoken_of(claim: Sentence, first: Sentence) -> tuple[frozenset[str], ...]:
    """What a passage speaks of: its first sentence's subject; where that points back, whom the passage was found for."""
    return _topic(claim if _opens_pointing(first) else first)


def _opens_pointing(sentence: Sentence) -> bool:
    """Whether a sentence is about somebody or something that it does not name: "He …", "The city …"."""
    subject = sentence.subject(main_clause(sentence).verb)
    return subject is not None and is_back_reference(sentence, subject.i) and not name_of(sentence, subject.i)


def _topic(sentence: Sentence) -> tuple[frozenset[str], ...]:
    """Whom or what a sentence is about: the names of its subject, or of whom it is told."""
    clause = main_clause(sentence)
    subject = sentence.subject(clause.verb)
    heads = (*clause.roles.get("agent", ()), *clause.roles.get("patient", ()))[:2]
    heads = (subject.i, *heads) if subject is not None else heads
    return tuple(dict.fromkeys(named for i in heads if (named := name_of(sentence, i))))


def _of_sentence(meeting: Meeting) -> Outcome | None:
    if not meeting.words and not meeting.names:
        return None
    telling = _telling(meeting) or _of_a_life(meeting)
    found = [_of_clause(meeting, clause) for clause in telling[:_CLAUSES]]
    return next((o for o in found if o.stance != "context"), found[0] if found else None)


def _of_clause(meeting: Meeting, clause: Clause) -> Outcome:
    differ = list(conflicts(meeting, clause))
    against = {i for c in differ for i in c.instead_of}
    missing = [run for run in meeting.other_names if not any(w.i in against for w in run)]
    if missing:
        return Outcome("context", f"speaks of the matter, but does not name {_shown(missing)}", 0.3)
    if clause.unreal and clause.unreal != meeting.clause.unreal:
        return Outcome("context", f"“{clause.unreal}”: not said to be so", 0.3)
    other = _another(meeting, clause)
    opposed = _opposed(meeting, clause)
    told = _told(meeting, clause)
    unmet = [
        w
        for w in meeting.unmet
        if w.i not in told and not (opposed and w.lower == opposed[0]) and w.i not in against
    ]
    heavy = [w for w in unmet if not _light(meeting, w)]
    heavy += [w for w in meeting.words if w.i in meeting.found and _said_elsewhere(meeting, clause, w)]
    if other and not (differ and differ[0].ground == "who"):
        return Outcome("context", "speaks of somebody or something else", 0.3)
    strength = 1 - len(unmet) / max(1, len(meeting.words) + len(meeting.names))
    signs = _signs(meeting, clause, differ)
    if differ and len(heavy) <= 1:
        return Outcome("refutes", differ[0].reason, strength, differ[0].ground, signs)
    if (beside := _otherwise_placed(meeting, clause)) and not differ:
        return Outcome("context", f"does not say “{beside}”", 0.3)
    contrary = (meeting.clause.denied != clause.denied) != (opposed is not None)
    if contrary and not heavy and not differ:
        reason = f"“{opposed[1]}” there, “{opposed[0]}” here" if opposed else "one of the two denies it"
        return Outcome("refutes", reason, strength, "opposite" if opposed else "denial", signs)
    if heavy or contrary or differ or _says_more(meeting):
        lacks = ", ".join(w.text for w in heavy)
        return Outcome(
            "context",
            f"speaks of the matter, but says nothing of “{lacks}”" if lacks else "mentions the matter",
            0.3,
        )
    unsaid = [t.text for t in meeting.claim_times if time_agreement(meeting, t)[0] != "agrees"]
    if unsaid:
        return Outcome("context", f"does not say that it was {unsaid[0]}", 0.3)
    return Outcome("supports", "says the same", strength, "denial" if clause.denied else "same words", signs)


def _says_more(meeting: Meeting) -> bool:
    """Whether the claim says it of one alone, of all, or in a number, and the source does not."""
    ours, theirs = ({w.lower for w in s.words} for s in (meeting.claim, meeting.source))
    timed = {i for t in meeting.claim_times for i in range(t.first, t.last + 1)}
    numbers = {w.lower for w in meeting.claim.words if w.tag == "CD" and w.i not in timed}
    return (
        bool(ours & _ALONE and not theirs & _ALONE)
        or bool(ours & these("of_all") and not theirs & these("of_all"))
        or not numbers <= theirs
    )


def _signs(meeting: Meeting, clause: Clause, differ: list[Conflict]) -> dict[str, float]:
    """What speaks for and against the two saying the same, or the contrary."""
    mine, other = (c.roles.get("agent", ()) or c.roles.get("patient", ()) for c in (meeting.clause, clause))
    return {
        "same deed": float(not meeting.clause.deeds.isdisjoint(clause.deeds)),
        "same subject": float(meeting.any_same(mine, other) is True),
        "unmet": min(3, len(meeting.unmet)) / 3,
        "points back": float(bool(meeting.topic)),
        "long": min(40, len(meeting.source.words)) / 40,
        "few words": float(len(meeting.words) + len(meeting.names) <= 2),
        "two conflicts": float(len(differ) > 1),
    }


def _telling(meeting: Meeting) -> list[Clause]:
    """The clauses of the source that tell the claim's deed, or its opposite, the likest first."""
    scored = [(_tells(meeting, meeting.clause, clause), clause) for clause in clauses(meeting.source)]
    return [clause for score, clause in sorted(scored, key=lambda each: -each[0]) if score]


def _told(meeting: Meeting, clause: Clause) -> frozenset[int]:
    """The words of the claim's deed, where the source tells it in whatever words."""
    deeds = clause.deeds | _from_times(meeting)
    if "lie" in meeting.clause.deeds and clause.copula:
        deeds |= {"lie"}
    return frozenset() if meeting.clause.deeds.isdisjoint(deeds) else meeting.clause.said


def _light(meeting: Meeting, word: Word) -> bool:
    """Whether a word says little that is not said without it: an adverb, or what somebody named is."""
    head = meeting.claim.words[word.head]
    if word.dep == "compound":
        return head.tag in ("NNP", "NNPS")
    named = any(w.tag in ("NNP", "NNPS") for w in meeting.claim.below(word, "appos"))
    return word.dep in _LIGHT or named


def _said_elsewhere(meeting: Meeting, clause: Clause, word: Word) -> bool:
    """Whether what the claim says one is, the source says of something else."""
    if not meeting.clause.copula or word.i not in meeting.clause.said or not clause.copula:
        return False
    there = meeting.source.words[meeting.found[word.i]]
    return there.i not in clause.said and there.dep not in ("appos", "compound", "conj")


def _from_times(meeting: Meeting) -> frozenset[str]:
    """Deeds that a sentence tells by a time alone: "(1871–1934)", "a 2011 film"."""
    life = {"born", "die", "live"} if any(t.life for t in meeting.source_times) else set()
    work = {"release"} if any(is_year_of_work(meeting.source, t) for t in meeting.source_times) else set()
    return frozenset(life | work)


def _of_a_life(meeting: Meeting) -> list[Clause]:
    return [] if meeting.clause.deeds.isdisjoint(_from_times(meeting)) else [main_clause(meeting.source)]


def _tells(meeting: Meeting, ours: Clause, theirs: Clause) -> float:
    mine = [meeting.claim.words[i] for i in ours.said if not (ours.copula and i == ours.verb.i)]
    other = [meeting.source.words[i] for i in theirs.said if not (theirs.copula and i == theirs.verb.i)]
    deed = not ours.deeds.isdisjoint(theirs.deeds)
    word = any(alike(a.lower, b.lower) for a in mine for b in other)
    against = opposites(" ".join(w.lower for w in mine), " ".join(w.lower for w in other)) is not None
    both = ours.copula and theirs.copula
    mine_placed = (ours.copula and not mine) or "lie" in ours.deeds
    place = mine_placed and ("lie" in theirs.deeds or (theirs.copula and not _AT.isdisjoint(theirs.roles)))
    if not (deed or word or against or place or both):
        return 0.0
    near = sum(meeting.found.get(w.i) in theirs.said for w in meeting.words)
    return 2.0 * (deed or word) + 1.5 * against + 1.0 * place + 0.5 * both + 0.1 * near


def _another(meeting: Meeting, clause: Clause) -> bool:
    """Whether the source says it of somebody or something else."""
    ours, theirs = meeting.clause.roles, clause.roles
    mine = ours.get("agent", ()) or ours.get("patient", ())
    role = "agent" if "agent" in ours else "patient"
    other = theirs.get(role, ()) or (*theirs.get("agent", ()), *theirs.get("patient", ()))
    if "marry" in meeting.clause.deeds & clause.deeds:
        other = tuple(i for places in theirs.values() for i in places)
    if not mine or not other:
        return False
    return meeting.any_same(mine, other) is False


def _opposed(meeting: Meeting, clause: Clause) -> tuple[str, str] | None:
    """A word of the claim, and its opposite in the source, said of the same; not where both tell one deed."""
    one = frozenset() if meeting.clause.deeds.isdisjoint(clause.deeds) else meeting.clause.said
    met = set(meeting.found.values())
    ours = " ".join(
        w.lower for w in meeting.unmet if (w.i in meeting.clause.said and w.i not in one) or w.tag in _ADJECTIVES
    )
    theirs = " ".join(
        w.lower for w in meeting.source.words if w.i not in met and (w.i in clause.said or w.tag in _ADJECTIVES)
    )
    return opposites(ours, theirs) if ours and theirs else None


def _otherwise_placed(meeting: Meeting, clause: Clause) -> str | None:
    """A "before", "after" or "without" of the claim that the source does not have."""
    ours = _BESIDE & meeting.clause.roles.keys()
    if missing := next((word for word in sorted(ours) if word not in clause.roles), None):
        return missing
    for role in sorted(meeting.clause.roles.keys() & clause.roles.keys() - {"agent", "patient"}):
        if meeting.any_same(meeting.clause.roles[role], clause.roles[role]) is False:
            return f"{role} {meeting.claim.words[meeting.clause.roles[role][0]].text}"
    return None


def _shown(missing: list[tuple[Word, ...]]) -> str:
    return ", ".join(" ".join(w.text for w in run) for run in missing)
