// Text of messages and cards: mentions and Teams' small Markdown.
import { el } from "./dom.js";

/** Plain text with `<at>Name</at>` as marks; nothing else is read as markup. */
export function mentioned(text) {
  return text.split(/(<at>[^<]*<\/at>)/g).map((part) => part.startsWith("<at>") ? el("span", { class: "mention" }, part.slice(4, -5)) : part);
}

// A card knows bold, italic, lists and links only; a message a little more; pictures come from neither.
const BEYOND_CARDS = ["heading", "lheading", "table", "blockquote", "code", "fence", "hr", "backticks", "strikethrough"];
const parsers = {};

function parser(kind) {
  if (!window.markdownit) return null;
  parsers[kind] ??= window.markdownit({ html: false, linkify: true, breaks: true })
    .disable(kind === "card" ? ["image", ...BEYOND_CARDS] : ["image"]);
  return parsers[kind];
}

/** Markdown as HTML text, as a `card` or a `message` reads it; HTML in it stays visible text, links open elsewhere. */
export function markdown(text, kind) {
  const reader = parser(kind);
  if (!reader) return null;
  // Teams reads these few tags in Markdown; everything else that looks like HTML is text.
  const prepared = text.replace(/<br\s*\/?>/gi, "\n").replace(/<\/?(b|strong)>/gi, "**").replace(/<\/?(i|em)>/gi, "_");
  return reader.render(prepared)
    .replace(/<a href="/g, '<a target="_blank" rel="noopener noreferrer" href="')
    .replace(/&lt;at&gt;(.*?)&lt;\/at&gt;/g, '<span class="mention">$1</span>');
}

export function markdownInto(place, text) {
  const html = markdown(text, "message");
  if (html === null) place.append(...mentioned(text));
  else place.innerHTML = html;
}
