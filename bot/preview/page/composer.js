// Where a person writes: the text, the commands offered for it, what was sent before, files.
// Its one rule: nothing typed is lost; a text stays in its field until the server has it.

import { takeFiles } from "./attach.js";
import { Commands } from "./commands.js";
import { excerpt } from "./media.js";
import { nameOf } from "./elements.js";
import { ReplyKeys } from "./replykeys.js";

const TALLEST_PX = 180;
// What is half written, by chat, while other chats are shown.
const drafts = new Map();

export class Composer {
  #chat;
  #actions;
  #form;
  #field;
  #about;
  #commands;
  #keys;
  // What the text is about: {deed: "edit", "reply" or "asked", message}, or null.
  #subject = null;
  #draft = "";
  #back = 0;

  /**
   * Within the pane, for this chat.  `actions` has send(text, replied), edit(message, text),
   * sendFiles(files, caption), all promises of whether it was done; press(text), a reply key; and
   * sent(): earlier texts.
   */
  constructor(pane, chat, actions) {
    this.#chat = chat;
    this.#actions = actions;
    this.#form = pane.querySelector(".composer");
    this.#field = pane.querySelector("textarea");
    this.#about = pane.querySelector(".about");
    this.#commands = new Commands(this.#form, (command) => this.#choose(command));
    this.#keys = new ReplyKeys(pane, (text) => actions.press(text));
    takeFiles(pane, (files) => this.#sendFiles(files));
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
    this.#about.querySelector("button").addEventListener("click", () => this.#leave());
    this.#fill(drafts.get(chat) ?? "");
  }

  /** Keep what is half written for the next time. */
  close() {
    drafts.set(this.#chat, this.#subject?.deed === "edit" ? this.#draft : this.#field.value);
  }

  set commands(commands) {
    this.#commands.offer(commands);
  }

  /** What the chat shows in place of letters, as the API has it; null for none. */
  set keyboard(keyboard) {
    this.#keys.show(keyboard);
  }

  focus() {
    this.#field.focus({ preventScroll: true });
  }

  /** Put a message of the person's own into the field, to be sent as its new text. */
  edit(message) {
    if (this.#subject?.deed !== "edit") this.#draft = this.#field.value;
    this.#turnTo("edit", message, "Edit message", "Stop editing", "Esc leaves it as it is");
    this.#fill(message.text);
    this.focus();
  }

  /** The next text answers this message. */
  reply(message) {
    if (this.#subject?.deed === "edit") this.#leave();
    this.#turnTo("reply", message, `Reply to ${nameOf(message.from)}`, "Do not reply",
      excerpt(message));
    this.focus();
  }

  /** The bot wants an answer to this message; null: no longer. */
  demand(message) {
    if (message === null) {
      if (this.#subject?.deed === "asked") this.#leave(false);
      return;
    }
    if (this.#subject && this.#subject.deed !== "asked") return;
    this.#turnTo("asked", message, `Reply to ${nameOf(message.from)}`, "Do not reply",
      excerpt(message));
  }

  #turnTo(deed, message, title, stop, note) {
    this.#subject = { deed, message };
    this.#about.querySelector("strong").textContent = title;
    this.#about.querySelector(".faint").textContent = note;
    this.#about.querySelector("button").setAttribute("aria-label", stop);
    this.#about.hidden = false;
  }

  #leave(focus = true) {
    const { deed } = this.#subject;
    this.#subject = null;
    this.#about.hidden = true;
    if (deed === "edit") this.#fill(this.#draft);
    if (focus) this.focus();
  }

  async #submit() {
    const text = this.#field.value.trim();
    if (!text) return;
    const subject = this.#subject;
    this.#commands.close();
    const done = subject?.deed === "edit"
      ? this.#actions.edit(subject.message, text)
      : this.#actions.send(text, subject?.message);
    // Cleared at once, as a quick typist is already writing the next text.
    this.#fill("");
    if (subject) this.#leave();
    if (await done || this.#field.value) return;
    if (subject?.deed === "edit") this.edit(subject.message);
    else if (subject) this.reply(subject.message);
    this.#fill(text);
  }

  async #sendFiles(files) {
    const caption = this.#field.value.trim();
    if (this.#subject?.deed !== "edit") this.#fill("");
    if (!await this.#actions.sendFiles(files, caption) && !this.#field.value) this.#fill(caption);
    this.focus();
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
    } else if (event.key === "Escape" && this.#subject) {
      this.#leave();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      if (this.#recall(event.key === "ArrowUp" ? 1 : -1)) event.preventDefault();
    }
  }

  /** Step through what was sent before; true if the key was meant for that. */
  #recall(step) {
    if (this.#subject?.deed === "edit" || (this.#field.value && !this.#back)) return false;
    const sent = this.#actions.sent();
    const back = Math.min(Math.max(this.#back + step, 0), sent.length);
    if (back === 0 && this.#back === 0) return false;
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
    this.#form.classList.toggle("filled", this.#field.value.trim() !== "");
    // An empty field needs no measuring: a new pane stays free of layout.
    style.height = "auto";
    if (this.#field.value) {
      style.height = `${Math.min(this.#field.scrollHeight, TALLEST_PX)}px`;
    }
  }
}
