"""Amounts in a text: comparator, value, unit and counted noun, read from the words alone.

One pattern finds where a number stands; what stands left of it (comparators) and right of it (scale, unit,
counted noun) is read word by word. The time grows linearly with the text.
"""

import re
from dataclasses import dataclass

from checks.split.lexicon import words
from checks.types import Comparator, Quantity

_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_SMALL += " seventeen eighteen nineteen"
WORDS: dict[str, float] = {word: n for n, word in enumerate(_SMALL.split())}
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS |= {word: 10 * n for n, word in enumerate(TENS.split(), start=2)}
WORDS |= {f"{t}-{o}": WORDS[t] + WORDS[o] for t in TENS.split() for o in _SMALL.split()[1:10]}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "crore": 1e7}
SCALES |= {"lakh": 1e5, "dozen": 12, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12, "k": 1e3}
VAGUE = {"dozens": 24, "hundreds": 200, "thousands": 2000, "millions": 2e6, "billions": 2e9}
PARTS = {
    "half": 0.5,
    "third": 1 / 3,
    "quarter": 0.25,
    "two-thirds": 2 / 3,
    "three-quarters": 0.75,
    "twice": 2.0,
}
CURRENCIES = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
MONEY = {"dollar": "USD", "euro": "EUR", "pound": "GBP", "yen": "JPY", "rupee": "INR", "yuan": "CNY"}
UNITS = words("""
    kilometre metre mile kilogram tonne ton litre hectare acre year month week day hour minute
""")
UNITS |= {"kilometer", "meter", "second", "foot", "inch", "degree", "megawatt", "gigawatt", "barrel"}
_SPELLING = {"kilometer": "kilometre", "meter": "metre", "km": "kilometre", "kg": "kilogram", "feet": "foot"}

# Longest first, so that "no more than" is not read as "more than".
COMPARATORS: tuple[tuple[str, Comparator], ...] = (
    ("no more than", "<="), ("not more than", "<="), ("no fewer than", ">="), ("no less than", ">="),
    ("at least", ">="), ("a minimum of", ">="), ("at most", "<="), ("up to", "<="), ("as many as", "<="),
    ("a maximum of", "<="), ("more than", ">"), ("greater than", ">"), ("upwards of", ">"), ("over", ">"),
    ("above", ">"), ("exceeding", ">"), ("less than", "<"), ("fewer than", "<"), ("under", "<"), ("below", "<"),
    ("close to", "~"), ("about", "~"), ("around", "~"), ("nearly", "~"), ("some", "~"), ("almost", "~"),
    ("roughly", "~"), ("approximately", "~"), ("an estimated", "~"), ("another", "="), ("an additional", "="),
)  # fmt: skip
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_NOT_COUNTED = words("""
    of in on at to from by with for and or but is are was were has have had will would than
""")
_NOT_COUNTED |= words("""
    that which who the a an this as near into over after before while when since during per
""")
_NOT_COUNTED |= words("said since were be been about between against through across most all")

