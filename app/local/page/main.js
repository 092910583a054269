// Starts the page: top bar, sidebar, conversation; and keeps them drawn.
import { drawClock } from "./clock.js";
import { drawConversation } from "./conversation.js";
import { el, icon } from "./dom.js";
import { drawSide } from "./side.js";
import { act, follow, onState, open, redraw, refresh, remember, view } from "./store.js";
import { speak, t } from "./words.js";

function setTheme(theme) {
  view.theme = theme;
  document.documentElement.dataset.theme = theme;
  remember("theme", theme);
}

async function setLanguage(language) {
  view.language = language;
  await act("locale", { language });
  await refresh();
}

function drawSwitches() {
  const place = document.querySelector(".switches");
  const dark = view.theme === "dark";
  const languages = ["de", "en"].map((one) => el("button", {
    type: "button", lang: one, "data-testid": `language-${one}`, "aria-pressed": String(one === view.language),
    "aria-label": one === "de" ? "Deutsch" : "English", onclick: () => setLanguage(one),
  }, one.toUpperCase()));
  place.replaceChildren(
    el("div", { class: "pair", role: "group", "aria-label": t("language") }, languages),
    el("button", {
      type: "button", class: "plain", "data-testid": "theme", title: t(dark ? "theme_light" : "theme_dark"),
      "aria-label": t(dark ? "theme_light" : "theme_dark"),
      onclick: () => { setTheme(dark ? "light" : "dark"); redraw(); },
    }, icon(dark ? "sun" : "moon")),
  );
}

let drawnSwitches = "";
onState((state) => {
  view.as = state.me.key;
  view.language = state.me.locale.slice(0, 2);
  speak(view.language);
  document.querySelector(".skip").textContent = t("skip");
  document.body.classList.toggle("reading", Boolean(state.open));
  const now = view.language + view.theme;
  if (now !== drawnSwitches) { drawSwitches(); drawnSwitches = now; }
  drawClock(state);
  drawSide(state);
  drawConversation(state);
});

setTheme(view.theme);
speak(view.language ?? "de");
if (view.language) await act("locale", { language: view.language });
await refresh();
// On a wide window something is open from the start; a phone begins with the list.
const first = view.state?.teams[0]?.channels[0]?.id ?? view.state?.chats[0]?.id ?? "";
await open(view.open || (matchMedia("(min-width: 760px)").matches ? first : ""));
follow();
document.body.dataset.ready = "true";
