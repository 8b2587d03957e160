// Completes "@name" in fields marked `data-mentions`, from the names in `data-names`: arrow keys choose, Enter or Tab
// takes the name, Escape closes the list. The field stays a plain one for whoever has no script.
import { gettext } from "../language/messages.js";
const MOST = 8;
const BEFORE = /(^|[^\w])@([^@\n]{0,40})$/u;
let open = null; // { field, list, names, at, start }

export function followMentions() {
  document.addEventListener("input", ({ target }) => target.matches("[data-mentions]") && look(target));
  document.addEventListener("keydown", pressed, { capture: true });
  document.addEventListener("focusout", ({ target }) => open?.field === target && close());
  document.addEventListener("mousedown", picked);
}

function look(field) {
  const found = BEFORE.exec(field.value.slice(0, field.selectionStart));
  const typed = found?.[2].toLowerCase();
  const names = found ? matching(JSON.parse(field.dataset.names), typed) : [];
  if (!names.length || names.some((name) => name.toLowerCase() === typed)) return close();
  show(field, names, field.selectionStart - found[2].length);
}

// A name fits where it, or a later part of it, begins as what was typed.
function matching(names, typed) {
  const fits = (name) => name.toLowerCase().startsWith(typed) || name.toLowerCase().includes(` ${typed}`);
  return names.filter(fits).slice(0, MOST);
}

function show(field, names, start) {
  close();
  const list = document.createElement("ul");
  list.id = "people-to-mention";
  list.className = "completions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", gettext("People"));
  for (const [n, name] of names.entries()) list.append(option(name, n));
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  open = { field, list, names, at: 0, start };
  choose(0);
}

function option(name, n) {
  const line = document.createElement("li");
  line.id = `person-to-mention-${n}`;
  line.setAttribute("role", "option");
  line.textContent = name;
  return line;
}

function choose(at) {
  open.at = (at + open.names.length) % open.names.length;
  for (const [n, line] of [...open.list.children].entries()) line.setAttribute("aria-selected", n === open.at);
  open.field.setAttribute("aria-activedescendant", open.list.children[open.at].id);
}

function pressed(event) {
  if (!open || event.target !== open.field || event.ctrlKey || event.metaKey || event.altKey) return;
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) choose(open.at + steps[event.key]);
  else if (event.key === "Enter" || event.key === "Tab") take();
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function picked(event) {
  const line = open && event.target.closest?.(".completions li");
  if (!line) return;
  event.preventDefault(); // the focus stays in the field
  choose([...open.list.children].indexOf(line));
  take();
}

function take() {
  const { field, names, at, start } = open;
  const end = field.selectionStart;
  close();
  field.setRangeText(`${names[at]} `, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function close() {
  if (!open) return;
  for (const name of ["aria-controls", "aria-autocomplete", "aria-activedescendant"]) open.field.removeAttribute(name);
  open.list.remove();
  open = null;
}
