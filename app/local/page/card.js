// Adaptive Cards, drawn by Microsoft's renderer with this page's colours.
import { el } from "./dom.js";
import { hostConfig } from "./host_config.js";
import { view } from "./store.js";
import { markdown } from "./text.js";
import { language, t } from "./words.js";

let prepared = false;

function prepare(renderer) {
  if (prepared) return;
  prepared = true;
  renderer.AdaptiveCard.onProcessMarkdown = (text, result) => {
    const html = markdown(text, "card");
    if (html === null) return;
    result.outputHtml = html;
    result.didProcess = true;
  };
}

/** The inputs an action sends, as strings; empty ones are left out (so does the renderer). */
function typed(action) {
  const values = {};
  for (const [id, input] of Object.entries(action.getReferencedInputs?.() ?? {})) {
    if (input.isSet()) values[id] = typeof input.value === "string" ? input.value : String(input.value);
  }
  return values;
}

function follow(url) {
  // A card may lead to web pages and to a prepared e-mail, nowhere else.
  if (/^(https?|mailto):/i.test(url)) window.open(url, "_blank", "noopener,noreferrer");
}

/**
 * Draw a card. `run(action, values)` is called for Submit and Execute with the action's JSON and the form's strings, and
 * the card stays shut until its promise ends.
 */
export function drawCard(content, { run }) {
  const frame = el("div", { class: "card", "data-testid": "card" });
  const renderer = window.AdaptiveCards;
  if (!renderer) {
    frame.append(el("p", { class: "strip error" }, t("no_renderer")));
    return frame;
  }
  prepare(renderer);
  if (content?.msteams?.width === "Full") frame.classList.add("full");
  const card = new renderer.AdaptiveCard();
  card.hostConfig = new renderer.HostConfig(hostConfig(view.theme === "dark"));
  card.onExecuteAction = async (action) => {
    const json = action.toJSON();
    if (json.type === "Action.OpenUrl") { follow(json.url); return; }
    if (frame.getAttribute("aria-busy") === "true") return;
    frame.setAttribute("aria-busy", "true");
    try { await run(json, typed(action)); } finally { frame.removeAttribute("aria-busy"); }
  };
  card.parse({ lang: language(), ...content });
  const drawn = card.render();
  frame.append(drawn ?? el("p", { class: "empty" }, t("card_empty")));
  polish(frame);
  return frame;
}

/** What the renderer leaves to the page. */
function polish(frame) {
  for (const link of frame.querySelectorAll("a")) { link.target = "_blank"; link.rel = "noopener noreferrer"; }
  for (const area of frame.querySelectorAll("textarea")) area.rows = Math.max(3, area.rows);
}
