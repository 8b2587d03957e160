"""What somebody should do next: what needs somebody now, the most urgent first, and what a new desk still lacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.language.formats import integer
from service.language.messages import ngettext
from store.lookups.sources import SourceRecord
from store.statistics.attention import MOST, Attention, Waiting


@dataclass(frozen=True, slots=True)
class NeedsSomebody:
    """One thing that needs somebody, and the list that holds it.

    Attributes:
        number: how many, as it is shown.
        words: what they are.
        endpoint, arguments: of the page with the list.
        detail: what else is known in short, such as names or a reason.
        since: since when the longest waits.
        tone: "bad" for what is broken, "mixed" for what is late, else "".
    """

    number: str
    words: str
    endpoint: str
    arguments: Mapping[str, object]
    detail: str = ""
    since: datetime | None = None
    tone: str = ""


def needs_somebody(
    waiting: Attention,
    troubled: Sequence[SourceRecord],
    feeds: Mapping[str, int],
    person_id: int,
    *,
    admin: bool,
) -> list[NeedsSomebody]:
    """What needs somebody, only what there is any of.

    Args:
        troubled: sources that are on and paused or failing.
        feeds: how many feeds are of each health.
        person_id: who looks; whether they are an `admin`.
    """
    mine = {"owner": person_id, "state": "changes_requested"}
    paused = [row for row in troubled if row.paused]
    failing = [row for row in troubled if not row.paused]
    found = [
        _sources(paused, "paused"),
        _sources(failing, "failing"),
        _item(waiting.unread, "article not read", "articles not read", "articles.articles_page", "bad", stage="failed"),
        _item(waiting.failed_lookups, "lookup given up", "lookups given up", "articles.articles_page", "bad",
              stage="failed"),
        _item(waiting.failed_mails, "e-mail not sent", "e-mails not sent", "mail.mail_page",
              "bad") if admin else None,
        _item(Waiting(feeds.get("failing", 0)), "feed failing", "feeds failing", "feeds.feeds_page", "bad",
              health="failing"),
        _item(waiting.sent_back, "sent back to you", "sent back to you", "triage.triage_page", "mixed", **mine),
        _item(waiting.reports, "report of a reader", "reports of readers", "reports.reports_page", "mixed"),
        _item(waiting.replies, "reply overdue", "replies overdue", "triage.triage_page", "mixed", state="all",
              reply="overdue"),
        _item(waiting.differing, "rating differs in review", "ratings differ in review", "review.review_page", "mixed"),
        _item(waiting.outdated, "fact-check rests on what has changed", "fact-checks rest on what has changed",
              "review.review_page", "mixed", _anchor="outdated"),
        _item(waiting.refuted, "refuted, nobody has it", "refuted, nobody has them", "triage.triage_page",
              suggestion="refuted"),
        _item(waiting.in_hand["in_review"], "to review", "to review", "review.review_page"),
        _item(waiting.in_hand["approved"], "approved, not published", "approved, not published", "review.review_page"),
        _item(waiting.in_hand["awaiting_reply"], "reply awaited", "replies awaited", "triage.triage_page",
              state="awaiting_reply"),
        _item(waiting.in_hand["correction_pending"], "correction begun", "corrections begun", "triage.triage_page",
              state="correction_pending"),
    ]  # fmt: skip
    return [each for each in found if each is not None]


def _sources(rows: Sequence[SourceRecord], word: str) -> NeedsSomebody | None:
    if not rows:
        return None
    waiting = sum(row.waiting for row in rows)
    detail = ", ".join(row.title for row in rows)
    if waiting:
        detail += "; " + ngettext(
            "%(number)s lookup waits", "%(number)s lookups wait", waiting, number=integer(waiting)
        )
    words = ngettext("source paused", "sources paused", len(rows))
    if word == "failing":
        words = ngettext("source failing", "sources failing", len(rows))
    return NeedsSomebody(
        number=str(len(rows)),
        words=words,
        endpoint="sources.sources_page",
        arguments={},
        detail=detail,
        tone="bad",
    )


def _item(
    waiting: Waiting, one: str, many: str, endpoint: str, tone: str = "", **arguments: object
) -> NeedsSomebody | None:
    if not waiting.count:
        return None
    number = integer(waiting.count) if waiting.count < MOST else f"{integer(MOST)}+"
    return NeedsSomebody(
        number, one if waiting.count == 1 else many, endpoint, arguments, since=waiting.oldest, tone=tone
    )


def next_steps(
    *, admin: bool, articles: bool, feeds: bool, people: int, named: bool, counts: Mapping[str, int]
) -> list[dict[str, object]]:
    """The steps of a new desk to its first fact-check, each with whether it was done.

    Args:
        articles, feeds: whether there are any.
        people: how many accounts there are.
        named: whether the newsroom has been given a name.
        counts: claims by state.
    """
    judged = counts["in_review"] + counts["approved"]
    taken = judged + counts["assigned"] + counts["researching"] + counts["awaiting_reply"]
    steps = [
        ("Add an article, by its address or its text", "articles.add_article_page", articles),
        ("Follow a feed, so that articles come in by themselves", "feeds.feeds_page", feeds),
        ("Take a claim in triage and look at its evidence", "triage.triage_page", taken > 0),
        ("Write a verdict and send it to review", "triage.triage_page", judged > 0),
        ("Have a second person approve and publish it", "review.review_page", False),
    ]
    for_admins = [
        ("Invite a colleague: nobody can approve a verdict of their own", "people.people_page", people > 1),
        ("Give the newsroom its name, logo and policies", "newsroom_settings.settings_page", named),
    ]
    return [
        {"words": words, "endpoint": endpoint, "done": done}
        for words, endpoint, done in [*steps, *(for_admins if admin else [])]
    ]
