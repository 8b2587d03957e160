"""From stances to a suggestion: copies of one origin, external ratings on our scale, the outcome."""
