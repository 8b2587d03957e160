"""Webhooks: who subscribed to which events, and what is to be delivered, was, or could not be."""
