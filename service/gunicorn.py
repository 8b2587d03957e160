"""How gunicorn serves the desk: threads, because every open page holds one for its live updates."""

from settings import settings

bind = settings().bind
workers = settings().web_workers
threads = settings().web_threads
worker_class = "gthread"
timeout = 60
graceful_timeout = 3
keepalive = 5
accesslog = None
errorlog = "-"
loglevel = "warning"
# A request line or header beyond these is refused before the application sees it.
limit_request_line = 8190
limit_request_field_size = 16380
