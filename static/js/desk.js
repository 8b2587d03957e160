// Every page works without this; it only makes the hand and the eye quicker.
import { draft } from "./forms/drafts.js";
import { followFolds } from "./folds.js";
import { followKeys } from "./keys.js";
import { followLeaving } from "./leaving.js";
import { rememberList } from "./list_navigation.js";
import { listen } from "./live.js";
import { followQuestions } from "./questions.js";
import { followSession } from "./session.js";
import { forgetOthers } from "./tab_memory.js";
import { followViewers } from "./claim/viewers.js";
import { followChoosing } from "./triage/choosing.js";
import { followSelecting } from "./triage/selecting.js";
import { countViews } from "./triage/views.js";
import { followTerms } from "./terms.js";
import { followVerdict } from "./verdict.js";

const own = document.querySelector("main")?.dataset.address;
// What came back from a form is still the page of the claim, and a list without a chosen claim that of its first.
if (own && location.pathname !== own) history.replaceState(null, "", own);
forgetOthers();
followSession();
rememberList();
if (matchMedia("(min-width: 901px)").matches) {
  document.querySelector("#claims li.on")?.scrollIntoView({ block: "nearest" });
  document.querySelector(".mark.on")?.scrollIntoView({ block: "center" });
}
if (matchMedia("(max-width: 480px)").matches) {
  document.querySelector("#navigation [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
}
followFolds();
draft();
followQuestions();
followLeaving();
followKeys();
followVerdict();
followTerms();
followSelecting();
followChoosing();
followViewers();
countViews();
listen();
