// Files dropped anywhere on the page go into the form's own field; the form works without this.
const form = document.getElementById("put");
const field = form.querySelector("input[type=file]");
const status = document.getElementById("sending");
form.querySelector("[data-drop]").hidden = false;

const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  form.parentElement.open = true;
  form.classList.add("over");
});

addEventListener("dragleave", (event) => event.relatedTarget === null && form.classList.remove("over"));

addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  form.classList.remove("over");
  field.files = event.dataTransfer.files;
  field.dispatchEvent(new Event("change"));
  (form.publisher.value ? form.querySelector("button") : form.publisher).focus();
});

field.addEventListener("change", () => {
  const size = [...field.files].reduce((sum, file) => sum + file.size, 0);
  status.textContent = field.files.length ? `${field.files.length} chosen, ${(size / 1e6).toFixed(1)} MB` : "";
});

form.addEventListener("submit", () => {
  status.textContent = "Sending…";
});
