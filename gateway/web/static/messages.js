// The bubbles. Each message is shown once, in the order of its seq; what is unsent stands last.

import { append, icon, render } from "./markup.js";
import { locale, t } from "./texts.js";

// The server may show a reply later than a message with a higher seq, so a reconnect asks again
// for the last ones.
const ASK_AGAIN = 30;
const TICKS = { waiting: "clock", pending: "tick", ignored: "tick", handled: "ticks", rejected: "alert" };

export class Messages {
  /** `onChoice(option)` is called when a button under a message is tapped. */
  constructor(list, onChoice) {
    Object.assign(this, { list, onChoice });
    this.clear();
  }

  clear() {
    this.list.replaceChildren();
    this.items = [];
  }

  get empty() {
    return this.items.length === 0;
  }

  /** The seq after which the server shall show messages again. */
  cursor() {
    const seqs = this.items.map((item) => item.row.seq).filter(Number.isFinite);
    return seqs.length > ASK_AGAIN ? seqs[seqs.length - ASK_AGAIN - 1] : 0;
  }

  /** Shows a message of this tab that the server does not have yet. */
  showUnsent({ id, text, choice, at }) {
    const kind = choice ? "choice" : "text";
    this.show({ client: id, direction: "inbound", text, kind, status: "waiting", at, options: [] });
  }

  /** Shows a row of the history; returns whether it is new here. */
  show(row) {
    const known = this.items.find(
      ({ row: other }) => (row.id && other.id === row.id) || (row.client && other.client === row.client),
    );
    if (known) this.#change(known, row);
    else this.#insert({ row, element: this.#build(row) });
    this.#tidy();
    return !known;
  }

  /** Sets the status of the message that this tab called `client`. */
  mark(client, status) {
    const item = this.items.find(({ row }) => row.client === client);
    if (item && item.row.seq === undefined) this.#setStatus(item, status);
  }

  relabel() {
    this.#tidy();
  }

  #change(item, row) {
    const moved = item.row.seq !== row.seq;
    if (item.row.text !== row.text) this.#setBody(item.element, row.text);
    item.row = { ...item.row, ...row };
    this.#setStatus(item, row.status);
    if (moved) {
      this.items.splice(this.items.indexOf(item), 1);
      this.#insert(item);
    }
  }

  #insert(item) {
    const seq = item.row.seq ?? Infinity;
    let place = this.items.length;
    while (place > 0 && (this.items[place - 1].row.seq ?? Infinity) > seq) place -= 1;
    const next = this.items[place]?.element ?? null;
    // Moving an element that stands right would make screen readers say it twice.
    if (item.element.parentNode !== this.list || item.element.nextSibling !== next) {
      this.list.insertBefore(item.element, next);
    }
    this.items.splice(place, 0, item);
  }

  #build(row) {
    const mine = row.direction === "inbound";
    const element = document.createElement("li");
    element.className = `row ${mine ? "mine" : "theirs"} ${row.direction}`;
    const bubble = append(element, "div", undefined, "bubble");
    append(bubble, "span", undefined, row.direction === "staff" ? "author" : "hidden-label author");
    append(bubble, "div", undefined, "body").dir = "auto";
    const meta = append(bubble, "span", undefined, "meta");
    const time = append(meta, "time");
    time.dateTime = row.at;
    // A change of status is seen, not announced.
    if (mine) append(meta, "span", undefined, "ticks").ariaLive = "off";
    this.#setBody(element, row.text);
    if (row.file) bubble.querySelector(".body").before(this.#buildFile(row));
    if (row.options?.length) element.append(this.#buildOptions(row.options));
    this.#setStatus({ row, element }, row.status);
    return element;
  }

  #setBody(element, text) {
    const body = element.querySelector(".body");
    body.replaceChildren();
    render(body, text);
  }

  #setStatus(item, status) {
    item.row.status = status;
    const ticks = item.element.querySelector(".ticks");
    if (!ticks || ticks.dataset.status === status) return;
    ticks.dataset.status = status;
    const name = TICKS[status] ?? "tick";
    const words = { clock: t("sending"), tick: t("sent"), ticks: t("read"), alert: t("failed") };
    ticks.replaceChildren(icon(name));
    append(ticks, "span", words[name], "hidden-label");
  }

  #buildFile({ kind, file }) {
    const link = document.createElement("a");
    link.className = "file";
    link.href = file.url;
    link.download = file.name;
    if (kind === "image") {
      const picture = append(link, "img");
      picture.src = file.url;
      picture.alt = file.name;
    } else {
      append(link, "span", file.name).dir = "auto";
    }
    return link;
  }

  #buildOptions(options) {
    const group = document.createElement("div");
    group.className = "options";
    group.setAttribute("role", "group");
    for (const option of options) {
      const button = append(group, "button");
      button.type = "button";
      button.append(icon("reply"));
      const words = append(button, "span", undefined, "words");
      append(words, "span", option.title, "title").dir = "auto";
      if (option.description) append(words, "span", option.description, "description").dir = "auto";
      button.addEventListener("click", () => {
        this.#choose(group, option.title);
        this.onChoice(option);
      });
    }
    return group;
  }

  #choose(group, title) {
    for (const button of group.children) {
      const chosen = button.querySelector(".title").textContent === title;
      button.disabled = true;
      button.classList.toggle("chosen", chosen);
      if (chosen) button.setAttribute("aria-pressed", "true");
    }
  }

  // Days, tails and used options follow from the neighbours.
  #tidy() {
    let before = null;
    let offered = null;
    for (const item of this.items) {
      const { row, element } = item;
      const newDay = !before || dayKey(before.row.at) !== dayKey(row.at);
      this.#setDay(element, newDay ? dayName(row.at) : null);
      element.classList.toggle("first", newDay || before.row.direction !== row.direction);
      element.querySelector("time").textContent = clock(row.at);
      element.querySelector(".author").textContent = authorOf(row.direction);
      const group = element.querySelector(".options");
      if (group) {
        group.setAttribute("aria-label", t("options"));
        offered = { group, titles: row.options.map((option) => option.title) };
      } else if (row.kind === "choice" && offered?.titles.includes(row.text)) {
        this.#choose(offered.group, row.text);
      }
      before = item;
    }
  }

  #setDay(element, name) {
    let day = element.querySelector(".day");
    if (!name) {
      day?.remove();
      return;
    }
    if (!day) {
      day = document.createElement("span");
      day.className = "day";
      element.prepend(day);
    }
    if (day.textContent !== name) day.textContent = name;
  }
}

const authorOf = (direction) =>
  direction === "inbound" ? `${t("you")}: ` : direction === "staff" ? t("staff") : "";

const dayKey = (at) => new Date(at).toDateString();

const clock = (at) => new Intl.DateTimeFormat(locale(), { timeStyle: "short" }).format(new Date(at));

function dayName(at) {
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (dayKey(at) === dayKey(today)) return t("today");
  if (dayKey(at) === dayKey(yesterday)) return t("yesterday");
  return new Intl.DateTimeFormat(locale(), { dateStyle: "long" }).format(new Date(at));
}
