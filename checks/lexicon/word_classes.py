"""The word classes of `checks/lexicon/data/word_classes.toml`, with every form of the verbs in them."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from checks.lexicon import load_table

_IRREGULAR: Final = {
    "say": "said", "tell": "told", "write": "wrote written", "think": "thought", "hold": "held", "find": "found",
    "show": "showed shown", "read": "read", "hear": "heard", "understand": "understood", "know": "knew known",
    "feel": "felt", "seek": "sought", "forecast": "forecast", "rise": "rose risen", "fall": "fell fallen",
    "grow": "grew grown", "shrink": "shrank shrunk", "lose": "lost", "lead": "led", "overtake": "overtook overtaken",
    "lie": "lay lain lying", "stand": "stood", "cost": "cost", "learn": "learned learnt", "plead": "pleaded pled",
    "be": "is are was were am been being 's 're 'm", "have": "has had having 've", "swear": "swore sworn",
}  # fmt: skip
_DOUBLING: Final = frozenset("plan admit commit refer permit slip drop spot stop ban plot rebut blog".split())
_VOWELS: Final = frozenset("aeiou")


def words(listed: str) -> frozenset[str]:
    """The words of a list that is separated by white space."""
    return frozenset(listed.split())


@cache
def classes() -> dict[str, dict[str, str]]:
    """The tables of the lexicon's file: group, name, words."""
    return load_table("word_classes")


def listed(group: str, name: str) -> frozenset[str]:
    """The words of one class as they stand."""
    return words(classes()[group][name])


def verbs(group: str, name: str) -> frozenset[str]:
    """Every form of the verbs of one class."""
    return frozenset(form for verb in listed(group, name) for form in forms(verb))


def forms(verb: str) -> Iterator[str]:
    """The forms of an English verb: base, -s, -ing and past, by the spelling rules and a list of exceptions."""
    yield verb
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    stem = verb + verb[-1] if verb in _DOUBLING else stem
    y = verb.endswith("y") and verb[-2] not in _VOWELS
    yield verb[:-1] + "ies" if y else verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    yield (verb if y else stem) + "ing"
    past = verb + "d" if verb.endswith("ee") else (verb[:-1] + "i" if y else stem) + "ed"
    yield from _IRREGULAR.get(verb, past).split()
