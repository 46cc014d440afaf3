// The page in a business's own site (widget.js): whether it is seen, who the site says writes, and what the
// button there has to know.
// In such a frame browsers keep storage apart for each site: a customer of two sites is two customers.

import { ofBrowser } from "./storage.js";

const PLACE = "/widget/";
const told = new URLSearchParams(location.hash.slice(1));

/** The token of the chat where the page stands in a site, else null. */
export const embeddedToken = () =>
  location.pathname.startsWith(PLACE) ? decodeURIComponent(location.pathname.slice(PLACE.length)) : null;

/** The language of the site, where the page speaks it. */
export const siteLanguage = () => told.get("language");

export class Site {
  /**
   * `closer`: the button that closes the chat. `on.shown()`: it was opened. `on.visitor(signed)`: who writes,
   * {user, phone, at, signature} as the site hands it on, or null for a stranger; before anything else, and
   * whenever it changes.
   */
  constructor(token, closer, on) {
    this.place = `frontdesk.seen.${token}`;
    this.seen = Number(ofBrowser.getItem(this.place)) || 0;
    this.last = this.seen;
    this.unread = new Set();
    this.shown = window.parent === window;
    if (this.shown || !told.get("site")) {
      on.visitor(null);
      return;
    }
    closer.hidden = false;
    closer.addEventListener("click", () => this.#tell({ frontdesk: "close" }));
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) this.#tell({ frontdesk: "close" });
    });
    addEventListener("message", (event) => {
      if (event.source !== window.parent || event.origin !== told.get("site")) return;
      const { frontdesk: what, visitor } = event.data ?? {};
      // A script that a browser kept from before may say nothing of visitors.
      if (what === "visitor" || !this.entered) on.visitor(typeof visitor?.user === "string" ? visitor : null);
      this.entered = true;
      if (what === "shown" || what === "hidden") this.shown = what === "shown";
      if (what !== "shown") return;
      this.#see();
      on.shown();
    });
    this.#tell({ frontdesk: "ready" });
  }

  /** A message of the chat; replies that came while it was closed are counted. */
  note({ seq, direction }) {
    if (direction === "inbound" || seq <= this.seen) return;
    this.last = Math.max(this.last, seq);
    if (this.shown) this.#see();
    else {
      this.unread.add(seq);
      this.#tell({ frontdesk: "unread", unread: this.unread.size });
    }
  }

  /** Why the site's word for who writes was not taken, for whoever made the site. */
  refuse(why) {
    this.#tell({ frontdesk: "refused", why });
  }

  /** Another chat begins. */
  forget() {
    this.last = this.seen;
    this.#count();
  }

  #see() {
    this.seen = this.last;
    ofBrowser.setItem(this.place, String(this.seen));
    this.#count();
  }

  #count() {
    if (!this.unread.size) return;
    this.unread.clear();
    this.#tell({ frontdesk: "unread", unread: 0 });
  }

  // The browser delivers it to that origin only, whatever the address of this page says.
  #tell(message) {
    const site = told.get("site");
    if (site && window.parent !== window) window.parent.postMessage(message, site);
  }
}
