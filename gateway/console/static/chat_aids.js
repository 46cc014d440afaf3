// Beside a chat: canned answers go into the answer field, and a reply's steps open under it. Without this script the
// server does the first, and a page of its own shows the second.

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-canned]");
  const field = document.getElementById("text");
  if (!button || !field) return;
  event.preventDefault();
  const before = field.value.slice(0, field.selectionStart);
  const after = field.value.slice(field.selectionEnd);
  const gap = before && !/\s$/.test(before) ? "\n" : "";
  field.setRangeText(gap + button.dataset.canned, before.length, field.value.length - after.length, "end");
  button.closest("details").open = false;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

// "toggle" does not bubble.
document.addEventListener(
  "toggle",
  async ({ target: details }) => {
    if (!details.matches?.("[data-why]") || !details.open || details.querySelector(".steps")) return;
    const answer = await fetch(details.dataset.why).catch(() => null);
    if (!answer?.ok || answer.redirected) return; // the link stays
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const steps = page.getElementById("steps");
    if (!steps) return;
    steps.removeAttribute("id"); // several may be open
    details.querySelector(".why-body").replaceChildren(document.adoptNode(steps));
  },
  true,
);

document.addEventListener("keydown", (event) => {
  const open = document.querySelector(".canned[open]");
  if (event.key !== "Escape" || !open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
