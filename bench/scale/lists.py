"""The lists that are asked for, each with a value or more for every parameter that it can be narrowed by.

`tests/bench/test_bench_scale.py` holds them to what the pages and the API read of an address. Of each parameter there
is a value that fits many rows and one that fits few; words are in half of all, in one of 50, in one of 2,000, in none.
In braces stand ids and days of the desk (`bench.scale.desks`); a value with `|` is several at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from store.claims.tables import SORTS

Values = Mapping[str, tuple[str, ...]]
_WORDS: Final = ("government", "inquiry", "Kharkiv", "zzyzx")


@dataclass(frozen=True, slots=True)
class Listed:
    """A list under an address.

    Attributes:
        cursor: the parameter by which its next page is asked for, and the name of its cursors; "" for none.
        filters: by parameter, what it is narrowed to.
        sorts: the orders that it can have.
        together: whether any two filters are asked together.
    """

    path: str
    cursor: tuple[str, str] = ("", "")
    filters: Values = field(default_factory=dict)
    sorts: tuple[str, ...] = ()
    together: bool = True


CLAIM_FILTERS: Final[Values] = {
    "state": ("declined", "published", "withdrawn", "in_review", "all", "published|withdrawn"),
    "kind": ("quantity", "prediction"),
    "suggestion": ("nothing found", "could not ask"),
    "worth": ("30",),
    "claimant": ("the mayor", "Ada Nowak"),
    "publisher": ("news.example.org", "paper150.example.org"),
    "feed": ("{feed}",),
    "article": ("30",),
    "since": ("{month ago}", "{two years ago}"),
    "until": ("{year ago}",),
    "owner": ("3", "me", "none"),
    "tag": ("politics", "story 58"),
    "language": ("en", "fr"),
    "repeated": ("yes",),
    "cluster": ("26",),
    "reply": ("awaited", "overdue"),
    "threshold": ("below", "above", "all"),
    "q": _WORDS,
}
_CLAIMS_BY_API: Final = {
    name: tuple(value for value in values if (name, value) != ("state", "all"))
    for name, values in CLAIM_FILTERS.items()
}
_STAGES: Final = ("failed", "ready", "received", "looked up", "split")
_ARTICLES: Final[Values] = {
    "q": _WORDS,
    "feed": ("{feed}",),
    "section": ("politics",),
    "stage": _STAGES,
}
_FACT_CHECKS: Final = (*_WORDS, "mayor")  # the last in names
_RATINGS: Final = ("True",)
LISTS: Final = (
    Listed("/triage", ("after", "claims"), CLAIM_FILTERS, SORTS),
    Listed("/api/v1/claims", ("cursor", "claims"), _CLAIMS_BY_API, SORTS),
    Listed("/triage/change-many", filters=CLAIM_FILTERS, sorts=SORTS, together=False),
    Listed("/articles", ("before", "articles"), {**_ARTICLES, "day": ("{year ago}",)}),
    Listed(
        "/api/v1/articles",
        ("cursor", "articles"),
        {
            **_ARTICLES,
            "arrived_by": ("feed", "api", "paste"),
            "since": ("{month ago}", "{two years ago}"),
            "until": ("{year ago}",),
        },
    ),
    Listed("/shelf", ("before", "shelf"), {"q": ("refugees", "zzyzx"), "kind": ("document", "figures")}),
    Listed("/api/v1/shelf", ("cursor", "shelf"), {"q": ("refugees", "zzyzx"), "shelved": ("document", "figures")}),
    *(
        Listed(path, (cursor, "external fact-checks"), {"q": _WORDS, "publisher": ("Publisher 3", "Nobody")})
        for path, cursor in (("/external-fact-checks", "before"), ("/api/v1/external-fact-checks", "cursor"))
    ),
    Listed("/external-fact-checks/imports", ("before", "imports")),
    Listed("/api/v1/imports", ("cursor", "imports")),
    Listed(
        "/external-fact-checks/ratings",
        ("after", "external ratings"),
        {"q": ("Publisher 3", "zzyzx"), "show": ("unknown",)},
    ),
    Listed("/api/v1/rating-mappings", ("cursor", "external ratings"), {"q": ("Publisher 3", "zzyzx")}),
    Listed("/feeds", ("before", "feeds"), {"health": ("well", "failing"), "q": ("Feed 3", "zzyzx")}),
    Listed(
        "/api/v1/feeds",
        ("cursor", "feeds"),
        {"health": ("well", "failing"), "section": ("politics",), "q": ("Feed 3", "zzyzx")},
    ),
    Listed("/feeds/{feed}", ("before", "entries of feed {feed}")),
    Listed("/api/v1/feeds/{feed}/entries", ("cursor", "entries of feed {feed}")),
    Listed(
        "/fact-checks",
        ("before", "public fact-checks"),
        {
            "q": _FACT_CHECKS,
            "rating": ("True", "Satire"),
            "said_by": ("the mayor", "Ada Nowak", "Nobody"),
            "from": ("{two years ago}", "{month ago}"),
            "to": ("{year ago}",),
        },
    ),
    Listed(
        "/api/v1/fact-checks",
        ("cursor", "fact-checks"),
        {
            "q": _FACT_CHECKS,
            "rating": ("True", "Satire"),
            "since": ("{two years ago}", "{month ago}"),
            "until": ("{year ago}",),
        },
    ),
    Listed("/webhooks/{webhook}", ("before", "deliveries of webhook {webhook}"), {"state": ("failed", "waiting")}),
    Listed(
        "/api/v1/webhooks/{webhook}/deliveries",
        ("cursor", "deliveries of webhook {webhook}"),
        {"delivery_state": ("failed", "waiting")},
    ),
    Listed("/api/v1/backfills", ("cursor", "backfills")),
    Listed("/api/v1/imports/{import}/skipped", ("cursor", "entries skipped of import {import}")),
    Listed("/mine", ("before", "notices")),
    Listed("/reports", ("before", "reports"), {"show": ("closed",)}),
    Listed(
        "/audit",
        ("before", "audit"),
        {
            "actor": ("3", "{nobody}"),
            "kind": ("claim", "feed", "nothing"),
            "subject": ("26", "7"),
            "event": ("decide", "tagged", "added"),
            "day": ("{year ago}", "{month ago}"),
        },
    ),
)
PAGES: Final = (
    "/", "/account", "/articles/30", "/articles/30?page=2", "/articles/30/add-claim?start=0&end=20",
    "/articles/30/delete", "/articles/30/revisions?before=1&after=2", "/articles/add",
    "/claims/{published}", "/claims/{published}/changes?after=1", "/claims/{published}/evidence/{evidence}",
    "/claims/{waiting}/correct?start=0&end=20", "/corrections-policy", "/drafts?name=claim-{waiting}",
    "/external-fact-checks/imports/{import}", "/external-fact-checks/ratings?saved={rating}",
    "/fact-checks/claim-{published}", "/fact-checks/claim-{published}/embed",
    "/fact-checks/claim-{published}/evidence.zip", "/fact-checks/claim-{published}/report",
    "/fact-checks.atom", "/fact-checks.json", "/fact-checks.rss",
    "/how-we-work", "/mail", "/notifications", "/password", "/people", "/review", "/review?decided={published}",
    "/robots.txt", "/sample/clear", "/settings", "/settings/rules", "/settings/rules/new?kind=quantity",
    "/settings/rules/{rule}", "/shelf/{document}", "/shelf/{document}?part=1&q=refugees", "/sitemap.xml", "/sources",
    "/sources/shelf", "/sources/record", "/tokens", "/triage?claim={waiting}", "/triage?before=end",
    "/triage?article=30&state=all", "/triage?cluster=26&state=all", "/triage/chosen?claim={waiting}", "/triage/views",
    "/webhooks", "/api/v1/articles/30", "/api/v1/articles/30/claims", "/api/v1/articles/30/removal",
    "/api/v1/articles/30/revisions/2", "/api/v1/articles/30/revisions/compare?before=1&after=2",
    "/api/v1/automation-rules", "/api/v1/automation-rules/{rule}", "/api/v1/backfills/{backfill}",
    "/api/v1/claims/{published}", "/api/v1/claims/{published}/audit",
    "/api/v1/claims/{published}/evidence/{evidence}/capture", "/api/v1/claims/{published}/evidence-requests",
    "/api/v1/claims/{published}/lookups", "/api/v1/claims/{published}/notes",
    "/api/v1/claims/{published}/reply-requests", "/api/v1/claims/{published}/verdicts", "/api/v1/docs",
    "/api/v1/fact-checks/claim-{published}", "/api/v1/feeds/{feed}", "/api/v1/imports/{import}",
    "/api/v1/openapi.json", "/api/v1/rating-disagreements", "/api/v1/shelf/{document}", "/api/v1/sources",
    "/api/v1/tokens", "/api/v1/track-record", "/api/v1/views", "/api/v1/webhooks", "/api/v1/webhooks/{webhook}",
    "/api/v1/webhooks/{webhook}/deliveries/{delivery}", "/healthz", "/metrics", "/readyz",
)  # fmt: skip
# What is not asked for, by the beginning of its address, and why.
LEFT_OUT: Final = {
    "/csv/": "a whole list as a file, read in pages",
    "/api/v1/export": "the whole desk as a file, read in pages",
    "/external-fact-checks/imports/<int:import_id>/skipped.csv": "a whole list as a file",
    "/feeds/opml": "all feeds as a file",
    "/api/v1/feeds/opml": "all feeds as a file",
    "/sitemaps/": "a month's fact-checks as a file",
    "/api/v1/sources/<name>/test": "what a person has just asked of another server",
    "/sign-in": "for who is not signed in",
    "/live": "a stream without an end",
    "/static/": "files of the program",
    "/logo/": "a file of the newsroom",
    "/websub/": "a hub's question about a feed's secret address",
    "/others": "leads to a page that is asked for",
}
