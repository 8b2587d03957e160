// The keys of the desk: each presses what carries it in `data-key`, of several the one where the focus is.
import { typing } from "./touched.js";
import { step } from "./way.js";

let prefix = "";

export function hear() {
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", ({ target }) => target.closest("[data-step]") && step(Number(target.closest("[data-step]").dataset.step)));
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return leave(event.target);
  const box = event.target.closest("details.ask[open]");
  if (event.key === "Enter" && box && event.target.matches("select")) return event.preventDefault(), event.target.form.requestSubmit();
  if (typing(event.target)) return;
  const key = event.key.toLowerCase();
  if (prefix ? after(key) : choose(key) || press(key, event)) event.preventDefault();
}

function leave(target) {
  for (const open of document.querySelectorAll("details.ask[open], details.keys[open]")) {
    open.open = false;
    if (open.contains(target)) open.querySelector("summary").focus();
  }
  if (typing(target)) target.blur();
}

function after(key) {
  const first = prefix;
  prefix = "";
  if (first === "g") return follow(document.querySelector(`[data-go="${CSS.escape(key)}"]`));
  const rating = document.querySelector(`[data-rating="${CSS.escape(key)}"]`);
  rating?.click();
  rating?.focus();
  return Boolean(rating);
}

// What an open question offers by number goes before the keys of the page.
const choose = (key) => follow(document.querySelector(`details.ask[open] [data-choice="${CSS.escape(key)}"]`));

function press(key, event) {
  if (key === "g" || (key === "v" && document.querySelector("[data-rating]"))) return Boolean((prefix = key));
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  if (key === "?") return follow(document.querySelector(".keys summary"));
  if (key === "e") return cite();
  if (key === "enter" && event.target.closest("a, button, summary, label")) return false;
  const named = `[data-key="${CSS.escape(key)}"]`;
  return follow(document.activeElement.closest(".case")?.querySelector(named) ?? document.querySelector(named));
}

// What cannot be taken back is only reached; Enter then does it.
function follow(element) {
  if (!element) return false;
  if (element.matches("input, [data-only-reach]")) element.focus();
  else element.click();
  const opened = element.parentElement?.matches("details.ask[open]") ? element.parentElement : null;
  (opened?.querySelector("button[data-choice]") ?? opened?.querySelector("input:not([type=hidden]), select"))?.focus();
  return true;
}

function cite() {
  const box = [...document.querySelectorAll("input[name=cites]")].find((each) => !each.checked && each.checkVisibility());
  if (!box) return false;
  box.click();
  box.focus();
  box.scrollIntoView({ block: "nearest" });
  return true;
}
