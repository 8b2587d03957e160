// An open page hears of committed changes and fetches itself anew. What somebody is writing in is left alone, and so
// is a claim that somebody else changed while it was looked at: that is only said.
import { renewCases, tellChanges } from "./claim_changes.js";
import { renewList } from "./claim_list.js";
import { markStale } from "./forms/drafts.js";
import { openNew } from "./folds.js";
import { refused, typing, written } from "./forms/form_state.js";
import { gettext } from "./language/messages.js";
import { pressing, watchPresses } from "./forms/presses.js";
import { isOver, isOwn, tellEnd } from "./session.js";

const PAUSE = 250; // milliseconds between the beginnings of two fetches
const BURST = 30; // milliseconds in which the messages of one commit come
const LONGER_PAUSE = 1500; // milliseconds, after what happens all the time
const POLL = 30; // seconds
const LONGEST_FETCH = 30; // seconds
const KINDS = ["claim", "document", "person", "source", "import", "notice", "report", "again"];
// Several of these come for each article that arrives: pages that name them are fetched at once, all others later.
const FREQUENT_KINDS = ["article", "progress"];
// These happen all the time, and concern only the pages that name them in `data-live`.
const OWN_KINDS = ["feed", "webhook", "rule"];
let waiting = 0;
let due = 0;
let polling = 0;
let fetching = false;
let missed = false; // whether something was to be fetched while that went on
let began = -Infinity; // when the page was fetched last
let paused = false; // whether a part stays as it is since somebody has selected words of it

export function listen() {
  if (!document.querySelector("[data-live], ul#claims")) return;
  let stream = connect();
  watchPresses();
  document.addEventListener("signed-in", () => ((stream = connect()), soon(PAUSE)));
  document.addEventListener("focusout", ({ target }) => typing(target) && target.closest("[data-live]") && soon(PAUSE));
  document.addEventListener("selectionchange", () => paused && getSelection().isCollapsed && soon(PAUSE));
  addEventListener("pagehide", () => stream.close());
  addEventListener("pageshow", ({ persisted }) => persisted && ((stream = connect()), soon(PAUSE)));
}

// After a break of the connection, whatever happened meanwhile was missed.
function connect() {
  const stream = new EventSource(`/live?age=${age()}`);
  let opened = 0;
  stream.addEventListener("open", () => opened++ && soon(PAUSE));
  for (const kind of KINDS) stream.addEventListener(kind, () => soon(PAUSE));
  for (const kind of FREQUENT_KINDS) stream.addEventListener(kind, () => soon(names(kind) ? PAUSE : LONGER_PAUSE));
  for (const kind of OWN_KINDS) {
    if (names(kind)) stream.addEventListener(kind, () => soon(LONGER_PAUSE));
  }
  const crowded = gettext("Live updates are off in this tab, because too many are open.");
  stream.addEventListener("polling", ({ data }) => poll(stream, Number(data), crowded));
  stream.addEventListener("ended", () => (stream.close(), soon(PAUSE)));
  stream.addEventListener("error", () => stream.readyState === EventSource.CLOSED && lose(stream));
  return stream;
}

// The server refused a stream: the session has ended meanwhile, or something else is wrong, which is not told here.
async function lose(stream) {
  await refresh();
  if (!isOver()) poll(stream, POLL, gettext("Live updates are off in this tab."));
}

const names = (kind) => document.querySelector(`[data-live~="${kind}"]`) !== null;

// Milliseconds since this page was asked for: what changed since then it may not show.
function age() {
  const [page] = performance.getEntriesByType("navigation");
  return Math.ceil(performance.now() - (page?.requestStart ?? 0));
}

// No stream for this page: it asks by itself, and says so behind the words for why.
function poll(stream, seconds, off) {
  stream.close();
  if (polling) return;
  polling = setInterval(() => soon(PAUSE), seconds * 1000);
  const note = document.createElement("p");
  note.setAttribute("role", "status");
  const every = gettext("It looks for changes every %(seconds)s seconds.", { seconds });
  note.textContent = `${off} ${every}`;
  (document.querySelector("header") ?? document.body).append(note);
}

