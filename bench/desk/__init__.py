"""How quick the desk is: see `bench.desk.__main__`."""
