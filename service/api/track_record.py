"""How each reference source has done."""

from flask import Blueprint, Response

from service import auth
from service.api import http
from service.api.schemas.base import from_rows
from service.api.schemas.sources import TrackRecord
from service.request.transaction import transaction
from store.lookups import track_record

blueprint = Blueprint("api_track_record", __name__, url_prefix="/api/v1/track-record")


@blueprint.get("")
@auth.api("read")
@http.describe("Read how often each source found anything, for or against, and how often its stance agreed "
               "with the verdict",
                 gives=TrackRecord, many=True)  # fmt: skip
def list_track_records() -> Response:
    """One record a source that was ever asked."""
    with transaction() as conn:
        records = track_record.list_track_records(conn).values()
    return http.paged(from_rows(TrackRecord, records))
