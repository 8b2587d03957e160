"""Matrix products of processes that read take one thread, those of processes forked from them too."""

import multiprocessing

from threadpoolctl import threadpool_info

from checks.extraction import load


def _blas_threads() -> list[int]:
    return [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]


def test_matrix_products_take_one_thread() -> None:
    load()
    assert set(_blas_threads()) == {1}
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert set(pool.apply(_blas_threads)) == {1}
