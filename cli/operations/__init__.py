"""Commands for operators: diagnosis, backups and retention."""
