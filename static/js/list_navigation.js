// From claim to claim through a list, over the borders of its pages, and from claim to claim on their own pages. The
// list is remembered in the tab, so that it goes on from where a claim stood that has left it.
import { announce } from "./announcements.js";
import { leave, offline, queue, stay } from "./leaving.js";
import { choose, chooseSoon } from "./triage/choosing.js";
import { gettext } from "./language/messages.js";

const MEMORY = "list of claims";
const memory = () => JSON.parse(sessionStorage.getItem(MEMORY) ?? "{}");
const remember = (part) => sessionStorage.setItem(MEMORY, JSON.stringify({ ...memory(), ...part }));
const linesOf = (page) => [...page.querySelectorAll("ul#claims > li[id]")];
const idOf = (line) => line.id.replace("claim-", "");
const linkOf = (page, rel) => page.querySelector(`a[rel=${rel}]`)?.getAttribute("href") ?? null;
const claimOfPage = () => document.querySelector("main[data-claim]")?.dataset.claim;

export function rememberList() {
  const lines = linesOf(document);
  const at = lines.findIndex((line) => line.querySelector("a[aria-current]"));
  if (at >= 0) remember(listOf(document, location.pathname + location.search, at));
  const back = document.querySelector("[data-list]");
  if (back && memory().list) back.href = addressOf(memory().list, claimOfPage());
}

function listOf(page, list, at) {
  return { list, at, ids: linesOf(page).map(idOf), next: linkOf(page, "next"), prev: linkOf(page, "prev") };
}

// So many things on (back, below 0) among those there are to look at: cases of the review, lines of the list, claims'
// own pages. Where a page ends, what is left of the steps is queued for the next one.
export function step(by) {
  if (document.querySelector(".case")) return stepInCases(by);
  if (document.querySelector("ul#claims")) return stepInList(by);
  if (claimOfPage()) return stepOnPages(by);
  return false;
}

const ENDS = {
  claim: () => [gettext("This is the first claim."), gettext("This is the last claim.")],
  verdict: () => [gettext("This is the first verdict."), gettext("This is the last verdict.")],
};

function tellEnd(by, thing) {
  announce(ENDS[thing]()[by > 0 ? 1 : 0]);
  return true;
}

function stepInCases(by) {
  const all = [...document.querySelectorAll(".case")];
  const at = all.indexOf(document.activeElement.closest(".case"));
  const next = all[at < 0 ? 0 : Math.max(0, Math.min(at + by, all.length - 1))];
  if (!next || (at >= 0 && next === all[at])) return tellEnd(by, "verdict");
  next.querySelector("h2 a").focus();
  next.scrollIntoView({ block: "start" });
  return true;
}

function stepInList(by) {
  const ahead = linesAhead(linesOf(document), by);
  const count = Math.abs(by);
  const beyond = linkOf(document, by > 0 ? "next" : "prev");
  if (count > ahead.length && beyond) return goOver(beyond, by, count - ahead.length);
  const line = ahead[Math.min(count, ahead.length) - 1];
  if (!line) return tellEnd(by, "claim");
  if (choose(line)) rememberList();
  else if (!document.querySelector("main.panes[data-changed]")) chooseSoon(line, go);
  else go(line.querySelector("p a").href);
  return true;
}

// The other page begins with the first of the steps that lead over the border.
function goOver(address, by, count) {
  if (count > 1) queue(Math.sign(by) * (count - 1));
  return go(address);
}

// The lines in a direction, the nearest first, without those that others have taken. Where the chosen claim has left
// the list, its place is behind the nearest that stood before it and still is here.
function linesAhead(lines, by) {
  const at = lines.findIndex((line) => line.querySelector("a[aria-current]"));
  const place = at >= 0 ? at : placeBefore(lines);
  const back = lines.slice(0, at >= 0 ? place : place + 1).reverse();
  return (by > 0 ? lines.slice(place + 1) : back).filter((line) => !line.matches(".gone"));
}

function placeBefore(lines) {
  const { ids = [], at: stood = 0 } = memory();
  const before = ids.slice(0, ids.includes(claimOfPage()) ? ids.indexOf(claimOfPage()) : stood + 1);
  return Math.max(-1, ...before.map((id) => lines.findIndex((line) => idOf(line) === id)));
}

function stepOnPages(by) {
  const { ids = [], at: stood = 0, next, prev } = memory();
  const at = ids.includes(claimOfPage()) ? ids.indexOf(claimOfPage()) : stood;
  const [count, ahead] = [Math.abs(by), Math.max(0, by > 0 ? ids.length - 1 - at : at)];
  const beyond = by > 0 ? next : prev;
  if (count > ahead && beyond) return Boolean(stepToNextPage(beyond, by, count - ahead));
  if (!ahead) return tellEnd(by, "claim");
  const there = at + Math.sign(by) * Math.min(count, ahead);
  remember({ at: there });
  return go(`/claims/${ids[there]}`);
}

async function stepToNextPage(address, by, count) {
  leave(); // until the next page of the list is here
  const headers = { "X-Requested-With": "factdesk" };
  const answer = await fetch(address, { headers }).catch(() => null);
  stay();
  if (!answer?.ok) return go(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const lines = linesOf(page);
  if (!lines.length) return tellEnd(by, "claim");
  const at = by > 0 ? 0 : lines.length - 1;
  const { pathname, search } = new URL(answer.url);
  remember(listOf(page, pathname + search, at));
  return goOver(`/claims/${idOf(lines[at])}`, by, count);
}

function go(address) {
  if (offline()) return true;
  leave();
  location.assign(address);
  return true;
}

// The list with a claim chosen; without one where there is none any more.
function addressOf(list, id) {
  const address = new URL(list, location.origin);
  if (id) address.searchParams.set("claim", id);
  else address.searchParams.delete("claim");
  return `${address.pathname}${address.search}${id ? "#evidence" : ""}`;
}
