// The chat on a business's own site: a button in the corner, and the chat's page in a frame. It needs
// nothing of the site but leave to run and to frame; the site needs nothing of it.
(() => {
  "use strict";
  const about = /* about */ null;
  const script = document.currentScript;
  const address = new URL(script.src);
  const home = address.origin;
  const page = address.pathname.replace(/\.js$/, "");
  const site = location.origin;

  const say = (text) => console.error(`frontdesk: ${text}`);
  if (!about.origins.includes(site)) {
    say(`the chat may not be shown on ${site}; add it to "origins" of the chat's connection`);
    return;
  }
  const mark = `frontdesk.${page}`;
  if (window[Symbol.for(mark)]) return;
  window[Symbol.for(mark)] = true;

  const language = [script.dataset.language, document.documentElement.lang, about.language]
    .flatMap((tag) => [(tag ?? "").toLowerCase(), (tag ?? "").toLowerCase().split("-")[0]])
    .find((code) => Object.hasOwn(about.texts, code)) ?? Object.keys(about.texts)[0];
  const words = about.texts[language];
  const named = (text) => text.replace("{name}", about.name);

  const STYLE = `
    :host { all: initial; color-scheme: light dark; position: fixed; inset: auto; z-index: 2147483000; }
    :host, button { font: 600 14px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
    [hidden] { display: none !important; }
    .bubble {
      position: fixed; bottom: calc(20px + env(safe-area-inset-bottom)); inset-inline-end: 20px; display: grid;
      place-items: center; width: 58px; height: 58px; padding: 0; border: 0; border-radius: 50%;
      background: #0e6b60; color: #fff; box-shadow: 0 6px 22px rgb(0 0 0 / 28%); cursor: pointer;
      -webkit-tap-highlight-color: transparent; transition: transform .15s, background .15s;
    }
    .bubble:hover { background: #0a564d; transform: scale(1.05); }
    .bubble:focus-visible { outline: 3px solid #0e6b60; outline-offset: 3px; box-shadow: 0 0 0 3px #fff; }
    .bubble svg { width: 28px; height: 28px; }
    .count {
      position: absolute; top: -4px; inset-inline-end: -4px; min-width: 22px; padding: 0 6px; border-radius: 11px;
      box-sizing: border-box; background: #b3261e; color: #fff; font-size: 13px; line-height: 22px; text-align: center;
    }
    .panel {
      position: fixed; bottom: calc(92px + env(safe-area-inset-bottom)); inset-inline-end: 20px; width: 390px;
      height: min(640px, calc(100vh - 112px)); height: min(640px, calc(100dvh - 112px)); overflow: hidden;
      border-radius: 22px; background: Canvas; box-shadow: 0 18px 60px rgb(0 0 0 / 32%); animation: rise .18s ease-out;
    }
    iframe { display: block; width: 100%; height: 100%; border: 0; color-scheme: normal; }
    .said { position: fixed; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    @media (max-width: 480px), (max-height: 420px) {
      .panel { inset: 0; width: 100%; height: 100vh; height: 100dvh; border-radius: 0; }
      .bubble[aria-expanded="true"] { display: none; }
    }
    @media (prefers-reduced-motion: reduce) {
      .panel { animation: none; } .bubble { transition: none; } .bubble:hover { transform: none; }
    }
    @media (forced-colors: active) { .bubble { border: 2px solid ButtonText; } }
    @media print { .bubble, .panel { display: none; } }
    @keyframes rise { from { opacity: 0; transform: translateY(12px); } }`;

  const make = (tag, attributes, ...children) => {
    const element = tag === "svg" || tag === "path"
      ? document.createElementNS("http://www.w3.org/2000/svg", tag)
      : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const drawn = (d) => make("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, make("path", {
    d, fill: "none", stroke: "currentColor", "stroke-width": "1.9", "stroke-linecap": "round", "stroke-linejoin": "round",
  }));

  const speech = drawn("M4 5.5h16v10.5h-8.5L7 20v-4H4z");
  const cross = drawn("m6 6 12 12M18 6 6 18");
  const count = make("span", { class: "count", "aria-hidden": "true", hidden: "" });
  const bubble = make("button", {
    type: "button", class: "bubble", "aria-haspopup": "dialog", "aria-expanded": "false", "aria-controls": "panel",
  }, speech, cross, count);
  const panel = make("div", {
    id: "panel", class: "panel", role: "dialog", "aria-label": named(words.title), hidden: "",
  });
  const said = make("span", { class: "said", role: "status" });
  const root = make("div", { lang: language, "data-frontdesk": "" });

  // What this tab did before: a chat that was opened is loaded again, so that replies are counted.
  const before = {
    get used() { try { return sessionStorage.getItem(mark) !== null; } catch { return false; } },
    use() { try { sessionStorage.setItem(mark, "1"); } catch { /* The site's visitors allow no storage. */ } },
  };

  let frame = null;
  let ready = false;
  let unread = 0;
  const isOpen = () => !panel.hidden;
  const tell = (what, about) => ready && frame.contentWindow.postMessage({ frontdesk: what, ...about }, home);

  // Who the site says writes: what its server signed, or null for a stranger (docs/connect.md).
  const visitor = () => {
    const { user, phone, at, signature } = script.dataset;
    return user ? { user, phone, at: Number(at), signature } : null;
  };
  new MutationObserver(() => tell("visitor", { visitor: visitor() })).observe(script, {
    attributeFilter: ["data-user", "data-phone", "data-at", "data-signature"],
  });

  function load() {
    if (frame) return;
    // The page learns the site's origin to know whom to tell, and nothing else of where it stands.
    const told = new URLSearchParams({ language, site });
    frame = make("iframe", { src: `${home}${page}#${told}`, title: named(words.title), referrerpolicy: "no-referrer" });
    panel.append(frame);
  }

  function show() {
    before.use();
    load();
    panel.hidden = false;
    label();
    frame.focus();
    tell("shown");
  }

  function hide() {
    if (!isOpen()) return;
    const inside = root.contains(document.activeElement);
    panel.hidden = true;
    label();
    tell("hidden");
    if (inside) bubble.focus();
  }

  function label() {
    const open = isOpen();
    bubble.setAttribute("aria-expanded", String(open));
    const shown = unread && !open;
    const forms = words.unread;
    const news = shown ? (forms[new Intl.PluralRules(language).select(unread)] ?? forms.other).replace("{count}", unread) : "";
    bubble.setAttribute("aria-label", open ? words.close : [named(words.open), news].filter(Boolean).join(", "));
    speech.style.display = open ? "none" : "";
    cross.style.display = open ? "" : "none";
    count.hidden = !shown;
    count.textContent = shown ? (unread > 9 ? "9+" : unread) : "";
    if (said.textContent !== news) said.textContent = news;
  }

  addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== home) return;
    const { frontdesk: what, unread: news, why } = event.data ?? {};
    if (what === "ready") {
      ready = true;
      tell("visitor", { visitor: visitor() });
      tell(isOpen() ? "shown" : "hidden");
    } else if (what === "close") {
      hide();
    } else if (what === "unread" && Number.isInteger(news) && news >= 0) {
      unread = news;
      label();
    } else if (what === "refused" && typeof why === "string") {
      say(`the visitor's signed identity is not taken, and the chat goes on without it. ${why}`);
    }
  });
  bubble.addEventListener("click", () => (isOpen() ? hide() : show()));
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    event.stopPropagation();
    hide();
  });

  function start() {
    const shadow = root.attachShadow({ mode: "open" });
    if ("adoptedStyleSheets" in shadow) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      shadow.adoptedStyleSheets = [sheet];
    } else shadow.append(make("style", {}, STYLE));
    shadow.append(bubble, panel, said);
    label();
    document.body.append(root);
    if (before.used) load();
  }
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
