// The bar that moves the product's time.
import { el, icon } from "./dom.js";
import { act, refresh, say } from "./store.js";
import { clockOf, shortClockOf, t } from "./words.js";

let ahead = 0;
let drawn = "";

async function move(step) {
  const moving = act("clock", { step });
  await refresh();
  const { event } = await moving;
  await refresh();
  // Narrow windows have no room for the line in the bar.
  if (event && !document.querySelector(".happened")?.offsetWidth) say(event);
}

function tick() {
  const now = new Date(Date.now() + ahead);
  for (const face of document.querySelectorAll(".clock time")) {
    face.textContent = face.classList.contains("short") ? shortClockOf(now) : clockOf(now);
    face.dateTime = now.toISOString();
  }
}

export function drawClock(state) {
  const bar = document.querySelector(".clock");
  bar.hidden = !state.clock.shown;
  ahead = Date.parse(state.now) - Date.now();
  const busy = state.clock.busy;
  const looks = JSON.stringify([state.clock, t("hour")]);
  if (looks !== drawn) {
    drawn = looks;
    const held = document.activeElement?.dataset?.testid;
    const button = (step, text) => el("button", {
      type: "button", "data-testid": `clock-${step}`, disabled: busy, onclick: () => move(step),
    }, text);
    bar.replaceChildren(
      el("span", { class: "now", title: t("time") }, icon("clock"), el("time", { class: "long" }), el("time", { class: "short" })),
      el("span", { class: "steps", role: "group", "aria-label": t("time") },
        button("hour", t("hour")), button("day", t("day")),
        button("event", [icon("next"), el("span", { class: "event-name" }, t("event"))])),
      busy ? el("span", { class: "busy", role: "status" }, el("span", { class: "spinner", "aria-hidden": "true" }), el("span", { class: "busy-name" }, t("working")))
        : state.clock.event ? el("span", { class: "happened", role: "status", title: state.clock.event, "data-testid": "clock-said" }, state.clock.event) : null ?? "",
    );
    bar.querySelector(".steps button:last-child").setAttribute("aria-label", t("event"));
    if (held) bar.querySelector(`[data-testid="${held}"]`)?.focus();
  }
  tick();
}

setInterval(tick, 1000);
