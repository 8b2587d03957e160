"""Wikidata's statements, their properties and values, for the source in `checks/retrieval/sources/wikidata.py`."""
