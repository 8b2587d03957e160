"""How the web application is served: gunicorn, the event loop, and live updates."""
