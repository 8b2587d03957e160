"""Years, fiscal years, decades, centuries, quarters, halves and seasons."""

import re
from datetime import date

from checks.dates import interval
from checks.dates.context import DateContext, Rule
from checks.dates.interval import Span
from checks.dates.words import COUNT, COUNTED, DECADES, NOT_A_YEAR, ORDINALS, SEASONS, YEAR_NOUNS, count
from checks.lexicon import alternatives, load_table

_EDGE = r"(?<![\w.,:/$£€¥₹#'’-])"
_YEAR = re.compile(
    rf"(?:{_EDGE}|(?<=mid-)|(?<=[Ll]ate-))(?P<year>1\d{{3}}|20\d\d)(?![\w%°]|[.,:/]\d|[-–][\w])", re.A
)
_YEARS = re.compile(
    rf"{_EDGE}(?P<from>1\d{{3}}|20\d\d)\s?(?P<mark>[-–—/])\s?(?P<to>(?:1\d|20)\d\d|\d\d)(?![\w%]|[.,:/-]\d|-\w)",
    re.A,
)
_FISCAL = re.compile(
    r"(?<![\w-])(?:FY ?(?P<short>\d\d)(?!\d)|(?:FY|(?:[Ff]iscal|[Ff]inancial|[Tt]ax|[Ss]chool|[Aa]cademic)(?: year)?)"
    r"[ -]?(?P<from>(?:19|20)\d\d))(?:[-–/](?P<to>\d{4}|\d\d))?(?!\w)",
    re.A,
)
_ERA = re.compile(r"(?<![\w.,$])(?:AD (?P<ad>\d{1,4})|(?P<number>\d{1,5}) (?P<era>AD|CE|BC|BCE))(?!\w)", re.A)
_DECADE = re.compile(
    r"(?<![\w.,$£€-])(?P<the>[Tt]he )?(?:(?P<decade>(?:1[5-9]|20)\d0)['’]?s|(?P<short>['’‘]?[2-9]0)['’]?s)(?!\w)",
    re.A,
)
_DECADE_WORD = re.compile(rf"(?<![\w-])(?P<the>the )?(?P<word>{'|'.join(DECADES)})(?!\w)", re.I)
_THE = re.compile(r"\b[Tt]he (?:(?:early|mid|late|middle|swinging|roaring)[ -])?\Z")
_CENTURY = re.compile(
    rf"(?<![\w-])(?:the )?(?P<ordinal>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(ORDINALS)})[ -]centur(?:y|ies)(?!\w)"
    r"(?P<era> B\.?C\.?(?:E\.?)?)?",
    re.I | re.A,
)
_OF = r"(?:,? (?:of )?(?:(?:fiscal )?(?P<year>(?:19|20)\d\d)(?!\d)|(?P<spoken>(?:this|last|next|the) year)\b))"
_FOURTHS: dict[str, int] = load_table("dates")["fourths"]
_GOES_ON = "it goes on at publication, and the words look back"
_QUARTER = re.compile(
    rf"(?<![\w-])(?:(?:[Tt]he )?(?P<ordinal>(?:{'|'.join(_FOURTHS)}|final))[ -]quarter"
    rf"|Q(?P<number>[1-4]))(?![\w-]){_OF}?",
    re.A,
)
_HALF = re.compile(rf"(?<![\w-])(?:(?:[Tt]he )?(?P<ordinal>first|second)[ -]half|H(?P<number>[12])){_OF}", re.A)
_MONTHS_OF = re.compile(rf"(?<![\w-])(?:[Tt]he )?(?P<which>first|last|final) (?P<count>{COUNT}) months{_OF}", re.A)
_SEASON = re.compile(
    rf"(?<![\w-])(?:(?P<the>the)|(?P<which>this past|this|last|next))? ?"
    rf"(?<![\w-])(?P<season>{'|'.join(SEASONS)})(?![\w-])"
    rf"(?:,? (?:of )?(?:(?P<year>(?:1[5-9]|20)\d\d)(?![\w]|,\d)"
    r"(?:[-–/](?P<to>\d{2,4})(?!\w))?|(?P<spoken>(?:this|last|next) year)\b))?",
    re.I | re.A,
)
_IN_SEASON = re.compile(r"\b(?:during|over|since|until|by|in) \Z", re.I)

