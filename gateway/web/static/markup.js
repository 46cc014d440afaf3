// WhatsApp's own marks as elements. Content only ever becomes text nodes.

const MARKS = { "*": "strong", _: "em", "~": "s" };
const OPENS = /(^|[\s([{"'¿¡.,:;!?*_~-])([*_~])(?=\S)/u;
const AFTER = /^($|[\s)\]}"'.,:;!?*_~-])/u;

/** Adds `text` to `parent` with *bold*, _italic_, ~struck~ and ```code``` rendered. */
export function render(parent, text) {
  text.split("```").forEach((part, index, parts) => {
    const closed = index < parts.length - 1;
    if (index % 2 === 1 && closed) append(parent, "code", part.replace(/^\n|\n$/g, ""));
    else inline(parent, index % 2 === 1 ? "```" + part : part);
  });
}

function inline(parent, text) {
  let rest = text;
  let scanned = 0;
  while (scanned < rest.length) {
    const found = OPENS.exec(rest.slice(scanned));
    if (!found) break;
    const start = scanned + found.index + found[1].length;
    const end = closing(rest, start);
    if (end < 0) {
      scanned = start + 1;
      continue;
    }
    parent.append(rest.slice(0, start));
    const element = document.createElement(MARKS[rest[start]]);
    inline(element, rest.slice(start + 1, end));
    parent.append(element);
    rest = rest.slice(end + 1);
    scanned = 0;
  }
  parent.append(rest);
}

/** Where the mark that opens at `start` closes on the same line, or -1. */
function closing(text, start) {
  const mark = text[start];
  for (let at = start + 2; at < text.length && text[at] !== "\n"; at += 1) {
    const tight = !/\s/u.test(text[at - 1]);
    if (text[at] === mark && tight && AFTER.test(text.slice(at + 1, at + 2))) return at;
  }
  return -1;
}

export function append(parent, name, text, className) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
}

export function icon(name, className) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  if (className) svg.setAttribute("class", className);
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}
