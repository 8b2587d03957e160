"""A thin client of a Factdesk desk: its API with paging, batches and retries, and the verification of its webhooks.

from factdesk.client import Factdesk

with Factdesk("https://desk.example", token) as desk:
    for claim in desk.claims(state=["triage", "assigned"], sort="newest"):
        print(claim["statement"], claim["suggestion"])
"""

from factdesk.client.client import Factdesk
from factdesk.client.errors import Conflict, FactdeskError, InvalidSignature, NotFound, RateLimited, Unavailable
from factdesk.client.records import Article, BatchResult, Claim, Event, FactCheck, Feed
from factdesk.client.webhooks import verify_webhook

__all__ = [
    "Article", "BatchResult", "Claim", "Conflict", "Event", "FactCheck", "Factdesk", "FactdeskError", "Feed",
    "InvalidSignature", "NotFound", "RateLimited", "Unavailable", "verify_webhook",
]  # fmt: skip
