"""What the API gives of tokens."""

from typing import Annotated

from service.api.fields import OneOf
from service.api.schemas.base import Instant, ResponseModel
from store.tokens import SCOPES


class Token(ResponseModel):
    """A token without its secret; `made_by` is the token that made it, with which it ends."""

    id: int
    name: str
    scopes: list[Annotated[str, OneOf(SCOPES)]]
    made_by: int | None
    created_at: Instant
    expires_at: Instant | None
    revoked_at: Instant | None
    last_used_at: Instant | None


class MadeToken(Token):
    """A new token with its secret, which is shown this once."""

    secret: str
