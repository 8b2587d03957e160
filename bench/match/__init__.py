"""Past fact-checks found for texts; see `bench.match.__main__`."""
