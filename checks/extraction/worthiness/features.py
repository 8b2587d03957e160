"""Plain signs that a sentence or claim is worth checking, or is not: each a few words, and what to call it.

A sign is there (1.0) or not (0.0); only "names" and "length" have values between. Their weights are fitted in
`training/worth.py`; the word lists are ours, from what newsrooms say they check first: numbers, accusations,
records, official acts with consequences (Hassan, Li and Tremayne, 2015, "Detecting check-worthy factual claims
in presidential debates", name numbers and past tense as the strongest signs in debates).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from checks.lexicon import load_words
from checks.lexicon.word_classes import words
from checks.types.claim import Kind, Manner
from checks.types.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: its name, what is said where it speaks for checking, and where it speaks against."""

    name: str
    speaks_for: str
    speaks_against: str
    bases: str = ""
    forms: str = ""


# `bases` are taken with their regular inflections, `forms` only as they stand.
SIGNS = (
    Sign("figure", "states a figure that can be looked up", "states a figure of little weight"),
    Sign("large", "a large figure", "a large figure, loosely said"),
    Sign("percent", "a share or rate that can be looked up", "a share, loosely said",
         "percentage rate fraction proportion", "percent per half quarter third two-thirds majority most"),
    Sign("money", "speaks of public money or prices", "speaks of money in general",
         "dollar euro pound tax budget cost debt deficit price bail fund wage fine revenue trade economy",
         "$ £ € spending paid pay spent income"),
    Sign("people", "speaks of groups of people", "speaks of people in general",
         "voter visitor victim worker soldier troop refugee migrant patient pupil citizen resident protester job",
         "people men women children dead casualties americans"),
    Sign("harm", "speaks of violence, death or harm", "speaks of harm in general",
         "kill wound injure attack bomb die murder shoot crash explode threaten invade torture rape abuse destroy "
         "collapse evacuate starve weapon hostage",
         "dead death deaths shot war wars casualties violence violent nuclear terrorist terrorists suicide"),
    Sign("law", "speaks of police, courts or prisons", "speaks of the law in general",
         "arrest charge sue convict sentence detain imprison ban court judge rule lawsuit crime prosecute indict "
         "jail prison investigate seize steal deport",
         "illegal legal banned stolen guilty police theft fraud custody interrogated visa visas passport law laws"),
    Sign("official", "an official action", "names an office",
         "announce approve order veto vote elect sign sanction declare launch deploy withdraw appoint resign pass "
         "enact impose repeal negotiate oppose support introduce grant legislate",
         "government minister parliament congress senate president troops bill referendum treaty policy official "
         "officials administration election elected"),
    Sign("accusation", "an accusation, a denial or an admission", "speaks of accusations in general",
         "accuse deny allege blame admit lie mislead claim reject force conceal misuse violate fail refuse",
         "false fraud corrupt corruption forced secretly never"),
    Sign("record", "a record, a first or a ranking", "a ranking, loosely said", "record",
         "first highest lowest largest biggest worst youngest oldest fastest leading only unprecedented ever "
         "before history top #1 #2 #3"),
    Sign("change", "says how something grew or shrank", "speaks of change in general",
         "increase decrease decline grow double triple drop reduce shrink exceed expand slash lower raise cut",
         "rose rise risen fell fallen falling grew grown lost gained up down fewer"),
    Sign("compare", "a comparison that can be looked up", "a comparison, loosely said", "",
         "than more less fewer compared times"),
    Sign("cause", "states a cause", "gives a reason of its own", "cause trigger prompt result",
         "because due led leads caused why effect effects"),
    Sign("health", "speaks of health, climate or schools", "speaks of health in general",
         "vaccine disease hospital virus doctor drug school emission temperature yield insure",
         "health medicare medicaid insurance climate warming pollution education coverage covid"),
    Sign("past", "tells what happened", "tells what happened, of little weight", "",
         "was were had did voted passed created opposed signed proposed promised called wrote took made went came "
         "gave left became brought built put sent inherited ended started began got told been has have"),
    Sign("sport", "speaks of sport or entertainment", "sport, show or celebration",
         "score goal match game player team fan costume festival exhibit photograph concert movie song lantern "
         "design award theme symbolize gallery polaroid championship penalty festivity tournament",
         "art music wore wear cosplay zodiac"),
    Sign("private", "speaks of a private life", "private life, of little consequence",
         "marry meet born visit attend enjoy travel arrive",
         "met husband wife mother father parents son daughter kids friend friends"),
    Sign("i", "speaks of the speaker's own record", "speaks of the speaker alone", "",
         "i i'm i've i'd i'll me my mine myself"),
    Sign("we", "speaks for a side", "speaks for “us”", "", "we we're we've we'd we'll us our ours let's"),
    Sign("you", "said to somebody", "talk to somebody", "",
         "you you're you've you'd you'll your yours sir thank thanks please let listen look okay"),
    Sign("rival", "says what somebody else did", "speaks of somebody else", "",
         "he he's he'd his him she she's her they they've their opponent"),
    Sign("opinion", "an opinion with a fact in it", "an opinion",
         "think believe feel hope wish want love like mean guess suppose agree deserve",
         "great terrible wonderful best good bad important proud should ought seems believes wants strong"),
    Sign("future", "says what is to come", "a promise or a forecast", "",
         "will would could may might shall can going gonna won't wouldn't 'll need needs must if intend plan"),
    Sign("question", "a question with a fact in it", "a question"),
    Sign("names", "names people, places or bodies", "only names somebody"),
    Sign("year", "names a year", "names a year, of little weight"),
    Sign("short", "short and plain", "says it in few words"),
    Sign("length", "states several things at once", "long-winded"),
)  # fmt: skip
NAMES = tuple(sign.name for sign in SIGNS)
_AT = {name: i for i, name in enumerate(NAMES)}

