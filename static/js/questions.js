// Questions and forms that fold out. While a question is open the keys of the desk are off, but for what it offers;
// the same holds for a form that folds out, as long as somebody is in it.
import { typing } from "./forms/form_state.js";

const FOLDS = "details:is(.ask, .box)";
const FIELDS = "input:not([type=hidden]), select, textarea";
let lastFocused = null;

export function followQuestions() {
  document.addEventListener("click", clicked);
  document.addEventListener("focusin", ({ target }) => (lastFocused = target));
}

// The question that has the keyboard: an open one, or the form in which somebody is or, after a click beside it, was.
export function openQuestion() {
  const question = document.querySelector("details.ask[open]");
  if (question) return question;
  const at = document.activeElement === document.body ? lastFocused : document.activeElement;
  const form = at?.isConnected ? at.closest("details.box[open]") : null;
  return form && at !== form.querySelector("summary") ? form : null;
}

function clicked(event) {
  const details = event.target.closest(`${FOLDS} > summary`)?.parentElement;
  if (!details || details.open || event.defaultPrevented) return;
  event.preventDefault();
  ask(details);
}

// Opens it with the focus inside, whatever opened it. Only one question is open at a time.
function ask(details) {
  for (const other of document.querySelectorAll("details.ask[open]")) {
    if (!other.contains(details)) other.open = false;
  }
  details.open = true;
  const first = details.querySelector("button[data-choice]") ?? details.querySelector(FIELDS);
  const place = first ?? details.querySelector("form") ?? details;
  if (!first) place.tabIndex = -1; // a question that only deletes: its button is not what a stray key should meet
  place.focus();
}

// Closes the open question, and what else lies open over the page; the focus goes back to what opened it.
export function close(target) {
  const question = openQuestion();
  for (const open of new Set([question, ...document.querySelectorAll("details.keys[open]")])) {
    if (!open) continue;
    const inside = open === question || open.contains(target);
    open.open = false;
    if (inside) open.querySelector("summary").focus();
  }
  if (typing(target)) target.blur();
}

// A key while a question is open: what it offers under that key, or the first letter of an answer in words.
export function answer(question, event) {
  const choice = question.querySelector(`[data-choice="${CSS.escape(event.key)}"]`);
  if (choice) {
    event.preventDefault();
    return choice.matches("input") ? choice.focus() : choice.click();
  }
  const field = question.matches(".ask") && question.querySelector("input:is([type=text], :not([type])), textarea");
  if (field && event.key.length === 1 && event.key !== " ") field.focus(); // the letter itself then lands in it
}
