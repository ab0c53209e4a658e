// The reply keyboard below the text field: keys that send what they say.
// Its one rule: a keyboard is hidden, never lost, until the bot takes it away.

import { button, element } from "./elements.js";

// Keys that ask a phone for something that this page has not got.
const BEYOND = {
  request_contact: "a phone number",
  request_location: "a place",
  request_poll: "a poll",
  request_user: "a user",
  request_users: "users",
  request_chat: "a chat",
  request_managed_bot: "a bot",
  web_app: "a web app",
};
const STYLES = new Set(["danger", "success", "primary"]);

export class ReplyKeys {
  #place;
  #toggle;
  #field;
  #press;
  #placeholder;
  #keyboard = null;

  /** Within the pane; press(text) is called with a key's text. */
  constructor(pane, press) {
    this.#place = pane.querySelector(".reply-keys");
    this.#toggle = pane.querySelector(".keys-toggle");
    this.#field = pane.querySelector("textarea");
    this.#placeholder = this.#field.placeholder;
    this.#press = press;
    this.#toggle.addEventListener("click", () => this.#open(this.#place.hidden));
  }

  /** Show this ReplyKeyboardMarkup; anything else, or null, is none. */
  show(markup) {
    const keyboard = markup?.keyboard ? markup : null;
    this.#field.placeholder = markup?.input_field_placeholder || this.#placeholder;
    if (JSON.stringify(keyboard) === JSON.stringify(this.#keyboard)) return;
    const focused = this.#place.contains(document.activeElement);
    this.#keyboard = keyboard;
    this.#place.replaceChildren(...(keyboard?.keyboard ?? []).map((row) => {
      const line = element("div", "keys");
      line.append(...row.map((key) => this.#key(key)));
      return line;
    }));
    this.#place.classList.toggle("tall", Boolean(keyboard) && !keyboard.resize_keyboard);
    this.#open(Boolean(keyboard));
    if (focused) (this.#place.querySelector("button:enabled") ?? this.#field).focus();
  }

  #key(key) {
    const { text, style } = key;
    const node = button("reply-key", undefined, () => {
      this.#press(text);
      if (!this.#keyboard?.one_time_keyboard) return;
      this.#open(false);
      this.#field.focus({ preventScroll: true });
    });
    const label = element("span", "", text);
    label.dir = "auto";
    node.append(label);
    if (STYLES.has(style)) node.classList.add(style);
    const wanted = Object.keys(BEYOND).find((name) => key[name]);
    if (wanted) {
      node.disabled = true;
      node.title = `Asks for ${BEYOND[wanted]}, which the preview cannot give`;
    }
    return node;
  }

  #open(open) {
    this.#place.hidden = !open;
    this.#toggle.hidden = !this.#keyboard || (open && Boolean(this.#keyboard.is_persistent));
    this.#toggle.setAttribute("aria-expanded", String(open));
    this.#toggle.classList.toggle("pressed", open);
  }
}
