// "What happened": turns with their nodes and tools, appointments, and notices to staff.

import { append } from "./markup.js";
import { counted, locale, stateName, t } from "./texts.js";

const byId = (id) => document.getElementById(id);

export class Panel {
  constructor() {
    this.turns = new Map();
    this.show({ turns: [], appointments: [], notifications: [], offers: 0, contact: null });
  }

  /** Forgets the conversation that was shown. */
  clear(timeZone) {
    this.timeZone = timeZone;
    this.turns.clear();
    byId("turns").replaceChildren();
    this.show({ turns: [], appointments: [], notifications: [], offers: 0, contact: null });
  }

  show(inspected) {
    this.#showFacts(inspected);
    this.#showAppointments(inspected.appointments);
    this.#showNotices(inspected.notifications);
    this.#showTurns(inspected.turns);
  }

  #showFacts({ contact, offers }) {
    const facts = byId("facts");
    facts.replaceChildren();
    if (contact?.name) append(facts, "span", contact.name, "fact").dir = "auto";
    if (contact?.phone) append(facts, "span", `+${contact.phone}`, "fact");
    if (offers) append(facts, "span", counted("offers", offers), "fact");
  }

  #showAppointments(appointments) {
    const place = byId("appointments");
    place.replaceChildren();
    if (!appointments.length) {
      append(place, "p", t("noAppointments"), "none");
      return;
    }
    const table = append(place, "table");
    const head = append(append(table, "thead"), "tr");
    for (const key of ["service", "when", "status"]) {
      append(head, "th", t(key)).scope = "col";
    }
    const body = append(table, "tbody");
    for (const appointment of appointments) this.#appointmentRow(body, appointment);
  }

  #appointmentRow(body, appointment) {
    const row = append(body, "tr", undefined, `is-${appointment.status}`);
    const service = append(row, "td");
    append(service, "span", appointment.service, "strong");
    if (appointment.attendee) {
      append(service, "span", `${t("forWhom")} ${appointment.attendee}`, "quiet");
    }
    const when = append(row, "td");
    append(when, "span", appointment.label ?? this.#when(appointment), "when");
    append(when, "span", `${t("withMember")} ${appointment.member}`, "quiet");
    append(append(row, "td"), "span", stateName(appointment.status), `state is-${appointment.status}`);
  }

  #when({ starts_at: startsAt, time_zone: timeZone }) {
    const show = (form) => {
      const options = { ...form, timeZone: timeZone ?? this.timeZone };
      return new Intl.DateTimeFormat(locale(), options).format(new Date(startsAt));
    };
    const time = show({ hour: "numeric", minute: "2-digit" });
    // "3:00 p. m." stays in one line.
    return `${show({ weekday: "short", day: "numeric", month: "short" })}, ${time.replace(/\s/g, "\u00a0")}`;
  }

  #showNotices(notices) {
    const place = byId("notices");
    place.replaceChildren();
    if (!notices.length) append(place, "p", t("noNotices"), "none");
    for (const notice of notices) {
      const item = append(place, "article", undefined, "staff-notice");
      const head = append(item, "p", undefined, "notice-head");
      append(head, "span", notice.recipient, "strong");
      append(head, "span", stateName(notice.status), `state is-${notice.status}`);
      append(head, "time", clock(notice.at), "quiet");
      append(item, "p", notice.body, "notice-body").dir = "auto";
    }
  }

  // A turn that did not change keeps its element, and with it what is open and focused.
  #showTurns(turns) {
    const list = byId("turns");
    list.querySelector(".none")?.remove();
    const elements = turns.map((turn) => this.#turn(turn));
    elements.forEach((element, index) => {
      if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
    });
    while (list.children.length > elements.length) list.lastChild.remove();
    const ids = new Set(turns.map((turn) => turn.id));
    for (const id of this.turns.keys()) if (!ids.has(id)) this.turns.delete(id);
    if (!turns.length) append(list, "li", t("noTurns"), "none");
  }

  #turn(turn) {
    const version = JSON.stringify(turn) + locale();
    const known = this.turns.get(turn.id);
    if (known?.version === version) return known.element;
    const element = buildTurn(turn);
    known?.element.replaceWith(element);
    this.turns.set(turn.id, { version, element });
    return element;
  }
}

function buildTurn(turn) {
  const element = document.createElement("li");
  element.className = `turn is-${turn.status}`;
  const head = append(element, "div", undefined, "turn-head");
  append(head, "time", clock(turn.started_at, "medium"));
  append(head, "span", stateName(turn.status), `state is-${turn.status}`);
  if (turn.messages > 1) append(head, "span", counted("messages", turn.messages), "quiet");
  if (turn.ms !== null && turn.ms !== undefined) append(head, "span", duration(turn.ms), "duration");
  const path = append(element, "ol", undefined, "path");
  for (const node of turn.nodes) append(path, "li", node, "chip");
  for (const tool of turn.tools) element.append(buildTool(tool));
  return element;
}

function buildTool(tool) {
  const details = document.createElement("details");
  details.className = "tool";
  const summary = append(details, "summary");
  append(summary, "code", tool.name);
  const status = tool.result?.status;
  if (typeof status === "string") append(summary, "span", status, "outcome");
  for (const [key, value] of [["arguments", tool.args], ["result", tool.result]]) {
    append(details, "p", t(key), "json-name");
    const block = append(details, "pre", JSON.stringify(value ?? null, null, 2));
    block.tabIndex = 0;
    block.setAttribute("aria-label", t(key));
  }
  return details;
}

const duration = (ms) =>
  ms < 1000
    ? `${Math.round(ms)} ms`
    : `${new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(ms / 1000)} s`;

const clock = (at, style = "short") =>
  new Intl.DateTimeFormat(locale(), { timeStyle: style }).format(new Date(at));
