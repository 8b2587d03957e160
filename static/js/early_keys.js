// Runs before the page is drawn: what is typed right after V, while the claim's page loads, is kept for its ratings.
if (location.hash === "#rate") {
  window.typedEarly = [];
  addEventListener("keydown", ({ key }) => window.typedEarly.push(key));
}
