"""Whether the words around a date speak of what is to come, of what has been, or of what was then planned.

Before the date the nearest cue counts ("troops that were sent in May will sail on Friday"); for a date that opens
its stretch the first cue after it does ("On Friday, ministers will meet"), and where nothing before tells, one that
stands right behind it ("the statement on Thursday will reveal").
"""

import re
from typing import Literal

from checks.lexicon import alternatives, load_list

Tense = Literal["future", "past", "planned", "intended", "reported", "lasting", "open"]

_REACH = 120
# "will", "is due to", with what may stand between it and the date: "will also be held on Friday".
_FUTURE = (
    rf"(?:{alternatives('dates', 'tense_ahead')})(?: (?:{alternatives('dates', 'tense_adverbs')}))?"
    rf"(?: (?:be|remain|stay)(?: (?:{alternatives('dates', 'tense_participle')}))?)?"
    rf"|(?<!was )(?<!were )(?<!had )to be (?:{alternatives('dates', 'tense_participle')})"
    rf"|{alternatives('dates', 'tense_foreseen')}"
    rf"|{alternatives('dates', 'tense_arranged')}"
    rf"|(?:{alternatives('dates', 'tense_timetable')})"
    rf"|(?:{alternatives('dates', 'tense_put_off')}) (?:until|till|to)"
    rf"|{alternatives('dates', 'tense_lasts')}"
)
# "The firm cut its forecast": of one alone the present would be "cuts".
_NOT_BEFORE = "".join(rf"(?<!\b{word} )" for word in load_list("dates", "before_a_base_form"))
_SAME = (
    rf"(?<=[a-rt-z] ){_NOT_BEFORE}(?:{alternatives('extraction', 'same')})"
    rf"(?= (?:{alternatives('dates', 'tense_objects')}))"
)
_PAST = rf"(?:{alternatives('dates', 'tense_past')})|{_SAME}"
_PLANNED = (
    rf"(?:was|were|had been) (?:(?:{alternatives('dates', 'tense_planned_adverbs')}) )?"
    rf"(?:{alternatives('dates', 'tense_planned')})(?= (?:{alternatives('dates', 'tense_planned_for')})\b)"
    r"|to [a-z]{2,20}(?: [^\s,.;:]+){0,8} by(?=\s\Z)"  # "instructed them to find out by 1 December"
    r"|ahead(?: of)?(?=\s\Z)"  # "has built a lead ahead | of Friday’s election"
)
# "A vow that the tunnel would open on 30 September" was made before: it may have gone by.
_WOULD = (
    rf"would(?: (?:{alternatives('dates', 'tense_would_adverbs')}))?"
    rf"(?: (?:remain|stay|be(?: [a-z]{{2,20}}(?:ed|en)\b)?))?"
    rf"(?: [a-z]{{2,20}}(?:ed|en|ld|t|n)(?= (?:{alternatives('dates', 'tense_would_by')})\b| \Z))?"
)
# "She had expected to return in August" says of no August whether it had come.
_INTENDED = r"had (?:been )?(?:expected|planned|hoped|intended|wanted|scheduled|set) to"
_CUES = re.compile(
    rf"(?<![\w-])(?:(?P<intended>{_INTENDED})|(?P<would>{_WOULD})|(?P<planned>{_PLANNED})"
    rf"|(?P<future>{_FUTURE})|(?P<past>{_PAST}))(?![\w-])"
)
_THAT = re.compile(r"\bthat\b")
_UNTIL = re.compile(r"\b(?:until|till) (?:the )?(?:[a-z]+ of )?\Z")
# "Did not search it until October": then it did.
_NOT_UNTIL = re.compile(
    r"\b(?:did|was|were|had)(?:n['’]t| not)\b.*\b(?:until|till) (?:the )?(?:[a-z]+ of )?\Z", re.DOTALL
)
_OPENING = 12
_NEXT = 2
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)]{0,2}\s+(?=['\"“‘(]?[A-Z])|\n")


def tense(text: str, start: int, end: int, date_start: int, date_end: int) -> Tense:
    """The tense of the words in `text[start:end]` that are nearest to the date at `date_start` to `date_end`.

    Offsets count in `text`. "Future" and "past" speak for themselves; "planned" is what was due then, "intended" what
    somebody had wanted, "reported" what somebody had said would be, "lasting" the end of what had begun ("gave them
    until June"), which may have come or not, "open" everything else. 120 characters are looked at on either side,
    within the sentence.
    """
    floor = max(start, date_start - _REACH)
    for sentence_end in _SENTENCE_END.finditer(text, floor, date_start):
        floor = sentence_end.end()
    if _NOT_UNTIL.search(text, floor, date_start):
        return "past"
    before = list(_CUES.finditer(text, floor, date_start))
    if before:
        said = text[floor:date_start]
        found = "future" if _may_come(said, before) else _of(before[-1])
        return "lasting" if found == "past" and _UNTIL.search(said) else found
    ceiling = _SENTENCE_END.search(text, date_end, min(end, date_end + _REACH))
    after = _CUES.search(text, date_end, ceiling.start() if ceiling else min(end, date_end + _REACH))
    if date_start - floor > _OPENING and (after is None or after.start() - date_end > _NEXT):
        return "open"
    return _of(after) if after else "open"


def _may_come(said: str, cues: list[re.Match[str]]) -> bool:
    """Whether a "would" tells what may come ("the bill would ban it from 1 January"), and not what was once said."""
    reported = any(cue["past"] or cue["planned"] for cue in cues) or _THAT.search(said) is not None
    return bool(cues[-1]["would"]) and not reported


def _of(cue: re.Match[str]) -> Tense:
    """The tense that a cue tells, by the group of the pattern that matched."""
    if cue["would"]:
        return "reported"
    if cue["intended"]:
        return "intended"
    return "planned" if cue["planned"] else "future" if cue["future"] else "past"
