// What the page of one claim has beyond the others.
import { followMentions } from "./mentions.js";
import { followPreview } from "./preview.js";

followMentions();
followPreview();
