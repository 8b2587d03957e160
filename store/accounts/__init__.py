"""What an account has besides its password: a second factor, and identities of an OpenID provider."""
