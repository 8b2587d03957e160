"""Lines that a page puts around its article: share lines, bylines, credits, links to other articles.

Precision comes first: a pattern must take the whole line, and says so by its own words ("Share this story", never
"Share prices fell."). Lines are looked up by their first word, so that prose costs one look.
"""

import re
from collections import defaultdict

from checks.documents.cleaning.bylines import BRACKETED_CREDIT
from checks.lexicon import load_words
from checks.nlp.datelines import is_date_line

_LONGEST = 220
# Names, and the words that join them, to the end of the line.
_CREDITED_TO = (
    r"(?-i:(?:(?:[A-Z0-9@©(][^\s!?]{0,40}|of|for|via|the|by|and|et|al\.?|&|/|in|von|van|de)(?: |$)){1,10})"
)
_END = r"[.!:…]{0,3}"
_MEDIA = "facebook|twitter|x|linkedin|whatsapp|pinterest|reddit|e-?mail|telegram|instagram|youtube|google news|flipboard"

# Reason, first words in lower case, pattern of the whole line without regard to case.
_RULES: tuple[tuple[str, str, str], ...] = (
    (
        "advertisement",
        "advertisement advertisements advertise ad ads",
        rf"(?:advertisements?|ads?|advertise with us){_END}",
    ),
    (
        "advertisement",
        "sponsored promoted paid story article continue scroll loading",
        r"(?:sponsored|promoted|paid)(?: (?:content|post|partner content)\b.{0,60}| by [^.,]{1,40})?"
        r"|(?:story|article) continues? (?:below|after)\b.{0,60}"
        r"|continue reading(?: (?:below|the main story|after)\b.{0,60})?|scroll (?:down )?to continue\b.{0,40}"
        rf"|loading{_END}",
    ),
    ("source link", "the", r"the post .{1,200} (?:first )?appeared (?:first )?on .{1,60}"),
    ("source link", "source original via", r"(?:source|original)(?: (?:link|article|story))?:?|via:?"),
    (
        "share line",
        "share tweet pin",
        rf"(?:share|tweet|pin)(?: (?:this|it|(?:on|via|with|by) (?:{_MEDIA}|social))\b.{{0,60}}|:.{{0,80}}|{_END})",
    ),
    (
        "share line",
        "email e-mail print save comments comment bookmark",
        r"(?:e-?mail|print|save|bookmark)"
        rf"(?: (?:this|article|story|page|to a friend)\b.{{0,40}})?{_END}|(?:\d+ )?comments?(?: \(?\d+\)?)?:?",
    ),
    (
        "subscribe line",
        "subscribe sign register join get enter already support thank become download",
        r"subscribe(?: (?:to (?:our|the|us)|now|today|here|for (?:free|just|full)|and)\b.{0,140}|[.!:]{0,3})"
        r"|sign up(?: (?:to (?:our|the|receive|get)|for (?:our|the|free)|here|now|today)\b.{0,140}|[.!:]{0,3})"
        r"|register (?:for free|now|here|to read)\b.{0,100}"
        r"|join (?:our|us on) .{0,60}(?:channel|group|newsletter|community|whatsapp|telegram|conversation)\b.{0,60}"
        r"|get .{0,80}(?:to|in) your (?:inbox|e-?mail|phone)\b.{0,60}"
        r"|enter your e-?mail\b.{0,80}|already (?:a subscriber|have an account)\b.{0,60}"
        r"|support (?:our|independent|quality) journalism\b.{0,100}"
        r"|thank you for (?:subscribing|signing up|reading)\b.{0,60}"
        r"|become a (?:member|subscriber|supporter)\b.{0,60}|download (?:our|the) (?:free )?app\b.{0,60}",
    ),
    (
        "subscribe line",
        "follow like click",
        rf"follow (?:us|@\w+|.{{1,60}} on (?:{_MEDIA}))\b.{{0,80}}|like us on\b.{{0,60}}"
        r"|click here (?:to|for)\b.{0,100}|click here[.!]?",
    ),
    (
        "cookie notice",
        "we this by accept cookie cookies privacy terms manage please skip javascript",
        r"(?:we|this (?:web)?site) uses? cookies(?: (?:to|on (?:this|our)|and|for)\b.{0,170}|[.!]?)"
        r"|by (?:continuing|clicking|using|signing up)\b.{0,80}\byou (?:agree|accept|consent|confirm)\b.{0,100}"
        r"|accept (?:all )?cookies[.!]?|manage (?:cookies|preferences|settings)[.!]?"
        r"|cookies? (?:policy|settings|preferences|notice)[.!]?|privacy (?:policy|notice|settings)[.!]?"
        r"|terms (?:of (?:use|service)|and conditions|& conditions)[.!]?"
        r"|(?:please )?enable javascript\b.{0,80}|javascript is (?:disabled|required)\b.{0,80}"
        r"|skip to (?:content|main content|main|navigation)[.!]?",
    ),
    (
        "related articles",
        "read also related see more you recommended most trending don't don’t up watch listen in what next previous",
        r"(?:also read|read (?:more|also|next|the full (?:story|article)))\s?(?:[:|»>→–—-].{0,180}|)"
        r"|read (?:more|also) (?:about|on|from|here)\b[^.]{0,140}|related\s?[:|–—].{0,180}|see also\s?(?:[:|–—].{0,180}|)"
        r"|related (?:articles?|stories|story|news|content|topics?|posts?|coverage|links?|reading|items?|tags?)\s?:?"
        r"|related|more (?:on this(?: story)?|on this topic|news|stories|from [^.]{1,60}|in [^.]{1,40})\s?:?"
        r"|more on [^.]{1,60}|you (?:may|might) (?:also )?(?:like|be interested in)\s?:?|recommended(?: for you| stories)?\s?:?"
        r"|(?:most|trending)(?: (?:read|popular|viewed|now|stories|shared))\s?:?|trending\s?:?"
        r"|don[’']t miss\s?[:|–—].{0,160}|up next\s?:?.{0,120}|(?:watch|listen|in pictures)\s?(?:[:|].{0,160}|)"
        r"|what to read next\s?:?|(?:next|previous) (?:article|story|post)\s?:?.{0,120}",
    ),
    (
        "image credit",
        "photo photos photograph image images picture pictures video audio graphic illustration credit credits",
        r"(?:photo(?:graph)?|image|picture|video|audio|graphic|illustration|credit)s?"
        r"(?: (?:credit|courtesy|source)s?)?\s?[:/;]\s?(?:[^.!?]{0,140}|" + _CREDITED_TO + ")"
        r"|(?:photo(?:graph)?|image|picture|video|illustration)s?(?: courtesy (?:of )?| by )"
        r"(?-i:[A-Z0-9@©][^\s.!?]{0,30}(?: |$)|(?:of|for|via|the) ){1,8}",
    ),
    (
        "image credit",
        "ap afp epa reuters getty shutterstock",
        r"(?:ap|afp|epa|reuters|getty|shutterstock)(?: (?:photo|images?|file photo))?(?:[/:] ?[^.!?]{1,80})?",
    ),
    (
        "caption",
        "file archive stock undated handout pictured in",
        r"(?:file|archive|stock|undated|handout) (?:photo|image|picture|footage)(?:graph)?s?"
        r"(?: of\b|:| shows?\b| dated\b|,)(?:(?! (?:was|were|had|has|have|said) ).){0,180}|pictured: .{1,160}"
        r"|in this [^.!?]{0,60}\b(?:photo(?:graph)?|picture|image|frame grab|video grab|screenshot)\b.{1,300}",
    ),
    (
        "copyright line",
        "copyright © (c) all this",
        r"(?:copyright|©|\(c\))(?: ?©| ?\(c\))? ?(?:\d{4}|(?-i:by [A-Z]|[A-Z][^.]{0,40}\d{4})).{0,160}|© .{0,160}"
        r"|all rights reserved\b.{0,100}"
        r"|this (?:material|article|content|story) (?:may|must|is) not be (?:published|reproduced|copied).{0,140}",
    ),
    (
        "reading time",
        "reading estimated read",
        r"(?:estimated )?read(?:ing)? time\s?:? ?(?:about )?\d+ ?-?(?:min(?:ute)?s?|seconds?)?[.]?",
    ),
)
_PIECES = re.compile(r"\s[|·•]\s")
_NUMBERED = re.compile(
    r"(?:about )?\d{1,3}[ -]?min(?:ute)?s?[ -](?:read|listen|watch)|\d{1,6} (?:comments?|shares?|views?|likes?)",
    re.IGNORECASE,
)
_SOURCES = re.compile(
    r"(?:sources?|references|external links|further reading|notes|sister links)\s?:?", re.IGNORECASE
)
_LISTS_OTHERS = re.compile(
    r"(?:also read|read (?:more|also|next)|see also|related(?: \w{1,10})?|more (?:on this|news|stories)(?: \w{1,10})?"
    r"|more (?:from|about|in) [^.!?]{2,30}"
    r"|recommended(?: \w{1,10}){0,2}|most (?:read|popular|viewed)|trending(?: now)?|you (?:may|might) also like"
    r"|what to read next)\s?:?",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:(?:written|reported|words|story|text|photos|analysis|opinion) )?by:? |from ", re.IGNORECASE)
