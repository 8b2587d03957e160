// What a tab remembers (drafts, folds, the list that somebody came from) is one person's: it is forgotten when they
// sign out, and when somebody else has signed in here, as after a session that ended by itself.
const WHOSE = "person";

export function forgetOthers() {
  const { content } = document.querySelector("meta[name=person]");
  if ((sessionStorage.getItem(WHOSE) ?? content) !== content) sessionStorage.clear();
  sessionStorage.setItem(WHOSE, content);
  document.addEventListener("submit", ({ target }) => target.matches("[data-leave]") && sessionStorage.clear());
}
