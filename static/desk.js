// Every page works without this; it only makes the hand and the eye quicker.
import { draft } from "./drafts.js";
import { hear } from "./keys.js";
import { listen } from "./live.js";
import { followVerdict } from "./verdict.js";
import { remember } from "./way.js";

const own = document.querySelector("main")?.dataset.address;
if (own && location.pathname !== own) history.replaceState(null, "", own); // what came back from a form is still that page
remember();
if (matchMedia("(min-width: 901px)").matches) {
  document.querySelector("#claims li.on")?.scrollIntoView({ block: "nearest" });
  document.querySelector(".mark.on")?.scrollIntoView({ block: "center" });
}
hear();
draft();
followVerdict();
listen();
