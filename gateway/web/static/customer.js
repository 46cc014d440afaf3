// Who writes: a random key per organization. Whoever has the key is the customer. On the customers' page
// and in a business's own site it is the browser's, so that they find their chat again; elsewhere the
// tab's, to play several at once.

import { embeddedToken } from "./embedded.js";
import { ofBrowser, ofTab } from "./storage.js";

const keys = location.pathname === "/chat" || embeddedToken() ? ofBrowser : ofTab;
const stored = (token) => `frontdesk.customer.${token}`;

/** The key at an organization; made when there is none. 32 hexadecimal digits. */
export function customerKey(token) {
  return keys.getItem(stored(token)) ?? newCustomer(token);
}

export function newCustomer(token) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const key = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  keys.setItem(stored(token), key);
  return key;
}

/** A name for people: it tells two tabs apart and opens nothing. */
export const shortCode = (key) => key.slice(0, 4).toUpperCase();
