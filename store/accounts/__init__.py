"""What an account has besides its password: a role, a second factor, and identities of an OpenID provider."""
