// Whether somebody is pressing something right now: it must not be taken away between press and release, for then no
// click comes of it.
import { typing } from "./form_state.js";

const LONGEST = 5000; // milliseconds: the release of a press may come to nobody, as outside of the window
let began = -Infinity;

export const pressing = () => performance.now() - began < LONGEST;

export function watchPresses() {
  const press = () => (began = performance.now());
  const release = () => setTimeout(() => (began = -Infinity)); // the click comes behind the release
  addEventListener("pointerdown", press, true);
  addEventListener("keydown", ({ key, target }) => key === " " && !typing(target) && press(), true);
  for (const kind of ["pointerup", "pointercancel", "keyup"]) addEventListener(kind, release, true);
}
