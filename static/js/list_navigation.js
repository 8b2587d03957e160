// From claim to claim through a list, over the borders of its pages, and from claim to claim on their own pages. The
// list is remembered in the tab, so that it goes on from where a claim stood that has left it.
import { announce } from "./announcements.js";
import { leave, stay } from "./leaving.js";

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
  if (back && memory().list && claimOfPage()) back.href = withClaim(memory().list, claimOfPage());
}

function listOf(page, list, at) {
  return { list, at, ids: linesOf(page).map(idOf), next: linkOf(page, "next"), prev: linkOf(page, "prev") };
}

// The next or previous thing there is to look at: a case of the review, a line of the list, a claim's own page.
export function step(by) {
  if (document.querySelector(".case")) return stepInCases(by);
  if (document.querySelector("ul#claims")) return stepInList(by);
  if (claimOfPage()) return stepOnPages(by);
  return false;
}

function tellEnd(by, thing) {
  announce(by > 0 ? `This is the last ${thing}.` : `This is the first ${thing}.`);
  return true;
}

function stepInCases(by) {
  const all = [...document.querySelectorAll(".case")];
  const at = all.indexOf(document.activeElement.closest(".case"));
  const next = all[at < 0 ? 0 : at + by];
  if (!next) return tellEnd(by, "verdict");
  next.querySelector("h2 a").focus();
  next.scrollIntoView({ block: "start" });
  return true;
}

function stepInList(by) {
  const next = lineFrom(linesOf(document), by);
  if (next) return go(next.querySelector("p a").href);
  const beyond = linkOf(document, by > 0 ? "next" : "prev");
  return beyond ? go(beyond) : tellEnd(by, "claim");
}

// Where the chosen claim has left the list, its place is behind the nearest that stood before it and still is here.
function lineFrom(lines, by) {
  const at = lines.findIndex((line) => line.querySelector("a[aria-current]"));
  if (at >= 0) return nearest(lines, at + by, by);
  const { ids = [], at: stood = 0 } = memory();
  if (!ids.length) return lines[0];
  const before = ids.slice(0, ids.includes(claimOfPage()) ? ids.indexOf(claimOfPage()) : stood + 1);
  const place = Math.max(-1, ...before.map((id) => lines.findIndex((line) => idOf(line) === id)));
  return nearest(lines, by > 0 ? place + 1 : place, by);
}

// The line at a place, or the next one in this direction that others have left there.
function nearest(lines, at, by) {
  const towards = by > 0 ? lines.slice(at) : lines.slice(0, at + 1).reverse();
  return towards.find((line) => !line.matches(".gone"));
}

function stepOnPages(by) {
  const { ids = [], at: stood = 0 } = memory();
  const at = ids.includes(claimOfPage()) ? ids.indexOf(claimOfPage()) : stood;
  const id = ids[at + by];
  if (!id) return Boolean(stepOverBorder(by));
  remember({ at: at + by });
  return go(`/claims/${id}`);
}

async function stepOverBorder(by) {
  const address = by > 0 ? memory().next : memory().prev;
  if (!address) return tellEnd(by, "claim");
  leave(); // until the next page of the list is here
  const answer = await fetch(address, { headers: { "X-Requested-With": "factdesk" } }).finally(stay);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const lines = linesOf(page);
  if (!lines.length) return tellEnd(by, "claim");
  const at = by > 0 ? 0 : lines.length - 1;
  const { pathname, search } = new URL(answer.url);
  remember(listOf(page, pathname + search, at));
  return go(`/claims/${idOf(lines[at])}`);
}

function go(address) {
  leave();
  location.assign(address);
  return true;
}

function withClaim(list, id) {
  const address = new URL(list, location.origin);
  address.searchParams.set("claim", id);
  return `${address.pathname}${address.search}#evidence`;
}
