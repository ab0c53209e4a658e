// One message on the page: who says it, a bubble with its content and time, the keyboard below.
// Its one rule: only what has changed is drawn again, so that edits do not flicker.

import { avatar, button, colour, element, hue, nameOf, same } from "./elements.js";
import { formatted } from "./entities.js";
import { drawKeyboard } from "./keyboard.js";
import { drawMedia, excerpt, serviceWords } from "./media.js";
import { drawPoll } from "./polls.js";
import { drawReactions } from "./reactions.js";
import { clock, day, full } from "./times.js";

/** How a message is seen: by this person, in this time zone, in a group or alone with the bot. */
const ALONE = { person: null, zone: null, group: false };

export class Bubble {
  #message = {};
  #reactions = [];
  #actions;
  #view;
  #text = element("div", "text");
  #when = element("time", "when");
  #bubble = element("div", "bubble");
  #keyboard = element("div", "keyboard");
  #foot = null;
  #poll = null;

  /**
   * `actions` has command(text), tap(message, row, column, button), copy(text), and, where the
   * page offers these, vote(message, options), react(message, emoji), jump(message) and
   * more(message, button).
   */
  constructor(message, actions, view = ALONE) {
    this.#actions = actions;
    this.#view = view;
    const service = serviceWords(message) !== "";
    const side = service ? "service" : this.#side(message);
    this.element = element("li", `message ${side}`);
    this.element.dataset.id = message.message_id;
    this.element.dataset.day = day(message.date, view.zone);
    this.element.dataset.from = service ? "service" : message.from?.id;
    if (view.group && side !== "own" && !service) this.#introduce(message.from);
    this.#bubble.append(this.#text);
    this.element.append(this.#bubble);
    if (actions.more && !service) this.element.append(this.#more());
    this.show(message);
  }

  get message() {
    return this.#message;
  }

  /** The reactions that stand under it, the person's own among them. */
  get reactions() {
    return this.#reactions;
  }

  isOwn() {
    return this.element.classList.contains("own");
  }

  /** Draw what differs from the message shown before. */
  show(message) {
    const before = this.#message;
    this.#message = message;
    if (serviceWords(message)) {
      this.#drawService();
      return;
    }
    if (!before.date || !same(content(before), content(message))) this.#drawText();
    if (message.poll && !same(before.poll, message.poll)) this.drawPoll();
    if (before.edit_date !== message.edit_date || !before.date) this.#drawTime();
    const rows = message.reply_markup?.inline_keyboard ?? [];
    if (!same(before.reply_markup?.inline_keyboard ?? [], rows)) this.#drawKeys(rows);
  }

  /** Draw the poll anew: the person has voted, or thinks again. */
  drawPoll() {
    drawPoll(this.#poll, this.#message.poll, {
      ...this.#view,
      vote: (options) => this.#actions.vote?.(this.#message, options),
    });
  }

  /** Show these under the bubble; `own` is the person's emoji among them, if that is known. */
  react(reactions, own) {
    this.#reactions = reactions;
    this.#foot ??= this.#bubble.appendChild(element("div", "reactions"));
    drawReactions(this.#foot, reactions, own, (emoji) =>
      this.#actions.react?.(this.#message, emoji));
    if (!reactions.length) {
      this.#foot.remove();
      this.#foot = null;
    }
  }

  #side({ from }) {
    if (from?.is_bot) return "bot";
    return this.#view.group && from.id !== this.#view.person ? "other" : "own";
  }

  #introduce(from) {
    this.element.append(avatar(nameOf(from), hue(from)));
    const sender = element("bdi", "sender", nameOf(from));
    sender.dataset.colour = colour(hue(from));
    this.#bubble.append(sender);
  }

  #drawService() {
    const { pinned_message: pinned } = this.#message;
    const words = serviceWords(this.#message);
    this.#text.replaceChildren(pinned && this.#actions.jump
      ? button("pill", words, () => this.#actions.jump(pinned))
      : element("span", "pill", words));
  }

  #drawText() {
    const message = this.#message;
    const { text, caption, entities, caption_entities: captionEntities } = message;
    const body = element("span", "body");
    body.append(formatted(
      text ?? caption ?? "", entities ?? captionEntities ?? [], this.#actions.command));
    this.#text.replaceChildren(body, this.#when);
    const media = drawMedia(message);
    if (media) this.#text.insertBefore(media, message.show_caption_above_media ? this.#when : body);
    if (message.poll) {
      this.#poll = element("div", "poll");
      this.#text.prepend(this.#poll);
      this.drawPoll();
    }
    if (message.reply_to_message) this.#text.prepend(this.#quoted(message.reply_to_message));
  }

  #quoted(replied) {
    const quoted = button("quoted", undefined, () => this.#actions.jump?.(replied));
    quoted.dataset.colour = colour(hue(replied.from));
    quoted.append(
      element("bdi", "sender", nameOf(replied.from)), element("bdi", "words", excerpt(replied)));
    return quoted;
  }

  #drawTime() {
    const { date, edit_date: edited } = this.#message;
    const { zone } = this.#view;
    this.#when.dateTime = new Date(date * 1000).toISOString();
    this.#when.title = edited ? `Edited ${full(edited, zone)}` : full(date, zone);
    this.#when.textContent = (edited ? "edited " : "") + clock(date, zone);
  }

  #drawKeys(rows) {
    drawKeyboard(this.#keyboard, rows, {
      tap: (row, column, key) => this.#actions.tap(this.#message, row, column, key),
      copy: this.#actions.copy,
    });
    // Put in place once: an element that is moved loses the focus within.
    if (!rows.length) this.#keyboard.remove();
    else if (!this.#keyboard.parentElement) this.element.append(this.#keyboard);
    this.element.classList.toggle("keyed", rows.length > 0);
  }

  #more() {
    const more = button("more", undefined, () => this.#actions.more(this, more));
    more.title = "React or reply";
    more.setAttribute("aria-label", more.title);
    more.setAttribute("aria-haspopup", "menu");
    return more;
  }
}

/** All of a message but what has a drawing of its own. */
function content({ edit_date: _date, reply_markup: _markup, poll: _poll, ...rest }) {
  return rest;
}
