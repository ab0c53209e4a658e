// The people and groups on the left: who can write to the bot, what was said last, what is unread.
// Its one rule: an entry is drawn again only when it has changed, and keeps the focus.

import { avatar, element, nameOf, same } from "./elements.js";
import { excerpt } from "./media.js";
import { state } from "./stream.js";
import { clockOrDate } from "./times.js";

const LANGUAGES = new Intl.DisplayNames("en", { type: "language", fallback: "code" });

export class People {
  #list = document.querySelector("#people ul");
  #rows = new Map();
  #unread = new Map();
  #chosen = [];

  /** Show these people and groups, as the preview lists them. */
  show(people, groups) {
    const everybody = [...people, ...groups];
    const ids = new Set(everybody.map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (ids.has(id)) continue;
      row.remove();
      this.#rows.delete(id);
    }
    for (const entry of everybody) this.#put(entry);
  }

  /** Mark those whose chats are open. */
  choose(ids) {
    this.#chosen = ids;
    for (const id of ids) this.#unread.delete(id);
    for (const { subject } of this.#rows.values()) this.#put(subject);
  }

  /** The entries in which nothing has changed are left alone. */
  #put(subject) {
    const row = this.#rows.get(subject.id) ?? this.#list.appendChild(element("li"));
    const isOpen = this.#chosen.includes(subject.id);
    if (row.subject && !isOpen && isNews(row.subject, subject)) {
      this.#unread.set(subject.id, (this.#unread.get(subject.id) ?? 0) + 1);
    }
    const unread = this.#unread.get(subject.id) ?? 0;
    const drawn = [subject, isOpen, unread];
    const isKnown = same(drawn, row.drawn);
    Object.assign(row, { subject, drawn });
    this.#rows.set(subject.id, row);
    if (isKnown) return;
    const focused = row.contains(document.activeElement);
    row.replaceChildren(draw(subject, isOpen, unread));
    if (focused) row.firstElementChild.focus();
  }
}

function draw(subject, isOpen, unread) {
  const entry = element("a", "person");
  entry.href = `#${subject.id}`;
  if (isOpen) entry.setAttribute("aria-current", "page");

  const { last } = subject;
  const name = subject.name ?? subject.title;
  const above = element("span", "line");
  above.append(element("bdi", "name", name), ...labels(subject));
  if (last) {
    const now = Date.parse(state.clock.now) / 1000;
    above.append(element("span", "faint at", clockOrDate(last.date, now, zoneOf(subject))));
  }
  const below = element("span", "line");
  below.append(element("bdi", "faint last", last ? saying(subject, last) : "No messages"));
  if (subject.language) {
    const language = element("span", "language faint", subject.language);
    language.title = languageName(subject.language);
    below.append(language);
  }
  if (unread) {
    const badge = element("span", "unread", String(unread));
    badge.setAttribute("aria-label", `${unread} unread`);
    below.append(badge);
  }
  const lines = element("span", "lines");
  lines.append(above, below);
  entry.append(avatar(name, subject.id), lines);
  return entry;
}

function labels({ role, blocked }) {
  const made = [element("span", `role ${role ?? ""}`, role ?? "group")];
  if (blocked) made.push(element("span", "role blocked", "blocked"));
  return made;
}

/** A group is read in the zone of its first member, who writes there unless another is chosen. */
function zoneOf({ zone, members }) {
  return zone ?? state.people.find(({ id }) => id === members?.[0])?.zone;
}

function languageName(code) {
  try {
    return LANGUAGES.of(code);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return code;
  }
}

function isNews(before, after) {
  const isByOthers = after.id < 0 || Boolean(after.last?.from?.is_bot);
  return isByOthers && (after.last?.message_id ?? 0) > (before.last?.message_id ?? 0);
}

function saying({ id }, message) {
  if (message.from?.is_bot) return excerpt(message);
  return `${id < 0 ? nameOf(message.from) : "You"}: ${excerpt(message)}`;
}
