"""The servers that `factdesk up` brings along, and the supervisor that keeps them and our own processes running."""
