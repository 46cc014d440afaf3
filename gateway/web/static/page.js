// The page: one chat with one organization, and in the demo everything that happened in it.

import { Composer } from "./composer.js";
import { customerKey, giveTo, newCustomer, shortCode } from "./customer.js";
import { embeddedToken, Site, siteLanguage } from "./embedded.js";
import { Link } from "./link.js";
import { append } from "./markup.js";
import { Messages } from "./messages.js";
import { Panel } from "./panel.js";
import { Sheet } from "./sheet.js";
import { ofTab } from "./storage.js";
import { speak, t } from "./texts.js";

const byId = (id) => document.getElementById(id);
const scroll = byId("scroll");

const panel = new Panel();
const messages = new Messages(byId("messages"), (option) => {
  const { id, title } = option;
  send({ text: title, choice: { id, title } });
});
const composer = new Composer(byId("composer"), (text) => send({ text }), (tooLong) => say(tooLong ? "tooLong" : null));
const sheet = new Sheet(byId("panel"), byId("shade"), byId("open-panel"), byId("close-panel"), byId("panel-title"));

let organizations = [];
let organization = null;
let link = null;
let site = null;
let visitor = null; // whom a site knows: what it `signed`, and what came of it
let online = false;
let typing = false;
let unread = 0;
let stuck = true;

// Choosing whom to talk to

async function loadOrganizations() {
  const answer = await fetch("/web/organizations", { cache: "no-store" }).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

async function start() {
  if (embeddedToken()) return startInSite(embeddedToken());
  const hash = decodeURIComponent(location.hash.slice(1));
  // A business links its customers to its own chat: /chat#token
  const demo = location.pathname === "/chat" ? null : await loadOrganizations();
  speak(demo?.[0]?.language ?? navigator.language);
  if (demo?.length) {
    organizations = demo;
    byId("bar").hidden = false;
    for (const link of ["account", "log-out"]) byId(link).hidden = !demo[0].staff;
    if (!demo[0].staff) sheet.enable();
    for (const { slug, name } of demo) append(byId("organization"), "option", name).value = slug;
    const wanted = hash || ofTab.getItem("frontdesk.organization");
    choose(demo.find(({ slug }) => slug === wanted) ?? demo[0]);
  } else if (hash) {
    choose({ token: hash, name: "", language: document.documentElement.lang, suggestions: [] });
  } else {
    say("noBusiness");
  }
}

function startInSite(token) {
  speak(siteLanguage() ?? navigator.language);
  site = new Site(token, byId("leave"), { shown: () => composer.focus(), visitor: (signed) => enter(token, signed) });
}

/** Who writes in the site's chat: it goes on where it is theirs, or theirs from now on; else another begins. */
function enter(token, signed) {
  visitor = signed && { signed };
  const key = customerKey(token, signed?.user);
  if (link?.customer === key) link.identify();
  else if (organization) begin(key);
  else choose({ token, name: "", language: document.documentElement.lang, suggestions: [] });
}

function choose(chosen) {
  organization = chosen;
  if (chosen.slug && !chosen.staff) {
    ofTab.setItem("frontdesk.organization", chosen.slug);
    history.replaceState(null, "", `#${chosen.slug}`);
  }
  if (chosen.slug) byId("organization").value = chosen.slug;
  introduce(chosen);
  begin(customerKey(chosen.token, visitor?.signed.user));
}

function introduce({ name, language }) {
  speak(language);
  byId("business").textContent = name;
  byId("avatar").textContent = initials(name);
  byId("avatar").dataset.tint = String(Array.from(name).reduce((sum, c) => sum + c.codePointAt(0), 0) % 5);
  byId("text").placeholder = t("write");
  scroll.setAttribute("aria-label", t("conversation"));
  document.title = name || "frontdesk";
  messages.relabel();
}

function initials(name) {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word) && word.length > 2);
  return words.slice(0, 2).map((word) => Array.from(word)[0].toLocaleUpperCase()).join("");
}

/** Opens the chat of the customer with this key, from an empty screen. */
function begin(key) {
  link?.close();
  site?.forget();
  messages.clear();
  panel.clear(organization.time_zone);
  byId("customer-code").textContent = shortCode(key);
  byId("banner").hidden = true;
  online = typing = false;
  setUnread(0);
  showPresence();
  showSuggestions();
  say(null);
  // A screen reader reads what arrives, not the whole history.
  scroll.setAttribute("aria-busy", "true");
  link = new Link(organization.token, key, () => messages.cursor(), {
    frame: take, state: setOnline, rejected: (id) => messages.mark(id, "rejected"),
    trouble: (code) => say({ slow_down: "slowDown", unavailable: "unavailable" }[code] ?? "invalid"),
    token: freshToken,
    identity: () => claim(key), identified: () => visitor && (visitor.taken = true), refused: (frame) => unclaim(key, frame),
  });
  for (const message of link.queue) messages.showUnsent(message);
  byId("composer").inert = false;
}

