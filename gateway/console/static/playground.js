// The playground works without this script; with it the field is ready for the next message (console.js sends by Enter).

const text = document.getElementById("text");

// An answer may take a while, and a second click would ask again.
for (const one of document.querySelectorAll(".play .composer, .play .choices")) {
  one.addEventListener("submit", () => {
    one.setAttribute("aria-busy", "true");
    setTimeout(() => one.querySelectorAll("button").forEach((button) => (button.disabled = true)));
  });
}

// A page that the browser kept from before is not busy any more.
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll(".play form button")) button.disabled = false;
  for (const one of document.querySelectorAll(".play [aria-busy]")) one.removeAttribute("aria-busy");
});

if (matchMedia("(pointer: fine)").matches) text.focus({ preventScroll: true });
