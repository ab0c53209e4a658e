// Where a person writes: the text, the commands offered for it, what was sent before.
// Its one rule: nothing typed is lost; a text stays in its field until the server has it.

import { Commands } from "./commands.js";

const TALLEST_PX = 180;

export class Composer {
  #actions;
  #form = document.getElementById("composer");
  #field = document.getElementById("text");
  #menu = document.getElementById("menu");
  #editingBar = document.getElementById("editing");
  #commands;
  #drafts = new Map();
  #person = null;
  #edited = null;
  #back = 0;

  /** `actions` has send(text), edit(message, text), both promises, and sent(): earlier texts. */
  constructor(actions) {
    this.#actions = actions;
    this.#commands = new Commands(this.#field, this.#menu, (command) => this.#choose(command));
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#field.addEventListener("input", () => {
      this.#back = 0;
      this.#grow();
      this.#commands.complete(this.#field.value);
    });
    this.#editingBar.querySelector("button").addEventListener("click", () => this.#stopEditing());
  }

  /** Write as this person from now on. */
  choose(person) {
    if (this.#edited) this.#stopEditing();
    if (this.#person !== null) this.#drafts.set(this.#person, this.#field.value);
    this.#person = person;
    this.#back = 0;
    this.#commands.close();
    this.#fill(this.#drafts.get(person) ?? "");
  }

  set commands(commands) {
    this.#commands.offer(commands);
  }

  focus() {
    this.#field.focus({ preventScroll: true });
  }

  /** Put a message of the person's own into the field, to be sent as its new text. */
  edit(message) {
    if (!this.#edited) this.#drafts.set(this.#person, this.#field.value);
    this.#edited = message;
    this.#editingBar.hidden = false;
    this.#fill(message.text);
    this.focus();
  }

  #stopEditing() {
    this.#edited = null;
    this.#editingBar.hidden = true;
    this.#fill(this.#drafts.get(this.#person) ?? "");
    this.focus();
  }

  async #submit() {
    const text = this.#field.value.trim();
    if (!text) return;
    const [person, edited] = [this.#person, this.#edited];
    this.#commands.close();
    const done = edited ? this.#actions.edit(edited, text) : this.#actions.send(text);
    // Cleared at once, as a quick typist is already writing the next text.
    if (edited) this.#stopEditing();
    else this.#fill("");
    if (await done || this.#person !== person || this.#field.value) return;
    if (edited) this.edit(edited);
    this.#fill(text);
  }

  #choose(command) {
    this.#commands.close();
    this.#fill("");
    this.#actions.send(command);
    this.focus();
  }

  #key(event) {
    // Enter ends a syllable while Hangul is being composed; it does not send it.
    if (event.isComposing) return;
    if (this.#commands.key(event)) {
      event.preventDefault();
      return;
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape" && this.#edited) {
      this.#stopEditing();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      if (this.#recall(event.key === "ArrowUp" ? 1 : -1)) event.preventDefault();
    }
  }

  /** Step through what was sent before; true if the key was meant for that. */
  #recall(step) {
    if (this.#edited || (this.#field.value && !this.#back)) return false;
    const sent = this.#actions.sent();
    const back = Math.min(Math.max(this.#back + step, 0), sent.length);
    if (back === 0 && this.#back === 0) return false;
    this.#back = back;
    this.#fill(back ? sent.at(-back) : "", back);
    return true;
  }

  #fill(text, back = 0) {
    this.#field.value = text;
    this.#back = back;
    this.#field.setSelectionRange(text.length, text.length);
    this.#grow();
  }

  #grow() {
    const { style } = this.#field;
    style.height = "auto";
    const border = this.#field.offsetHeight - this.#field.clientHeight;
    style.height = `${Math.min(this.#field.scrollHeight + border, TALLEST_PX)}px`;
    this.#form.classList.toggle("filled", this.#field.value.trim() !== "");
  }
}
