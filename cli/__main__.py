"""`python -m cli` is the factdesk command."""

from cli.main import main

main()
