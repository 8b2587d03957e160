// Says who else looks at the claim that this page shows, and tells the server that this page does.

const EVERY = 20000; // milliseconds
const READ = 1500; // milliseconds after which a claim counts as looked at
let due = 0;

export function followViewers() {
  const main = document.querySelector("main[data-claim]");
  const place = document.getElementById("viewers");
  if (!main || !place) return;
  const ask = async () => {
    clearTimeout(due);
    due = setTimeout(ask, EVERY);
    if (document.hidden) return;
    const { claim } = main.dataset;
    const body = new URLSearchParams({ csrf: document.querySelector("meta[name=csrf]").content });
    const answer = await fetch(`/claims/${claim}/viewers`, { method: "POST", body }).catch(() => null);
    if (!answer?.ok || claim !== main.dataset.claim) return;
    const shown = await answer.text();
    if (place.textContent !== shown) place.textContent = shown;
  };
  const soon = () => {
    clearTimeout(due);
    due = setTimeout(ask, READ);
  };
  new MutationObserver(() => {
    place.textContent = "";
    soon();
  }).observe(main, { attributeFilter: ["data-claim"] });
  document.addEventListener("visibilitychange", soon);
  addEventListener("pagehide", () => clearTimeout(due));
  soon();
}
