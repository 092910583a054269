// Dialogs: the bot's (task modules), the search of the message extension, and the page's own small questions.
import { drawCard } from "./card.js";
import { el, icon, iconButton } from "./dom.js";
import { act, refresh } from "./store.js";
import { markdownInto } from "./text.js";
import { t } from "./words.js";

const WIDTHS = { small: 440, medium: 560, large: 760 };

/** An empty modal window; the browser keeps the focus inside and closes it on Escape. */
function modal(title, width) {
  const back = document.activeElement;
  const body = el("div", { class: "dialog-body" });
  const node = el("dialog", { "aria-label": title, "data-testid": "dialog" },
    el("header", {}, el("h2", {}, title), iconButton("close", t("close"), () => node.close(), { "data-testid": "dialog-close" })), body);
  node.style.setProperty("--width", `${typeof width === "number" ? width : WIDTHS[width] ?? WIDTHS.medium}px`);
  node.addEventListener("close", () => { node.remove(); if (back?.isConnected) back.focus(); });
  document.body.append(node);
  node.showModal();
  return { node, body };
}

/** Show a dialog of the bot; its form may lead to the next card, to a sentence, or close it. */
export function openDialog(first) {
  const { node, body } = modal(first.title, first.width);
  const show = (dialog, strip) => {
    node.querySelector("h2").textContent = dialog.title || first.title;
    node.setAttribute("aria-label", dialog.title || first.title);
    const card = drawCard(dialog.card, { run: (action, values) => send(dialog, action, values) });
    body.replaceChildren(card, strip ?? "");
    body.querySelector("input, textarea, select, button")?.focus();
  };
  const failed = (text) => {
    body.querySelector(".strip")?.remove();
    body.append(el("p", { class: "strip error", role: "alert", "data-testid": "error" }, icon("warn"), text));
  };
  const send = async (dialog, action, values) => {
    const outcome = await act("submit", { dialog: dialog.id, action, values });
    await refresh();
    if (outcome.dialog) show(outcome.dialog);
    else if (outcome.toast) done(outcome.toast);
    else if (outcome.ok && outcome.closed) node.close();
    else failed(outcome.error ?? t("unreachable"));
  };
  const done = (text) => {
    const shut = el("button", { type: "button", class: "main", onclick: () => node.close() }, t("close"));
    body.replaceChildren(el("p", { class: "strip toast", role: "status", "data-testid": "toast" }, icon("check"), text), el("div", { class: "row" }, shut));
    shut.focus();
  };
  show(first);
}

/** Ask for a few fields `{id, label, value, options, long}`; null when the person thinks better of it. */
export function askFor(title, fields) {
  return new Promise((resolve) => {
    const { node, body } = modal(title, "small");
    let given = null;
    const inputs = fields.map((one) => one.options
      ? el("select", { name: one.id, id: `ask-${one.id}` }, one.options.map((choice) => el("option", { value: choice.value }, choice.text)))
      : el(one.long ? "textarea" : "input", { name: one.id, id: `ask-${one.id}`, rows: one.long ? 4 : null }));
    fields.forEach((one, number) => { if (one.value !== undefined) inputs[number].value = one.value; });
    const form = el("form", { method: "dialog", onsubmit: () => { given = Object.fromEntries(inputs.map((one) => [one.name, one.value])); } },
      fields.map((one, number) => el("div", { class: "field" }, el("label", { for: `ask-${one.id}` }, one.label), inputs[number])),
      el("div", { class: "row" }, el("button", { class: "main" }, t("save")), el("button", { type: "button", onclick: () => node.close() }, t("cancel"))));
    // The page forbids forms to navigate; submitting only closes the dialog.
    form.addEventListener("submit", (event) => { event.preventDefault(); node.close(); });
    node.addEventListener("close", () => resolve(given));
    body.append(form);
    inputs[0].focus();
  });
}

/** The message extension's search: type, choose, insert. */
export function searchDialog(command, place, thread) {
  const { node, body } = modal(command.title, "medium");
  const field = el("input", { type: "search", "aria-label": t("search"), placeholder: t("search"), "data-testid": "extension-search" });
  const list = el("ul", { class: "results", "aria-live": "polite" });
  let waiting = 0;
  const ask = async () => {
    const found = await act("search", { conversation: place, command: command.id, parameter: command.parameter, text: field.value });
    const entries = (found.results ?? []).map((one) => {
      const brief = one.preview?.content ?? one.content ?? {};
      const text = el("span", { class: "brief" });
      if (brief.text) markdownInto(text, String(brief.text));
      const insert = async () => { node.close(); await act("insert", { conversation: place, result: one, thread }); await refresh(); };
      return el("li", {}, el("button", { type: "button", onclick: insert }, el("b", {}, brief.title ?? "…"), text));
    });
    list.replaceChildren(...(entries.length ? entries : [el("li", { class: "empty" }, found.ok ? t("no_results") : t("unreachable"))]));
  };
  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 250); });
  body.append(field, list);
  field.focus();
  ask();
}
