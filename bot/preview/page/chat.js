// The conversation: messages in order, added, changed and taken away in place.
// Its one rule: a reader at the end stays at the end, any other stays where they read.

import { Bubble } from "./message.js";

const NEAR_PX = 40;

export class Chat {
  #bubbles = new Map();
  #actions;
  #scroller = document.getElementById("scroller");
  #list = document.getElementById("log");
  #empty = document.getElementById("empty");
  #latest = document.getElementById("latest");
  #stuck = true;
  #top = 0;
  #unread = 0;

  /** See Bubble for the actions. */
  constructor(actions) {
    this.#actions = actions;
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#latest.addEventListener("click", () => this.toEnd());
    // Told after layout and before painting: what grew is never seen at the wrong place.
    const grown = new ResizeObserver(() => this.#follow());
    grown.observe(this.#list);
    grown.observe(this.#scroller);
  }

  /** Forget everything, before another person's chat is shown. */
  clear() {
    this.#scroller.setAttribute("aria-busy", "true");
    this.#bubbles.clear();
    this.#list.replaceChildren();
    this.#empty.hidden = true;
    this.toEnd();
  }

  /** Show exactly these messages; those that have not changed are left alone. */
  show(messages) {
    const ids = new Set(messages.map((message) => message.message_id));
    this.drop([...this.#bubbles.keys()].filter((id) => !ids.has(id)));
    for (const message of messages) this.put(message);
    this.#scroller.removeAttribute("aria-busy");
  }

  /** Add a message, or draw anew the one with its id. */
  put(message) {
    const known = this.#bubbles.get(message.message_id);
    if (known) {
      known.show(message);
      return;
    }
    const bubble = new Bubble(message, this.#actions);
    this.#list.insertBefore(bubble.element, this.#after(message.message_id));
    this.#bubbles.set(message.message_id, bubble);
    this.#empty.hidden = true;
    this.#settle(bubble.element);
    if (this.#scroller.hasAttribute("aria-busy")) return;
    if (!bubble.fromBot()) this.toEnd();
    else if (!this.#stuck) this.#count(this.#unread + 1);
  }

  /** Take these messages away. */
  drop(ids) {
    for (const id of ids) {
      const element = this.#bubbles.get(id)?.element;
      if (!element) continue;
      const next = element.nextElementSibling;
      element.remove();
      this.#bubbles.delete(id);
      if (next) this.#settle(next);
    }
    this.#empty.hidden = this.#bubbles.size > 0;
  }

  /** The texts the person has sent, the last one last. */
  ownTexts() {
    return [...this.#bubbles.values()]
      .filter((bubble) => !bubble.fromBot() && bubble.message.text !== undefined)
      .map((bubble) => bubble.message.text);
  }

  toEnd() {
    this.#stuck = true;
    this.#follow();
  }

  /** The element before which a message with this id belongs; null at the end. */
  #after(id) {
    let next = null;
    let last = this.#list.lastElementChild;
    while (last && Number(last.dataset.id) > id) {
      next = last;
      last = last.previousElementSibling;
    }
    return next;
  }

  /** Mark the first message of a day and of a speaker, here and just behind. */
  #settle(element) {
    for (const each of [element, element.nextElementSibling]) {
      if (!each) continue;
      const before = each.previousElementSibling;
      const newDay = before?.dataset.day !== each.dataset.day;
      const turned = before?.classList.contains("bot") !== each.classList.contains("bot");
      each.classList.toggle("new-day", newDay);
      each.classList.toggle("turn", newDay || turned);
    }
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    if (scrollHeight - scrollTop - clientHeight < NEAR_PX) this.#stuck = true;
    // Growing content also leaves the end behind; only a reader moves upwards.
    else if (scrollTop < this.#top) this.#stuck = false;
    this.#top = scrollTop;
    this.#latest.hidden = this.#stuck;
    if (this.#stuck) this.#count(0);
  }

  #follow() {
    if (!this.#stuck) return;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    // Known before the event tells it: a reader may move up in the same frame.
    this.#top = this.#scroller.scrollTop;
    this.#latest.hidden = true;
    this.#count(0);
  }

  #count(unread) {
    this.#unread = unread;
    this.#latest.querySelector(".count").textContent = unread ? String(unread) : "";
  }
}
