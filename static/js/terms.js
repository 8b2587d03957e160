// Escape hides what a word means while the mouse or the focus stays on it (WCAG 2.2, 1.4.13).
const SHOWN = ":is(.term, .explained):is(:hover, :focus-within)";

export function followTerms() {
  document.addEventListener("keydown", ({ key }) => key === "Escape" && dismiss());
  document.addEventListener("focusin", () => restore(() => true));
  document.addEventListener("mouseover", ({ target }) => restore((term) => !term.contains(target)));
}

function dismiss() {
  for (const term of document.querySelectorAll(SHOWN)) term.classList.add("dismissed");
}

function restore(wanted) {
  for (const term of document.querySelectorAll(".dismissed"))
    if (wanted(term)) term.classList.remove("dismissed");
}
