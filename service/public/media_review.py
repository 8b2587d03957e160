"""schema.org MediaReview of a fact-check whose claim is of an image, a video or a recording (release 28.1 of
schema.org).
"""

from typing import Final

from service.public.claim_review import Organization
from store.verdicts.fact_checks import FactCheck
from store.verdicts.media_reviews import MediaReview

_OBJECTS: Final = {"image": "ImageObject", "video": "VideoObject", "audio": "AudioObject"}


def media_review_markup(row: FactCheck, media: MediaReview, url: str, newsroom: Organization) -> dict[str, object]:
    """The markup as JSON-LD.

    Args:
        url: the whole address of the fact-check's page.
    """
    item: dict[str, object] = {"@type": _OBJECTS[media.media_type]}
    if media.media_url:
        item["contentUrl"] = media.media_url
    markup: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "MediaReview",
        "url": url,
        "author": {"@type": "Organization", "name": newsroom.name, "url": newsroom.url},
        "datePublished": row.published_at.date().isoformat(),
        "itemReviewed": item,
        "mediaAuthenticityCategory": list(media.categories),
        "reviewBody": row.summary,
    }
    if row.corrected_at:
        markup["dateModified"] = row.corrected_at.date().isoformat()
    if media.original_url:
        markup["originalMediaLink"] = media.original_url
    if media.original_context:
        markup["originalMediaContextDescription"] = media.original_context
    return markup
