// Files dropped anywhere on the page go into the form's own field; the form works without this.
import { figure, gettext } from "../language/messages.js";

const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

// `opened` is called when files come over the page, `dropped` when they are in the field.
export function takeDroppedFiles(form, { opened = () => {}, dropped }) {
  const field = form.querySelector("input[type=file]");
  form.querySelector("[data-drop]").hidden = false;

  addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    opened();
    form.classList.add("over");
  });

  addEventListener("dragleave", (event) => event.relatedTarget === null && form.classList.remove("over"));

  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    form.classList.remove("over");
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change"));
    dropped();
  });
}

// How many files were chosen and how large they are together: "3 chosen, 1.2 MB"; empty for none.
export function chosenFiles(files) {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const megabytes = figure(size / 1e6, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return files.length ? gettext("%(count)s chosen, %(megabytes)s MB", { count: files.length, megabytes }) : "";
}
