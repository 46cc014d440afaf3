// The agenda with a mouse: an appointment is dragged to another time or column, or by its lower edge to another length.
// With a finger, which scrolls, a long press lifts it first.
// Dropping only opens the form that moves it, with what would change; nothing is done before that is sent. Works
// without this script: each appointment has that form.

const ROW_MINUTES = 5;
const STEP_ROWS = 3;
const FAR = 6; // pixels after which a press is a drag
const LONG = 450; // milliseconds after which a finger lifts what it lies on
const SHAKY = 10; // pixels that a finger moves while it lies still
const EDGE = 44; // pixels from the grid's edge in which it scrolls along
const agenda = document.getElementById("agenda");
const scroll = document.getElementById("grid-scroll");

document.documentElement.classList.add("scripted");
// After a form that was refused the address is the form's; looking again needs the page's.
if (agenda?.dataset.here) history.replaceState(null, "", agenda.dataset.here);

document.addEventListener("change", ({ target }) => {
  const form = target.form;
  if (form?.matches("[data-auto]") && form.reportValidity()) form.requestSubmit();
});

document.addEventListener("keydown", (event) => {
  const close = document.querySelector(".side .close");
  if (event.key === "Escape" && close && !drag?.moving) location.assign(close.href);
});

// A tap on free time begins where it was.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".free a");
  if (!link || event.detail === 0) return;
  const address = new URL(link.href);
  const [hours, minutes] = address.searchParams.get("at").split(":").map(Number);
  const rows = Math.floor((event.clientY - link.getBoundingClientRect().top) / rowHeight());
  const at = hours * 60 + minutes + Math.floor(Math.max(rows, 0) / STEP_ROWS) * STEP_ROWS * ROW_MINUTES;
  address.searchParams.set("at", clock(at));
  link.href = address.href;
});

// Where one was: at the present moment first, then where one scrolled to.
const place = "frontdesk-agenda-scroll";
const kept = Number(sessionStorage.getItem(place));
if (kept) scroll.scrollTop = kept;
else {
  const first = document.querySelector(".strip .now") ?? document.querySelector(".visit-cell");
  if (first) scroll.scrollTop = Math.max(0, first.offsetTop - 120);
}
scroll?.addEventListener("scroll", () => sessionStorage.setItem(place, String(scroll.scrollTop)), { passive: true });

// Dragging

let drag = null;

document.addEventListener("pointerdown", (event) => {
  const box = event.target.closest(".box[data-drag]");
  if (drag) return drop(); // a second finger
  if (!box || event.button !== 0) return;
  const finger = event.pointerType === "touch";
  const edge = !finger && box.getBoundingClientRect().bottom - event.clientY < 8 && box.offsetHeight > 24;
  if (edge && box.dataset.fixed !== undefined) return;
  drag = { box, edge, finger, x: event.clientX, y: event.clientY, rows: 0, moving: false };
  if (finger) drag.timer = setTimeout(lift, LONG);
});

document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y);
  if (!drag.moving && drag.finger) {
    if (far > SHAKY) drop();
    return;
  }
  if (!drag.moving && far < FAR) return;
  if (!drag.moving) lift();
  drag.at = { x: event.clientX, y: event.clientY };
  follow();
});

// While something is lifted the finger does not scroll; a long press on a link opens no menu.
document.addEventListener("touchmove", (event) => drag?.moving && event.preventDefault(), { passive: false });
document.addEventListener("contextmenu", (event) => drag?.finger && event.preventDefault());

