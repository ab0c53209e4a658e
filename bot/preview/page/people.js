// The people on the left: who can write to the bot, what was said last, what is unread.

import { kind, time } from "./message.js";

export class People {
  #list = document.querySelector("#people ul");
  #rows = new Map();
  #unread = new Map();
  #chosen = null;

  /** Show these people, as GET /people lists them. */
  show(people) {
    const ids = new Set(people.map((person) => person.id));
    for (const [id, row] of this.#rows) {
      if (ids.has(id)) continue;
      row.remove();
      this.#rows.delete(id);
    }
    for (const person of people) this.put(person);
  }

  /** Add a person, or draw anew the one with this id. */
  put(person) {
    const known = this.#rows.get(person.id);
    if (known && person.id !== this.#chosen && isNews(known.person, person)) {
      this.#unread.set(person.id, (this.#unread.get(person.id) ?? 0) + 1);
    }
    const row = known ?? this.#list.appendChild(document.createElement("li"));
    const focused = row.contains(document.activeElement);
    row.person = person;
    row.replaceChildren(this.#entry(person));
    if (focused) row.firstElementChild.focus();
    this.#rows.set(person.id, row);
  }

  /** The person with this id, or undefined. */
  get(id) {
    return this.#rows.get(id)?.person;
  }

  first() {
    return this.#rows.keys().next().value;
  }

  /** Mark the person whose chat is open; null for none. */
  choose(id) {
    const before = this.get(this.#chosen);
    this.#chosen = id;
    this.#unread.delete(id);
    for (const person of [before, this.get(id)]) if (person) this.put(person);
  }

  #entry(person) {
    const entry = element("a", "person");
    entry.href = `#${person.id}`;
    if (person.id === this.#chosen) entry.setAttribute("aria-current", "page");

    const { last } = person;
    const above = element("span", "line");
    above.append(
      element("bdi", "name", person.name),
      element("span", `role ${person.role}`, person.role),
      element("span", "faint at", last ? time(last.date) : ""),
    );
    const below = element("span", "line");
    below.append(element("bdi", "faint last", last ? saying(last) : "No messages"));
    const unread = this.#unread.get(person.id);
    if (unread) {
      const badge = element("span", "unread", String(unread));
      badge.setAttribute("aria-label", `${unread} unread`);
      below.append(badge);
    }
    const lines = element("span", "lines");
    lines.append(above, below);
    entry.append(avatar(person.name, person.id), lines);
    return entry;
  }
}

/** A round picture with the name's initials. */
export function avatar(name, id) {
  const words = name.split(/\s+/).filter(Boolean);
  const initials = words.length > 1 ? [words[0], words.at(-1)] : words;
  const picture = element("span", "avatar", initials.map((word) => [...word][0]).join(""));
  picture.dataset.colour = Math.abs(id) % 7;
  picture.setAttribute("aria-hidden", "true");
  return picture;
}

function isNews(before, after) {
  return Boolean(after.last?.from?.is_bot)
    && after.last.message_id > (before.last?.message_id ?? 0);
}

function saying(message) {
  let words = message.text ?? message.caption ?? kind(message);
  for (const { type, offset, length } of message.entities ?? message.caption_entities ?? []) {
    if (type !== "spoiler") continue;
    words = words.slice(0, offset) + "▒".repeat(length) + words.slice(offset + length);
  }
  return (message.from?.is_bot ? "" : "You: ") + words.slice(0, 120);
}

function element(tag, name, text) {
  const node = document.createElement(tag);
  node.className = name;
  if (text !== undefined) node.textContent = text;
  return node;
}
