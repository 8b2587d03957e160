"""Claims: their table, the one table of transitions and its writer, clusters."""
