// An open page hears of committed changes and fetches itself anew. What somebody is writing in is left alone.
import { changed } from "./drafts.js";
import { typing, written } from "./touched.js";

const PAUSE = 250;
const POLL = 30; // seconds
let waiting = 0;
let polling = 0;

export function listen() {
  if (!document.querySelector("[data-live], #claims")) return;
  const stream = new EventSource("/live");
  for (const kind of ["claim", "article", "document", "person", "source", "import", "again"]) stream.addEventListener(kind, soon);
  stream.addEventListener("polling", ({ data }) => poll(stream, Number(data)));
  stream.addEventListener("ended", () => stream.close());
  stream.addEventListener("error", () => stream.readyState === EventSource.CLOSED && poll(stream, POLL));
  document.addEventListener("focusout", ({ target }) => typing(target) && target.closest("[data-live]") && soon());
  addEventListener("pagehide", () => stream.close());
}

// No stream for this page (too many are open, or the server refused): it asks by itself, and says so.
function poll(stream, seconds) {
  stream.close();
  if (polling) return;
  polling = setInterval(soon, seconds * 1000);
  const note = document.createElement("p");
  note.setAttribute("role", "status");
  note.textContent = `Live updates are off in this tab, because too many are open. It looks for changes every ${seconds} seconds.`;
  (document.querySelector("main") ?? document.body).prepend(note);
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, PAUSE);
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { "X-Requested-With": "factdesk" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const other = fresh.getElementById(part.id);
    if (other) renew(part, other);
  }
  list(fresh);
  document.dispatchEvent(new Event("renewed"));
}

function renew(part, other) {
  if (part.innerHTML === other.innerHTML || busy(part, other)) return;
  for (const fold of part.querySelectorAll("details")) {
    const same = twin(fold, other);
    if (same) same.open = fold.open;
  }
  const focused = part.contains(document.activeElement) ? twin(document.activeElement, other) : null;
  part.replaceWith(document.adoptNode(other));
  focused?.focus({ preventScroll: true });
}

function busy(part, other) {
  const forms = [...part.querySelectorAll("form")].filter(written);
  for (const form of forms) {
    if (form.dataset.draft && other.querySelector("[name=version]")?.value !== form.elements.version?.value) changed(form);
  }
  const stays = (form) => !form.dataset.draft || !other.querySelector(`[data-draft="${form.dataset.draft}"]`);
  return forms.some(stays) || (part.contains(document.activeElement) && typing(document.activeElement));
}

// What stands in the new part where this stands in the old: the same kind of element under the nearest that has an id.
function twin(element, other) {
  const home = element.parentElement.closest("[id]");
  const there = home.id === other.id ? other : other.querySelector(`#${CSS.escape(home.id)}`);
  const kind = element.tagName;
  return there?.querySelectorAll(kind)[[...home.querySelectorAll(kind)].indexOf(element)] ?? null;
}

// The list is never reshuffled under the hand: lines that are there change in place, new ones are counted.
function list(fresh) {
  const here = document.getElementById("claims");
  const there = fresh.getElementById("claims");
  if (!here || !there) return;
  let added = 0;
  for (const line of there.querySelectorAll("li[id]")) {
    const old = document.getElementById(line.id);
    if (!old) added += 1;
    else if (old.innerHTML !== line.innerHTML && !old.contains(document.activeElement)) old.replaceWith(document.adoptNode(line));
  }
  const pill = document.getElementById("pill");
  pill.hidden = added === 0;
  if (added) pill.textContent = `${added} new`;
  if (added) document.getElementById("live").textContent = `${added} new claims`;
}