// However many changes come, the page is fetched once a pause, one after the other; after a quiet while at once.
function soon(pause) {
  const now = performance.now();
  const wait = pause === PAUSE ? Math.max(BURST, began + PAUSE - now) : pause;
  const at = now + wait;
  if (waiting && at >= due) return;
  clearTimeout(waiting);
  due = at;
  waiting = setTimeout(refresh, wait);
}

async function refresh() {
  waiting = 0;
  missed = fetching;
  if (fetching) return;
  fetching = true;
  began = performance.now();
  try {
    await fetchPage();
  } finally {
    fetching = false;
    if (missed) soon(PAUSE);
  }
}

async function fetchPage() {
  const signal = AbortSignal.timeout(LONGEST_FETCH * 1000);
  const address = location.href;
  const headers = { "X-Requested-With": "factdesk" };
  const answer = await fetch(address, { headers, signal }).catch(() => null); // without a network the page waits
  if (answer?.status === 401) return tellEnd();
  if (answer?.status === 404) return tellChanges(document.implementation.createHTMLDocument());
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (location.href !== address) return soon(PAUSE); // it shows the claim that was chosen before
  if (!isOwn(fresh)) return;
  await tellChanges(fresh);
  paused = false;
  if (location.href !== address || pressing()) return soon(PAUSE);
  const frozen = document.querySelector("main[data-changed]");
  for (const part of document.querySelectorAll("[data-live]")) {
    const other = fresh.getElementById(part.id);
    if (!other) continue;
    if (part.querySelector(".case")) renewCases(part, other);
    else if (!frozen) renew(part, other);
  }
  openNew(fresh);
  renewCounts(fresh);
  renewList(fresh);
  document.dispatchEvent(new Event("renewed"));
}

// The counts in the navigation, link by link, so that none loses the focus.
function renewCounts(fresh) {
  const links = fresh.querySelectorAll("#navigation a");
  document.querySelectorAll("#navigation a").forEach((link, n) => {
    if (links[n] && link.innerHTML !== links[n].innerHTML) link.innerHTML = links[n].innerHTML;
  });
}

function renew(part, other) {
  if (part.innerHTML === other.innerHTML) return;
  const forms = [...part.querySelectorAll("form")].filter(written);
  for (const form of forms) markIfStale(form, other);
  if (isTypedInto(part) || isSelectedIn(part) || !forms.every((form) => carriesOver(form, other))) return;
  for (const fold of part.querySelectorAll("details")) {
    const same = twin(fold, other);
    if (same) same.open = fold.open;
  }
  const old = document.activeElement;
  const focused = part.contains(old) ? twins(old, other) : [];
  if (focused.length && old.tabIndex === -1) focused[0].tabIndex = -1; // a script gave the old one the focus
  part.replaceWith(document.adoptNode(other));
  focused.some((each) => (each.focus({ preventScroll: true }), document.activeElement === each));
}

// A draft that was begun on another version of the claim than the new part shows says so.
function markIfStale(form, other) {
  const version = other.querySelector("[name=version]")?.value;
  if (form.dataset.draft && version !== form.elements.version?.value) markStale(form);
}

// Whether the new part gets what is written in a form: it has the same draft, and the server has not refused it.
const carriesOver = (form, other) =>
  !refused(form) && form.dataset.draft && other.querySelector(`[data-draft="${form.dataset.draft}"]`);

function isSelectedIn(part) {
  const { isCollapsed, anchorNode, focusNode } = getSelection();
  const inside = !isCollapsed && (part.contains(anchorNode) || part.contains(focusNode));
  paused ||= inside;
  return inside;
}

const isTypedInto = (part) => part.contains(document.activeElement) && typing(document.activeElement);

// What stands in the new part where this stands in the old: the same kind of element under the nearest with an id.
const twin = (element, other) => twins(element, other)[0] ?? null;

// That one, and behind it those that stand before it there, the nearest first, for when it cannot take the focus.
function twins(element, other) {
  const home = element.parentElement.closest("[id]");
  const there = home.id === other.id ? other : other.querySelector(`#${CSS.escape(home.id)}`);
  const kind = element.tagName;
  const place = [...home.querySelectorAll(kind)].indexOf(element);
  const same = [...(there?.querySelectorAll(kind) ?? [])];
  return [...(same[place] ? [same[place]] : []), ...same.slice(0, place).reverse()];
}
