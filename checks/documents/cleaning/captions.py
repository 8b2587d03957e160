"""Captions without a verb and headings: lines that state nothing by themselves.

Without a parse no word is known to be a verb, so a line counts as verbless only where no word of it can be one.
"""

import re
from itertools import pairwise

from checks.lexicon import alternatives, load_words

# Forms that are verbs, or may be, and lack the ending -ed or -s (Quirk et al. 1985, sections 3.14 to 3.20).
_VERBS = load_words("documents", "verbs")
# Words that open a clause with a verb of its own, or stand for its subject.
_CLAUSAL = load_words("documents", "clausal")
_CONTRACTED = frozenset("m re ve ll d t".split())
_PREPOSITIONS = load_words("documents", "prepositions")
_SMALL = load_words("documents", "small")
_PEOPLE = load_words("documents", "people")
_NUMBERS = load_words("documents", "numbers")
_CREDITED = re.compile(rf", (?:{alternatives('documents', 'file_photos')})[.,]?(?: \d{{4}}\.?)?", re.IGNORECASE)
_WORD = re.compile(r"[^\W_][\w'’-]{0,40}")
_INNER_STOP = re.compile(r"[.!?…;:]\s")
_INNER_SENTENCE = re.compile(r"[a-z]{3}[.!?][\"”’)]?\s+[A-Z\"“]")
# What ends with these is broken off, or goes on in the next line.
_GOING_ON = (",", ";", ":", "--", "—", "–")
_PROSE = frozenset("was were had said did".split())
_MOST_WORDS = 15
_LONGEST_HEADING, _LONGEST_TITLE = 12, 20


def is_caption(line: str) -> bool:
    """Whether `line` is a caption without a verb: "The current flag of New Zealand".

    It ends in a full stop, has 2 to 15 words and names something; or it says itself that it is from a file.
    """
    if len(line) > 140 or not line.endswith("."):
        return False
    if _CREDITED.search(line):
        return True
    words = _WORD.findall(line)
    if not 2 <= len(words) <= _MOST_WORDS or _INNER_STOP.search(line):
        return False
    if words[0].lower() in _PREPOSITIONS:
        return False
    if all(w[0].isupper() and not _is_verb(w.lower()) for w in words):
        return True
    named = any(w[0].isupper() or w[0].isdigit() for w in words[1:])
    return named and any(w in _PREPOSITIONS for w in words) and not _may_hold_a_verb(words)


def _may_hold_a_verb(words: list[str]) -> bool:
    """Whether a line may hold a verb: a listed one, a word in "-ed", or what reads as subject and verb.

    Prepositions and articles part the runs of words. In doubt it may: a sentence that is lost is worse than a
    caption that is kept.
    """
    run: list[str] = []
    opens = True
    for word in words:
        lower = word.lower()
        if _is_verb(lower) or (word == lower and lower.endswith("ed")):
            return True
        if lower in _PREPOSITIONS or lower in _SMALL:
            if _is_clause(run, opens):
                return True
            run, opens = [], False
        else:
            run.append(word)
    return _is_clause(run, opens)


def _is_verb(word: str) -> bool:
    """Whether the lower-case `word` may be a verb or opens a clause, contracted forms among them ("it's", "we've")."""
    stem, mark, ending = word.replace("’", "'").partition("'")
    return word in _VERBS or stem in _CLAUSAL or (mark == "'" and ending in _CONTRACTED)


def _is_clause(run: list[str], opens: bool) -> bool:
    """Whether a run of words between prepositions can be a subject and its verb ("troops retreat", "lira slumps").

    `opens` tells that it opens the line, whose first word has a capital in any case.
    """
    for index, (before, word) in enumerate(pairwise(run)):
        if not word.islower() or before.endswith(("'s", "’s", "s'", "s’")):
            continue
        named = before[0].isupper() and not (opens and index == 0)
        if named or _may_be_subject_and_verb(before.lower(), word):
            return True
    return False


def _may_be_subject_and_verb(before: str, word: str) -> bool:
    """Whether a noun and the word behind it can be a subject and its verb by their number.

    "Two die" can, "two soldiers" cannot; after a plural any word can but one in "-ing".
    """
    plural_word = word.endswith("s") or word in _PEOPLE
    if before[0].isdigit() or before in _NUMBERS:
        return not plural_word  # "two die", but "two soldiers"
    if before.endswith(("s", "men")) or before in _PEOPLE:
        return not word.endswith("ing")
    return plural_word


def why_no_sentence(line: str, first: bool) -> str | None:
    """Why `line`, a paragraph without a full stop, is no sentence; None if it may be one.

    `first` says that it is the first line of the text, whose title may be long.
    """
    if line[0].islower() or line.endswith(_GOING_ON) or len(line) > 200:
        return None
    if _INNER_SENTENCE.search(line):
        return None
    words = line.split()
    if len(words) <= 3:
        return "a name alone on a line"
    if first and len(words) <= _LONGEST_TITLE:
        return "heading"
    if len(words) > _LONGEST_HEADING or _reads_as_prose(words):
        return None
    return "heading"


def _reads_as_prose(words: list[str]) -> bool:
    """A sentence that lost its full stop: headings leave out articles and stand in the present."""
    return len(words) > 5 and not _PROSE.isdisjoint(words) and not {"the", "a", "an", "The", "A"}.isdisjoint(words)
