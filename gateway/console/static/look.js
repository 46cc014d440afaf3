// Takes from a page of the server what changed in this one. Elements move, they are never written as text.

/** Fetches this page again; whether the server was reached. */
export async function refresh() {
  // What answers a form that did nothing has an address that nobody can look at.
  const address = new URL(document.body.dataset.here ?? location.href, location.href);
  address.searchParams.set("live", "1");
  const answer = await fetch(address, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok || answer.redirected) {
    if (answer?.redirected) location.reload(); // the login is over
    return false;
  }
  await shown(await answer.text());
  return true;
}

/** Shows what is new in a page's text. `all`: also what somebody may be writing in. Returns that page. */
export async function shown(text, { all = false } = {}) {
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const now of document.querySelectorAll("[data-live]")) {
    const next = page.getElementById(now.id);
    if (!next || now.isEqualNode(next)) continue;
    if (now.dataset.when !== undefined && !all && (now.dataset.when === next.dataset.when || written(now))) continue;
    replace(now, next);
  }
  merge(document.getElementById("entries"), page.getElementById("entries"));
  const refusal = page.getElementById("refusal");
  if (all && refusal) document.getElementById("refusal")?.replaceWith(document.adoptNode(refusal));
  document.title = page.title;
  return page;
}

/** Whether somebody is writing in a composer: it stays, and the server says if they may not send it any more. */
function written(composer) {
  return Boolean(composer.querySelector("textarea:not([readonly])")?.value.trim());
}

function replace(now, next) {
  const focused = now.contains(document.activeElement) ? document.activeElement : null;
  const place = focused && (focused.getAttribute("href") ?? focused.closest("form")?.getAttribute("action"));
  const scrolled = now.scrollTop;
  const element = document.adoptNode(next);
  now.replaceWith(element);
  element.scrollTop = scrolled;
  if (!place) return;
  const same = [...element.querySelectorAll("a, button")].find(
    (one) => (one.getAttribute("href") ?? one.form?.getAttribute("action")) === place,
  );
  same?.focus({ preventScroll: true });
}

/** Adds and changes lines of a transcript; those above, which the new page does not have, stay. */
function merge(list, next) {
  if (!list || !next) return;
  const known = new Map([...list.children].map((line) => [line.dataset.key, line]));
  let before = null;
  for (const line of [...next.children]) {
    const old = known.get(line.dataset.key);
    keepOpened(old, line);
    const element = old?.isEqualNode(line) ? old : document.adoptNode(line);
    if (old && element !== old) old.replaceWith(element);
    else if (!old && before) before.after(element);
    else if (!old) place(list, element, next);
    before = element;
  }
}

/** What somebody opened in a line, and was fetched for it, stays. */
function keepOpened(old, line) {
  const opened = old?.querySelector("[data-why][open]");
  if (opened) line.querySelector("[data-why]")?.replaceWith(opened.cloneNode(true));
}

/** The first of new lines stands before the first that follows it here, else at the end. */
function place(list, element, next) {
  const after = [...next.children].map((line) => line.dataset.key);
  const following = [...list.children].find((line) => after.includes(line.dataset.key));
  list.insertBefore(element, following ?? null);
}

/** Puts the messages of before in front; whether that was possible. */
export async function older(link) {
  const answer = await fetch(link.href).catch(() => null);
  if (!answer?.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = document.getElementById("entries");
  const known = new Set([...list.children].map((line) => line.dataset.key));
  const all = [...page.getElementById("entries").children];
  const day = list.firstElementChild;
  // A day that goes on from the older page has its name there.
  const ofDay = all[all.findIndex((line) => line.dataset.key === day?.dataset.key) + 1];
  const goesOn = all.some((line) => line.dataset.key === day?.dataset.key);
  list.prepend(...all.filter((line) => !known.has(line.dataset.key)).map((line) => document.adoptNode(line)));
  if (goesOn) ofDay?.before(day);
  const next = page.getElementById("older");
  link.closest("p").replaceWith(document.adoptNode(next ? next.closest("p") : page.querySelector(".beginning")));
  return true;
}
