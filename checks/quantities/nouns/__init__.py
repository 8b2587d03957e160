"""The noun that an amount counts: the phrase behind the number, and what still belongs to it behind its head."""
