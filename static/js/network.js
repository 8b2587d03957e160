// Whether the desk is out of reach. A browser without a network still reaches a desk on its own machine, so the desk is
// asked.

const PAUSE = 5000; // milliseconds until it is asked again
let away = false;

export const outOfReach = () => away;

async function ask() {
  const answers = () => fetch("/healthz", { cache: "no-store" }).then(
    () => true,
    () => false,
  );
  away = !navigator.onLine && !(await answers());
  if (away) setTimeout(ask, PAUSE);
}

export function watchNetwork() {
  for (const kind of ["online", "offline"]) addEventListener(kind, ask);
  if (!navigator.onLine) ask();
}
