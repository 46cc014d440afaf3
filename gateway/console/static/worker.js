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

// Notifications

self.addEventListener("push", (event) => {
  const { title, body, url, tag } = event.data.json();
  const data = { url: new URL(url, self.location.origin).href };
  const icon = "/console/static/icon-192.png";
  event.waitUntil(self.registration.showNotification(title, { body, tag, data, icon, renotify: true }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.url));
});

async function open(url) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = pages.find((page) => page.url === url) ?? pages.find((page) => new URL(page.url).pathname === "/console");
  if (!there) return self.clients.openWindow(url);
  await there.focus();
  return there.url === url ? there : there.navigate(url);
}