_TIME = re.compile(
    rf"\b(?:{alternatives('dates', 'years_before_a_year')})[ -]\Z",
    re.I,
)
_BEFORE_BARE = re.compile(
    rf"(?:\A|[.;:,()\[\]–—|!?]\s?|\b(?:{alternatives('dates', 'years_before_bare')})\s|['’]s\s|s['’]\s)\Z",
    re.I,
)
_COUNTED = re.compile(rf"[\s-](?:{COUNTED})(?!\w)", re.I)
_YEAR_NOUN = re.compile(rf"\s(?:{YEAR_NOUNS})(?!\w)", re.I)
_ADDRESS = re.compile(rf"(?: [A-Z][\w.'’-]{{0,20}}){{1,3}} (?:{alternatives('dates', 'years_address')})\b")
# Of a match, not of a year: where points, halves or a score are told of.
_MATCH_WORDS = re.compile(
    rf"\b(?:{alternatives('dates', 'years_match_words')})\b|\b\d{{1,3}} points\b",
    re.I,
)
_PLURAL = re.compile(r"\s[a-z]{3,24}(?<![sui])s(?![\w'’])")
_WORK = re.compile(rf",? ?\(?(?:the|a|an|his|her|George) (?:\w+ )?(?:{alternatives('dates', 'years_work')})")
_NOT_A_YEAR = re.compile(rf"(?<![\w-])(?:{NOT_A_YEAR})\s\Z", re.I)


def _year(match: re.Match[str], clause: DateContext) -> Span | None:
    """A bare number of four digits as a year. Returns None where it is part of an address or counts something."""
    number, before, after = int(match["year"]), clause.before(match), clause.after(match, 60)
    if _ADDRESS.match(after):
        return None  # "of 1502 Harbor Road"
    if not _reads_as_year(number, before, after):
        return None
    return interval.years(number, number)


def _reads_as_year(number: int, before: str, after: str) -> bool:
    """Tell a year from a count, a title or a model by what stands before and after it.

    `before` and `after` are the few characters around the number.

    A preposition of time before it, or a noun of years behind it ("2014 elections"), speaks for a year; a counted
    noun behind it ("2014 people"), quotation marks, and words for titles and models speak against it. Round
    numbers and those before 1900 need more, for counts are often round.
    """
    if _COUNTED.match(after) or _WORK.match(after) or before[-1:] in ("“", '"', "‘"):
        return False
    if before.endswith("(") and after[:1] in (")", ",", ";", ":"):
        return number >= 1400
    in_time, year_noun = bool(_TIME.search(before)), bool(_YEAR_NOUN.match(after))
    if year_noun and number >= 1900:
        return not _NOT_A_YEAR.search(before) or in_time or bool(re.search(r"than \Z", before))
    if _NOT_A_YEAR.search(before):
        return False
    round_or_old, plural = number % 50 == 0 or number < 1900, bool(_PLURAL.match(after))
    if in_time:
        return not (round_or_old and plural)
    if plural or number < 1900 or not _BEFORE_BARE.search(before):
        return False
    if re.search(r"['’]\w? \Z", before) and not re.match(r" [A-Za-z]", after):
        return False  # "Orwell's 1984"
    return number % 50 != 0 or bool(re.search(r"\b[Tt]he \Z|\(\Z", before))


def _year_range(match: re.Match[str], clause: DateContext) -> Span | None:
    """ "2014-15", "1998/99", "2010 to 2012": both years whole. Returns None where the numbers do not rise, or count
    something.
    """
    first, to, after = int(match["from"]), match["to"], clause.after(match)
    last = int(to) if len(to) == 4 else first - first % 100 + int(to)
    if last == first - first % 100 and first % 100 == 99:
        last += 100
    if last <= first or (match["mark"] == "/" and last != first + 1):
        return None
    if _COUNTED.match(after) or (first % 50 == 0 and _PLURAL.match(after) and not _YEAR_NOUN.match(after)):
        return None
    return interval.years(first, last)