_WORD_NUMBER = "|".join(sorted(WORDS, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?<![\w.,:/-])(?:(?P<money>US\$|[$€£¥₹]) ?)?(?:(?P<digits>\d{{1,15}}(?:,\d{{3}})*(?:\.\d{{1,9}})?)"
    rf"|(?P<word>(?:{_WORD_NUMBER})(?![\w-])))",
    re.IGNORECASE,
)
_VAGUE = re.compile(rf"(?<![\w-])({'|'.join(VAGUE)}) of\b", re.IGNORECASE)
_TOKEN = re.compile(r"\s{0,3}([A-Za-z][\w’'-]*|%|[A-Za-z]+)")


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    value: float
    unit: str | None


def quantities(text: str) -> tuple[Quantity, ...]:
    """Read every amount in `text`, left to right; dates, years and clock times are none."""
    numbers = [n for m in _NUMBER.finditer(text) if (n := _number(text, m)) is not None]
    found, i = [], 0
    while i < len(numbers):
        first = numbers[i]
        second = numbers[i + 1] if i + 1 < len(numbers) else None
        if second and _is_range(text, first, second):
            found.append(_quantity(text, second, first))
            i += 2
        else:
            found.append(_quantity(text, first, None))
            i += 1
    found += [_vague(text, m) for m in _VAGUE.finditer(text)]
    return tuple(sorted(found, key=lambda q: q.start))


def _number(text: str, match: re.Match[str]) -> _Number | None:
    """The number at `match` with its scale, or None where it is a date, a year, a time or a bare pronoun."""
    start, end = match.span()
    word = match["word"]
    value = WORDS[word.lower()] if word else float(match["digits"].replace(",", ""))
    unit = CURRENCIES[match["money"].upper()] if match["money"] else None
    scaled = False
    while (step := _TOKEN.match(text, end)) and (scale := SCALES.get(step[1].lower())) is not None:
        if word and len(step[1]) <= 2:
            break
        value, end, scaled = value * scale, step.end(), True
    if not unit and not scaled and (_is_time(text, start, end, value) or (word and value == 1)):
        return None
    return _Number(start, end, value, unit)


def _is_time(text: str, start: int, end: int, value: float) -> bool:
    before, after = text[max(0, start - 12) : start].split(), text[end : end + 12]
    next_word = after.split()[0].strip(".,;") if after.split() else ""
    if (before and before[-1].strip(",") in _MONTHS) or next_word in _MONTHS:
        return True
    if before and before[-1] in {"Article", "Section", "Resolution", "Flight", "Windows", "No.", "Chapter"}:
        return True
    if after[:1] == ":" and after[1:2].isdigit():
        return True
    if next_word.lower() in {"a.m", "p.m", "am", "pm"} or re.match(r"(?:st|nd|rd|th)\b", after):
        return True
    year_like = 1500 <= value <= 2100 and value == int(value) and "," not in text[start:end]
    return year_like and not re.match(r" [a-z]{4,}s\b| (?:people|troops)", after)


def _is_range(text: str, first: _Number, second: _Number) -> bool:
    between = text[first.end : second.start]
    if between in {"-", "–", " to ", "–$"}:
        return between != " to " or not re.search(r"\b(?:from|rose|fell)\b[^.]{0,40}$", text[: first.start][-48:])
    return between == " and " and text[: first.start].lower().endswith("between ")


def _quantity(text: str, number: _Number, low: _Number | None) -> Quantity:
    first = low or number
    comparator, start = _comparator(text, first.start)
    end, unit, counted = _right(text, number)
    if low:
        between = text[: first.start].lower().endswith("between ")
        start, comparator = (first.start - len("between ") if between else first.start), ".."
        scale_of_high = number.value / low.value if low.value else 1
        low_value = low.value * 1e6 if scale_of_high >= 1e5 and number.value >= 1e6 else low.value
        return Quantity(start, end, text[start:end], "..", low_value, number.value, unit or low.unit, counted)
    lower = None if comparator in {"<", "<="} else number.value
    upper = None if comparator in {">", ">="} else number.value
    return Quantity(start, end, text[start:end], comparator, lower, upper, unit, counted)


def _comparator(text: str, start: int) -> tuple[Comparator, int]:
    before = text[max(0, start - 20) : start].lower()
    for phrase, comparator in COMPARATORS:
        if before.endswith(phrase + " ") and not before[: -len(phrase) - 1][-1:].isalpha():
            return comparator, start - len(phrase) - 1
    return "=", start


def _right(text: str, number: _Number) -> tuple[int, str | None, str | None]:
    """Where the quantity ends, its unit and its counted noun."""
    if number.unit:
        return number.end, number.unit, None
    if text[number.end : number.end + 1] == "%":
        return number.end + 1, "percent", None
    hyphen = re.compile(r"-(year|month|week|day|hour|mile|metre|meter)(-olds?)?\b").match(text, number.end)
    if hyphen:
        return hyphen.end(), hyphen[1], None
    end, at = number.end, number.end
    for _ in range(4):
        step = _TOKEN.match(text, at)
        if not step or step[1].lower() in _NOT_COUNTED:
            break
        word = step[1].lower()
        if word in {"percent", "%"} or (word == "per" and text[step.end() :].startswith(" cent")):
            return step.end(), "percent", None
        singular_ = singular(word)
        if singular_ in MONEY:
            return step.end(), MONEY[singular_], None
        if singular_ in UNITS or word in _SPELLING:
            return step.end(), _SPELLING.get(word, _SPELLING.get(singular_, singular_)), None
        at = step.end()
        if word in _PEOPLE or (word.endswith("s") and not word.endswith(("ss", "ous", "’s", "'s"))):
            return at, None, singular_
    return end, None, None


_PEOPLE = {"people": "person", "men": "man", "women": "woman", "children": "child", "police": "police"}


def singular(noun: str) -> str:
    """The singular of an English plural; a word that is none comes back as it is."""
    if noun in _PEOPLE:
        return _PEOPLE[noun]
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("sses", "shes", "ches", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


def _vague(text: str, match: re.Match[str]) -> Quantity:
    number = _Number(match.start(), match.end(), VAGUE[match[1].lower()], None)
    end, unit, counted = _right(text, number)
    return Quantity(match.start(), end, text[match.start() : end], "~", number.value, None, unit, counted)
