// Documents and tables put on the shelf: dropped on the page or chosen, and sent without leaving it.
import { chosenFiles, takeDroppedFiles } from "./file_drop.js";
import { gettext } from "../language/messages.js";

const form = document.getElementById("put");
const field = form.querySelector("input[type=file]");
const status = document.getElementById("sending");
const refused = document.getElementById("refused");
const TABLES = /\.(csv|tsv|xlsx|xlsm)$/i;

takeDroppedFiles(form, {
  opened: () => (form.parentElement.open = true),
  dropped: () => (form.publisher.value ? form.querySelector("button") : form.publisher).focus(),
});

// A table may name its publishers in a column; everything else needs one.
field.addEventListener("change", () => {
  const files = [...field.files];
  status.textContent = chosenFiles(files);
  form.publisher.required = files.some((file) => !TABLES.test(file.name));
});

// Sent without leaving the page, so that what was chosen and typed is still there when something is wrong.
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  tell([], "");
  status.textContent = gettext("Sending…");
  try {
    const headers = { "X-Requested-With": "factdesk" };
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers });
    if (answer.ok) return location.assign(answer.url);
    const problem = await answer.json();
    tell(problem.errors ?? [], problem.detail);
  } catch {
    tell([], gettext("The desk could not be reached; please send it again"));
  }
  status.textContent = "";
});

function tell(errors, detail) {
  for (const place of form.querySelectorAll("[data-wrong]")) {
    place.textContent = errors.find((error) => error.field === place.dataset.wrong)?.message ?? "";
    const fold = place.closest("details details");
    if (place.textContent && fold) fold.open = true;
  }
  const first = form.querySelector("label:has([data-wrong]:not(:empty)) input");
  first?.focus();
  const why = first ? gettext("see above") : detail;
  refused.textContent = detail && gettext("Nothing was stored: %(why)s.", { why });
}
