// The text box: Enter sends, `@` suggests people and the bot, `/` at the beginning suggests commands.
import { openDialog, searchDialog } from "./dialog.js";
import { avatar, el, icon, iconButton, showMenu } from "./dom.js";
import { act, complain, refresh, view } from "./store.js";
import { Suggestions } from "./suggestions.js";
import { t } from "./words.js";

let number = 0;

export class Composer {
  /** `thread` is the id of the post to reply to; `done` is called when a reply box has served. */
  constructor({ conversation, thread, main, done }) {
    Object.assign(this, { conversation, thread, main, done });
    number += 1;
    const name = `composer-${number}`;
    this.slash = null;
    this.named = new Map();
    this.chip = el("span", { class: "chip", hidden: true });
    this.area = el("textarea", { rows: "1", id: name, "data-testid": main ? "composer" : "reply-composer", "aria-autocomplete": "list", autocomplete: "off",
      oninput: () => this.changed(), onkeydown: (event) => this.key(event) });
    this.label = el("label", { class: "hidden", for: name });
    this.send = el("button", { type: "button", class: "send", "data-testid": main ? "send" : "reply-send", onclick: () => this.sends() }, icon("send"));
    this.apps = iconButton("plus", t("apps"), (event) => this.appMenu(event.currentTarget), { class: "plain", "aria-haspopup": "menu", "data-testid": "apps" });
    this.hint = el("p", { class: "hint" });
    this.suggestions = new Suggestions(this.area);
    this.node = el("div", { class: `composer ${main ? "main-composer" : ""}` }, this.suggestions.node, this.label,
      el("div", { class: "box" }, this.apps, this.chip, this.area, this.send), main ? this.hint : "");
  }

  draw(state) {
    const place = state.open;
    const words = place.kind === "personal" ? t("write_bot").replace("Kernteam", state.bot.name) : t(this.thread ? "write_reply" : place.channel ? "write_post" : "write_chat");
    this.label.textContent = words;
    this.area.placeholder = words;
    this.send.setAttribute("aria-label", t("send"));
    this.send.title = t("send");
    this.hint.textContent = t(place.kind === "personal" ? "hint_chat" : "hint_channel");
    this.area.disabled = place.archived;
    this.send.disabled = place.archived;
    this.apps.hidden = !(state.extensions.compose.length + state.extensions.search.length);
  }

  focus() { this.area.focus(); }

  changed() {
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(this.area.scrollHeight, 180)}px`;
    const before = this.area.value.slice(0, this.area.selectionStart);
    const place = view.state.open;
    const command = /^\/(\S*)$/.exec(before);
    const person = /(?:^|\s)@([^@\n]{0,30})$/.exec(before);
    if (command && !this.slash && place.kind !== "personal") this.suggestCommands(command[1]);
    else if (person && place.kind !== "personal") this.suggestPeople(person[1]);
    else if (place.kind === "personal" && /^\S{1,20}$/.test(before)) this.suggestWords(before, before);
    else this.suggestAfterBot(before);
  }

  suggestCommands(word) {
    const extensions = view.state.extensions.slash.map((one) => ({ ...one, extension: one.id }));
    const found = [...view.state.open.slash, ...extensions].filter((one) => one.title.toLowerCase().startsWith(word.toLowerCase()));
    this.suggestions.show(found.map((one) => ({ mark: "/", title: one.title, text: one.description, run: () => this.picksCommand(one) })));
  }

  picksCommand(command) {
    this.area.value = "";
    if (command.extension) { this.opensExtension(command); return; }
    this.slash = command.title;
    this.chip.hidden = false;
    this.chip.replaceChildren(icon("eye"), `/${command.title}`, iconButton("close", t("slash_end"), () => this.dropsCommand(), { class: "plain tiny" }));
    this.chip.title = t("to_bot_only");
    this.hint.textContent = t("to_bot_only");
    this.area.focus();
  }

  dropsCommand() {
    this.slash = null;
    this.chip.hidden = true;
    if (view.state.open) this.draw(view.state);
    this.area.focus();
  }

  suggestPeople(word) {
    const { state } = view;
    const bot = { key: "bot", name: state.bot.name, initials: state.bot.name[0] };
    const here = state.people.filter((one) => state.open.members.includes(one.key) && one.key !== state.me.key);
    const found = [bot, ...here].filter((one) => one.name.toLowerCase().includes(word.toLowerCase())).slice(0, 7);
    this.suggestions.show(found.map((one) => ({ picture: avatar(one, "small"), title: one.name, text: one.organisation ?? t("bot"), run: () => this.picksPerson(one, word) })));
  }

  picksPerson(who, word) {
    const at = this.area.selectionStart;
    const begin = at - word.length - 1;
    const inserted = `@${who.name} `;
    this.area.value = this.area.value.slice(0, begin) + inserted + this.area.value.slice(at);
    this.area.setSelectionRange(begin + inserted.length, begin + inserted.length);
    this.named.set(who.name, who.key);
    this.area.focus();
    this.changed();
  }

  suggestAfterBot(before) {
    const start = `@${view.state.bot.name} `;
    if (view.state.open.kind !== "personal" && before.startsWith(start) && /^\S{0,20}$/.test(before.slice(start.length))) this.suggestWords(before.slice(start.length), before);
    else this.suggestions.hide();
  }

  suggestWords(word, before) {
    const found = view.state.open.mention.filter((one) => one.title.toLowerCase().startsWith(word.toLowerCase()) && one.title !== word);
    this.suggestions.show(found.map((one) => ({ mark: "›", title: one.title, text: one.description, run: () => {
      this.area.value = `${before.slice(0, before.length - word.length)}${one.title} `;
      this.area.focus();
    } })), false);
  }

  key(event) {
    if (this.suggestions.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.sends(); }
    if (event.key === "Backspace" && this.slash && !this.area.value) this.dropsCommand();
    if (event.key === "Escape" && this.done && !this.area.value) this.done();
  }

  async sends() {
    const typed = this.area.value.trim();
    if (!typed && !this.slash) return;
    let text = this.slash ? `${this.slash} ${typed}`.trim() : typed;
    const mentions = [];
    const longestFirst = [...this.named].sort((a, b) => b[0].length - a[0].length);
    for (const [name, key] of [...longestFirst, [view.state.bot.name, "bot"]]) {
      if (!text.includes(`@${name}`)) continue;
      text = text.replaceAll(`@${name}`, `<at>${name}</at>`);
      mentions.push(key);
    }
    const slash = Boolean(this.slash);
    this.area.value = "";
    this.named.clear();
    if (slash) this.dropsCommand();
    this.changed();
    const sending = act("say", { conversation: this.conversation, text, thread: this.thread, mentions, slash });
    if (this.done) this.done();
    complain(await sending);
    await refresh();
    if (this.main) { const scroll = document.querySelector(".scroll"); scroll?.scrollTo({ top: scroll.scrollHeight }); }
  }

  appMenu(anchor) {
    const { compose, search } = view.state.extensions;
    showMenu(anchor, [
      ...search.map((one) => ({ text: one.title, run: () => searchDialog(one, this.conversation, this.thread) })),
      ...compose.map((one) => ({ text: one.title, run: () => this.opensExtension(one) })),
    ]);
  }

  async opensExtension(command) {
    const outcome = await act("extension", { conversation: this.conversation, command: command.id });
    await refresh();
    if (outcome.dialog) openDialog(outcome.dialog); else complain(outcome);
  }
}
