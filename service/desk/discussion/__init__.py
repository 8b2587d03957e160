"""Pages of notes and of replies that are asked for."""
