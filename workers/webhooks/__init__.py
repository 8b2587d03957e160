"""How webhooks are signed and when they are tried again."""
