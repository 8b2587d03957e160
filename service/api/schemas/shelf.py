"""What the API gives of the shelf."""

from datetime import date
from typing import Annotated

from service.api.fields import OneOf
from service.api.schemas.base import Hex, Instant, ResponseModel
from store.shelf import documents


class Document(ResponseModel):
    """Something on the shelf and how far it is read; `holds` counts its passages, or its figures.

    `errors` are the first hundred places of a refused table that are wrong. A data set that came with the desk has
    a key, `built_in`, with its `edition`, its `licence` and where it was `obtained`.
    """

    id: int
    kind: Annotated[str, OneOf(documents.KINDS)]
    title: str
    author: str | None
    publisher: str
    url: str | None
    published: date | None
    name: str | None
    size: int | None
    sha256: Hex | None
    state: Annotated[str, OneOf(documents.STATES)]
    failure: str | None
    errors: list[str]
    pages: int | None
    pages_read: int | None
    holds: int
    without_value: int
    added_by: int | None
    added_at: Instant
    read_at: Instant | None
    sample: bool
    built_in: str | None
    edition: str | None
    licence: str | None
    obtained: str | None
