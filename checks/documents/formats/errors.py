"""What is raised for a file that can't be read."""

from collections.abc import Sequence


class Unreadable(ValueError):
    """A file can't be read; the message says why, what and where, in words for who sent it.

    `lines` are the places in it that are wrong, the first hundred at most, each as "row 7, year: …".
    """

    def __init__(self, reason: str, lines: Sequence[str] = ()) -> None:
        """The reason in words for whoever sent the file; `lines` say more, one place that is wrong a line."""
        super().__init__(reason)
        self.lines = tuple(lines)
