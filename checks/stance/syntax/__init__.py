"""What a parsed sentence states: its noun phrases, the roles of its words, and its clauses."""
