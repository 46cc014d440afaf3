// Who this tab is: a random key per tab and organization. Whoever has the key is the customer.

const stored = (token) => `frontdesk.customer.${token}`;

/** The key of this tab at an organization; made when there is none. 32 hexadecimal digits. */
export function customerKey(token) {
  return sessionStorage.getItem(stored(token)) ?? newCustomer(token);
}

export function newCustomer(token) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const key = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  sessionStorage.setItem(stored(token), key);
  return key;
}

/** A name for people: it tells two tabs apart and opens nothing. */
export const shortCode = (key) => key.slice(0, 4).toUpperCase();
