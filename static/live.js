// An open page hears of committed changes and fetches itself anew; what somebody is working in is left alone.
const PAUSE = 250;
let waiting = 0;

export function listen() {
  if (!document.querySelector("[data-live], #claims")) return;
  const stream = new EventSource("/live");
  for (const kind of ["claim", "article", "document", "person", "source", "import", "again"]) stream.addEventListener(kind, soon);
  addEventListener("pagehide", () => stream.close());
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, PAUSE);
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { "X-Requested-With": "factdesk" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const other = fresh.getElementById(part.id);
    if (!other || busy(part) || other.innerHTML === part.innerHTML) continue;
    part.replaceWith(document.adoptNode(other));
  }
  list(fresh);
}

// The list is never reshuffled under the hand: lines that are there change in place, new ones are counted.
function list(fresh) {
  const here = document.getElementById("claims");
  const there = fresh.getElementById("claims");
  if (!here || !there) return;
  let added = 0;
  for (const line of there.querySelectorAll("li[id]")) {
    const old = document.getElementById(line.id);
    if (!old) added += 1;
    else if (old.innerHTML !== line.innerHTML && !old.contains(document.activeElement)) old.replaceWith(document.adoptNode(line));
  }
  const pill = document.getElementById("pill");
  pill.hidden = added === 0;
  if (added) pill.textContent = `${added} new`;
  if (added) document.getElementById("live").textContent = `${added} new claims`;
}

function busy(part) {
  return part.contains(document.activeElement) || part.querySelector("details[open], input:checked:not([type=hidden])");
}
