"""The newsroom itself: its name, logo and policies, its rating scale, and what readers report."""
