// "What happened" is a column beside the chat where there is room, else a sheet from below.

export class Sheet {
  constructor(panel, shade, opener, closer, title) {
    Object.assign(this, { panel, shade, opener, title });
    this.narrow = matchMedia("(max-width: 899px)");
    this.narrow.addEventListener("change", () => this.#set(false));
    opener.addEventListener("click", () => this.#set(true, true));
    closer.addEventListener("click", () => this.#set(false, true));
    shade.addEventListener("click", () => this.#set(false, true));
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.open) this.#set(false, true);
    });
  }

  /** Makes the panel part of the page; it stays hidden where nothing may be inspected. */
  enable() {
    this.panel.hidden = false;
    this.opener.hidden = false;
    this.#set(false);
  }

  #set(open, moveFocus = false) {
    const narrow = this.narrow.matches;
    this.open = open && narrow;
    this.panel.classList.toggle("open", this.open);
    this.panel.inert = narrow && !open;
    this.shade.hidden = !this.open;
    this.opener.setAttribute("aria-expanded", String(this.open));
    document.getElementById("chat").inert = this.open;
    if (moveFocus) (this.open ? this.title : this.opener).focus({ preventScroll: true });
  }
}
