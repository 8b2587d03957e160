"""The clauses of a sentence that state facts of their own.

attributions and the parse tree → the words that head a fact (heads.py) → those that a condition binds (conditions.py)
→ their stretches (clauses.py), with the subject of those that leave it out (subjects.py)
"""

from checks.extraction.clauses.clause import FactClause
from checks.extraction.clauses.clauses import find_clauses

__all__ = ["FactClause", "find_clauses"]
