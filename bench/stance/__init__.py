"""Stances of passages to claims, on pairs written by hand; see `bench.stance.__main__`."""
