// What a browser keeps for us. It may refuse that to a page in another site's frame; then what is kept
// here lasts as long as the page.

function refused() {
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, String(value)) };
}

function usable(name) {
  try {
    window[name].getItem("");
    return window[name];
  } catch {
    return refused();
  }
}

export const ofTab = usable("sessionStorage");
export const ofBrowser = usable("localStorage");
