"""Lookups with their log, the sources and whose turn it is, evidence and what it was cut from."""
