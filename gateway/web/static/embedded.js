// The page in a business's own site (widget.js): whether it is seen, and what the button there has to know.
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
  /** `closer`: the button that closes the chat; `onShown()`: it was opened. */
  constructor(token, closer, onShown) {
    this.place = `frontdesk.seen.${token}`;
    this.seen = Number(ofBrowser.getItem(this.place)) || 0;
    this.last = this.seen;
    this.unread = new Set();
    this.shown = window.parent === window;
    if (this.shown) return;
    closer.hidden = false;
    closer.addEventListener("click", () => this.#tell({ frontdesk: "close" }));
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) this.#tell({ frontdesk: "close" });
    });
    addEventListener("message", (event) => {
      if (event.source !== window.parent || event.origin !== told.get("site")) return;
      this.shown = event.data?.frontdesk === "shown";
      if (!this.shown) return;
      this.#see();
      onShown();
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

  #see() {
    this.seen = this.last;
    ofBrowser.setItem(this.place, String(this.seen));
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
