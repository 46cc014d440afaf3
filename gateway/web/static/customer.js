// Who writes: a random key per organization. Whoever has the key is the customer. On the customers' page
// and in a business's own site it is the browser's, so that they find their chat again; elsewhere the
// tab's, to play several at once. A chat that a site's user has is found again by that user alone.

import { embeddedToken } from "./embedded.js";
import { ofBrowser, ofTab } from "./storage.js";

const keys = location.pathname === "/chat" || embeddedToken() ? ofBrowser : ofTab;
const stored = (token) => `frontdesk.customer.${token}`;

const owned = (token) => `frontdesk.user.${token}`;
const ownerOf = (token) => keys.getItem(owned(token)) ?? "";

/**
 * The key at an organization of who writes: `user` of the site, or a stranger (""). Made when there is none,
 * and when the one there is belongs to another user. 32 hexadecimal digits.
 */
export function customerKey(token, user = "") {
  const known = keys.getItem(stored(token));
  return known && ["", user].includes(ownerOf(token)) ? known : newCustomer(token);
}

export function newCustomer(token) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const key = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  keys.setItem(stored(token), key);
  if (ownerOf(token)) keys.setItem(owned(token), "");
  return key;
}

/** From now on the key is `user`'s, or anybody's (""). Returns whose it was, null where it is not kept any more. */
export function giveTo(token, key, user) {
  if (keys.getItem(stored(token)) !== key) return null;
  const before = ownerOf(token);
  if (before !== user) keys.setItem(owned(token), user);
  return before;
}

/** A name for people: it tells two tabs apart and opens nothing. */
export const shortCode = (key) => key.slice(0, 4).toUpperCase();
