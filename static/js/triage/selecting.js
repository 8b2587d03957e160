// In an article: what is selected can become a claim, and either end of the chosen mark can be dragged. Both lead to
// the form, where nothing is saved before it is read. By keyboard: C, and the link "Add a claim".
import { gettext } from "../language/messages.js";
const SPACE = 8; // pixels between the selection and its button

export function followSelecting() {
  document.addEventListener("selectionchange", offer);
  document.addEventListener("pointerdown", dragEnd);
}

const points = (text) => [...text].length;

// The article's offset of a place in its text; null outside of it.
function offsetAt(node, offset) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const piece = element?.closest("[data-at]");
  if (!piece || node.nodeType !== Node.TEXT_NODE) return null;
  return Number(piece.dataset.at) + points(node.data.slice(0, offset));
}

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const article = range.commonAncestorContainer.parentElement?.closest("[data-article]");
  const [start, end] = [
    offsetAt(range.startContainer, range.startOffset),
    offsetAt(range.endContainer, range.endOffset),
  ];
  return article && start !== null && end !== null && start < end ? { article, start, end, range } : null;
}

function offer() {
  const found = selected();
  const shown = document.getElementById("add-selected");
  if (!found) return shown?.remove();
  const link = shown ?? document.createElement("a");
  Object.assign(link, { id: "add-selected", className: "button main", textContent: gettext("Add as a claim") });
  link.href = `/articles/${found.article.dataset.article}/add-claim?${address(found)}`;
  const { left, bottom } = found.range.getBoundingClientRect();
  Object.assign(link.style, { left: `${Math.max(SPACE, left)}px`, top: `${bottom + SPACE}px` });
  if (!shown) document.body.append(link);
}

const address = ({ start, end }) =>
  new URLSearchParams({ start, end, next: `${location.pathname}${location.search}` }).toString();

function dragEnd(event) {
  const handle = event.target.closest?.(".grip");
  const mark = handle?.closest(".mark.on");
  if (!mark) return;
  event.preventDefault();
  const start = Number(mark.dataset.at);
  const bounds = { start, end: Number(mark.dataset.to) };
  const which = handle.dataset.end;
  const move = ({ clientX, clientY }) => {
    const at = place(clientX, clientY);
    if (at === null) return;
    bounds[which] = at;
    paint(bounds);
  };
  const stop = () => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", stop);
    const claim = document.querySelector("main[data-claim]")?.dataset.claim;
    const moved = bounds.start !== start || bounds.end !== Number(mark.dataset.to);
    if (claim && moved && bounds.start < bounds.end) location.assign(`/claims/${claim}/correct?${address(bounds)}`);
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", stop);
}

function place(x, y) {
  const caret = document.caretPositionFromPoint?.(x, y);
  if (caret) return offsetAt(caret.offsetNode, caret.offset);
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? offsetAt(range.startContainer, range.startOffset) : null;
}

// While an end is dragged the browser's own selection shows what would be the claim.
function paint({ start, end }) {
  const [from, to] = [nodeAt(start), nodeAt(end)];
  if (from && to) getSelection().setBaseAndExtent(...from, ...to);
}

function nodeAt(offset) {
  const pieces = [...document.querySelectorAll("[data-article] [data-at]")];
  const piece = pieces.findLast((each) => Number(each.dataset.at) <= offset);
  const node = [...(piece?.childNodes ?? [])].find((each) => each.nodeType === Node.TEXT_NODE);
  if (!node) return null;
  const inside = [...node.data].slice(0, offset - Number(piece.dataset.at)).join("").length;
  return [node, Math.min(inside, node.data.length)];
}
