// How readers would see what is being written. The server renders it, and cleans it as it does for the public page.
import { announce } from "../announcements.js";
import { gettext } from "../language/messages.js";

const PAUSE = 500; // milliseconds without a key until what is shown is rendered anew
let waiting = 0;
let newest = 0;

export function followPreview() {
  document.addEventListener("click", clicked);
  document.addEventListener("input", ({ target }) => target.form?.id === "verdict-form" && later(target.form));
  document.addEventListener("change", ({ target }) => target.form?.id === "verdict-form" && later(target.form));
}

async function clicked(event) {
  const button = event.target.closest("button[data-preview]");
  if (!button) return;
  event.preventDefault();
  const shown = await render(button.form);
  if (!shown) return announce(gettext("The preview could not be made."));
  announce(gettext("The preview stands below the form."));
  shown.scrollIntoView({ block: "nearest" });
}

function later(form) {
  if (document.getElementById("preview").hidden) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => render(form), PAUSE);
}

// Puts what the server renders in place of what is shown; nothing where it was refused, or a newer one is on its way.
async function render(form) {
  const number = ++newest;
  const { formAction } = form.querySelector("button[data-preview]");
  const headers = { "X-Requested-With": "factdesk" };
  const answer = await fetch(formAction, { method: "POST", body: new FormData(form), headers }).catch(() => null);
  if (!answer?.ok || number !== newest) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("preview");
  document.getElementById("preview").replaceWith(document.adoptNode(fresh));
  return fresh;
}
