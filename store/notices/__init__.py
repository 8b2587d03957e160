"""What people are told of: in the desk, and by e-mail where they want that."""
