// What the form of a verdict tells while it is filled in; the server asks the same when it is sent.

export function followVerdict() {
  document.addEventListener("change", tell);
  document.addEventListener("renewed", tell);
  tell();
}

function tell() {
  const form = document.getElementById("verdict-form");
  if (!form) return;
  const chosen = form.elements.rating.value;
  differing(document.getElementById("differs"), chosen);
  const cited = [...form.elements].filter((each) => each.name === "cites" && each.checked).length;
  const words = cited ? `${cited} ${cited === 1 ? "passage" : "passages"} cited.` : "No passage is cited yet: nobody could approve it.";
  form.querySelector("output").textContent = !cited && chosen === "Unproven" ? "No passage is cited: it rests on what was asked and not found." : words;
}

function differing(note, chosen) {
  if (!note) return;
  note.hidden = !chosen || chosen === note.dataset.kept || note.dataset.ratings.split("|").every((past) => past === chosen);
  const keep = note.querySelector("input");
  if (keep.value !== chosen) Object.assign(keep, { value: chosen, checked: false });
}
