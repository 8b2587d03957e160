"""E-mails: of notices, and of invitations."""
