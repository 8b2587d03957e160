"""What stands before or behind the prose of a paragraph: datelines, glued dates, image credits."""

import re
from collections.abc import Iterator

from checks.lexicon import alternatives
from checks.nlp.datelines import DATE, MONTH_AND_DAY
from checks.types.claim import RemovedPart

_NAME = r"[A-Z][\w.'’-]{0,25}"
_PLACE = rf"{_NAME}(?:(?:,? |/){_NAME}){{0,5}}"
_CAPITALS = r"[A-Z][A-Z.'’-]{2,25}(?:(?:,? |/)[A-Z][\w.'’-]{1,25}){0,4}"
# "Kartli Business Wire –": an agency by its own name.
_BY_NAME = rf"(?:{_NAME} ){{1,4}}(?:Wire|News|Agency|Press|Newswire|Service)"
_ONE_DAY = rf"(?:{MONTH_AND_DAY})(?:,? \d{{4}})?"
_DAY = rf"(?:, {_ONE_DAY}| \({_ONE_DAY}\))?"
_AGENCY = r"(?:\([A-Z][\w./& ]{1,30}\)|/[A-Z][\w ]{1,30}/)"
_DASH = r"\s?(?:—|–|--|\s-(?=\s))\s?"
# AP Stylebook, "datelines": the place in capitals, the agency in brackets, a dash. Wikinews writes "Place, Region —".
# A word that begins in lower case behind the dash shows an aside, not a dateline.
_NEXT = r"(?=[\"'“‘A-Z\d])"
_ANYWHERE = re.compile(
    rf"(?:(?:{_PLACE}{_DAY},? )?{_AGENCY}(?:{_DASH}|: )|{DATE}\s+|{MONTH_AND_DAY},? \d{{4}}:\s+){_NEXT}"
)
# "Dhaka, March 21 (IANS) Rescuers", as Indian agencies write it, has no dash.
_AT_THE_TOP = re.compile(
    rf"(?:{_PLACE}, {_ONE_DAY} \([A-Z]{{2,6}}\) |{_CAPITALS}{_DAY}{_DASH}|{_BY_NAME}{_DASH}"
    rf"|{_NAME}(?: {_NAME}){{0,2}}{_DAY}, {_NAME}(?: {_NAME}){{0,3}} ?(?:—|–|--) "
    rf"|{_NAME}(?: {_NAME}){{0,2}}(?:, {_NAME}(?: {_NAME}){{0,2}}){{1,2}}{_DAY} ?(?:—|–|--|-) ){_NEXT}"
)
# "NEW DELHI: ", as Indian papers write it; where more paragraphs open so it is a transcript that names its speakers.
_LABEL = re.compile(
    rf"(?!(?:BREAKING|LIVE|WATCH|UPDATED?|EXCLUSIVE|NOTE)\b)[A-Z][A-Z.'’ -]{{2,40}}{_DAY}: {_NEXT}"
)
_SPEAKING = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")
_LABELLED = re.compile(r"^[A-Z][\w.'’ -]{1,40}: ", re.MULTILINE)
_WORDS = alternatives("documents", "credit_words")
_KIND = alternatives("documents", "image_kinds")
_IN_BRACKETS = r"[^()\[\]\n]{0,120}"
BRACKETED_CREDIT = re.compile(
    rf"[(\[](?:(?:(?:{_WORDS}) )?(?:{_KIND})s?(?: [Cc]redit| [Cc]ourtesy)?(?:(?:[:/]| by | from ){_IN_BRACKETS})?"
    rf"|(?:{alternatives('documents', 'image_sources')})[:/ ]{_IN_BRACKETS})(?:[)\]]|\Z)"
)
# Behind a caption: "… in Bolivia. Image: Jane Roe."
_TRAILING = re.compile(rf"(?:{_KIND}|Credit)s?(?: [Cc]redit)?[:;] [^\n.!?]{{1,80}}\.?\s*\Z")
# Behind a caption without a full stop: "… in Harare Credit: JANE ROE/ AFP".
_OF_NAMES = re.compile(r"Credits?: (?:[A-Z][\w.'’-]*[/,& ]*){1,6}\s*")
_LONGEST_TRAIL = 110


def bylines_and_credits(text: str, start: int, end: int, at_the_top: bool) -> Iterator[RemovedPart]:
    """What is to be left out of the paragraph from `start` to `end`, in order.

    A place and a dash alone are a dateline only `at_the_top`, in the article's first paragraphs.
    """
    paragraph = text[start:end]
    line = _ANYWHERE.match(paragraph) or (at_the_top and _AT_THE_TOP.match(paragraph)) or None
    if line is None and at_the_top and len(_LABELLED.findall(text)) == 1 and not _SPEAKING.search(paragraph):
        line = _LABEL.match(paragraph)
    if line:
        yield RemovedPart(start, start + len(line[0].rstrip()), "dateline")
    last = end
    trail = _trail(paragraph)
    if trail is not None:
        last = start + trail
    for credit in BRACKETED_CREDIT.finditer(text, start, last):
        yield RemovedPart(credit.start(), credit.end(), "image credit")
    if last < end:
        yield RemovedPart(last, end, "image credit")


def without_credit(paragraph: str) -> str:
    """The paragraph without the image credit at its end.

    Returned as it is where it ends in none.
    """
    bracket = max(paragraph.rfind("("), paragraph.rfind("[")) if paragraph.endswith((")", "]")) else -1
    if bracket > 0 and BRACKETED_CREDIT.fullmatch(paragraph, bracket):
        return paragraph[:bracket].rstrip()
    trail = _trail(paragraph)
    return paragraph if trail is None else paragraph[:trail].rstrip()


def _trail(paragraph: str) -> int | None:
    """Where the image credit at a paragraph's end begins; None if it ends in none.

    A sentence must end before it ("the president: a photo" is prose), or it must be "Credit:" with names alone.
    """
    if ":" not in paragraph[-_LONGEST_TRAIL:] and ";" not in paragraph[-_LONGEST_TRAIL:]:
        return None
    for match in _TRAILING.finditer(paragraph, max(1, len(paragraph) - _LONGEST_TRAIL)):
        before = paragraph[: match.start()].rstrip()
        if before.endswith((".", "!", "?", ")", '"', "”")) or _OF_NAMES.fullmatch(match[0]):
            return match.start()
    return None
