"""A whole desk under measure: its memory, its rate of work, and what it keeps through faults."""
