"""The English words that name times, and the pieces of pattern made from them.

Weekday and month names and their abbreviations are the common ones of news style guides; only feasts with a fixed
day are listed, since moving ones would need a calendar of their own.
"""

import re
from calendar import day_name, month_name
from typing import Final

MONTHS: Final = {name.lower(): number for number, name in enumerate(month_name) if name}
SHORT_MONTHS: Final = {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
WEEKDAYS: Final = {name.lower(): number for number, name in enumerate(day_name)}
SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {
    "a": 1,
    "an": 1,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
VAGUE: Final = ("a few", "few", "several", "some", "many", "recent", "a couple of", "couple of", "a number of")

ORDINALS: Final = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first".split(),
        start=1,
    )
}
DECADES: Final = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50,
    "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90,
}  # fmt: skip

HOLIDAYS: Final = {
    "new year's day": (1, 1), "australia day": (1, 26), "waitangi day": (2, 6), "valentine's day": (2, 14),
    "international women's day": (3, 8), "st patrick's day": (3, 17), "st. patrick's day": (3, 17),
    "earth day": (4, 22), "anzac day": (4, 25), "may day": (5, 1), "juneteenth": (6, 19), "canada day": (7, 1),
    "fourth of july": (7, 4), "july fourth": (7, 4), "bastille day": (7, 14), "halloween": (10, 31),
    "bonfire night": (11, 5), "guy fawkes night": (11, 5), "armistice day": (11, 11), "veterans day": (11, 11),
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31),
}  # fmt: skip

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
    """The month of a name or an abbreviation, with or without its full stop."""
    name = word.lower().rstrip(".")
    return MONTHS.get(name) or SHORT_MONTHS[name]


def count(word: str) -> int:
    """The number that digits or a number word say."""
    return int(word) if word.isdecimal() else NUMBERS[word.lower()]
