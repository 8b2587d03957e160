"""What a new revision of an article means for the claims of the one before; pure."""
