"""Forms of English words without a parse: singular, plural and possessive of nouns, forms of verbs, stems.

The rules of spelling, and the table of exceptions `checks/lexicon/data/inflection.toml`. Where a parsed sentence is at
hand its tags tell more; these functions serve where there is none (docs/decisions/inflection.md).
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from checks.lexicon import load_table, load_words
from checks.lexicon.word_classes import class_words

_KEPT: Final = 4096
_KEPT_STEMS: Final = 65_536
_NOT: Final = ("n't", "n’t")
_ENDINGS: Final = (("ies", "y"), ("ied", "y"), ("es", ""), ("es", "e"), ("s", ""), ("ed", ""), ("ed", "e"), ("d", ""),
                   ("ing", ""), ("ing", "e"))  # fmt: skip
_STEM_ENDINGS: Final = ("ing", "ers", "ed", "er", "es", "s", "e")
_SHORTEST_STEM: Final = 3
_VOWELS: Final = frozenset("aeiou")
_SINGULARS: Final[dict[str, str]] = load_table("inflection")["singulars"]
_PLURALS: Final[dict[str, str]] = load_table("inflection")["plurals"]
_VERBS: Final[dict[str, str]] = load_table("inflection")["verbs"]
_NOT_PLURAL: Final = load_words("inflection", "not_plural")
_INVARIANT: Final = load_words("inflection", "invariant")
_PLURAL_IN_US: Final = load_words("inflection", "plural_in_us")
_NOT_MEN: Final = load_words("inflection", "not_men")
_DOUBLING: Final = load_words("inflection", "doubling")
_IRREGULAR_ENDINGS: Final = (("women", "woman"), ("men", "man"), ("children", "child"), ("wives", "wife"))


def singular(noun: str) -> str:
    """The singular of an English plural in lower case; a word that is none comes back as it is.

    No dictionary is asked, so that a rare plural comes back by the rules of spelling: "lynxes" gives "lynx".
    """
    if noun in _SINGULARS:
        return _SINGULARS[noun]
    for ending, one in _IRREGULAR_ENDINGS:
        if noun.endswith(ending) and len(noun) > len(ending) + 1:
            return noun[: -len(ending)] + one
    if not is_plural(noun) or noun in _INVARIANT:
        return noun
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return noun[:-2]
    return noun[:-1]


def is_plural(word: str) -> bool:
    """Whether a word in lower case looks like a plural noun that can be counted.

    Singulars in -s that are listed ("bus", "analysis") and words in -ss and -ous are none; an invariant noun
    ("aircraft") is one.
    """
    if word in _SINGULARS or word in _INVARIANT:
        return True
    if word.endswith("men") and len(word) > 4 and word not in _NOT_MEN:
        return True
    if word.endswith(("women", "children")):
        return True
    return (
        len(word) > 2
        and word.endswith("s")
        and not word.endswith(("ss", "ous", "'s", "’s"))
        and not (word.endswith("us") and word not in _PLURAL_IN_US)
        and word not in _NOT_PLURAL
    )


def is_invariant(noun: str) -> bool:
    """Whether a noun is counted without a plural ending: "12 aircraft".

    The list is `invariant` of the lexicon's `inflection.toml`.
    """
    return noun in _INVARIANT


def plural(unit: str) -> str:
    """A noun or unit behind a number: years, people, kilometres per hour; codes and rates come back as they are.

    `unit` is a noun in the singular, a name as `units.toml` has it, or an ISO 4217 code. Of a rate only the first part
    is made plural.
    """
    if unit.isupper() or unit.startswith("per "):
        return unit
    head, per, rest = unit.partition(" per ")
    by_rule = head[:-1] + "ies" if head.endswith("y") and head[-2:-1] not in _VOWELS else head + "s"
    return f"{_PLURALS.get(head, by_rule)}{per}{rest}"


def without_possessive(word: str) -> str:
    """A word without the "'s" of a possessive, with either apostrophe: "Lena's" gives "Lena"."""
    return word.removesuffix("'s").removesuffix("’s")


@lru_cache(_KEPT_STEMS)
def stem(word: str) -> str:
    """What forms of one word, and words made of it, have in common: "cities" and "city" give "city", "singers" "sing".

    Made for comparing texts a million times a minute: shorter than a base form and mostly no word, so that nothing is
    looked up by it but other stems. Those of up to 65,536 words are kept.
    """
    word = without_possessive(word)
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    for ending in _STEM_ENDINGS:
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def verb_forms(verb: str) -> Iterator[str]:
    """The forms of a verb that is given in its base: base, -s, -ing, past tense and participle.

    By the rules of spelling, and the table `verbs` of `inflection.toml` for irregular ones. Only for verbs that are
    listed in the lexicon: of others the doubling of the last letter is not known.
    """
    yield verb
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    stem = verb + verb[-1] if verb in _DOUBLING else stem
    y = verb.endswith("y") and verb[-2] not in _VOWELS
    yield verb[:-1] + "ies" if y else verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    yield (verb if y else stem) + "ing"
    past = verb + "d" if verb.endswith("ee") else (verb[:-1] + "i" if y else stem) + "ed"
    yield from _VERBS.get(verb, past).split()


def class_verb_forms(group: str, name: str) -> frozenset[str]:
    """Every form of the verbs of one class of the lexicon's `word_classes.toml`.

    `group` and `name` are a table and a key of the file, as "saying", "denies". Raises `KeyError` where there is no
    such class.
    """
    return frozenset(form for verb in class_words(group, name) for form in verb_forms(verb))


def regular_forms(base: str) -> tuple[str, ...]:
    """All forms that a noun or verb may have by the rules of spelling, those with a doubled last letter among them.

    For lists in which a form too many does no harm: of "plan" also "planed".
    """
    stem = base.removesuffix("e")
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    with_s = base + "es" if base.endswith(("s", "sh", "ch", "x")) else base + "s"
    doubled = base + base[-1]
    return base, with_s, stem + "ed", stem + "ing", doubled + "ed", doubled + "ing"


@lru_cache(_KEPT)
def base_forms(word: str) -> frozenset[str]:
    """The base forms that a word in lower case may be of, itself among them: "hitting" of "hit", "ran" of "run".

    Some of them are no words, for no dictionary is asked: "caring" gives "car" as well as "care". Those of up to
    4,096 words are kept. `sure_base_forms` leaves the guesses out.
    """
    if word in _NOT:
        return frozenset(("not",))
    found = {singular(word), *sure_base_forms(word)}
    for ending, plain in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            found.add(word.removesuffix(ending) + plain)
    return frozenset(found)


@lru_cache(_KEPT)
def sure_base_forms(word: str) -> frozenset[str]:
    """Of these the word itself, the verb of an irregular form ("ran"), and that of a doubled consonant ("hitting").

    Two words that have one of them in common are forms of one word.
    """
    found = {word, *_verbs_of().get(word, ())}
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) > 2 and base[-1] == base[-2]:
            found.add(base[:-1])
    return frozenset(found)


@cache
def _verbs_of() -> dict[str, frozenset[str]]:
    """By each irregular form, the verbs that it is of."""
    found: dict[str, set[str]] = {}
    for base, forms in _VERBS.items():
        for form in forms.split():
            found.setdefault(form, set()).add(base)
    return {form: frozenset(bases) for form, bases in found.items()}
