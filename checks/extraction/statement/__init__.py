"""A claim's stretch of text as a statement that stands alone.

clause → what it leaves out because its neighbour has it (ellipsis.py) → its words, with pronouns and times filled in
where they are beyond doubt (filling.py) → the statement and notes on how it was made (statement.py) → is it a sentence,
or does it take all of the article's (wellformed.py), and does it join what the article joins (faithful.py)?
"""

from checks.extraction.statement.filling import StatementContext
from checks.extraction.statement.statement import write_statement, write_statements

__all__ = ["StatementContext", "write_statement", "write_statements"]
