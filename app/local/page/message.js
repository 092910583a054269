// One message: head, text, cards, the strip under the cards, reactions. Each part is drawn anew only when it changed.
import { drawCard } from "./card.js";
import { askFor, openDialog } from "./dialog.js";
import { avatar, el, icon, iconButton, showMenu } from "./dom.js";
import { act, complain, refresh, say, view } from "./store.js";
import { mentioned, markdownInto } from "./text.js";
import { t, timeOf } from "./words.js";

// The connector's words for reactions, as pictures.
const FACES = { like: "👍", heart: "❤️", laugh: "😆", surprised: "😮", sad: "😢", angry: "😠",
  "1f440_eyes": "👀", "2705_whiteheavycheckmark": "✅", "1f4cc_pushpin": "📌" };

export class MessageView {
  constructor(message, state) {
    this.parts = {};
    this.looks = {};
    for (const name of ["head", "text", "cards", "notice", "suggested", "reactions"]) this.parts[name] = el("div", { class: name });
    this.more = iconButton("more", t("more"), (event) => this.menu(event.currentTarget), { class: "plain more", "aria-haspopup": "menu", "data-testid": "message-menu" });
    const body = el("div", { class: "body" }, ...Object.values(this.parts), this.more);
    const side = message.mine && !state.open.channel ? "mine" : "";
    this.node = el(message.root || !state.open.channel ? "li" : "div", { class: `message ${side} ${message.from_bot ? "from-bot" : ""}`, "data-testid": "message", "data-message-id": message.id, "data-author": message.author.key },
      side ? "" : avatar(message.author, message.root ? "small" : ""), body);
  }

  draw(message) {
    this.message = message;
    this.node.classList.toggle("deleted", message.deleted);
    this.node.classList.toggle("only-me", message.only_me);
    this.part("head", [message.author, message.created, message.edited, message.only_me, message.important, message.deleted], () => this.head());
    this.part("text", [message.text, message.deleted, message.mentions], () => this.text());
    // `updates` counts the changes for all: such a card is drawn anew, as in Teams.
    this.part("cards", [message.attachments, message.updates], () => this.cards());
    this.part("notice", message.notice, () => this.notice());
    this.part("suggested", message.suggested, () => this.suggested());
    this.part("reactions", message.reactions, () => this.reactions());
    this.more.hidden = message.deleted;
  }

  part(name, looks, draw) {
    const now = JSON.stringify(looks ?? null);
    if (this.looks[name] === now) return;
    this.looks[name] = now;
    const content = draw().filter(Boolean);
    this.parts[name].replaceChildren(...content);
    this.parts[name].hidden = content.length === 0;
  }

  head() {
    const { author, created, edited, only_me: onlyMe, important, deleted } = this.message;
    return [
      el("b", {}, author.name), author.key === "bot" ? el("span", { class: "tag" }, t("bot")) : null,
      el("time", { datetime: created }, timeOf(new Date(created))),
      edited && !deleted ? el("span", { class: "edited" }, t("edited")) : null,
      important ? el("span", { class: "important" }, icon("warn"), t("important")) : null,
      onlyMe ? el("span", { class: "secret" }, icon("eye"), t("only_you")) : null,
    ];
  }

  text() {
    const { text, deleted, mine, format } = this.message;
    if (deleted) {
      const undo = mine ? el("button", { type: "button", class: "link", onclick: () => this.deed("delete", { undo: true }) }, t("undo")) : null;
      return [el("span", { class: "gone" }, t("deleted")), undo];
    }
    if (!text) return [];
    const place = el("div", { class: "words" });
    if (this.message.from_bot && format !== "plain") markdownInto(place, text); else place.append(...mentioned(text));
    return [place];
  }

  cards() {
    return this.message.attachments.map((one, number) => {
      if (one.kind === "card") return drawCard(one.card, { run: (action, values) => this.press(action, values, number) });
      const text = el("p", {});
      if (one.text) markdownInto(text, one.text);
      return el("div", { class: "simple" }, el("b", {}, one.title), one.text ? text : "");
    });
  }

  async press(action, values, attachment) {
    const outcome = await act("press", { message: this.message.id, action, values, attachment });
    await refresh();
    if (outcome.dialog) openDialog(outcome.dialog);
    // The bot's words stand under the card; only what never became a message is told at the bottom.
    else if (!outcome.ok && !outcome.message) complain(outcome);
  }

  notice() {
    const notice = this.message.notice;
    if (!notice) return [];
    const words = notice.kind === "unreachable" ? t("unreachable") : notice.text;
    const kind = notice.kind === "toast" ? "toast" : "error";
    return [el("p", { class: `strip ${kind}`, role: kind === "error" ? "alert" : "status", "data-testid": kind }, icon(kind === "toast" ? "check" : "warn"), words)];
  }

  suggested() {
    const send = (one) => act("say", { conversation: view.state.open.id, text: one.value ?? one.title }).then(complain).then(refresh);
    return this.message.suggested.slice(0, 6).map((one) => el("button", { type: "button", class: "pill", onclick: () => send(one) }, one.title));
  }

  reactions() {
    return Object.entries(this.message.reactions).map(([kind, names]) => el("button", {
      type: "button", class: "pill", title: names.join(", "), "aria-label": `${kind}: ${names.join(", ")}`, onclick: () => this.deed("react", { kind }),
    }, FACES[kind] ?? kind, ` ${names.length}`));
  }

  async deed(name, more = {}) {
    complain(await act(name, { message: this.message.id, ...more }));
    await refresh();
  }

  menu(anchor) {
    const { mine, only_me: onlyMe, text } = this.message;
    const actions = view.state.extensions.message.map((one) => ({ text: one.title, run: async () => {
      const outcome = await act("extension", { message: this.message.id, command: one.id, conversation: view.state.open.id });
      await refresh();
      if (outcome.dialog) openDialog(outcome.dialog);
      else complain(outcome);
    } }));
    const edit = async () => {
      const given = await askFor(t("edit"), [{ id: "text", label: t("edit"), value: text.replace(/<\/?at>/g, ""), long: true }]);
      if (!given) return;
      let changed = given.text;
      for (const tag of this.message.mentions) changed = changed.replace(tag.replace(/<\/?at>/g, ""), tag);
      this.deed("edit", { text: changed });
    };
    const own = mine && !onlyMe;
    showMenu(anchor, [
      ...actions, actions.length ? null : undefined,
      onlyMe ? undefined : { text: t("like"), run: () => this.deed("react", { kind: "like" }) },
      text ? { text: t("copy"), run: () => navigator.clipboard.writeText(text.replace(/<[^>]+>/g, "")).then(() => say(t("copied"))) } : undefined,
      own ? { text: t("edit"), run: edit } : undefined,
      own ? { text: t("remove"), danger: true, run: () => this.deed("delete") } : undefined,
    ].filter((one) => one !== undefined));
  }
}
