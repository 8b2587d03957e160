"""Asking reference sources, whichever job asks."""
