// Keys and live updates. Every page works without this file; it only makes the hand and the eye quicker.
import { listen } from "./live.js";

const typing = (target) => target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
let prefix = "";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    document.querySelectorAll("details.ask[open], details.keys[open]").forEach((open) => (open.open = false));
    if (typing(event.target)) event.target.blur();
    return;
  }
  if (typing(event.target)) return;
  const key = event.key.toLowerCase();
  const done = prefix ? after(prefix, key) : press(key, event);
  if (done) event.preventDefault();
});

function after(first, key) {
  prefix = "";
  if (first === "g") return follow(document.querySelector(`[data-go="${CSS.escape(key)}"]`));
  const rating = document.querySelector(`[data-rating="${CSS.escape(key)}"]`);
  rating?.click();
  rating?.focus();
  return Boolean(rating);
}

function press(key, event) {
  if (key === "g" || (key === "v" && document.querySelector("[data-rating]"))) return Boolean((prefix = key));
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  if (key === "?") return follow(document.querySelector(".keys summary"));
  if (key === "e") return cite();
  if (key === "enter" && event.target.closest("a, button, summary, label")) return false;
  return follow(document.querySelector(`[data-key="${CSS.escape(key)}"]`));
}

function follow(element) {
  if (!element) return false;
  if (element.matches("input")) element.focus();
  else element.click();
  element.parentElement?.matches("details.ask[open]") && element.parentElement.querySelector("input:not([type=hidden]), select")?.focus();
  return true;
}

function step(by) {
  const lines = [...document.querySelectorAll("#claims li[id]")];
  const at = lines.findIndex((line) => line.querySelector("a[aria-current]"));
  const line = at < 0 ? nearby(by) ?? lines[0] : lines[at + by];
  return follow(line?.querySelector("p a"));
}

// A claim that was decided has left the list: the way goes on from where it stood.
function nearby(by) {
  const { ids = [], at = 0 } = JSON.parse(sessionStorage.getItem("place") ?? "{}");
  const others = by > 0 ? ids.slice(at + 1) : ids.slice(0, at).reverse();
  return others.map((id) => document.getElementById(id)).find(Boolean);
}

function remember() {
  const ids = [...document.querySelectorAll("#claims li[id]")].map((line) => line.id);
  const at = ids.indexOf(document.querySelector("#claims li[id]:has(a[aria-current])")?.id);
  if (at >= 0) sessionStorage.setItem("place", JSON.stringify({ ids, at }));
}

function cite() {
  const box = [...document.querySelectorAll("input[name=cites]")].find((each) => !each.checked);
  if (!box) return false;
  box.checked = true;
  box.scrollIntoView({ block: "nearest" });
  return true;
}

// The server asks the same when the verdict is sent; here it is seen at the choice.
function differs(event) {
  const note = document.getElementById("differs");
  if (!note || event.target.name !== "rating") return;
  const chosen = event.target.value;
  note.hidden = chosen === note.dataset.kept || note.dataset.ratings.split("|").every((past) => past === chosen);
  const keep = note.querySelector("input");
  keep.value = chosen;
  keep.checked = false;
}

document.addEventListener("change", differs);
document.querySelectorAll("[data-step]").forEach((button) => button.addEventListener("click", () => step(Number(button.dataset.step))));
remember();
document.querySelector("#claims li.on")?.scrollIntoView({ block: "nearest" });
if (matchMedia("(min-width: 901px)").matches) document.querySelector(".mark.on")?.scrollIntoView({ block: "center" });
listen();
