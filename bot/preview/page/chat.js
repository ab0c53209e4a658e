// The conversation: messages in order, added, changed and taken away in place.
// Its one rule: a reader at the end stays at the end, any other stays where they read.

import { same } from "./elements.js";
import { Bubble } from "./message.js";

const NEAR_PX = 40;
const FLASH_MS = 1600;

export class Chat {
  #bubbles = new Map();
  #actions;
  #scroller;
  #list;
  #empty;
  #latest;
  #view = {};
  #observer;
  #stuck = true;
  #top = 0;
  #unread = 0;

  /** Within the pane; see Bubble for the actions. */
  constructor(pane, actions) {
    this.#actions = actions;
    this.#scroller = pane.querySelector(".scroller");
    this.#list = pane.querySelector(".log");
    this.#empty = pane.querySelector(".empty");
    this.#latest = pane.querySelector(".latest");
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#latest.addEventListener("click", () => this.toEnd());
    // Told after layout and before painting: what grew is never seen at the wrong place.
    this.#observer = new ResizeObserver(() => this.#follow());
    this.#observer.observe(this.#list);
    this.#observer.observe(this.#scroller);
  }

  /** Nothing is followed any more. */
  close() {
    this.#observer.disconnect();
  }

  /** Show exactly these messages; those that have not changed are left alone. */
  show(messages, reactions, ownReaction, view) {
    if (!same(view, this.#view)) {
      this.#view = view;
      this.#bubbles.clear();
      this.#list.replaceChildren();
    }
    const ids = new Set(messages.map((message) => message.message_id));
    this.drop([...this.#bubbles.keys()].filter((id) => !ids.has(id)));
    if (this.#bubbles.size) for (const message of messages) this.put(message);
    else this.#fill(messages);
    for (const [id, bubble] of this.#bubbles) {
      const given = reactions[id] ?? [];
      if (!same(given, bubble.reactions)) bubble.react(given, ownReaction(id));
    }
    this.#empty.hidden = this.#bubbles.size > 0;
    this.#scroller.removeAttribute("aria-busy");
  }

  /** Add a message, or draw anew the one with its id. */
  put(message) {
    const known = this.#bubbles.get(message.message_id);
    if (known) {
      known.show(message);
      return;
    }
    const bubble = this.#draw(message);
    this.#list.insertBefore(bubble.element, this.#after(message.message_id));
    this.#empty.hidden = true;
    settle(bubble.element);
    if (this.#scroller.hasAttribute("aria-busy")) return;
    if (bubble.isOwn()) this.toEnd();
    else if (!this.#stuck) this.#count(this.#unread + 1);
  }

  /** Take these messages away. */
  drop(ids) {
    for (const id of ids) {
      const element = this.#bubbles.get(id)?.element;
      if (!element) continue;
      const next = element.nextElementSibling;
      if (element.contains(document.activeElement)) this.#scroller.focus({ preventScroll: true });
      element.remove();
      this.#bubbles.delete(id);
      if (next) settle(next);
    }
    this.#empty.hidden = this.#bubbles.size > 0;
  }

  /** The bubble of this message, or undefined. */
  get(id) {
    return this.#bubbles.get(id);
  }

  /** The newest message of which this is true, or undefined. */
  newest(fits = () => true) {
    let element = this.#list.lastElementChild;
    for (; element; element = element.previousElementSibling) {
      const { message } = this.#bubbles.get(Number(element.dataset.id));
      if (fits(message)) return message;
    }
    return undefined;
  }

  /** The texts the person has sent, the last one last. */
  ownTexts() {
    return [...this.#bubbles.values()]
      .filter((bubble) => bubble.isOwn() && bubble.message.text !== undefined)
      .map((bubble) => bubble.message.text);
  }

  /** Show where this message stands; false if it is not there any more. */
  jump(id) {
    const element = this.#bubbles.get(id)?.element;
    if (!element) return false;
    this.#stuck = false;
    element.scrollIntoView({ block: "center" });
    // Those on the way have their true heights only now.
    requestAnimationFrame(() => element.scrollIntoView({ block: "center" }));
    element.classList.add("flash");
    setTimeout(() => element.classList.remove("flash"), FLASH_MS);
    return true;
  }

  toEnd() {
    this.#stuck = true;
    this.#follow();
  }

  #draw(message) {
    const bubble = new Bubble(message, this.#actions, this.#view);
    this.#bubbles.set(message.message_id, bubble);
    return bubble;
  }

  /** Many at once: built apart from the page, and put into it in one go. */
  #fill(messages) {
    const all = document.createDocumentFragment();
    for (const message of messages) all.append(this.#draw(message).element);
    for (const element of all.children) mark(element);
    this.#list.append(all);
    this.toEnd();
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

/** Mark the first message of a day and of a speaker, here and just behind. */
function settle(element) {
  mark(element);
  if (element.nextElementSibling) mark(element.nextElementSibling);
}

function mark(element) {
  const before = element.previousElementSibling;
  const newDay = before?.dataset.day !== element.dataset.day;
  element.classList.toggle("new-day", newDay);
  element.classList.toggle("turn", newDay || before?.dataset.from !== element.dataset.from);
}
