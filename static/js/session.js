// What becomes of this browser's session while a page is open. Who signs in again, in whatever tab, goes on in all of
// them; who signs out, or finds the session ended, is told so; and a page that is one person's is never another's.
import { gettext } from "./language/messages.js";

const channel = new BroadcastChannel("session");
const metaOf = (page, name) => page.querySelector(`meta[name=${name}]`);
const named = (page) => ({ person: metaOf(page, "person")?.content, csrf: metaOf(page, "csrf")?.content });
const note = () => document.getElementById("session-note"); // a page of the desk's last version has none
let over = false;

// Whether this page's person is signed in no longer, as far as is known.
export const isOver = () => over;

export function followSession() {
  channel.postMessage(named(document));
  channel.addEventListener("message", ({ data }) => hear(data));
  document.addEventListener("submit", ({ target }) => {
    if (target.matches("[data-leave]")) channel.postMessage({});
    if (target.elements.csrf) target.elements.csrf.value = named(document).csrf;
  });
}

// Whether a page that was fetched just now is still this person's; takes its token over.
export function isOwn(page) {
  hear(named(page));
  return !over;
}

function hear({ person, csrf }) {
  if (!person) return tellEnd();
  if (person !== named(document).person) return tell(gettext("Somebody else has signed in in this browser."), "");
  metaOf(document, "csrf").content = csrf;
  note()?.replaceChildren();
  if (!over) return null;
  over = false;
  return document.dispatchEvent(new Event("signed-in"));
}

// The session has ended; what is open stays as it is.
export function tellEnd() {
  const link = document.createElement("a");
  Object.assign(link, { href: "/sign-in", target: "_blank", textContent: gettext("Sign in in another tab") });
  tell(gettext("You are signed out. What you have written stays on this page, and is not saved yet."), link);
}

function tell(words, link) {
  over = true;
  note()?.replaceChildren(`${words} `, link);
}
