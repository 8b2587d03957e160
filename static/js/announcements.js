// A line that everybody gets, on the screen and from a screen reader, and that leaves by itself.

const SHOWN_FOR = 6000; // milliseconds
let hiding = 0;

export function announce(text) {
  const place = document.getElementById("announcement");
  if (!place) return;
  clearTimeout(hiding);
  place.textContent = text;
  hiding = setTimeout(() => (place.textContent = ""), SHOWN_FOR);
}
