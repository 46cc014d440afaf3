// This device: its service worker, and whether it has notifications. Pages work without it, too.

const { form, session } = document.body.dataset;
const push = document.getElementById("push");
const asking = document.getElementById("push-form");
const KEPT = "frontdesk-push";

async function worker() {
  await navigator.serviceWorker.register("/console/device/worker.js", { scope: "/console" });
  return navigator.serviceWorker.ready;
}

/** Tells the server that this browser has notifications, for who is logged in now; its answer. */
async function keep(subscription) {
  const { endpoint, keys } = subscription.toJSON();
  const key = subscription.options.applicationServerKey;
  return fetch("/console/device/keep", {
    method: "POST",
    body: new URLSearchParams({ form, endpoint, ...keys, public_key: encoded(key) }),
  });
}

function encoded(bytes) {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function turnOn() {
  if ((await Notification.requestPermission()) !== "granted") return say("blocked");
  const { pushManager } = await worker();
  const before = await own();
  // One that another business's console asked for.
  if (before && encoded(before.options.applicationServerKey) !== push.dataset.key) await before.unsubscribe();
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: push.dataset.key });
  const answer = await keep(subscription);
  if (!answer.ok) return say("failed");
  sessionStorage.setItem(KEPT, session);
  location.assign("/console/device");
}

async function own() {
  return (await worker()).pushManager.getSubscription();
}

function say(what) {
  document.getElementById("push-state").textContent = push.dataset[what];
}

function offer() {
  const possible = "PushManager" in window && "Notification" in window && navigator.serviceWorker;
  if (!possible) say("impossible");
  else if (Notification.permission === "denied") say("blocked");
  else if (push.dataset.here === undefined) asking.hidden = false;
  else own().then((subscription) => (asking.hidden = subscription !== null), () => null);
  asking.addEventListener("submit", (event) => {
    event.preventDefault();
    turnOn().catch(() => say("failed"));
  });
}

/** Who logs in again in a browser that has notifications goes on having them. */
async function goOn() {
  const { pushManager } = await worker();
  if (!pushManager || sessionStorage.getItem(KEPT) === session) return;
  const subscription = await pushManager.getSubscription();
  if (subscription && Notification.permission === "granted") await keep(subscription);
  sessionStorage.setItem(KEPT, session);
}

if (asking) offer();
if (navigator.serviceWorker) goOn().catch(() => null);
