"""The English words that name times, and the pieces of pattern made from them.

Weekday and month names and their abbreviations are the common ones of news style guides; only feasts with a fixed
day are listed, since moving ones would need a calendar of their own.
"""

import re
from typing import Final

from checks.lexicon import load_table

_CALENDAR: Final[dict[str, dict[str, int]]] = load_table("calendar")
_NUMBERS: Final[dict[str, dict[str, int]]] = load_table("numbers")
MONTHS: Final = _CALENDAR["months"]
SHORT_MONTHS: Final = _CALENDAR["short_months"]
WEEKDAYS: Final = _CALENDAR["weekdays"]
SEASONS: Final = _CALENDAR["seasons"]
NUMBERS: Final = _NUMBERS["ones"] | _NUMBERS["tens"] | {"a": 1, "an": 1}
VAGUE: Final = ("a few", "few", "several", "some", "many", "recent", "a couple of", "couple of", "a number of")

ORDINALS: Final = _NUMBERS["ordinals"]
DECADES: Final = _CALENDAR["decades"]
HOLIDAYS: Final = {name: (month, day) for name, (month, day) in load_table("calendar")["holidays"].items()}
NAMES_WITH_A_DAY: Final = (
    r"(?:Black|Good|Bloody|Holy|Maundy|Super|Shrove|Ash|Cyber|Easter|Palm|Whit|Sheffield|Happy|Casual|Giving|Freaky|"
    r"Ruby|Man) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|on Sunday newspaper|(?:Mail|Independent) on Sunday|"
    r"Saturday Night Live|Saturday Evening Post|Friday Night Lights|"
    r"Sunday (?:Times|Telegraph|Mirror|Herald|Express|Mail|World|Independent|Post|People|Sport|Business Post|School)|"
    r"(?:Friday|Sunday) (?:prayers|mass|Mass|roast|service)"
)
NOT_A_YEAR: Final = (
    r"(?:novel|book|film|movie|album|play|song|comedy|thriller|flight|page|room|section|bus|highway|model|windows|"
    r"boeing|route|agenda|vision|resolution|no\.|number|article|paragraph|at|aged|than|only|just|some|nearly|almost|"
    r"roughly|exactly|another|all|these|those|every|blade runner|class|channel|studio|line|lot|order|bill)"
)
COUNTED: Final = (
    r"(?:people|troops|soldiers|men|women|children|dollars|euros?|pounds|pence|kilometers?|kilometres?|km|miles?|meters?|"
    r"metres?|feet|tons?|tonnes?|kg|acres|hectares|percent|per cent|pages|hours?|hrs|minutes|days|years?|weeks?|months|times|"
    r"points|seats|votes|jobs|homes|degrees|calories|square|cubic|mw|megawatts|gmt|utc|police|officers|or more|odd|"
    r"more|additional|other|different|m|cc|rpm|mah|bc|bce|followers|copies|words)"
)
YEAR_NOUNS: Final = (
    r"(?:levels|prices|elections|games|olympics|figures|estimates|estimations|results|championships|finals|polls|"
    r"riots|attacks|talks|protests|floods|budgets|rates|values|is|was|has|as|sales|earnings|profits|emissions)"
)

WEEKDAY = "|".join(name.capitalize() for name in WEEKDAYS)
SHORT_DAY = r"(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)"
MONTH = "|".join(name.capitalize() for name in MONTHS)
SHORT_MONTH = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
COUNT = rf"(?:\d{{1,3}}|{'|'.join(NUMBERS)})"
HOLIDAY = "|".join(re.escape(name) for name in sorted(HOLIDAYS, key=len, reverse=True))
UNIT = r"(?:day|week|fortnight|month|year|decade|century|centurie)"
DAYPART = r"(?:(?:early |late |mid)?(?:morning|afternoon|evening|night))"


def month_number(word: str) -> int:
    """The month of a name or an abbreviation, with or without its full stop.

    From 1 to 12. Raises `KeyError` for any other word.
    """
    name = word.lower().rstrip(".")
    return MONTHS.get(name) or SHORT_MONTHS[name]


def count(word: str) -> int:
    """The number that digits or a number word say.

    "A" and "an" are 1. Raises `KeyError` for a word that is no number.
    """
    return int(word) if word.isdecimal() else NUMBERS[word.lower()]
