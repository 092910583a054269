// The list above a text box. The focus stays in the box; the chosen entry is told by aria-activedescendant.
import { el } from "./dom.js";
import { t } from "./words.js";

let number = 0;

export class Suggestions {
  constructor(area) {
    number += 1;
    this.area = area;
    this.name = `suggestions-${number}`;
    this.node = el("div", { class: "suggestions", role: "listbox", id: this.name, hidden: true, "data-testid": "suggestions" });
    area.setAttribute("role", "combobox");
    area.setAttribute("aria-expanded", "false");
    area.setAttribute("aria-controls", this.name);
    area.addEventListener("blur", () => this.hide());
  }

  /** Entries are `{title, text, mark, picture, run}`. With `firstChosen` false Enter still sends what is typed. */
  show(entries, firstChosen = true) {
    this.entries = entries;
    this.node.setAttribute("aria-label", t("suggestions"));
    this.options = entries.map((one, at) => el("div", { role: "option", id: `${this.name}-${at}`, class: "suggestion",
      onpointerdown: (event) => { event.preventDefault(); this.take(at); } },
    one.picture ?? el("span", { class: "mark", "aria-hidden": "true" }, one.mark), el("b", {}, one.title), el("span", { class: "text" }, one.text ?? "")));
    this.node.replaceChildren(...this.options);
    this.node.hidden = entries.length === 0;
    this.area.setAttribute("aria-expanded", String(entries.length > 0));
    this.choose(firstChosen ? 0 : -1);
  }

  hide() {
    this.node.hidden = true;
    this.area.setAttribute("aria-expanded", "false");
    this.area.removeAttribute("aria-activedescendant");
  }

  choose(at) {
    this.at = at;
    this.options.forEach((one, position) => one.setAttribute("aria-selected", String(position === at)));
    if (at >= 0 && this.options[at]) {
      this.area.setAttribute("aria-activedescendant", this.options[at].id);
      this.options[at].scrollIntoView({ block: "nearest" });
    } else this.area.removeAttribute("aria-activedescendant");
  }

  take(at) {
    const { run } = this.entries[at];
    this.hide();
    run();
  }

  /** True when the key was for the list. */
  key(event) {
    if (this.node.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.choose((this.at + step + this.entries.length) % this.entries.length);
    else if (event.key === "Escape") this.hide();
    else if ((event.key === "Enter" || event.key === "Tab") && this.at >= 0) this.take(this.at);
    else return false;
    event.preventDefault();
    return true;
  }
}
