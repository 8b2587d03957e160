"""Verdicts, the published fact-checks, the rating scale, precedents."""
