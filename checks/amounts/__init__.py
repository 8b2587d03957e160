"""The amounts of a text as they are compared with those of another one; of tables each figure with what it is of."""
