// The console's page looks again when something changed, and sends an answer without leaving the page. All of it works
// without this script, too.

import { older, refresh, shown } from "./look.js";

const body = document.body;
const lost = document.getElementById("lost");
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 20000;

let pause = FIRST_PAUSE;
let looking = null;
let again = false;

/** Looks once, and once more when something changed meanwhile. */
async function look() {
  if (looking) {
    again = true;
    return;
  }
  looking = refresh();
  const reached = await looking;
  looking = null;
  say(reached);
  if (again) {
    again = false;
    look();
  }
}

function say(reached) {
  lost.hidden = reached;
  const words = reached ? "" : body.dataset.lost;
  if (lost.textContent !== words) lost.textContent = words;
}

function listen() {
  const address = new URL("/console/changes", location.href);
  address.protocol = address.protocol.replace("http", "ws");
  const socket = new WebSocket(address);
  socket.addEventListener("message", () => {
    pause = FIRST_PAUSE;
    look();
  });
  socket.addEventListener("close", ({ code }) => {
    if (code === 4401) {
      location.reload(); // the login is over
      return;
    }
    say(false);
    setTimeout(listen, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  });
}

// Sending

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.id !== "answer") return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  await send(form);
  form.removeAttribute("aria-busy");
});

async function send(form) {
  const text = form.elements.text;
  const refusal = document.getElementById("refusal");
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
  }).catch(() => null);
  if (!answer) {
    refusal.textContent = body.dataset.notSent;
    refusal.hidden = false;
    return;
  }
  if (!answer.redirected || new URL(answer.url).pathname === "/login") {
    // Refused: the page that says why has the words in it.
    await shown(await answer.text(), { all: true });
    return;
  }
  text.value = "";
  if (form.elements.file) choose(form.elements.file, "");
  refusal.hidden = true;
  const page = await shown(await answer.text());
  // The next answer is another one.
  form.elements.key.value = page.querySelector("#answer [name=key]")?.value ?? crypto.randomUUID();
  document.getElementById("scroll").scrollTop = 0;
  text.focus();
}

function choose(field, name) {
  if (!name) field.value = "";
  document.getElementById("chosen").textContent = name;
}

document.addEventListener("change", ({ target }) => {
  if (target.id === "file") choose(target, target.files[0]?.name ?? "");
});

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (field.id !== "text" || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  // On a phone Enter is a new line.
  if (matchMedia("(pointer: coarse)").matches) return;
  event.preventDefault();
  if (field.value.trim() || field.form.elements.file?.files.length) field.form.requestSubmit();
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest("#older");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (!(await older(link))) location.assign(link.href);
});

// What opens over the page closes with Escape, and by a touch elsewhere.

const OVER = ".about[open], .rest[open]";

document.addEventListener("keydown", (event) => {
  const open = document.querySelector(OVER);
  if (event.key !== "Escape" || !open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll(OVER)) {
    if (!open.contains(event.target)) open.open = false;
  }
});

addEventListener("online", look);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) look();
});
listen();
