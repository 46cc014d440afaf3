// The socket: reconnects, and hands over each message until the server said that it has it.

import { ofTab } from "./storage.js";

const ACK_MS = 10_000;
const PING_MS = 25_000;
const LONGEST_WAIT_MS = 10_000;

export class Link {
  /**
   * `cursor()` is the seq after which the server shall show messages. `on.frame(frame)`,
   * `on.state(isOnline)`, `on.rejected(id)`, `on.trouble(code)`; `on.token()` resolves to the
   * current token after repeated failures. `on.identity()` is what a site signed of who writes, or null;
   * `on.identified()`, `on.refused(frame)` are what came of it.
   */
  constructor(token, customer, cursor, on) {
    Object.assign(this, { token, customer, cursor, on });
    this.storage = `frontdesk.outbox.${customer}`;
    this.queue = JSON.parse(ofTab.getItem(this.storage) ?? "[]");
    this.failures = 0;
    this.asked = 0;
    this.timers = {};
    this.wake = () => document.visibilityState === "visible" && this.#reconnectNow();
    addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.wake);
    this.#open();
  }

  /** Takes a message for sending; it survives a reload of the page and a lost connection. */
  send(message) {
    this.queue.push(message);
    this.#store();
    this.#flush();
  }

  /** Says who writes, as `on.identity()` has it now. */
  identify() {
    if (this.greeted) this.#identify();
  }

  close() {
    this.closed = true;
    removeEventListener("online", this.wake);
    document.removeEventListener("visibilitychange", this.wake);
    this.#drop();
  }

  #open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const query = new URLSearchParams({ customer: this.customer, after: this.cursor() });
    const path = `/web/${encodeURIComponent(this.token)}/chat?${query}`;
    const socket = new WebSocket(`${scheme}://${location.host}${path}`);
    this.socket = socket;
    const current = (act) => (event) => socket === this.socket && act(event);
    socket.onmessage = current((event) => this.#take(JSON.parse(event.data)));
    socket.onclose = current(() => this.#lost());
    this.#after("answer", ACK_MS, () => this.#lost());
  }

  #take(frame) {
    clearTimeout(this.timers.answer);
    if (frame.type === "hello") this.#greeted();
    else if (frame.type === "ack") this.#settled(frame.id);
    else if (frame.type === "identified") this.#answered(() => this.on.identified());
    else if (frame.type === "error") this.#refused(frame);
    else if (frame.type === "message" && frame.client) this.#settled(frame.client);
    this.on.frame(frame);
  }

  #greeted() {
    this.failures = 0;
    this.greeted = true;
    this.on.state(true);
    this.#ping();
    this.#identify();
  }

  // Until it is decided whose chat this is, nothing is said in it. The server answers one after the other.
  #identify() {
    const identity = this.on.identity();
    if (identity) {
      this.asked += 1;
      this.#write({ type: "identify", ...identity });
    }
    this.ready = this.asked === 0;
    this.#flush();
  }

  #answered(act) {
    this.asked -= 1;
    if (this.asked) return; // it was of another signature
    this.ready = true;
    act();
    this.#flush();
  }

  #ping() {
    this.#after("ping", PING_MS, () => {
      this.#write({ type: "ping" });
      this.#ping();
    });
  }

  // One at a time: whatever happens to a message, no later one overtakes it.
  #flush() {
    if (!this.ready || this.inFlight || this.paused || !this.queue.length) return;
    const { id, text, choice } = this.queue[0];
    this.inFlight = id;
    this.#write({ type: "message", id, text, ...(choice && { choice }) });
  }

  #settled(id) {
    const before = this.queue.length;
    this.queue = this.queue.filter((message) => message.id !== id);
    if (this.queue.length !== before) this.#store();
    if (this.inFlight === id) this.inFlight = null;
    this.#flush();
  }

  #refused(frame) {
    if (frame.code.startsWith("identity_")) {
      this.#answered(() => this.on.refused(frame));
      return;
    }
    if (this.asked && frame.id === undefined) {
      this.asked -= 1;
      this.#after("identify", 1000 * (frame.retry_after ?? 3), () => this.#identify());
    } else if (frame.code === "invalid") {
      if (frame.id) this.on.rejected(frame.id);
      this.#settled(frame.id);
    } else if (frame.id === this.inFlight) {
      this.inFlight = null;
      this.paused = true;
      this.#after("retry", 1000 * (frame.retry_after ?? 3), () => {
        this.paused = false;
        this.#flush();
      });
    }
    this.on.trouble(frame.code);
  }

  #write(frame) {
    this.socket.send(JSON.stringify(frame));
    this.#after("answer", ACK_MS, () => this.#lost());
  }

  #lost() {
    this.#drop();
    if (this.closed) return;
    this.failures += 1;
    this.on.state(false);
    const wait = Math.min(LONGEST_WAIT_MS, 400 * 2 ** Math.min(this.failures, 8));
    this.#after("reconnect", wait * (0.5 + Math.random() / 2), () => this.#reconnect());
  }

  async #reconnect() {
    if (this.failures > 2) this.token = (await this.on.token()) ?? this.token;
    if (!this.closed && !this.socket) this.#open();
  }

  #reconnectNow() {
    if (this.closed || this.socket) return;
    clearTimeout(this.timers.reconnect);
    this.#reconnect();
  }

  #drop() {
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    const socket = this.socket;
    this.socket = null;
    this.ready = this.greeted = this.paused = false;
    this.asked = 0;
    this.inFlight = null;
    socket?.close();
  }

  #after(name, ms, act) {
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(act, ms);
  }

  #store() {
    ofTab.setItem(this.storage, JSON.stringify(this.queue));
  }
}
