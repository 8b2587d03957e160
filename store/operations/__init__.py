"""What an operator needs of the store: numbers to watch, copies, what it forgets."""
