// Runs before anything else of the page: what is typed while it still loads is kept for `keys.js`.
window.typedEarly = [];
window.typeEarly = ({ key, repeat, ctrlKey, metaKey, altKey }) => {
  if (!repeat && !ctrlKey && !metaKey && !altKey) window.typedEarly.push(key.toLowerCase());
};
addEventListener("keydown", window.typeEarly);