def _fiscal(match: re.Match[str], clause: DateContext) -> Span:
    """A fiscal, tax or school year, taken as its calendar year, with a word on that."""
    first = int(match["from"] or f"20{match['short']}")
    to = match["to"]
    last = first if not to else int(to) if len(to) == 4 else first - first % 100 + int(to)
    if last < first:
        return interval.unresolved("the second year comes before the first")
    return interval.years(first, last, "fiscal years end in different months; the calendar year is taken")


def _era(match: re.Match[str], clause: DateContext) -> Span:
    """A year with its era. Years before 1 have no interval, as the calendar of Python begins with 1."""
    if match["ad"] or match["era"][0] in "AC":
        number = int(match["ad"] or match["number"])
        return interval.years(number, number)
    return interval.unresolved("before the year 1")


def _decade(match: re.Match[str], clause: DateContext) -> Span | None:
    """ "The 1990s", "the '90s". A round hundred before 2000 is a century: "the 1800s". Two digits need an article, and
    mean the 20th century.
    """
    if match["short"]:
        if not match["the"] and not _THE.search(clause.before(match)):
            return None
        return _of_last_century(int(match["short"].lstrip("'’‘")))
    first = int(match["decade"])
    if first % 100 == 0 and first < 2000:
        return interval.years(first, first + 99, "a hundred years, not the ten")
    return interval.years(first, first + 9)


def _decade_word(match: re.Match[str], clause: DateContext) -> Span | None:
    """ "The nineties", with the article that sets it apart from a temperature or an age."""
    if not match["the"] and not _THE.search(clause.before(match)):
        return None
    return _of_last_century(DECADES[match["word"].lower()])


def _of_last_century(number: int) -> Span:
    """Ten years of the 20th century; "the twenties" may by now be those of the 21st, and are called unclear."""
    unclear = f"{interval.UNCLEAR}of the 20th century" if number == 20 else "of the 20th century"
    return interval.years(1900 + number, 1909 + number, unclear)


def _century(match: re.Match[str], clause: DateContext) -> Span:
    """The hundred years of a century as historians count them: the 20th from 1901 to 2000."""
    word = match["ordinal"].lower()
    number = int(word[:-2]) if word[0].isdigit() else ORDINALS[word]
    if match["era"]:
        return interval.unresolved("before the year 1")
    return interval.years(100 * number - 99, 100 * number)


def _of_year(match: re.Match[str], clause: DateContext) -> int | None:
    """The year that "of 2020", "of last year" or "of the year" says, if any."""
    if match["year"]:
        return int(match["year"])
    if not match["spoken"] or clause.published is None:
        return None
    return clause.published.year + {"last": -1, "next": 1}.get(match["spoken"].split()[0].lower(), 0)


def _quarter(match: re.Match[str], clause: DateContext) -> Span:
    """Three months of a year. Where the 300 characters around tell of a match, a quarter is a part of that and stays
    unresolved.
    """
    here = clause.text[max(clause.start, match.start() - 300) : min(clause.end, match.end() + 300)]
    if not match["year"] and not match["spoken"] and match["ordinal"] and _MATCH_WORDS.search(here):
        return interval.unresolved("a quarter of a match")
    number = int(match["number"] or _FOURTHS.get((match["ordinal"] or "").lower(), 4))
    return _part_of_year(match, clause, 3 * number - 2, 3)


def _half(match: re.Match[str], clause: DateContext) -> Span:
    """Six months of a year."""
    second = match["number"] == "2" or match["ordinal"] == "second"
    return _part_of_year(match, clause, 7 if second else 1, 6)


def _months_of(match: re.Match[str], clause: DateContext) -> Span | None:
    """The first or last so many months of a year. Returns None for a number of months that no year has."""
    length = count(match["count"])
    if not 1 <= length <= 12:
        return None
    return _part_of_year(match, clause, 1 if match["which"] == "first" else 13 - length, length)


