// What somebody else did to a claim that is being looked at is said beside it, and changes nothing else on the
// screen: keys and buttons keep the meaning that was read, and the server refuses a step that comes too late.
import { markStale } from "./forms/drafts.js";
import { written } from "./forms/form_state.js";
import { gettext } from "./language/messages.js";

const TICK = 5000; // milliseconds
const MOST = 3; // changes that are shown
setInterval(tellAges, TICK);

const claimIn = (page, id) => page.querySelector(`[data-claim="${CSS.escape(id)}"][data-version]`);

// Marks every claim of the page that somebody changed with `data-changed`. What only the machine did, and what leaves
// the actions as they were, is no news: the claim then goes on at its new version.
export async function tellChanges(fresh) {
  for (const shown of document.querySelectorAll("[data-claim][data-version]")) {
    const now = claimIn(fresh, shown.dataset.claim);
    if (now && now.dataset.version === (shown.dataset.changed ?? shown.dataset.version)) continue;
    const news = await changesOf(shown);
    if (!news) continue;
    const byMachine = news.changes.every((change) => change.machine);
    const same = now && now.dataset.actions === shown.dataset.actions && byMachine;
    if (same && !shown.dataset.changed) goOn(shown, now.dataset.version);
    else if (news.changes.length) freeze(shown, news);
  }
}

function goOn(shown, version) {
  const forms = document.querySelectorAll(`form[action^="/claims/${CSS.escape(shown.dataset.claim)}/"]`);
  for (const { elements } of forms) {
    if (elements.version?.value === shown.dataset.version) elements.version.value = version;
  }
  shown.dataset.version = version;
}

async function changesOf(shown) {
  const address = `/claims/${shown.dataset.claim}/changes?after=${shown.dataset.version}`;
  const answer = await fetch(address, { headers: { "X-Requested-With": "factdesk" } });
  if (answer.ok) return answer.json();
  if (answer.status !== 404) return null;
  const deleted = { text: gettext("Deleted"), at: new Date().toISOString() };
  return { version: 0, changes: [deleted] };
}

function freeze(shown, { version, changes }) {
  if (shown.dataset.changed === String(version)) return;
  shown.dataset.changed = version;
  for (const form of shown.querySelectorAll("form[data-draft]"))
    if (written(form)) markStale(form);
  const notice = shown.querySelector("[data-change-notice]") ?? document.querySelector("[data-change-notice]");
  const sentences = changes.slice(-MOST).flatMap((change, at) => [at ? "; " : "", ...inWords(change)]);
  const again = document.createElement("a");
  Object.assign(again, { href: location.href, textContent: gettext("Show it as it is now") });
  again.addEventListener("click", (event) => (event.preventDefault(), location.reload()));
  const before = gettext("What you see is how it was before.");
  notice.replaceChildren(...sentences, ". ", before, " ", again);
}

function inWords({ text, at }) {
  const time = Object.assign(document.createElement("time"), { dateTime: at, textContent: age(at) });
  time.setAttribute("aria-live", "off");
  return [`${text} `, time];
}

function age(at) {
  const seconds = Math.max(1, Math.round((Date.now() - new Date(at)) / 1000));
  if (seconds < 60) return gettext("%(seconds)s s ago", { seconds });
  const minutes = Math.round(seconds / 60);
  return seconds < 3600 ? gettext("%(minutes)s min ago", { minutes }) : gettext("more than an hour ago");
}

function tellAges() {
  for (const time of document.querySelectorAll("[data-change-notice] time")) time.textContent = age(time.dateTime);
}

// The cases of a list stay as they are; new ones come at its end.
export function renewCases(part, other) {
  for (const fresh of [...other.querySelectorAll(".case")]) {
    if (!claimIn(part, fresh.dataset.claim)) part.append(document.adoptNode(fresh));
  }
}
