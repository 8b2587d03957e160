"""Word lists as data."""


def words(listed: str) -> frozenset[str]:
    """The words of a space-separated list."""
    return frozenset(listed.split())
