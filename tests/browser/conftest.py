"""A real Chromium; where there is none, browser tests say loudly that they are skipped."""

import os
import shutil
import socket
import threading
import warnings
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, expect, sync_playwright

from service.serving import asgi
from service.serving.http_protocol import DeadlineProtocol
from tests.browser.parts import PATIENCE

# The first is the same engine without windows, tabs and extensions, and takes a third of the processor time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("there is no Chromium, and in CI no browser test may be skipped")
        warnings.warn("NO CHROMIUM: every browser test is skipped; install it to run them", stacklevel=1)
        pytest.skip("no Chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def address(desk: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The desk served on loopback, by the event loop that serves it elsewhere too.

    At the end every page is closed: one left open goes on asking a server that is gone.
    """
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        asgi.create(),
        http=DeadlineProtocol,
        ws="none",
        lifespan="off",
        log_level="warning",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    if "chromium" in request.fixturenames:
        browser: Browser = request.getfixturevalue("chromium")
        for context in browser.contexts:
            for page in context.pages:
                page.unroute_all(behavior="ignoreErrors")  # one that still waits would fail the next test
            context.close()
    server.should_exit = True
    thread.join(5)
    listening.close()
