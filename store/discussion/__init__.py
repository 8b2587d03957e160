"""What people say about a claim: notes to each other, and replies that are asked for."""
