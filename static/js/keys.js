// The keys of the desk: each presses what carries it in `data-key`, of several the one where the focus is.
import { announce } from "./announcements.js";
import { unfold } from "./folds.js";
import { typing } from "./forms/form_state.js";
import { dropKey, droppedKey, leave, leaving, queue, takeQueued } from "./leaving.js";
import { rememberList, step } from "./list_navigation.js";
import { answer, close, openQuestion } from "./questions.js";
import { unread } from "./triage/choosing.js";
import { gettext } from "./language/messages.js";

const RATE = "#rate"; // in an address: the next digit is a rating; "#rate-3": it was typed already
let prefix = "";
let goingToRate = null;

export function followKeys() {
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-step]");
    if (button) step(Number(button.dataset.step));
  });
  document.addEventListener("chosen", goOn);
  takeEarlyKeys();
  goOn();
}

// Takes the steps that were typed while this was on its way.
function goOn() {
  rememberList();
  const queued = takeQueued();
  if (queued && document.querySelector("main[data-claim], ul#claims, .case")) step(queued);
}

function pressed(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return sendWritten(event);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return escape(event.target);
  const question = openQuestion();
  if (event.key === "Enter" && question?.matches(".ask") && event.target.matches("select")) return send(event);
  if (typing(event.target)) return;
  if (leaving()) return meanwhile(event);
  if (question) return answer(question, event);
  const key = event.key.toLowerCase();
  if ((unread() || droppedKey()) && actsOn(key)) return tooSoon(event);
  const done = prefix ? after(key, event) : press(key, event);
  if (done) event.preventDefault();
}

// Ctrl Enter in a field sends its form by the button that is named for it.
function sendWritten(event) {
  const form = event.target.form ?? event.target.closest("form");
  if (!form || form.method !== "post" || event.repeat) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button.main:not([formaction])"));
}

// Whether a key does something to the claim that is shown; moving on, searching and looking do not.
const actsOn = (key) => !prefix && !["j", "k", "g", "?", "/", "l"].includes(key);

function tooSoon(event) {
  const named = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!named || event.repeat) return;
  event.preventDefault();
  announce(gettext("This claim came just now: press again once you have seen it."));
}

function send(event) {
  event.preventDefault();
  event.target.form.requestSubmit();
}

function escape(target) {
  prefix = "";
  close(target);
}

// Typed while the next page is on its way.
function meanwhile(event) {
  const key = event.key.toLowerCase();
  if (key === "enter" || key === " ") event.preventDefault(); // it would press a button again
  if (event.repeat) return;
  if (goingToRate && /^[0-9]$/.test(key)) location.assign(`${goingToRate}${RATE}-${key}`);
  else if (key === "j" || key === "k") queue(key === "j" ? 1 : -1);
  else if (key.length === 1) dropKey();
}

function after(key, event) {
  const first = prefix;
  prefix = "";
  if (first === "g") return follow(document.querySelector(`[data-go="${CSS.escape(key)}"]`));
  return /^[0-9]$/.test(key) ? rate(key) : press(key, event);
}

function press(key, event) {
  if (key === "g") return Boolean((prefix = key));
  if (key === "v") return rating();
  if (key === "j" || key === "k") return event.repeat || step(key === "j" ? 1 : -1);
  if (key === "?") return follow(document.querySelector(".keys summary"));
  if (key === "e") return cite();
  if (event.repeat || (key === "enter" && event.target.closest("a, button, summary, label"))) return false;
  const named = `[data-key="${CSS.escape(key)}"]`;
  return follow(document.activeElement.closest(".case")?.querySelector(named) ?? document.querySelector(named));
}

// What cannot be taken back is only reached; Enter then does it.
function follow(element) {
  if (!element) return false;
  if (element.matches("input, textarea, [data-only-reach]")) {
    unfold(element);
    element.focus();
  } else {
    element.click();
    if (element.matches("a[href]") && element.href.split("#")[0] !== location.href.split("#")[0]) leave();
  }
  return true;
}

// V leads to the ratings: on this page, or on the claim's own, where the digit that follows is one.
function rating() {
  const link = document.querySelector("a[data-key=v]");
  if (!link) return arm();
  goingToRate = link.pathname;
  leave();
  location.assign(`${goingToRate}${RATE}`);
  return true;
}

function arm() {
  if (!document.getElementById("verdict")) return false;
  prefix = "v";
  if (document.querySelector("[data-rating]")) announce(gettext("Rating: press its digit"));
  return true;
}

function rate(digit) {
  const found = document.querySelector(`[data-rating="${CSS.escape(digit)}"]`);
  found?.click();
  found?.focus();
  if (!document.querySelector("[data-rating]")) announce(gettext("This claim takes no rating as it stands"));
  else if (!found) announce(gettext("There is no rating %(digit)s", { digit }));
  return true;
}

// Of what was typed while the page loaded only what acts on nothing counts: J and K, and after V the digit of a rating.
function takeEarlyKeys() {
  removeEventListener("keydown", window.typeEarly);
  if (/^#rate/.test(location.hash)) return rateFromAddress();
  for (const key of window.typedEarly ?? []) {
    if (key === "j" || key === "k") queue(key === "j" ? 1 : -1);
    else if (key.length === 1) dropKey();
  }
}

function rateFromAddress() {
  const [, digit] = /^#rate(?:-([0-9]))?$/.exec(location.hash) ?? [null, null];
  if (digit === null) return;
  history.replaceState(null, "", `${location.pathname}${location.search}#verdict`);
  document.getElementById("verdict")?.scrollIntoView();
  const typed = digit ?? window.typedEarly?.find((key) => /^[0-9]$/.test(key));
  if (typed) rate(typed);
  else arm();
}

function cite() {
  const boxes = [...document.querySelectorAll("input[name=cites]")];
  const box = boxes.find((each) => !each.checked && each.checkVisibility());
  if (!box) return false;
  box.click();
  box.focus();
  box.scrollIntoView({ block: "nearest" });
  return true;
}
