// Articles added as files: dropped on the page or chosen, with their names shown before they are sent.
import { chosenFiles, takeDroppedFiles } from "./file_drop.js";

const form = document.getElementById("add-files");
const field = form.querySelector("input[type=file]");
const status = document.getElementById("chosen");

takeDroppedFiles(form, { dropped: () => form.querySelector("button").focus() });

field.addEventListener("change", () => {
  const files = [...field.files];
  const names = files.slice(0, 3).map((file) => file.name).join(", ");
  status.textContent = files.length ? `${chosenFiles(files)}: ${names}` : "";
});
