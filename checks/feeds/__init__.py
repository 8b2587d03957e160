"""Feeds: reading RSS, Atom, JSON Feed and news sitemaps, knowing entries again, and deciding what follows from a poll.

`decider` is entered with what is remembered and what a server answered, and gives a plan; nothing here fetches or
stores.
"""