_BETWEEN = re.compile(r"[,/;]")
_NAME = re.compile(r"(?:(?:al|el|bin|ben|d|o)[-'’])?[^\W\d_a-z][\w.'’-]{0,30}")
_BYLINE_WORDS = load_words("documents", "byline_words")
_DESK = re.compile(r"(?i:\(?(?:additional |further )?(?:reporting|writing|editing|compiled) by )(?=[A-Z])")
_IN_PLACE = re.compile(
    rf"{_NAME.pattern}(?: {_NAME.pattern}){{1,3}} in {_NAME.pattern}(?:[ ,]{{1,2}}{_NAME.pattern}){{0,2}}"
)


def _by_first_word() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    table: dict[str, list[tuple[str, re.Pattern[str]]]] = defaultdict(list)
    for reason, words, pattern in _RULES:
        for word in words.split():
            table[word].append((reason, re.compile(pattern, re.IGNORECASE)))
    return dict(table)


_TABLE = _by_first_word()


def why_furniture(line: str) -> str | None:
    """Why `line`, a whole paragraph, belongs to the page and not to its article; None where it is prose."""
    if len(line) > _LONGEST:
        return None
    pieces = _PIECES.split(line)
    if len(pieces) > 1 and all(pieces) and None not in (reasons := [why_furniture(piece) for piece in pieces]):
        return reasons[0]
    first = line.split(None, 1)[0].rstrip(":;,.!|/").lower()
    first = first.partition("/")[0]
    for reason, pattern in _TABLE.get(first, ()):
        if pattern.fullmatch(line):
            return reason
    if _is_byline(line):
        return "byline"
    if is_date_line(line):
        return "dateline"
    if line[0] in "([" and BRACKETED_CREDIT.fullmatch(line):
        return "image credit"
    if line[0].isdigit() and _NUMBERED.fullmatch(line):
        return "reading time" if "min" in line.lower() else "share line"
    return "share line" if first in _NETWORKS and _names_media(line) else None


