"""What axe finds on a page."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# What passed is counted and not described, which takes most of a run on a large page.
_RUN = """async ([only, colours]) => {
  const options = { resultTypes: ["violations"], ...(only.length ? { runOnly: only } : {}) };
  if (!colours) options.rules = { "color-contrast": { enabled: false } };
  const { violations } = await axe.run(options);
  return violations.map(({ id, nodes }) => [id, nodes[0].html.slice(0, 150)]);
}"""

# A box goes whose elements, each with its classes and its place in the box, are all in boxes before it.
_THIN = """() => {
  const known = new Set();
  for (const box of document.querySelectorAll("main section")) {
    const kinds = [...box.querySelectorAll("*")].map((element) => {
      const way = [];
      for (let each = element; each !== box; each = each.parentElement) way.push(`${each.tagName}.${each.className}`);
      return way.join(" < ");
    });
    if (kinds.every((kind) => known.has(kind))) box.remove();
    kinds.forEach((kind) => known.add(kind));
  }
  return document.querySelectorAll("main section").length;
}"""


def thin(page: Page) -> int:
    """Remove from a page of many boxes those that hold no kind of element that one before them does not hold: axe takes
    minutes on hundreds of them. Returns how many are left.
    """
    left: int = page.evaluate(_THIN)
    return left


def axe_violations(page: Page, *only: str, colours: bool = True) -> list[tuple[str, str]]:
    """What violates axe's rules on a page as it is now: each rule with the first element of the page that breaks it.

    Args:
        only: rules or tags of rules; all rules, where none is named.
        colours: whether contrasts of colours are looked at, which takes most of the time: once for a page is enough.
    """
    if not page.evaluate("'axe' in window"):  # once a document
        page.evaluate(AXE_SCRIPT)
    return [(rule, html) for rule, html in page.evaluate(_RUN, [only, colours])]
