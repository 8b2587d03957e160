// The next claim is shown without another page: what it shows was fetched ahead. Address, title, place in the list and
// a live region follow, the focus stays where it was. What is not here yet comes as a page of its own.
import { leave, leaving, stay } from "../leaving.js";
import { figure, gettext } from "../language/messages.js";

const AHEAD = [1, 2, -1]; // lines, from the chosen one, that are fetched before they are asked for
const MOST_KEPT = 40;
const UNREAD = 200; // milliseconds in which nobody has read what was just shown
const fetched = new Map(); // by address: what was fetched, or null while it is on its way
let shownAt = -Infinity;

const list = () => document.querySelector("main.panes ul#claims");
const linkOf = (line) => line.querySelector("p a");

export function followChoosing() {
  if (!list()) return;
  document.addEventListener("click", clicked);
  document.addEventListener("renewed", () => (fetched.clear(), fetchAhead()));
  addEventListener("popstate", () => location.reload());
  fetchAhead();
}

// Whether what is on the screen came so short a time ago that a key cannot be meant for it.
export const unread = () => performance.now() - shownAt < UNREAD;

// Shows the claim of a line; false where that needs a page of its own.
export function choose(line) {
  const link = linkOf(line);
  const parts = link && fetched.get(link.href);
  if (!parts || document.querySelector("main[data-changed]")) return false;
  show(line, parts);
  return true;
}

function clicked(event) {
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  const link = event.target.closest("ul#claims > li > p > a");
  if (link && plain && !event.defaultPrevented && !leaving() && choose(link.closest("li"))) event.preventDefault();
}

function show(line, parts) {
  const fresh = document.importNode(parts, true);
  const [main, seen] = [document.querySelector("main"), fresh.querySelector("main")];
  const article = document.getElementById("article");
  const other = fresh.querySelector("#article");
  article.replaceChildren(...other.childNodes);
  article.dataset.article = other.dataset.article;
  document.getElementById("evidence").replaceWith(fresh.querySelector("#evidence"));
  document.getElementById("actions").replaceWith(fresh.querySelector("#actions"));
  for (const name of ["claim", "version", "actions"]) main.dataset[name] = seen.dataset[name];
  document.querySelector("[data-change-notice]")?.replaceChildren();
  document.getElementById("add-selected")?.remove();
  mark(line);
  shownAt = performance.now();
  requestAnimationFrame(() => setTimeout(() => fetchAhead()));
}

function mark(line) {
  const before = list().querySelector("li.on");
  before?.classList.remove("on");
  list().querySelector("a[aria-current]")?.removeAttribute("aria-current");
  line.classList.add("on");
  const link = linkOf(line);
  link.setAttribute("aria-current", "true");
  history.replaceState(null, "", link.href);
  const statement = link.textContent.trim();
  const triage = gettext("Triage");
  document.title = `${statement} · ${triage} · Factdesk`;
  const place = tellPlace(line);
  document.getElementById("chosen-announced").textContent = `${place}: ${statement}`;
  if (!matchMedia("(min-width: 901px)").matches) return document.getElementById("evidence").scrollIntoView();
  line.scrollIntoView({ block: "nearest" });
  document.querySelector("#article .mark.on")?.scrollIntoView({ block: "center" });
  document.getElementById("evidence").closest(".pane").scrollTop = 0;
}

function tellPlace(line) {
  const count = document.getElementById("count");
  if (!count.dataset.first) return count.textContent; // deep in a long list
  const lines = [...list().querySelectorAll("li[id]")];
  const place = Number(count.dataset.first) + lines.indexOf(line);
  count.textContent = count.textContent.replace(/^\S+/, figure(place));
  return count.textContent;
}

async function fetchAhead() {
  const lines = [...(list()?.querySelectorAll("li[id]") ?? [])];
  const at = lines.findIndex((line) => line.matches(".on"));
  const wanted = AHEAD.map((by) => lines[at + by]).filter((line) => line && at >= 0);
  for (const line of wanted) {
    const { href } = linkOf(line);
    if (fetched.has(href)) continue;
    fetched.set(href, null);
    await fetchParts(href).catch(() => fetched.delete(href));
  }
  while (fetched.size > MOST_KEPT) fetched.delete(fetched.keys().next().value);
}

async function fetchParts(href) {
  const { search } = new URL(href);
  const answer = await fetch(`/triage/chosen${search}`, { headers: { "X-Requested-With": "factdesk" } });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  if (fetched.has(href)) fetched.set(href, template.content);
}

// Waits a moment for what is on its way, then gives up for a page of its own.
export async function chooseSoon(line, otherwise) {
  leave();
  const until = performance.now() + 1500;
  const { href } = linkOf(line);
  if (!fetched.has(href)) {
    fetched.set(href, null);
    fetchParts(href).catch(() => fetched.delete(href));
  }
  while (fetched.get(href) === null && performance.now() < until) await new Promise((done) => setTimeout(done, 10));
  stay();
  if (!choose(line)) return otherwise(href);
  return document.dispatchEvent(new Event("chosen"));
}
