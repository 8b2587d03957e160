"""How gunicorn serves the desk: processes of `service.serving.http_protocol.WebWorker`, each with an event loop
and threads.
"""

import resource
from typing import TYPE_CHECKING

from settings import settings

if TYPE_CHECKING:
    from gunicorn.workers.base import Worker

bind = settings().bind
workers = settings().web_workers
worker_class = "service.serving.http_protocol.WebWorker"
timeout = 60
graceful_timeout = 3
keepalive = 5
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True  # nothing uses it, and in a container there is no folder for it

# Every connection is a file; the usual soft limit of 256 or 1,024 would be less than what the settings allow.
_wanted = settings().web_connections + 500
_soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
if _soft != resource.RLIM_INFINITY and _soft < _wanted:
    _most = _wanted if _hard == resource.RLIM_INFINITY else min(_wanted, _hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (_most, _hard))

# gunicorn itself believes no forwarded header (nor SCRIPT_NAME) of anybody; `service.app` believes as many proxies as
# FACTDESK_PROXIES counts.
forwarded_allow_ips = ""


def child_exit(server: object, worker: "Worker") -> None:
    """A web process ended: what it has in use counts no more."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
