"""What the form of a verdict says of an image, video or recording."""

from flask import request

from service.desk import forms
from store.verdicts.media_reviews import MediaReview


def sent_media() -> MediaReview | None:
    """What this request's form says of media; None where no kind of media is chosen. Nothing is checked yet."""
    media_type = forms.text("media_type")
    if media_type is None:
        return None
    return MediaReview(
        media_type,
        tuple(request.form.getlist("media_category")),
        forms.text("media_url"),
        forms.text("original_url"),
        request.form.get("original_context", ""),
    )
