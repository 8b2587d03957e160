// Buttons that copy what stands in the element with the id that `data-copy` names.
import { announce } from "../announcements.js";
import { gettext } from "../language/messages.js";

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    announce(gettext("Copied"));
  });
}
