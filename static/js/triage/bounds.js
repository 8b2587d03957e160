// The bounds of a claim in its article's words: dragged by either end, moved word by word with the arrow keys, or taken
// from what is selected. The form's fields follow; offsets count code points, as the server does.
import { gettext } from "../language/messages.js";
const stretch = document.getElementById("stretch");
const form = document.getElementById("claim-edit");
const text = stretch.textContent;
const base = Number(stretch.dataset.start);
const words = [...text.matchAll(/[\p{L}\p{N}$€£](?:\S*[\p{L}\p{N}%])?/gu)].map((match) => [match.index, match.index +
  match[0].length
]);
const own = form.elements.statement.value;
let [start, end] = ["start", "end"].map((name) => units(Number(form.elements[name].value) - base));

// Code points are counted by the server, UTF-16 units by the browser.
function units(points) {
  return [...text].slice(0, Math.max(0, points)).join("").length;
}
const points = (at) => [...text.slice(0, at)].length;

function draw(focus = "") {
  const mark = Object.assign(document.createElement("mark"), { className: "mark on" });
  mark.textContent = text.slice(start, end);
  const parts = end > start ? [handle("start"), mark, handle("end")] : [];
  stretch.replaceChildren(text.slice(0, start), ...parts, text.slice(end));
  if (focus) stretch.querySelector(`[data-end="${focus}"]`)?.focus();
}

function handle(which) {
  const made = document.createElement("span");
  const at = which === "start" ? start : end;
  Object.assign(made, { className: "handle", tabIndex: 0 });
  made.dataset.end = which;
  const attributes = {
    "role": "slider",
    "aria-label": which === "start" ? gettext("First word of the claim") : gettext("Last word of the claim"),
    "aria-valuemin": 0,
    "aria-valuemax": text.length,
    "aria-valuenow": at,
    "aria-valuetext": near(which),
  };
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.addEventListener("keydown", (event) => moveByKey(which, event));
  made.addEventListener("pointerdown", (event) => drag(which, event));
  return made;
}

const near = (which) => text.slice(start, end).trim().split(/\s+/).at(which === "start" ? 0 : -1) ?? "";

function moveByKey(which, event) {
  const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 } [event.key];
  if (!by) return;
  event.preventDefault();
  const first = words.findIndex(([, to]) => to > start);
  const last = words.findLastIndex(([from]) => from < end);
  const at = which === "start" ? first : last;
  const word = words[at + by];
  if (word) set(which, which === "start" ? word[0] : word[1]);
}

function drag(which, event) {
  event.preventDefault();
  const move = (moved) => {
    const at = place(moved.clientX, moved.clientY);
    if (at !== null) set(which, snapped(which, at));
  };
  const stop = () => (removeEventListener("pointermove", move), removeEventListener("pointerup", stop));
  addEventListener("pointermove", move);
  addEventListener("pointerup", stop);
}

// The offset in the text that is shown at a point of the window.
function place(x, y) {
  const found = document.caretPositionFromPoint?.(x, y) ?? rangeAt(x, y);
  if (!found || !stretch.contains(found.offsetNode)) return null;
  return offsetOf(found.offsetNode, found.offset);
}

function rangeAt(x, y) {
  const range = document.caretRangeFromPoint?.(x, y);
  return range && { offsetNode: range.startContainer, offset: range.startOffset };
}

function offsetOf(node, offset) {
  const range = document.createRange();
  range.setStart(stretch, 0);
  range.setEnd(node, offset);
  return range.toString().length;
}

function snapped(which, at) {
  if (which === "start") return (words.find(([, to]) => to > at) ?? words.at(-1))[0];
  return (words.findLast(([from]) => from < at) ?? words[0])[1];
}

function set(which, at) {
  if (which === "start" ? at >= end : at <= start) return;
  if (which === "start") start = at;
  else end = at;
  write();
  draw(which);
}

function takeSelection() {
  const selected = getSelection();
  if (selected.isCollapsed || !stretch.contains(selected.anchorNode) || !stretch.contains(selected.focusNode)) return;
  const range = selected.getRangeAt(0);
  const from = offsetOf(range.startContainer, range.startOffset);
  const to = offsetOf(range.endContainer, range.endOffset);
  [start, end] = [snapped("start", from), snapped("end", to)];
  selected.removeAllRanges();
  write();
  draw();
}

// The statement follows the words as long as nobody has written one.
function write() {
  const chosen = text.slice(start, end).replace(/\s+/g, " ");
  const { statement } = form.elements;
  if (!own || statement.value.trim() === form.elements.words.value.trim()) statement.value = chosen;
  form.elements.words.value = chosen;
  form.elements.start.value = base + points(start);
  form.elements.end.value = base + points(end);
  form.elements.words.dispatchEvent(new Event("change", { bubbles: true }));
}

const escaped = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function findTyped() {
  const typed = form.elements.words.value.trim().split(/\s+/).map(escaped).join("\\s+");
  const found = typed && new RegExp(typed).exec(text);
  if (!found) return;
  [start, end] = [found.index, found.index + found[0].length];
  form.elements.start.value = base + points(start);
  form.elements.end.value = base + points(end);
  draw();
}

document.querySelectorAll("[data-needs-script]").forEach((each) => (each.hidden = false));
draw();
stretch.addEventListener("mouseup", takeSelection);
form.elements.words.addEventListener("input", findTyped);
