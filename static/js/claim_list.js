// The list of claims is never reshuffled under the hand: lines that are there change in place, those that belong there
// no longer are struck out, new ones are counted.
import { announce } from "./announcements.js";
import { gettext, ngettext } from "./language/messages.js";

export function renewList(fresh) {
  const here = document.querySelector("ul#claims");
  const there = fresh.querySelector("ul#claims");
  if (!here || !there) return;
  const lines = [...there.querySelectorAll("li[id]")];
  const added = countNew(here, lines);
  const frozen = document.querySelector("main[data-changed]");
  for (const line of lines) {
    const old = document.getElementById(line.id);
    if (!old || old.innerHTML === line.innerHTML || old.contains(document.activeElement)) continue;
    if (!(frozen && old.matches(".on"))) old.replaceWith(document.adoptNode(line));
  }
  strikeOut(here, lines, added);
  const pill = document.getElementById("pill");
  const shown = added ? gettext("%(added)s new", { added }) : "";
  if (added && pill.textContent !== shown) announce(ngettext("%(num)s new claim", "%(num)s new claims", added));
  pill.textContent = shown;
  pill.hidden = !added;
}

// Somebody else took or decided them; J and K pass over them. What new claims moved over the end of the page is not
// gone.
function strikeOut(here, lines, added) {
  const ids = new Set(lines.map((line) => line.id));
  const all = [...here.querySelectorAll("li[id]")];
  const staying = all.map((line) => ids.has(line.id));
  const atStart = here.dataset.openEnd === "start";
  const moved = (at) => added > 0 && (atStart ? at < staying.indexOf(true) : at > staying.lastIndexOf(true));
  all.forEach((line, at) => line.classList.toggle("gone", !staying[at] && !line.matches(".on") && !moved(at)));
}

// A page is bounded at one end by its length alone: what stands there and was not here has only moved up.
function countNew(here, lines) {
  const known = lines.map((line) => Boolean(document.getElementById(line.id)));
  const atStart = here.dataset.openEnd === "start";
  const full = document.querySelector(atStart ? "a[rel=prev]" : "a[rel=next]");
  const [first, last] = [known.indexOf(true), known.lastIndexOf(true)];
  const moved = (at) => full && (first < 0 || (atStart ? at < first : at > last));
  return known.filter((isKnown, at) => !isKnown && !moved(at)).length;
}
