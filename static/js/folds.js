// A fold that is named by `data-fold` stays as a person left it, on every claim, as long as this tab is open.
const address = ({ dataset }) => `fold ${dataset.fold}`;

export function followFolds() {
  document.addEventListener("click", ({ target }) => {
    const fold = target.closest("summary")?.parentElement;
    if (fold?.dataset.fold) sessionStorage.setItem(address(fold), fold.open ? "closed" : "open");
  });
  document.addEventListener("chosen", restore);
  addEventListener("hashchange", openTarget);
  restore();
  openTarget();
}

function restore() {
  for (const fold of document.querySelectorAll("[data-fold]")) {
    const left = sessionStorage.getItem(address(fold));
    if (left) fold.open = left === "open";
  }
}

// What somebody wrote meanwhile opens a fold that nobody has closed or opened here.
export function openNew(fresh) {
  for (const fold of document.querySelectorAll("[data-fold]:not([open])")) {
    const now = fresh.querySelector(`[data-fold="${CSS.escape(fold.dataset.fold)}"]`);
    if (now && !sessionStorage.getItem(address(fold))) fold.open = now.open;
  }
}

// What an address leads to is shown, though its fold was left closed.
function openTarget() {
  const target = document.getElementById(location.hash.slice(1));
  if (target) unfold(target);
}

export function unfold(element) {
  for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}
