// What is written in a form marked `data-draft` is kept in this tab until it is stored, whatever page comes between,
// and on the server, for another computer. That it was stored is the server's word alone: what is sent may be refused,
// or get lost on the way. Such a form has `autocomplete="off"`, so that the browser brings nothing back by itself.
import { unfold } from "../folds.js";
import { leaving } from "../leaving.js";
import { refused, written } from "./form_state.js";
import { fetchKept, forgetThere, keepThere, sendNow } from "./kept_drafts.js";

const TYPED = "input:not([type=hidden], [type=file]), textarea, select";
const ADDRESS = "draft ";
const address = (form) => `${ADDRESS}${form.dataset.draft}`;
const version = (form) => Number(form.elements.version?.value ?? 0);
const writing = new WeakSet(); // forms that somebody writes in here and now: nothing is to be brought back
const asked = new Set(); // names of drafts that the server was asked for
const forms = () => document.querySelectorAll("form[data-draft]");

export function draft() {
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, ({ target }) => target.form?.dataset.draft && keep(target.form));
  }
  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    if (target.dataset.draft && !defaultPrevented && !leaving()) sent(target);
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-drop-draft]")) drop(target.closest("form"));
  });
  document.addEventListener("renewed", restoreAll);
  document.addEventListener("signed-in", keepAllThere);
  forgetStored();
  restoreAll();
}

function keep(form) {
  writing.add(form);
  const typed = ([name, value]) => !["csrf", "version", "draft_key"].includes(name) && typeof value === "string";
  const fields = [...new FormData(form)].filter(typed);
  const cited = [...form.elements].filter((each) => each.name === "cites" && each.checked);
  const passages = cited.map((each) => each.dataset.passage);
  const content = JSON.stringify({ version: version(form), fields, passages });
  sessionStorage.setItem(address(form), content);
  keepThere(form.dataset.draft, content);
}

// What was written while nobody was signed in is only in this tab so far.
function keepAllThere() {
  for (const form of forms()) {
    const kept = sessionStorage.getItem(address(form));
    if (kept) keepThere(form.dataset.draft, kept);
  }
}

function forget(name) {
  sessionStorage.removeItem(`${ADDRESS}${name}`);
  return forgetThere(name);
}

// The key by which the pages that come after it name a form that was stored (`service/request/stored_drafts.py`).
function sent(form) {
  const kept = sessionStorage.getItem(address(form));
  if (!kept) return;
  const key = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  const field = form.elements.draft_key ?? document.createElement("input");
  Object.assign(field, { type: "hidden", name: "draft_key", value: key });
  form.append(field);
  const content = JSON.stringify({ ...JSON.parse(kept), key });
  sessionStorage.setItem(address(form), content);
  sendNow(form.dataset.draft, content);
}

function forgetStored() {
  const stored = document.querySelector("meta[name=stored]")?.content.split(" ") ?? [];
  for (const [name, kept] of Object.entries(sessionStorage)) {
    if (name.startsWith(ADDRESS) && stored.includes(JSON.parse(kept).key)) forget(name.slice(ADDRESS.length));
  }
}

async function drop(form) {
  await forget(form.dataset.draft);
  location.reload();
}

function restoreAll() {
  for (const form of forms()) refused(form) ? keep(form) : restore(form);
  bringBack();
}

// What was written on another computer, where nothing is kept in this tab.
async function bringBack() {
  const missing = (form) => !writing.has(form) && !sessionStorage.getItem(address(form));
  const names = [...forms()].filter(missing).map((form) => form.dataset.draft);
  const kept = await fetchKept(names.filter((name) => !asked.has(name) && asked.add(name)));
  for (const form of [...forms()].filter(missing)) {
    if (!(form.dataset.draft in kept)) continue;
    sessionStorage.setItem(address(form), JSON.stringify(kept[form.dataset.draft]));
    restore(form);
  }
}

function restore(form) {
  if (writing.has(form)) return;
  const kept = JSON.parse(sessionStorage.getItem(address(form)) ?? "null");
  if (!kept) return;
  fill(form, kept);
  form.dispatchEvent(new Event("restored", { bubbles: true }));
  if (!written(form)) return forget(form.dataset.draft);
  reveal(form, "[data-kept]");
  if (version(form) > kept.version) markStale(form, kept.version);
}

// Of a name that several controls have, as those of rows do, each gets its own value.
function fill(form, { fields, passages }) {
  const before = new Map();
  for (const control of form.elements) {
    const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
    const nth = before.get(control.name) ?? 0;
    before.set(control.name, nth + 1);
    if ("scriptedValue" in control.dataset && values.length) control.value = values[0];
    const chosen = values.includes(control.value);
    if (control.name === "cites") control.checked = chosen || passages.includes(control.dataset.passage);
    else if (control.matches("[type=checkbox], [type=radio]")) control.checked = chosen;
    else if (nth < values.length && control.matches(TYPED)) control.value = values[nth];
  }
  if (written(form)) unfold(form);
}

// Says that somebody changed the claim since this was written. It is sent with the version on which it was written:
// the server then shows both.
export function markStale(form, writtenOn = version(form)) {
  if (form.elements.version) form.elements.version.value = writtenOn;
  reveal(form, "[data-stale]");
}

const reveal = (form, which) => form.querySelectorAll(which).forEach((each) => (each.hidden = false));