# What the splitter knows of a claim beside its words.
NEWS = (
    Sign("reads as quantity", "a number is what is to be checked", "a number, of little weight"),
    Sign("reads as comparison", "compares or ranks", "a loose comparison"),
    Sign("reads as cause", "says what brought something about", "a loose cause"),
    Sign("reads as statement", "somebody's word that matters in itself", "somebody's word, of little weight"),
    Sign("reads as state", "a state of the world", "describes, and changes nothing"),
    Sign("by somebody", "somebody stands behind it", "somebody's account of it"),
    Sign("charged", "somebody is accused, or denies", "somebody is accused, or denies"),
    Sign("announced", "announced or demanded", "announced or demanded"),
    Sign("share or sum", "a share or an amount of money", "a share or an amount, of little weight"),
    Sign("thousands", "a figure in the thousands or above", "a figure in the thousands, of little weight"),
    Sign("span only", "a length of time", "only says how long or how old"),
)

_WORD = re.compile(r"[A-Za-z#][A-Za-z0-9]*(?:['’-][A-Za-z]+)*|\d[\d,.]*|[$£€%]")
_NUMBER_WORDS = load_words("extraction", "number_words")
_LARGE = load_words("extraction", "large")
_I = load_words("extraction", "i")
_SPANS = words("year month week day hour minute second")


def _inflected(base: str) -> tuple[str, ...]:
    stem = base.removesuffix("e")
    if base.endswith("y") and base[-2] not in "aeiou":
        return base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    plural = base + "es" if base.endswith(("s", "sh", "ch", "x")) else base + "s"
    doubled = base + base[-1]
    return base, plural, stem + "ed", stem + "ing", doubled + "ed", doubled + "ing"


def _lexicon() -> dict[str, tuple[int, ...]]:
    """Every listed form to the places of the signs it stands for."""
    found: dict[str, set[int]] = {}
    for place, sign in enumerate(SIGNS):
        forms = {form for base in sign.bases.split() for form in _inflected(base)} | set(sign.forms.split())
        for form in forms:
            found.setdefault(form, set()).add(place)
    return {form: tuple(sorted(places)) for form, places in found.items()}


_LEXICON = _lexicon()
_FIGURE, _BIG, _YEAR, _SHARE = _AT["figure"], _AT["large"], _AT["year"], _AT["percent"]
_ASKED, _NAMED, _SHORT, _LONG = _AT["question"], _AT["names"], _AT["short"], _AT["length"]


@lru_cache(maxsize=50_000)
def _of_token(token: str) -> tuple[int, ...]:
    """The places of the signs that one word, number or mark stands for."""
    if token[0].isdigit():
        return _of_number(token.rstrip(".,"))
    word = token.lower().replace("’", "'")
    found = _LEXICON.get(word, ())
    if word in _NUMBER_WORDS:
        found += (_FIGURE, _BIG) if word in _LARGE else (_FIGURE,)
    return (*found, _SHARE) if word == "%" else found


def _of_number(digits: str) -> tuple[int, ...]:
    if len(digits) == 4 and digits[:2] in ("17", "18", "19", "20") and digits.isdigit():
        return (_YEAR,)
    return (_FIGURE, _BIG) if "," in digits or len(digits.split(".")[0]) > 3 else (_FIGURE,)


def read(text: str) -> list[float]:
    """The signs of one sentence or claim, in the order of `SIGNS`."""
    found = [0.0] * len(SIGNS)
    tokens = _WORD.findall(text)
    for token in tokens:
        for sign in _of_token(token):
            found[sign] = 1.0
    found[_ASKED] = float(text.rstrip("”\"' ").endswith("?"))
    found[_NAMED] = min(sum(token[0].isupper() and token not in _I for token in tokens[1:]), 4) / 4
    found[_SHORT] = float(len(tokens) < 6)
    found[_LONG] = min(max(len(tokens) - 12, 0), 30) / 30
    return found


def read_news(
    text: str, kind: Kind, quantities: Sequence[Quantity], claimant: str | None, manner: Manner
) -> list[float]:
    """The signs of a claim, then what the splitter knows of it, in the order of `SIGNS` and `NEWS`."""
    sums = [q for q in quantities if q.unit == "percent" or (q.unit and len(q.unit) == 3 and q.unit.isupper())]
    spans = [q for q in quantities if q.unit in _SPANS]
    most = max((q.low or q.high or 0.0 for q in quantities if q not in spans), default=0.0)
    known = (
        kind == "quantity", kind == "comparison", kind == "cause", kind == "statement", kind == "state",
        bool(claimant), manner in ("accuses", "denies"), manner in ("announces", "demands"),
        bool(sums), most >= 1000, bool(quantities) and len(spans) == len(quantities),
    )  # fmt: skip
    return [*read(text), *map(float, known)]
