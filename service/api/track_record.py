"""How each reference source has done."""

from dataclasses import asdict

from flask import Blueprint, Response

from service import auth
from service.api import border, shapes
from service.api.schemas import reference
from service.within import transaction
from store.lookups import track_record

blueprint = Blueprint("api_track_record", __name__, url_prefix="/api/v1/track-record")


@blueprint.get("")
@auth.api("read")
@border.describe("Read how often each source found anything, for or against, and how often its stance agreed with the verdict",
                 gives=reference.TrackRecord, many=True)  # fmt: skip
def many() -> Response:
    """One record a source that was ever asked."""
    with transaction() as conn:
        records = track_record.by_source(conn).values()
    return border.page([shapes.of(reference.TrackRecord, asdict(record)) for record in records])
