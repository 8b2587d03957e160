// Files dropped anywhere on the page go into the form's own field; the form works without this.
const form = document.getElementById("add-files");
const field = form.querySelector("input[type=file]");
const status = document.getElementById("chosen");
form.querySelector("[data-drop]").hidden = false;

const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  form.classList.add("over");
});

addEventListener("dragleave", (event) => event.relatedTarget === null && form.classList.remove("over"));

addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  form.classList.remove("over");
  field.files = event.dataTransfer.files;
  field.dispatchEvent(new Event("change"));
  form.querySelector("button").focus();
});

field.addEventListener("change", () => {
  const files = [...field.files];
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const names = files.slice(0, 3).map((file) => file.name).join(", ");
  status.textContent = files.length ? `${files.length} chosen, ${(size / 1e6).toFixed(1)} MB: ${names}` : "";
});
