// From the moment that the page is being left, keys no longer act on what it shows: they were meant for the next page.
// Of these only J and K are kept for it, since they act on nothing.

const LONGEST = 10000; // milliseconds; by then the next page has come or will not
const QUEUE = "queued steps";
let until = 0;

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

function sendOnce(event) {
  if (event.defaultPrevented) return;
  if (leaving()) event.preventDefault();
  else leave();
}

export function followLeaving() {
  addEventListener("pageshow", stay);
  document.addEventListener("submit", sendOnce);
}
