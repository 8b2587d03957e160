"""What the API gives of a whole desk."""

from pydantic import ConfigDict

from service.api.schemas.base import ResponseModel


class ExportedRow(ResponseModel):
    """A line of an export: the header, a row of the type that it names, or the end."""

    model_config = ConfigDict(extra="allow")

    type: str


class ImportedDesk(ResponseModel):
    """What came of an import: how many rows were written."""

    rows: int
