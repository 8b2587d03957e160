"""ClaimReview markup into external fact-checks, in two steps.

1. `read_entries(stream)` cuts a file into entries while it is read, whatever its form (JSON, JSON Lines, CSV, a
   web page).
2. `read_fact_checks(entry)` reads the fact-checks of one entry, or says why it is skipped.

Both are generators: memory stays small however large the file is, and a broken entry does not stop the next one.
"""

from checks.claimreview.entries import Entry, read_entries
from checks.claimreview.reviews import LONGEST_STATEMENT, read_fact_checks

__all__ = ["LONGEST_STATEMENT", "Entry", "read_entries", "read_fact_checks"]
