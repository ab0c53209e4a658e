// One message on the page: a bubble with its text and time, the keyboard under it.
// Its one rule: only what has changed is drawn again, so that edits do not flicker.

import { formatted } from "./entities.js";
import { drawKeyboard } from "./keyboard.js";

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const FULL = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "medium" });

// What a message holds beside its text, and how it is named in its place.
const KINDS = {
  photo: () => "Photo",
  document: ({ file_name: name }) => `File ${name ?? ""}`.trim(),
  sticker: ({ emoji }) => `Sticker ${emoji ?? ""}`.trim(),
  animation: () => "Animation",
  video: () => "Video",
  video_note: () => "Video message",
  voice: () => "Voice message",
  audio: ({ title }) => `Audio ${title ?? ""}`.trim(),
  dice: ({ emoji, value }) => `${emoji} ${value}`,
  contact: ({ first_name: name }) => `Contact ${name}`,
  location: ({ latitude, longitude }) => `Place ${latitude}, ${longitude}`,
  poll: ({ type, question, options }) =>
    [`${type === "quiz" ? "Quiz" : "Poll"}: ${question}`]
      .concat(options.map((option) => `○ ${option.text}`)).join("\n"),
  pinned_message: () => "Pinned a message",
};

/** What a message holds beside its text, in words; "" if it is a text alone. */
export function kind(message) {
  const key = Object.keys(KINDS).find((name) => message[name] !== undefined);
  if (key) return KINDS[key](message[key]);
  return message.text === undefined ? "A message that this page cannot show" : "";
}

export class Bubble {
  #message = {};
  #actions;
  #text = node("div", "text");
  #when = node("time", "when");
  #bubble = node("div", "bubble");
  #keyboard = node("div", "keyboard");

  /** `actions` has command(text), tap(message, row, column, button), copy(text), edit(message). */
  constructor(message, actions) {
    this.#actions = actions;
    this.element = node("li", message.from?.is_bot ? "message bot" : "message own");
    this.element.dataset.id = message.message_id;
    this.element.dataset.day = DAY.format(message.date * 1000);
    this.#bubble.append(this.#text);
    this.element.append(this.#bubble);
    if (!this.fromBot(message) && message.text !== undefined) this.element.append(this.#pencil());
    this.show(message);
  }

  get message() {
    return this.#message;
  }

  fromBot(message = this.#message) {
    return Boolean(message.from?.is_bot);
  }

  /** Draw what differs from the message shown before. */
  show(message) {
    const before = this.#message;
    this.#message = message;
    if (!same(wording(before), wording(message))) this.#drawText();
    if (before.edit_date !== message.edit_date || !before.date) this.#drawTime();
    const rows = message.reply_markup?.inline_keyboard ?? [];
    if (!same(before.reply_markup?.inline_keyboard ?? [], rows)) {
      drawKeyboard(this.#keyboard, rows, {
        tap: (row, column, button) => this.#actions.tap(this.#message, row, column, button),
        copy: this.#actions.copy,
      });
      // Put in place once: an element that is moved loses the focus within.
      if (!rows.length) this.#keyboard.remove();
      else if (!this.#keyboard.parentElement) this.element.append(this.#keyboard);
      this.element.classList.toggle("keyed", rows.length > 0);
    }
  }

  #drawText() {
    const { text, caption, entities, caption_entities: captionEntities } = this.#message;
    const label = kind(this.#message);
    const body = node("span", "body");
    body.append(formatted(
      text ?? caption ?? "", entities ?? captionEntities ?? [], this.#actions.command));
    this.#text.replaceChildren(body, this.#when);
    if (label) {
      const named = node("p", "kind");
      named.textContent = label;
      this.#text.prepend(named);
    }
  }

  #drawTime() {
    const { date, edit_date: edited } = this.#message;
    const at = new Date((edited ?? date) * 1000);
    this.#when.dateTime = new Date(date * 1000).toISOString();
    this.#when.title = edited ? `Edited ${FULL.format(at)}` : FULL.format(at);
    this.#when.textContent = (edited ? "edited " : "") + CLOCK.format(date * 1000);
  }

  #pencil() {
    const button = node("button", "pencil");
    button.type = "button";
    button.title = "Edit";
    button.setAttribute("aria-label", "Edit this message");
    button.addEventListener("click", () => this.#actions.edit(this.#message));
    return button;
  }
}

export const time = (seconds) => CLOCK.format(seconds * 1000);

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** All of a message but what changes without its words. */
function wording({ edit_date: _date, reply_markup: _markup, ...rest }) {
  return rest;
}

function node(tag, name) {
  const element = document.createElement(tag);
  element.className = name;
  return element;
}
