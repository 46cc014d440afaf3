// This device: its service worker. Pages work without it, too.

navigator.serviceWorker?.register("/console/device/worker.js", { scope: "/console" }).catch(() => null);
