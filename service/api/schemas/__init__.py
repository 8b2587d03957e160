"""What the API gives, one module for each subject."""
