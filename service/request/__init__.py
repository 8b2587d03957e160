"""What reads a request, and its transaction on the store."""
