// The text field: it grows, Enter sends, and no character is ever cut in half.

const LONGEST = 4096;

export class Composer {
  /** `onSend(text)` gets what was written; `onTooLong(isTooLong)` while it is too long. */
  constructor(form, onSend, onTooLong) {
    this.field = form.querySelector("textarea");
    this.button = form.querySelector("button");
    Object.assign(this, { onSend, onTooLong });
    this.field.addEventListener("input", () => this.#changed());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    // Tapping the button must not close a phone's keyboard.
    this.button.addEventListener("pointerdown", (event) => event.preventDefault());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  focus() {
    if (matchMedia("(hover: hover)").matches) this.field.focus();
  }

  clear() {
    this.field.value = "";
    this.#changed();
  }

  #key(event) {
    // While an input method composes a character, Enter belongs to it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    if (this.button.disabled) return;
    const text = this.field.value.trim();
    this.clear();
    this.field.focus();
    this.onSend(text);
  }

  #changed() {
    const tooLong = this.field.value.length > LONGEST && Array.from(this.field.value).length > LONGEST;
    this.button.disabled = tooLong || !this.field.value.trim();
    this.onTooLong(tooLong);
    this.field.style.height = "auto";
    const borders = this.field.offsetHeight - this.field.clientHeight;
    this.field.style.height = `${this.field.scrollHeight + borders}px`;
  }
}
