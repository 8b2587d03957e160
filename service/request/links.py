"""Addresses of pages by values that are known by name alone, such as the filters of a list."""

from collections.abc import Mapping

from flask import url_for


def address_of(endpoint: str, values: Mapping[str, object]) -> str:
    """The address of a page.

    Args:
        values: of its path and its query; a list is written as several.
    """
    return url_for(endpoint, **values)  # type: ignore[arg-type]  # Flask's own options have types of their own
