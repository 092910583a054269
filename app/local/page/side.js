// The left pane: who I am, my teams and channels, my chats.
import { avatar, el, icon, iconButton, showMenu } from "./dom.js";
import { askFor } from "./dialog.js";
import { act, complain, isUnread, markRead, open, refresh, remember, view } from "./store.js";
import { t } from "./words.js";

export const nameOf = (place, state) => place.kind === "general" ? t("general") : place.kind === "personal" ? state.bot.name : place.name;

function personSwitch(state) {
  const options = state.people.map((one) => el("option", { value: one.key, selected: one.key === state.me.key },
    one.name));
  const choose = el("select", { id: "person-switch", "data-testid": "person-switch", onchange: async (event) => {
    view.as = event.target.value;
    remember("as", view.as);
    await refresh();
    await open(view.state.open ? view.state.open.kind === "personal" ? "bot" : view.state.open.id : "");
  } }, options);
  return el("div", { class: "me" }, avatar(state.me, "large"),
    el("div", { class: "who" }, el("label", { for: "person-switch", title: state.me.organisation },
      [t("i_am"), state.me.organisation].filter(Boolean).join(" · ")), choose));
}

function entry(place, state, mark) {
  const current = state.open?.id === place.id;
  if (current) markRead(place);
  const unread = !current && isUnread(place);
  return el("li", {}, el("button", {
    type: "button", class: `place${unread ? " unread" : ""}${place.deleted ? " gone" : ""}`, "aria-current": current ? "page" : null,
    "data-testid": "place", "data-place": place.id, disabled: Boolean(place.deleted),
    onclick: () => open(place.id).then(() => document.querySelector("#conversation").focus({ preventScroll: true })),
  }, mark, el("span", { class: "name" }, nameOf(place, state)), unread ? el("span", { class: "dot" }, el("span", { class: "hidden" }, t("unread"))) : null),
  place.deleted ? el("button", { type: "button", class: "plain small", onclick: () => change(place.id, "restore_channel") }, t("undo")) : null);
}

export async function change(place, deed, more = {}) {
  complain(await act("team", { place, deed, ...more }));
  await refresh();
}

const people = (state, keys) => state.people.filter((one) => keys(one.key)).map((one) => ({ value: one.key, text: one.name }));

function teamMenu(team, state, anchor) {
  const ask = async (deed, field) => { const given = await askFor(t(deed), [field]); if (given) change(team.id, deed, given); };
  showMenu(anchor, [
    { text: t("install"), off: team.installed, run: () => change(team.id, "install") },
    { text: t("uninstall"), off: !team.installed, run: () => change(team.id, "uninstall") },
    null,
    { text: t("add_member"), run: () => ask("add_member", { id: "person", label: t("person"), options: people(state, (key) => !team.members.includes(key)) }) },
    { text: t("remove_member"), run: () => ask("remove_member", { id: "person", label: t("person"), options: people(state, (key) => team.members.includes(key)) }) },
    null,
    { text: t("create_channel"), run: () => ask("create_channel", { id: "name", label: t("name") }) },
    team.archived ? { text: t("unarchive"), run: () => change(team.id, "unarchive") } : { text: t("archive"), run: () => change(team.id, "archive") },
  ]);
}

function teamPart(team, state) {
  const more = iconButton("more", `${t("more")}: ${team.name}`, (event) => teamMenu(team, state, event.currentTarget),
    { "aria-haspopup": "menu", "data-testid": "team-menu" });
  const marks = { private: "lock", shared: "people" };
  return el("section", { class: "team" },
    el("h3", {}, el("span", { class: "square", "aria-hidden": "true" }, team.name.split(" ").map((one) => one[0]).join("").slice(0, 2)), el("span", { class: "name" }, team.name), more),
    el("ul", {}, team.channels.map((one) => entry(one, state, icon(marks[one.kind] ?? "hash")))));
}

let drawn = "";

export function drawSide(state) {
  const looks = JSON.stringify([state.me, state.teams, state.chats, state.open?.id, t("teams")]);
  if (looks === drawn) return;
  drawn = looks;
  const side = document.querySelector(".side");
  const held = document.activeElement?.dataset?.place;
  const bot = { key: "bot", name: state.bot.name, initials: state.bot.name[0] };
  side.replaceChildren(
    personSwitch(state),
    el("h2", {}, t("chats")),
    el("ul", {}, state.chats.map((one) => entry(one, state, one.kind === "personal" ? avatar(bot, "small") : el("span", { class: "square" }, icon("people"))))),
    el("h2", {}, t("teams")),
    ...state.teams.map((one) => teamPart(one, state)),
  );
  if (held) side.querySelector(`[data-place="${CSS.escape(held)}"]`)?.focus();
}
