// The middle: a channel as posts with their replies, a chat as bubbles. Only what changed is drawn anew.
import { Composer } from "./composer.js";
import { askFor } from "./dialog.js";
import { avatar, el, icon, iconButton, showMenu } from "./dom.js";
import { MessageView } from "./message.js";
import { change, nameOf } from "./side.js";
import { act, open, view } from "./store.js";
import { dayOf, language, t } from "./words.js";

let shown = null;

function placeMenu(state, anchor) {
  const place = state.open;
  if (!place.channel) {
    const deed = place.installed ? "uninstall" : "install";
    return showMenu(anchor, [{ text: t(deed), run: () => change(place.id, deed) }]);
  }
  const rename = async () => {
    const given = await askFor(t("rename_channel"), [{ id: "name", label: t("name"), value: place.name }]);
    if (given) change(place.id, "rename_channel", given);
  };
  return showMenu(anchor, [
    { text: t("install"), off: place.installed, run: () => change(place.id, "install") },
    { text: t("rename_channel"), off: place.kind === "general", run: rename },
    { text: t("delete_channel"), off: place.kind === "general", danger: true, run: () => change(place.id, "delete_channel").then(() => open("")) },
  ]);
}

/** One open conversation; lives until another one is opened, or somebody else looks. */
class Conversation {
  constructor(state) {
    const place = state.open;
    this.key = `${state.me.key} ${place.id} ${language()} ${view.theme}`;
    this.views = new Map();
    this.threads = new Map();
    this.days = new Map();
    this.head = el("header", { class: "head" });
    this.list = el(place.channel ? "div" : "ol", { class: place.channel ? "posts" : "bubbles", "data-testid": "messages" });
    this.empty = el("p", { class: "empty" });
    this.scroll = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": nameOf(place, state) }, this.empty, this.list);
    this.note = el("p", { class: "note", role: "status", hidden: true });
    this.composer = new Composer({ conversation: place.id, thread: null, main: true });
    document.querySelector("#conversation").replaceChildren(this.head, this.scroll, this.note, this.composer.node);
    this.first = true;
  }

  draw(state) {
    const place = state.open;
    this.drawHead(state);
    const atEnd = this.first || this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < 80;
    const known = new Set(place.messages.map((one) => one.id));
    for (const [id, one] of this.views) {
      if (!known.has(id)) { one.node.remove(); this.views.delete(id); this.threads.get(id)?.node.remove(); this.threads.delete(id); }
    }
    for (const message of place.messages) this.drawMessage(message, state);
    for (const thread of this.threads.values()) thread.count();
    this.empty.textContent = place.messages.length ? "" : t(place.kind === "personal" ? "empty_bot" : "empty_channel");
    const note = place.archived ? t("archived") : !place.installed && place.kind !== "personal" ? t("not_installed") : "";
    this.note.hidden = !note;
    this.note.replaceChildren(note, place.archived || !note ? "" : el("button", { type: "button", class: "link", onclick: () => change(place.id, "install") }, t("install")));
    this.composer.draw(state);
    if (atEnd) this.scroll.scrollTop = this.scroll.scrollHeight;
    if (!this.first) this.announce(state);
    this.newest = place.latest;
    this.first = false;
  }

  drawMessage(message, state) {
    let one = this.views.get(message.id);
    if (!one) {
      one = new MessageView(message, state);
      this.views.set(message.id, one);
      this.put(message, one, state);
    }
    one.draw(message);
  }

  put(message, one, state) {
    if (message.root && this.threads.has(message.root)) {
      this.threads.get(message.root).add(one);
      return;
    }
    const day = dayOf(new Date(message.created));
    if (this.lastDay !== day) this.list.append(el(state.open.channel ? "div" : "li", { class: "day" }, el("span", {}, day)));
    this.lastDay = day;
    if (!state.open.channel) { this.list.append(one.node); return; }
    const thread = new Thread(message, one, state);
    this.threads.set(message.id, thread);
    this.list.append(thread.node);
  }

  drawHead(state) {
    const place = state.open;
    const bot = { key: "bot", name: state.bot.name, initials: state.bot.name[0] };
    const looks = JSON.stringify([place.name, place.kind, place.installed, place.members, place.archived]);
    if (looks === this.headLooks) return;
    this.headLooks = looks;
    const faces = state.people.filter((one) => place.members.includes(one.key));
    const mark = place.channel ? el("span", { class: "square large", "aria-hidden": "true" }, icon(place.kind === "private" ? "lock" : "hash"))
      : place.kind === "personal" ? avatar(bot, "large") : el("span", { class: "square large", "aria-hidden": "true" }, icon("people"));
    const line = place.channel ? place.team_name : place.kind === "personal" ? t("bot") : faces.map((one) => one.name.split(" ")[0]).join(", ");
    this.head.replaceChildren(
      iconButton("back", t("back"), () => open(""), { class: "plain back", "data-testid": "back" }),
      mark, el("div", { class: "title" }, el("h1", {}, nameOf(place, state)), el("p", {}, line)),
      place.kind === "personal" ? "" : el("span", { class: "faces", title: faces.map((one) => one.name).join(", ") },
        faces.slice(0, 4).map((one) => avatar(one, "small")), el("span", { class: "number" }, el("span", { class: "hidden" }, `${t("members")}: `), String(faces.length))),
      iconButton("more", t("more"), (event) => placeMenu(view.state, event.currentTarget), { "aria-haspopup": "menu", "data-testid": "place-menu" }),
    );
  }

  announce(state) {
    const fresh = state.open.messages.filter((one) => !one.mine && BigInt(one.id) > BigInt(this.newest ?? "0"));
    if (!fresh.length) return;
    const last = fresh[fresh.length - 1];
    document.querySelector(".announce").textContent = `${t("new_messages")} ${last.author.name}: ${last.text.replace(/<[^>]+>/g, "").slice(0, 120)}`;
    if (fresh.some((one) => one.refresh)) act("open", { conversation: state.open.id });
  }
}

/** A post of a channel with its replies and the box to reply in. */
class Thread {
  constructor(message, one, state) {
    this.replies = el("ol", { class: "replies" });
    this.number = el("p", { class: "count", hidden: true });
    this.place = state.open.id;
    this.id = message.id;
    this.opener = el("button", { type: "button", class: "reply", "data-testid": "reply", onclick: () => this.openBox() }, icon("reply"), t("reply"));
    this.foot = el("div", { class: "foot" }, message.only_me ? "" : this.opener);
    this.node = el("article", { class: "post", "aria-label": message.author.name }, one.node, this.number, this.replies, this.foot);
  }

  add(one) { this.replies.append(one.node); }

  count() {
    const number = this.replies.children.length;
    this.number.hidden = number === 0;
    this.number.textContent = number === 1 ? t("one_reply") : `${number} ${t("replies")}`;
  }

  openBox() {
    if (!this.box) this.box = new Composer({ conversation: this.place, thread: this.id, main: false, done: () => this.foot.replaceChildren(this.opener) });
    this.box.draw(view.state);
    this.foot.replaceChildren(this.box.node);
    this.box.focus();
  }
}

export function drawConversation(state) {
  const section = document.querySelector("#conversation");
  if (!state.open) {
    shown = null;
    section.replaceChildren(el("p", { class: "empty" }, t("choose")));
    return;
  }
  const key = `${state.me.key} ${state.open.id} ${language()} ${view.theme}`;
  if (shown?.key !== key) shown = new Conversation(state);
  shown.draw(state);
}
