"""From stances to a suggestion: copies of one origin, ratings of others on our scale, the outcome."""
