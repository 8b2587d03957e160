"""What a browser sees: the time from J to the frame that shows the next claim, and the bytes of pages."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright

from tests.browser.parts import PATIENCE
from tests.fixtures.desk_parts import PASSWORD, token

PATHS: Final = ("/triage", "/claims/{published}", "/", "/fact-checks/claim-{published}")
_WIDTH, _HEIGHT = 1280, 800
_AHEAD_MS: Final = 400  # between two keys, in which the next claim is fetched ahead
# From the key to the frame that shows what it did, in milliseconds.
_MEASURE: Final = """() => {
  window.times = [];
  addEventListener("keydown", ({ timeStamp }) => {
    requestAnimationFrame(() => {
      const painted = new MessageChannel();
      painted.port1.onmessage = () => window.times.push(performance.now() - timeStamp);
      painted.port2.postMessage(0);
    });
  }, true);
}"""

_CACHED: Final = """() => performance.getEntriesByType("resource").filter((each) => each.deliveryType === "cache")
  .map((each) => each.name)"""


@dataclass(frozen=True, slots=True)
class PageBytes:
    """The bytes on the wire, headers included, of a page in an empty browser and when it is opened once more."""

    path: str
    first: int
    next: int


@contextmanager
def signed_in(address: str, name: str = "person1") -> Iterator[Page]:
    """A page of a person in a Chromium of its own, signed in through the form's address."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        raise SystemExit("there is no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--no-first-run"])
        context = browser.new_context(viewport={"width": _WIDTH, "height": _HEIGHT})
        context.set_default_timeout(PATIENCE)
        csrf = token(context.request.get(f"{address}/sign-in").text())
        form: dict[str, str | float | bool] = {
            "csrf": csrf,
            "email": f"{name}@example.org",
            "password": PASSWORD,
        }
        answer = context.request.post(f"{address}/sign-in", form=form, max_redirects=0)
        assert answer.status == 302, answer.text()
        yield context.new_page()
        browser.close()


def measure_keys(page: Page, address: str, keys: int) -> list[float]:
    """Press J so many times in triage, and give the milliseconds of each from the key to the paint.

    Raises:
        SystemExit: a key did not lead to another claim.
    """
    page.goto(f"{address}/triage")
    page.wait_for_timeout(1500)
    page.evaluate(_MEASURE)
    before = page.locator("main").get_attribute("data-claim")
    for _ in range(keys):
        page.keyboard.press("j")
        page.wait_for_timeout(_AHEAD_MS)
        now = page.locator("main").get_attribute("data-claim")
        if now == before:
            raise SystemExit(f"J stayed at claim {before}")
        before = now
    times: list[float] = page.evaluate("window.times")
    return times


def measure_bytes(page: Page, address: str, ids: dict[str, int]) -> list[PageBytes]:
    """The bytes of each page, first with an empty cache."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    counted = _Counted()
    wire.on("Network.responseReceived", counted.begin)
    wire.on("Network.loadingFinished", counted.end)
    found = []
    for pattern in PATHS:
        path = pattern.format(**ids)
        wire.send("Network.clearBrowserCache")
        first, again = (_load(page, f"{address}{path}", counted) for _ in range(2))
        found.append(PageBytes(pattern.replace("{published}", "…"), first, again))
    return found


class _Counted:
    """The bytes on the wire of each document, style sheet and script; what is fetched ahead is no part of a page."""

    def __init__(self) -> None:
        self.sizes: dict[str, int] = {}
        self._addresses: dict[str, str] = {}

    def begin(self, event: dict[str, Any]) -> None:
        if event["type"] in ("Document", "Stylesheet", "Script"):
            self._addresses[event["requestId"]] = event["response"]["url"]

    def end(self, event: dict[str, Any]) -> None:
        if address := self._addresses.get(event["requestId"]):
            self.sizes[address] = int(event["encodedDataLength"])


def _load(page: Page, address: str, counted: _Counted) -> int:
    """The bytes of a page, without what came out of the browser's cache (of which the protocol tells the headers)."""
    page.goto("about:blank")
    page.wait_for_timeout(200)
    counted.sizes.clear()
    page.goto(address)
    page.wait_for_load_state()
    page.wait_for_timeout(200)
    cached = set(page.evaluate(_CACHED))
    return sum(size for address, size in counted.sizes.items() if address not in cached)
