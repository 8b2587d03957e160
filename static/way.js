// The way through a list of claims. It is remembered, so that it goes on from where a claim stood that has left the list,
// and from claim to claim on their own pages.

const place = () => JSON.parse(sessionStorage.getItem("place") ?? "{}");
const keep = (where) => sessionStorage.setItem("place", JSON.stringify({ ...place(), ...where }));
const here = () => /^\/claims\/(\d+)/.exec(location.pathname)?.[1];

export function remember() {
  const lines = [...document.querySelectorAll("#claims li[id]")];
  const at = lines.findIndex((line) => line.querySelector("a[aria-current]"));
  if (at >= 0) keep({ ids: lines.map((line) => line.id), at, list: location.pathname + location.search });
  const back = document.querySelector("[data-list]");
  if (back && place().list) back.href = withClaim(place().list, here());
}

// The next or previous thing there is to look at: a line of the list, a case of the review, a claim's own page.
export function step(by) {
  const next = cases(by) ?? (document.getElementById("claims") ? line(by) : page(by));
  if (next) return next();
  document.getElementById("live").textContent = by > 0 ? "This is the last one." : "This is the first one.";
  return true;
}

function cases(by) {
  const all = [...document.querySelectorAll(".case")];
  if (!all.length) return null;
  const at = all.indexOf(document.activeElement.closest(".case"));
  return () => reach((all[at < 0 ? 0 : at + by] ?? all[at]).querySelector("h2 a"));
}

function line(by) {
  const lines = [...document.querySelectorAll("#claims li[id]")];
  const at = lines.findIndex((each) => each.querySelector("a[aria-current]"));
  const next = at < 0 ? beyond(by, (id) => document.getElementById(id)) ?? lines[0] : lines[at + by];
  return next && (() => next.querySelector("p a").click() ?? true);
}

function page(by) {
  const at = place().ids?.indexOf(`claim-${here()}`) ?? -1;
  if (at >= 0) keep({ at });
  const id = here() && beyond(by, (each) => each)?.replace("claim-", "");
  return id && (() => location.assign(`/claims/${id}`) ?? true);
}

function beyond(by, found) {
  const { ids = [], at = 0 } = place();
  const others = by > 0 ? ids.slice(at + 1) : ids.slice(0, at).reverse();
  return others.map(found).find(Boolean);
}

function reach(element) {
  element.focus();
  element.scrollIntoView({ block: "start" });
  return true;
}

function withClaim(list, id) {
  const address = new URL(list, location.origin);
  address.searchParams.set("claim", id);
  return `${address.pathname}${address.search}#evidence`;
}
