// The console's service worker. It keeps one page for when there is no connection, and nothing of anybody; it sends
// nothing later: what was not sent is still in the page that is one step back.

const KEPT = "frontdesk-offline";
const OFFLINE = "/console/device/offline";
const SHELL = [OFFLINE, "/static/theme.css", "/static/login.css", "/static/icon.svg"];

self.addEventListener("install", (event) => {
  event.waitUntil(keep().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

async function keep() {
  const kept = await caches.open(KEPT);
  await kept.addAll(SHELL.map((address) => new Request(address, { cache: "reload", credentials: "omit" })));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => kept(OFFLINE)));
  else if (SHELL.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => kept(request.url)));
  }
});

async function kept(address) {
  return (await (await caches.open(KEPT)).match(address)) ?? Response.error();
}
