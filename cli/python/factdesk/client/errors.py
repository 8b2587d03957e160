"""What can go wrong when a desk is asked."""


class FactdeskError(Exception):
    """The desk refused a request (RFC 9457); it has changed nothing.

    Attributes:
        status: of HTTP; 0 if no answer came.
        detail: what is wrong, in words.
        errors: the message for each field that has to be mended.
        problem: the whole answer.
    """

    def __init__(self, status: int, detail: str, problem: dict[str, object] | None = None) -> None:
        super().__init__(f"{status}: {detail}" if status else detail)
        self.status, self.detail, self.problem = status, detail, problem or {}
        wrong = self.problem.get("errors")
        self.errors: dict[str, str] = {
            str(error.get("field")): str(error.get("message"))
            for error in (wrong if isinstance(wrong, list) else ())
        }


class NotFound(FactdeskError):
    """There is no such thing (404)."""


class Conflict(FactdeskError):
    """Somebody was faster, or the claim's state has no such step (409)."""

    @property
    def current(self) -> dict[str, object]:
        """The claim as it stands now; empty if the desk did not say."""
        found = self.problem.get("current")
        return found if isinstance(found, dict) else {}


class RateLimited(FactdeskError):
    """The quota is used up (429), and was after every retry."""


class Unavailable(FactdeskError):
    """The desk did not answer, or said that it cannot now (502, 503, 504), and so it was after every retry."""


class InvalidSignature(ValueError):
    """What arrived is no webhook of this desk: its signature, its age or a header is wrong."""
