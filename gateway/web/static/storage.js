// What a browser keeps for us. To a page in another site's frame it may refuse its storage and still keep
// a cookie of that frame in that site; where it refuses both, what is kept here lasts as long as the page.

const A_YEAR = 31_536_000;

function memory() {
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, String(value)) };
}

const cookies = {
  getItem(key) {
    const start = `${encodeURIComponent(key)}=`;
    const found = document.cookie.split("; ").find((cookie) => cookie.startsWith(start));
    return found === undefined ? null : decodeURIComponent(found.slice(start.length));
  },
  setItem(key, value) {
    const kept = `${encodeURIComponent(key)}=${encodeURIComponent(value)}`;
    document.cookie = `${kept}; Path=/widget; Max-Age=${A_YEAR}; Secure; SameSite=None; Partitioned`;
  },
};

function works(storage) {
  try {
    storage().setItem("frontdesk.kept", "1");
    return storage().getItem("frontdesk.kept") === "1";
  } catch {
    return false;
  }
}

const choices = [() => window.localStorage, () => cookies];

/** For this tab: what was written and is not sent yet, which may be long. */
export const ofTab = works(() => window.sessionStorage) ? sessionStorage : memory();
/** For this browser: short things. In a site's frame, for this browser in that site. */
export const ofBrowser = choices.find(works)?.() ?? memory();
