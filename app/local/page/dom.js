// Small building blocks: elements, icons, avatars, menus. Text always goes in as text, never as HTML.

/** Make an element: `el("button", {class: "x", onclick: f}, "text", child)`. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value === "boolean") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((one) => one !== null && one !== undefined && one !== false));
  return node;
}

// Drawn for this page on a grid of 20.
const PATHS = {
  more: "M5 10h.01M10 10h.01M15 10h.01",
  back: "M12 4l-6 6 6 6",
  send: "M3.500 4l13.500 6-13.500 6 2-6zM5.500 10h6",
  moon: "M15.500 12.200A6.500 6.500 0 0 1 7.800 4.500a6.500 6.500 0 1 0 7.700 7.700z",
  sun: "M10 6.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM10 2v1.500M10 16.500V18M2 10h1.500M16.500 10H18M4.500 4.500l1 1M14.500 14.500l1 1M4.500 15.500l1-1M14.500 5.500l1-1",
  clock: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4l2.800 1.600",
  lock: "M6 9h8v7H6zM7.500 9V6.500a2.500 2.500 0 0 1 5 0V9",
  hash: "M8 4L6.500 16M13.500 4L12 16M4.500 8h11.500M4 12h11.500",
  people: "M7.500 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM3 16c0-2.500 2-4.200 4.500-4.200S12 13.500 12 16M13 9.300a2.200 2.200 0 1 0-.8-4.200M13.500 11.900c2 .3 3.500 1.900 3.500 4.100",
  chat: "M4 5.500h12v8H9.500L6 16.500v-3H4z",
  eye: "M3 3l14 14M8.200 8.300a2.500 2.500 0 0 0 3.500 3.500M6 5.900C4.300 7 3 8.600 2.500 10c1 2.600 4 5 7.500 5 1.200 0 2.300-.3 3.300-.7M9 5.100c.3 0 .7-.1 1-.1 3.500 0 6.500 2.400 7.500 5-.3.800-.8 1.600-1.500 2.300",
  reply: "M8 5L4 9l4 4M4 9h7a5 5 0 0 1 5 5v1",
  plus: "M10 4v12M4 10h12",
  close: "M5 5l10 10M15 5L5 15",
  search: "M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4zM12.800 12.800L16.500 16.500",
  warn: "M10 3.500L17.500 16.500h-15zM10 8.500v3.500M10 14.200v.01",
  check: "M4 10.500l4 4 8-9",
  next: "M4 5l6 5-6 5zM14 5v10",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A round mark with initials; the colour follows from the name, the bot has its own. */
export function avatar(who, size = "") {
  const hue = [...who.name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 10, 7);
  const kind = who.key === "bot" ? "bot" : `hue${hue}`;
  return el("span", { class: `avatar ${kind} ${size}`, "aria-hidden": "true" }, who.initials);
}

export function iconButton(name, label, onclick, more = {}) {
  return el("button", { type: "button", class: "plain", "aria-label": label, title: label, onclick, ...more }, icon(name));
}

let openMenu = null;

/** Show a menu under `anchor`; entries are `{text, run, danger}` or null for a line. */
export function showMenu(anchor, entries) {
  openMenu?.close();
  const items = entries.map((one) => one === null
    ? el("hr")
    : el("button", { type: "button", role: "menuitem", class: one.danger ? "danger" : "", disabled: Boolean(one.off),
        onclick: () => { close(); one.run(); } }, one.text));
  const menu = el("div", { class: "menu", role: "menu" }, items);
  const buttons = items.filter((one) => one.tagName === "BUTTON");
  const close = (focus = true) => {
    menu.remove();
    anchor.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    openMenu = null;
    if (focus) anchor.focus();
  };
  const outside = (event) => { if (!menu.contains(event.target)) close(false); };
  menu.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); buttons[(at + step + buttons.length) % buttons.length].focus(); }
    if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); close(); }
  });
  document.body.append(menu);
  const box = anchor.getBoundingClientRect();
  menu.style.top = `${Math.max(8, Math.min(box.bottom + 4, innerHeight - menu.offsetHeight - 8))}px`;
  menu.style.left = `${Math.max(8, Math.min(box.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8))}px`;
  anchor.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  openMenu = { close };
  buttons[0]?.focus();
}
