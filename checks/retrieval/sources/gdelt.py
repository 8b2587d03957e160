"""GDELT: who else reports it, by the headlines of the world's news of the last three months.

Built to the DOC 2.0 API (`mode=artlist`), https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/, and to what its
clients have seen: errors come in words with status 200, nothing found is `{}` or `{"articles": null}`. It gives
headlines and no text, so its passages are context at most.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from checks.retrieval.passages import relevant_snippets
from checks.retrieval.queries import Words, words
from checks.retrieval.response_schemas import Line, Link, Shape, shaped, site
from checks.retrieval.search_log import Hit, SearchLog
from checks.retrieval.sources import Limits, Option
from checks.retrieval.words import search_words
from checks.types.answer import Answer, SearchFailed
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.source import SourceContext

NAME = "gdelt"
TITLE = "GDELT"
LIMITS = Limits(per_minute=10, seconds=20, largest=1_000_000)
OPTIONS = (Option("address", "where GDELT is asked", "https://api.gdeltproject.org/api/v2/doc/doc", address=True),)
_MOST_ASKED: Final = 75
_MOST: Final = 8
_MOST_NAMES, _MOST_NOUNS = 2, 3
_SHORTEST_WORD, _SHORTEST_PHRASE, _SHORTEST_QUERY = 3, 5, 5
_KEPT_BY_GDELT: Final = timedelta(days=90)
_BEFORE, _AFTER = timedelta(days=2), timedelta(days=21)  # around the day that a claim names
_LONG_PAUSE: Final = 60.0  # seconds; it sheds load, and a refusal says nothing about the one who asks
# Names that are too short to be searched for, and what the news writes as well.
_WRITTEN_OUT: Final = {
    "us": '("United States" OR American)', "usa": '("United States" OR American)', "eu": '"European Union"',
    "uk": '(Britain OR British OR "United Kingdom")', "un": '"United Nations"', "uae": '"United Arab Emirates"',
}  # fmt: skip
_STAMP: Final = re.compile(r"(\d{8})T?(\d{6})Z?")
_STRAY_BLANK: Final = re.compile(r" +(?=[.,;:!?…%’”)\]])")


class _Article(Shape):
    url: Link = ""
    title: Line = ""
    seendate: Line = ""
    language: Line = ""


class _Articles(Shape):
    articles: list[_Article] | None = None


def applies(claim: Claim) -> bool:
    """Any claim that has words which GDELT can search for may be in the news."""
    return bool(gdelt_queries(claim))


def ask(claim: Claim, context: SourceContext) -> Answer:
    """Headlines that bear on the claim, the exact query first; a looser one only where none of its headlines does."""
    log = SearchLog()
    since, until = window(claim, context.now)
    for query in gdelt_queries(claim):
        asked = _logged(query, since, until)
        try:
            articles = _articles(query, context, since, until)
        except SearchFailed as failure:
            return log.failed(failure, asked)
        log.searched(asked, map(_hit, articles))
        if found := passages(claim, articles, log):
            return log.answer(found)
    return log.answer(())


def _articles(
    query: str, context: SourceContext, since: datetime | None, until: datetime | None
) -> list[_Article]:
    """What one query brings, at most 75 headlines, most relevant first. Raises `SearchFailed` with a pause of a
    minute where GDELT limits requests, which it says with status 429 or in words.
    """
    params: dict[str, str | int] = {
        "query": query,
        "mode": "artlist",
        "format": "json",
        "maxrecords": _MOST_ASKED,
        "sort": "hybridrel",
    }
    if since and until:
        params |= {"startdatetime": f"{since:%Y%m%d%H%M%S}", "enddatetime": f"{until:%Y%m%d%H%M%S}"}
    try:
        return shaped(_Articles, context.fetch.json(context.options["address"], params)).articles or []
    except SearchFailed as failure:
        if failure.status == 429 or "limit requests" in str(failure):
            reason = "asked too often (429): GDELT takes one request every five seconds"
            raise SearchFailed(reason, after=failure.after or _LONG_PAUSE, status=429) from None
        raise


def gdelt_queries(claim: Claim) -> tuple[str, ...]:
    """Searches as GDELT reads them: words that must all be there, names as phrases, and alternatives in brackets."""
    found = words(claim)
    if not (found.names or found.nouns):
        found = Words((), tuple(search_words(claim.statement)), ())
    names, nouns = _terms(found.names, _MOST_NAMES), _terms(found.nouns, _MOST_NOUNS)
    either = [f"({' OR '.join(nouns)})"] if len(nouns) > 1 else nouns
    steps = ([*names, *nouns], [*names[:1], *either])
    made = dict.fromkeys(" ".join(step) for step in steps)
    return tuple(f"{query} sourcelang:english" for query in made if len(query) >= _SHORTEST_QUERY)


def _terms(given: Iterable[str], most: int) -> list[str]:
    """The first `most` names or nouns that can be searched for.

    Terms that are too short for GDELT's index are left out before they are counted.
    """
    return list(dict.fromkeys(term for name in given if (term := _term(name))))[:most]


def _term(name: str) -> str:
    """A name or noun without the signs that GDELT refuses; empty if it is too short for a search.

    GDELT refuses letters outside ASCII and words of fewer than three letters; well-known abbreviations are written
    out.
    """
    plain = unicodedata.normalize("NFKD", name.replace(".", "")).encode("ascii", "ignore").decode()
    parts = re.findall(r"[A-Za-z0-9]+", plain)
    if (whole := "".join(parts).lower()) in _WRITTEN_OUT:
        return _WRITTEN_OUT[whole]
    if len(parts) == 1:
        return parts[0] if len(parts[0]) >= _SHORTEST_WORD else ""
    phrase = " ".join(parts)
    return f'"{phrase}"' if len(phrase) >= _SHORTEST_PHRASE else ""


def window(claim: Claim, now: datetime) -> tuple[datetime | None, datetime | None]:
    """From when to when (UTC) the claim would be reported; None, None for all that GDELT keeps.

    A claim about a time that GDELT keeps no more, or that is still to come, is looked for in the present news.
    """
    days = [(d.first, d.last) for d in claim.dates if d.first and d.last]
    if not days:
        return None, None
    first, last = min(first for first, _ in days), max(last for _, last in days)
    oldest = (now - _KEPT_BY_GDELT).date()
    if last < oldest or first > now.date():
        return None, None
    first, last = max(first, oldest), min(last, now.date())  # no day lies before the year 1 or behind 9999
    since, until = _at(max(first - _BEFORE, oldest), time.min), _at(last + _AFTER, time(23, 59, 59))
    # To the hour, so that the same question a moment later is the same, and its kept answer is found.
    return since, min(until, now.astimezone(UTC).replace(minute=0, second=0, microsecond=0))


def _at(day: date, hour: time) -> datetime:
    """A time of a day in UTC, in which GDELT counts."""
    return datetime.combine(day, hour, UTC)


def _logged(query: str, since: datetime | None, until: datetime | None) -> str:
    """A query with its time, as the log shows it."""
    when = f"{since:%-d %B} to {until:%-d %B %Y}" if since and until else "the last three months"
    return f"{query} ({when})"


def passages(claim: Claim, articles: Sequence[_Article], log: SearchLog | None = None) -> tuple[Passage, ...]:
    """The headlines that bear on the claim, the nearest first, each once however many sites have it.

    Headlines that differ only in punctuation and case are one story; of each story one headline is given, and
    eight in all.
    """
    log = log or SearchLog()
    stories: dict[str, list[_Article]] = {}
    for article in articles:
        if (reason := _unusable(article)) is not None:
            log.set_aside(_hit(article).key, reason)
        else:
            stories.setdefault(re.sub(r"\W+", "", article.title).casefold(), []).append(article)
    near: list[tuple[float, list[_Article]]] = []
    for same in stories.values():
        if cuts := relevant_snippets(same[0].title, claim, most=1):
            near.append((cuts[0].score, same))
            continue
        for article in same:
            log.set_aside(_hit(article).key, "its headline does not bear on the claim")
    best = [same for _, same in sorted(near, key=lambda pair: -pair[0])[:_MOST]]
    for article in (article for same in best for article in same):
        log.keep(_hit(article).key)
    return tuple(map(_passage, best))


def _unusable(article: _Article) -> str | None:
    """Why an article cannot be quoted, in words; None if it can."""
    if not (article.url and article.title):
        return "it has no address or no headline"
    return None if article.language.lower() in ("", "english") else f"its language is {article.language}"


def _hit(article: _Article) -> Hit:
    """An article as a hit: its headline at the site that has it."""
    return Hit(f"{article.url} {article.title}", article.title, site(article.url), article.url or None)


def _passage(same: Sequence[_Article]) -> Passage:
    """One headline, at the site where it was seen first."""
    first = min(same, key=lambda article: "".join(re.findall(r"\d", article.seendate)) or "9")
    seen = _moment(first.seendate)
    others = len({site(article.url) for article in same}) - 1
    when = f", seen by GDELT on {seen:%-d %B %Y at %H:%M} UTC" if seen else ""
    also = f"; the same at {others} other site{'s' if others > 1 else ''}" if others else ""
    return Passage(
        text=_STRAY_BLANK.sub("", first.title), locator=f"headline{when}{also}", publisher=site(first.url),
        url=first.url, published=seen.date() if seen else None, origin=NAME, version=first.seendate or None,
        part="a headline",
    )  # fmt: skip


def _moment(stamp: str) -> datetime | None:
    """When GDELT saw an article: "20260703T130000Z", in some answers without the letters."""
    match = _STAMP.fullmatch(stamp)
    try:
        return datetime.strptime("".join(match.groups()), "%Y%m%d%H%M%S").replace(tzinfo=UTC) if match else None
    except ValueError:
        return None
