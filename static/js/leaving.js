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

// 1 or -1 for the next queued step; 0 where none is left, or where they were typed too long ago.
export function nextQueued() {
  const [steps, at] = (sessionStorage.getItem(QUEUE) ?? "0 0").split(" ").map(Number);
  sessionStorage.removeItem(QUEUE);
  if (!steps || Date.now() - at > LONGEST) return 0;
  const by = Math.sign(steps);
  if (steps !== by) sessionStorage.setItem(QUEUE, `${steps - by} ${at}`);
  return by;
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
