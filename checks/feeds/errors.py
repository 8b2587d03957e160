"""What makes a document no feed."""


class NotAFeed(ValueError):
    """The document is no feed that can be read; the message says why, in words.

    Attributes:
        is_page: whether it is a web page, which may name its feed.
        leads_to: addresses that the document itself names instead, such as the sitemaps of an index.
    """

    def __init__(self, message: str, *, is_page: bool = False, leads_to: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.is_page, self.leads_to = is_page, leads_to