/** Puts what is dragged where the pointer is; the grid may have scrolled meanwhile. */
function follow() {
  const { ghost, from, edge, at } = drag;
  const scrolled = scroll.scrollTop - drag.scrollTop;
  const rows = Math.round((at.y - drag.y + scrolled) / rowHeight() / STEP_ROWS) * STEP_ROWS;
  drag.rows = rows;
  if (edge) {
    ghost.style.height = `${Math.max(from.height + rows * rowHeight(), rowHeight() * 2)}px`;
    return;
  }
  drag.strip = stripAt(at.x) ?? drag.strip;
  const column = drag.strip.getBoundingClientRect();
  ghost.style.left = `${column.left + 1}px`;
  ghost.style.width = `${column.width - 2}px`;
  ghost.style.top = `${from.top + rows * rowHeight() - scrolled}px`;
}

/** Scrolls as long as something is held at an edge of the grid. */
function scrollAlong() {
  if (!drag?.moving) return;
  const { left, right, top, bottom } = scroll.getBoundingClientRect();
  const { x, y } = drag.at;
  const by = (at, low, high) => (at < low + EDGE ? -6 : at > high - EDGE ? 6 : 0);
  const before = [scroll.scrollLeft, scroll.scrollTop];
  scroll.scrollBy(by(x, left, right), by(y, top, bottom));
  if (before[0] !== scroll.scrollLeft || before[1] !== scroll.scrollTop) follow();
  requestAnimationFrame(scrollAlong);
}

document.addEventListener("pointerup", () => {
  if (!drag) return;
  const done = drag;
  drop();
  if (done.moving) open(done);
});
document.addEventListener("pointercancel", drop);
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") drop();
});
// The press that was a drag is no click.
document.addEventListener(
  "click",
  (event) => {
    if (!dropped || performance.now() - dropped > 60) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);

let dropped = 0;

function lift() {
  const { box } = drag;
  drag.moving = true;
  drag.at = { x: drag.x, y: drag.y };
  drag.scrollTop = scroll.scrollTop;
  drag.from = box.getBoundingClientRect();
  drag.strip = box.closest(".strip");
  drag.ghost = box.cloneNode(true);
  drag.ghost.classList.add("dragged");
  for (const side of ["left", "top", "width", "height"]) drag.ghost.style[side] = `${drag.from[side]}px`;
  box.classList.add("lifted");
  document.body.classList.add("is-dragging");
  document.body.append(drag.ghost);
  // What changes meanwhile must not take the box away.
  document.getElementById("grid").removeAttribute("data-live");
  if (!drag.finger) return;
  navigator.vibrate?.(12);
  requestAnimationFrame(scrollAlong);
}

function drop() {
  clearTimeout(drag?.timer);
  if (drag?.moving) {
    drag.ghost.remove();
    drag.box.classList.remove("lifted");
    document.body.classList.remove("is-dragging");
    document.getElementById("grid").setAttribute("data-live", "");
    dropped = performance.now();
  }
  drag = null;
}

/** Opens the form that moves it, filled in. */
function open({ box, edge, rows, strip }) {
  const own = box.closest(".strip");
  if (!rows && strip === own) return;
  const address = new URL(box.href);
  const begins = Number(document.getElementById("grid").dataset.begins);
  const at = begins + (Number(box.dataset.row) - 1 + (edge ? 0 : rows)) * ROW_MINUTES;
  if (at < 0 || at >= 24 * 60) return;
  address.searchParams.set("to_day", strip.dataset.day);
  if (edge) {
    address.searchParams.set("to_minutes", String(Math.max((Number(box.dataset.span) + rows) * ROW_MINUTES, ROW_MINUTES)));
  } else {
    address.searchParams.set("to_at", clock(at));
    if (strip.dataset.subject && strip !== own && strip.dataset.day === own.dataset.day) {
      address.searchParams.set("to_member", strip.dataset.subject);
    }
  }
  location.assign(address);
}

function stripAt(x) {
  return [...document.querySelectorAll(".strip")].find((one) => {
    const { left, right } = one.getBoundingClientRect();
    return x >= left && x < right;
  });
}

function rowHeight() {
  return Number.parseFloat(getComputedStyle(document.querySelector(".strip")).gridAutoRows) || 7;
}

function clock(minutes) {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