// The key is the user's before the server knows it: were its answer lost, the next visitor would find their chat.
function claim(key) {
  if (!visitor) return null;
  const before = giveTo(organization.token, key, visitor.signed.user);
  visitor.before ??= before;
  const { user, phone, at, signature } = visitor.signed;
  return { user, phone, at, signature };
}

function unclaim(key, { code, detail }) {
  // What was taken once stays: a page is open for longer than its signature counts.
  if (!visitor || visitor.taken) return;
  if (["identity_other_user", "identity_other_phone"].includes(code) && !visitor.renewed) {
    visitor = { signed: visitor.signed, renewed: true };
    begin(newCustomer(organization.token));
    return;
  }
  if (visitor.before === "") giveTo(organization.token, key, "");
  site.refuse(`${code}: ${detail}`);
}

async function freshToken() {
  const demo = await loadOrganizations();
  return demo?.find(({ slug }) => slug === organization.slug)?.token;
}

// What the server says

function take(frame) {
  if (frame.type === "hello") {
    // In a site it goes on in the site's language.
    if (!organization.slug) introduce({ ...frame.organization, ...(site && { language: siteLanguage() ?? frame.organization.language }) });
    setTyping(frame.typing);
  } else if (frame.type === "message") showMessage(frame);
  else if (frame.type === "typing") setTyping(frame.on);
  else if (frame.type === "ack") {
    messages.mark(frame.id, "pending");
    say(null);
  } else if (frame.type === "inspect") panel.show(frame);
}

function showMessage(row) {
  const atEnd = isAtEnd();
  const isNew = messages.show(row);
  site?.note(row);
  if (row.direction !== "inbound" && isNew) setTyping(false);
  showSuggestions();
  if (atEnd) toEnd();
  else if (isNew && row.direction !== "inbound") setUnread(unread + 1);
}

function setOnline(isOnline) {
  online = isOnline;
  byId("banner").hidden = isOnline;
  if (isOnline) setTimeout(() => scroll.setAttribute("aria-busy", "false"), 1000);
  else setTyping(false);
  showPresence();
}

function setTyping(isTyping) {
  const atEnd = isAtEnd();
  typing = isTyping;
  byId("typing").hidden = !isTyping;
  showPresence();
  if (atEnd) toEnd();
}

function showPresence() {
  const words = t(typing ? "typing" : online ? "online" : "offline");
  if (byId("presence").textContent !== words) byId("presence").textContent = words;
  byId("presence").dataset.state = typing ? "typing" : online ? "online" : "offline";
}

/** Shows a line above the composer: the key of a text, or null for none. */
function say(key) {
  byId("notice").hidden = key === null;
  byId("notice").textContent = key === null ? "" : t(key);
}

// What the customer does

function send({ text, choice }) {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  const id = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const message = { id, text, choice, at: new Date().toISOString() };
  messages.showUnsent(message);
  showSuggestions();
  toEnd();
  link.send(message);
}

function showSuggestions() {
  const place = byId("suggestions");
  place.replaceChildren();
  place.setAttribute("aria-label", t("suggestions"));
  place.hidden = !messages.empty || !organization.suggestions?.length;
  if (place.hidden) return;
  for (const text of organization.suggestions) {
    const chip = append(place, "button", text, "suggestion");
    chip.type = "button";
    chip.addEventListener("click", () => send({ text }));
  }
}

// Scrolling

const isAtEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;

function toEnd() {
  stuck = true;
  scroll.scrollTop = scroll.scrollHeight;
  setUnread(0);
}

function setUnread(count) {
  unread = count;
  byId("unread").textContent = count || "";
  byId("to-end").hidden = isAtEnd();
}

scroll.addEventListener("scroll", () => {
  stuck = isAtEnd();
  setUnread(stuck ? 0 : unread);
}, { passive: true });
// The keyboard, the suggestions and a growing text field take room from the messages.
new ResizeObserver(() => stuck && toEnd()).observe(scroll);
byId("to-end").addEventListener("click", toEnd);
byId("organization").addEventListener("change", (event) => {
  choose(organizations.find(({ slug }) => slug === event.target.value));
});
byId("new-customer").addEventListener("click", () => {
  begin(newCustomer(organization.token));
  composer.focus();
});

start();
