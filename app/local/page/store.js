// The page's memory: who looks, at what, and the last state the server sent. One subscriber list, no framework.
import { t } from "./words.js";

const address = new URLSearchParams(location.search);

export const view = {
  as: address.get("as") ?? remembered("as") ?? "",
  open: address.get("open") ?? "",
  language: address.get("lang"),
  theme: address.get("theme") ?? remembered("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"),
  state: null,
};

function remembered(name) {
  try { return localStorage.getItem(`local-teams.${name}`); } catch { return null; }
}

export function remember(name, value) {
  try { localStorage.setItem(`local-teams.${name}`, value); } catch { /* a private window forgets */ }
}

const subscribers = [];
export const onState = (draw) => subscribers.push(draw);
export const redraw = () => { if (view.state) for (const draw of subscribers) draw(view.state); };

let asking = null;
let again = false;

/** Fetch the state and draw; calls that come meanwhile lead to one more fetch. */
export function refresh() {
  again = true;
  asking ??= fetchUntilFresh().finally(() => {
    asking = null;
    if (again) refresh();
  });
  return asking;
}

async function fetchUntilFresh() {
  do {
    again = false;
    const asked = `as=${encodeURIComponent(view.as)}&open=${encodeURIComponent(view.open)}`;
    try {
      const answer = await fetch(`/api/state?${asked}`);
      const state = await answer.json();
      if (asked === `as=${encodeURIComponent(view.as)}&open=${encodeURIComponent(view.open)}`) view.state = state;
      else again = true;
    } catch { say(t("offline")); }
  } while (again);
  redraw();
}

/** Do something as the person who looks; returns the server's outcome, or one that says that nothing came. */
export async function act(deed, body = {}) {
  try {
    const answer = await fetch(`/api/${deed}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ as: view.as, ...body }),
    });
    return await answer.json();
  } catch {
    say(t("offline"));
    return { ok: false, status: 0 };
  }
}

/** Say at the bottom of the window what went wrong after a deed that has no card to say it under. */
export function complain(outcome) {
  if (outcome.ok) return;
  say(outcome.error ?? t("unreachable"));
}

let silence = 0;
export function say(text) {
  const snack = document.querySelector(".snack");
  snack.textContent = text;
  snack.hidden = false;
  clearTimeout(silence);
  silence = setTimeout(() => { snack.hidden = true; }, 6000);
}

/** Follow what happens; the browser reconnects by itself. */
export function follow() {
  const stream = new EventSource("/api/events");
  stream.onmessage = () => refresh();
}

/** Show a conversation; on a phone "" shows the list. */
export async function open(conversation) {
  view.open = conversation;
  const url = new URL(location.href);
  url.searchParams.set("as", view.as);
  if (conversation) url.searchParams.set("open", conversation); else url.searchParams.delete("open");
  history.replaceState(null, "", url);
  await refresh();
  if (view.state?.open) act("open", { conversation: view.state.open.id });
}

// What was read, per person and conversation, for this window.
const read = new Map();
export const markRead = (place) => read.set(`${view.as} ${place.id}`, place.latest);
export function isUnread(place) {
  const key = `${view.as} ${place.id}`;
  if (!read.has(key)) read.set(key, place.latest);
  return BigInt(place.latest) > BigInt(read.get(key));
}
