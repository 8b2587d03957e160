"""The way of articles from POST to ready, on a whole desk."""
