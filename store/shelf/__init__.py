"""The newsroom's shelf: documents, figure tables, and searches in both."""
