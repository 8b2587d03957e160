"""Webhooks over the API: subscribing addresses to events, and what was delivered to them."""
