// What the form of a verdict tells while it is filled in; the server asks the same when it is sent.
import { gettext, ngettext } from "./language/messages.js";

export function followVerdict() {
  document.addEventListener("change", tell);
  document.addEventListener("renewed", tell);
  document.addEventListener("restored", tell);
  tell();
}

function tell() {
  const form = document.getElementById("verdict-form");
  if (!form) return;
  const chosen = form.elements.rating.value;
  differing(document.getElementById("differs"), chosen);
  const cited = [...form.elements].filter((each) => each.name === "cites" && each.checked).length;
  form.querySelector("output").textContent = citationsInWords(cited, chosen);
}

function citationsInWords(cited, chosen) {
  if (cited) return ngettext("%(num)s passage cited.", "%(num)s passages cited.", cited);
  if (chosen === "Unproven") return gettext("No passage is cited: it rests on what was asked and not found.");
  return gettext("No passage is cited yet: nobody could approve it.");
}

function differing(note, chosen) {
  if (!note) return;
  const agrees = note.dataset.ratings.split("|").every((past) => past === chosen);
  note.hidden = !chosen || chosen === note.dataset.saved || agrees;
  const keep = note.querySelector("input");
  if (keep.value !== chosen) Object.assign(keep, { value: chosen, checked: false });
}