def opens_sources(line: str) -> bool:
    """Whether `line` is the heading of the list of sources behind an article."""
    return len(line) < 30 and _SOURCES.fullmatch(line) is not None


def opens_related(line: str) -> bool:
    """Whether `line` is the heading of a list of other articles."""
    return len(line) < 40 and _LISTS_OTHERS.fullmatch(line) is not None


def _is_byline(line: str) -> bool:
    if _IN_PLACE.fullmatch(line):
        return True
    desk = _DESK.match(line)
    if desk:
        return _names_people(line[desk.end() :].rstrip(".)"))
    by = _BY.match(line)
    return by is not None and line[-1] not in ".!?" and _names_people(line[by.end() :])


def _names_people(text: str) -> bool:
    """Whether `text` holds names and the words of bylines, and nothing else."""
    words = _BETWEEN.sub(" ", text).split()
    names = sum(_NAME.fullmatch(word) is not None for word in words)
    others = sum(word.lower() in _BYLINE_WORDS for word in words)
    return names > 0 and len(words) <= names + others


def _names_media(line: str) -> bool:
    """Whether the line holds the names of networks and nothing else: "Facebook Twitter LinkedIn"."""
    words = line.lower().replace("|", " ").replace(",", " ").split(None, 12)
    return len(words) > 1 and all(word in _NETWORKS for word in words)


_NETWORKS = load_words("documents", "networks")
