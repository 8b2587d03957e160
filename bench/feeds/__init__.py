"""How many feeds a second one worker polls; see `bench.feeds.__main__`."""
