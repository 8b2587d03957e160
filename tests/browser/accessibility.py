"""What axe finds on a page."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# What passed is counted and not described, which takes most of a run on a large page.
_RUN = """async (only) => {
  const options = { resultTypes: ["violations"], ...(only.length ? { runOnly: only } : {}) };
  const { violations } = await axe.run(options);
  return violations.map(({ id, nodes }) => [id, nodes[0].html.slice(0, 150)]);
}"""


def axe_violations(page: Page, *only: str) -> list[tuple[str, str]]:
    """What violates axe's rules on a page as it is now: each rule with the first element of the page that breaks it.

    Args:
        only: rules or tags of rules; all rules, where none is named.
    """
    if not page.evaluate("'axe' in window"):  # once a document
        page.evaluate(AXE_SCRIPT)
    return [(rule, html) for rule, html in page.evaluate(_RUN, only)]
