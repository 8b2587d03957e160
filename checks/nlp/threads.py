"""How many threads a process that reads may use: one, since there is a process for each core."""

from functools import cache

from threadpoolctl import threadpool_limits


@cache
def use_one_thread() -> None:
    """Have the matrix products of numpy run in the thread that asks for them, from now on and in forked processes too.

    OpenBLAS else starts a thread a core, which spin while they wait for small products: splitting an article of 570
    words took 0.69 s of two processors, and takes 0.49 s of one, in the same time. Why this library:
    `docs/decisions/threads.md`.
    """
    threadpool_limits(limits=1, user_api="blas")
