// From the moment that the page is being left, keys no longer act on what it shows: they were meant for the next page.
// Of these only J and K are kept for it, since they act on nothing. While the desk is out of reach it is not left.
import { announce } from "./announcements.js";
import { gettext } from "./language/messages.js";

const LONGEST = 10000; // milliseconds; by then the next page has come or will not
const QUEUE = "queued steps";
const DROPPED = "dropped key";
const PAIR = 600; // milliseconds in which the second key of a pair follows the first: "3", then "1"
const ASK_AGAIN = 5000; // milliseconds
let until = 0;
let outOfReach = false;

export const leave = () => (until = performance.now() + LONGEST);
export const stay = () => (until = 0);
export const leaving = () => performance.now() < until;

export function queue(by) {
  const steps = Number(sessionStorage.getItem(QUEUE)?.split(" ")[0] ?? 0) + by;
  sessionStorage.setItem(QUEUE, `${steps} ${Date.now()}`);
}

// How many steps are queued, forwards (above 0) or backwards; 0 where they were typed too long ago. They are taken in
// one go: a page for each would come more slowly than J is pressed.
export function takeQueued() {
  const [steps, at] = (sessionStorage.getItem(QUEUE) ?? "0 0").split(" ").map(Number);
  sessionStorage.removeItem(QUEUE);
  return Date.now() - at > LONGEST ? 0 : steps;
}

// A key that was typed too early does nothing; nor does one behind it, which may have been the answer to it.
export const dropKey = () => sessionStorage.setItem(DROPPED, Date.now());
export const droppedKey = () => Date.now() - Number(sessionStorage.getItem(DROPPED) ?? 0) < PAIR;

// Whether the desk is out of reach, which is said: another page would only be the browser's own error.
export function offline() {
  if (!outOfReach) return false;
  announce(gettext("There is no network: nothing was sent, and all that you wrote is still here."));
  return true;
}

// A browser without a network still reaches a desk on its own machine, so the desk is asked.
async function lookForDesk() {
  const answer = navigator.onLine || (await fetch("/healthz", { cache: "no-store" }).catch(() => null));
  outOfReach = !answer;
  if (outOfReach) setTimeout(lookForDesk, ASK_AGAIN);
}

function watchNetwork() {
  for (const kind of ["online", "offline"]) addEventListener(kind, lookForDesk);
  if (!navigator.onLine) lookForDesk();
}

function sendOnce(event) {
  if (event.defaultPrevented) return;
  if (leaving() || offline()) event.preventDefault();
  else leave();
}

export function followLeaving() {
  watchNetwork();
  addEventListener("pageshow", stay);
  document.addEventListener("submit", sendOnce);
}