def _part_of_year(match: re.Match[str], clause: DateContext, month: int, length: int) -> Span:
    """`length` months from `month` on, in the year that the match says; without one in the last such time before
    publication, or in the next one where the words look ahead. One that goes on at publication is that one; behind
    a past tense it may be the one before too, and stays unresolved.
    """
    year, published = _of_year(match, clause), clause.published
    if year is not None:
        return interval.months(year, month, length)
    if published is None:
        return interval.unresolved("the year is not known")
    tense = clause.tense(match)
    if tense == "future":
        return _next(published, month, length)
    running = interval.months(published.year, month, length)
    if running.first and running.last and running.first < published < running.last:
        return interval.unresolved(_GOES_ON) if tense == "past" else running.saying("the one of publication")
    last = interval.months(published.year, month, length)
    if last.last and last.last >= published:
        last = interval.months(published.year - 1, month, length)
    return last.saying("the last one before publication")


def _next(published: date, month: int, length: int) -> Span:
    """The first such months that do not lie before publication."""
    span = interval.months(published.year, month, length)
    if span.last and span.last < published:
        span = interval.months(published.year + 1, month, length)
    return span.saying("the next one, as the words look ahead")


def _season(match: re.Match[str], clause: DateContext) -> Span | None:
    """Three months by the name of a season, as meteorologists count them in the north.

    Returns None where the word is none ("fall", "spring" as verbs), and an unresolved span where a season is meant
    and its year is not said.
    """
    month, which, north = SEASONS[match["season"].lower()], (match["which"] or "").lower(), "seasons of the north"
    if match["to"] and month != 12:
        return None
    if (year := _of_year(match, clause)) is not None:
        return interval.season(year, month, north)
    if not which:
        bare = match["the"] and match["season"].lower() != "fall" and _IN_SEASON.search(clause.before(match))
        return interval.unresolved(interval.NO_YEAR) if bare or match["spoken"] else None
    if clause.published is None:
        return interval.unresolved(interval.NO_PUBLICATION)
    return _which_season(which, month, clause.published).saying(north)


def _which_season(which: str, month: int, published: date) -> Span:
    """The season that "this", "last", "this past" or "next" mean beside the day of publication. A winter belongs to
    the year in which it begins.
    """
    running = [interval.season(published.year + step, month) for step in (-2, -1, 0, 1)]
    known = [s for s in running if s.first and s.last]
    if which == "next":
        coming = [s for s in known if s.first and s.first > published]
        return coming[0] if coming else interval.unresolved(interval.OUT_OF_CALENDAR)
    if which == "this":
        year = published.year - (month == 12 and published.month <= 2)
        return interval.season(year, month)
    gone = [s for s in known if s.last and s.last < published]
    if not gone:
        return interval.unresolved(interval.OUT_OF_CALENDAR)
    same_year = which == "last" and gone[-1].last is not None and gone[-1].last.year == published.year
    return gone[-1].saying(
        f"{interval.UNCLEAR}this year's or the last one's" if same_year and month != 12 else None
    )


_NUMBERS = frozenset(str(year) for year in range(1000, 2100))
_TENS = frozenset(str(ten) for ten in (*range(20, 100, 10), *range(1500, 2100, 10)))
RULES = (
    Rule(_NUMBERS, _YEAR, _year),
    Rule(_NUMBERS, _YEARS, _year_range),
    Rule(_TENS, _DECADE, _decade, reach=1),
    Rule(frozenset(DECADES), _DECADE_WORD, _decade_word, reach=1),
    Rule(frozenset({"century", "centuries"}), _CENTURY, _century, reach=3),
    Rule(frozenset({"fy", "fiscal", "financial", "tax", "school", "academic"}), _FISCAL, _fiscal),
    Rule(frozenset({"bc", "bce", "ad", "ce"}), _ERA, _era, reach=1),
    Rule(frozenset({"quarter", "q"}), _QUARTER, _quarter, reach=2),
    Rule(frozenset({"half", "h"}), _HALF, _half, reach=2),
    Rule(frozenset({"months"}), _MONTHS_OF, _months_of, reach=3),
    Rule(frozenset(SEASONS), _SEASON, _season, reach=2),
)
