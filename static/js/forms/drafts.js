// What is written in a form marked `data-draft` is kept in this tab until it is stored, whatever page comes between,
// and on the server, for another computer.
import { unfold } from "../folds.js";
import { refused, written } from "./form_state.js";
import { fetchKept, forgetThere, keepThere, sendNow } from "./kept_drafts.js";

const TYPED = "input:not([type=hidden], [type=file]), textarea, select";
const address = (form) => `draft ${form.dataset.draft}`;
const version = (form) => Number(form.elements.version?.value ?? 0);
const writing = new WeakSet(); // forms that somebody writes in here and now: nothing is to be brought back
const asked = new Set(); // names of drafts that the server was asked for
const forms = () => document.querySelectorAll("form[data-draft]");

export function draft() {
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, ({ target }) => target.form?.dataset.draft && keep(target.form));
  }
  document.addEventListener("submit", ({ target }) => {
    if (target.dataset.draft) sent(target);
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-drop-draft]")) drop(target.closest("form"));
  });
  document.addEventListener("renewed", restoreAll);
  restoreAll();
}

function keep(form) {
  writing.add(form);
  const typed = ([name, value]) => !["csrf", "version"].includes(name) && typeof value === "string";
  const fields = [...new FormData(form)].filter(typed);
  const cited = [...form.elements].filter((each) => each.name === "cites" && each.checked);
  const passages = cited.map((each) => each.dataset.passage);
  const content = JSON.stringify({ version: version(form), fields, passages });
  sessionStorage.setItem(address(form), content);
  keepThere(form.dataset.draft, content);
}

function forget(form) {
  sessionStorage.removeItem(address(form));
  return forgetThere(form.dataset.draft);
}

// A form with a version shows by its next one that it was stored; of any other the server's answer tells.
function sent(form) {
  const kept = sessionStorage.getItem(address(form));
  if (!form.elements.version) return kept && forget(form);
  if (!kept) return;
  const content = JSON.stringify({ ...JSON.parse(kept), sent: true });
  sessionStorage.setItem(address(form), content);
  sendNow(form.dataset.draft, content);
}

async function drop(form) {
  await forget(form);
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
  if (kept.sent && version(form) > kept.version) return forget(form);
  fill(form, kept);
  form.dispatchEvent(new Event("restored", { bubbles: true }));
  if (!written(form)) return forget(form);
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
