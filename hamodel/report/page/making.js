// Names, attributes and strings to elements, and values to words. Strings only ever become text: nothing is parsed as markup.

const SIGN = {
  tick: "\u2713", cross: "\u2717", hazard: "!", open: "?", right: "\u2192", left: "\u2190", loop: "\u21bb", fault: "\u26a1\ufe0e",
  changed: "\u25cf", read: "\u25c6", dash: "\u2013", previous: "\u2039", next: "\u203a", first: "\u00ab", last: "\u00bb", dot: "\u00b7",
};
const MARKS = {
  good: { sign: SIGN.tick, said: "holds" },
  hazard: { sign: SIGN.hazard, said: "known hazard" },
  bad: { sign: SIGN.cross, said: "not as the spec says" },
  open: { sign: SIGN.open, said: "not decided" },
  away: { sign: SIGN.dash, said: "does not apply" },
};

// Signs that a reader does not see, or that turn the reading direction of what follows: shown by their number.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
const seen = (text) => String(text).replace(UNSEEN, (sign) => `\u27e8U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}\u27e9`);

// make("a", { href: "#", class: "x", onclick: f }, "text", element, [more]): nothing, false and null are left out.
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  put(element, children);
  return element;
}

function put(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    element.append(child instanceof Node ? child : document.createTextNode(seen(child)));
  }
  return element;
}

function fill(element, ...children) {
  element.replaceChildren();
  return put(element, children);
}

// A name that may be broken behind its underscores, and nowhere else unless it must.
const named = (name) => String(name).split(/(?<=_)/).flatMap((part, number) => [number > 0 && document.createElement("wbr"), part]);

// What only a screen reader reads; what only eyes see.
const unseen = (...children) => make("span", { class: "unseen" }, ...children);
const drawn = (sign, style) => make("span", { "aria-hidden": "true", class: style }, sign);
const code = (text, style) => make("code", { class: style }, named(text));

const counted = (number, thing) => `${number.toLocaleString("en")} ${thing}${number === 1 ? "" : "s"}`;
const plainly = (options) => Object.entries(options).map(([name, value]) => `${name} = ${worded(value)}`).join(", ");

// A value as a spec writes it.
function worded(value) {
  if (value === null || value === undefined) return "none";
  return Array.isArray(value) ? value.join(", ") || "empty" : String(value);
}

const holds = (set, key) => Object.prototype.hasOwnProperty.call(set, key);

// What a reader chose, for the next time; without a value, what was chosen.
function remember(key, value) {
  try {
    if (value === undefined) return localStorage.getItem(`hamodel.${key}`);
    localStorage.setItem(`hamodel.${key}`, value);
  } catch { /* a page from disk may have no memory */ }
  return null;
}
