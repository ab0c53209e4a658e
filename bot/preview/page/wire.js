// The wire: every call of the bot and everything that Telegram tells it, the newest first.
// Its one rule: however much comes in, the page draws once a frame, and never more than it shows.

import { ask, Refused } from "./api.js";
import { button, element } from "./elements.js";
import { drawEntry, turnEntry } from "./entry.js";
import { named, offer } from "./names.js";
import { toast } from "./notices.js";
import { state, stream } from "./stream.js";

const KEPT = 2000;
const ROWS = 500;
const ANSWER = "answerCallbackQuery";

export class Wire {
  #entries = [];
  #lists = element("ol", "entries");
  #count = element("span", "tally");
  #pause = button("act", "Pause", () => this.#turn());
  #whose = element("select");
  #method = element("select");
  #search = element("input");
  #empty = element("input");
  #people = new Set();
  #methods = new Set();
  #known = -1; // everything up to this number has been seen
  #cleared = -1; // and up to this one put away
  #drawn = -1;
  #stale = true;
  #isSeen = false;
  #isPaused = false;
  #frame = 0;
  #isLoading = false;
  #tappers = new Map();
  #texts = new WeakMap();
  #shown = new WeakMap();

  constructor() {
    this.element = element("div", "wire");
    this.element.append(this.#filters(), this.#lists);
    this.#lists.addEventListener("click", (event) => this.#clicked(event));
    stream.addEventListener("wire", ({ detail }) => this.#take([detail]));
    stream.addEventListener("hello", ({ detail }) => this.#greeted(detail.wire));
    stream.addEventListener("people", () => this.#options());
    if (state.hello) this.#greeted(state.hello.wire);
  }

  /** Whether the wire is before somebody's eyes; it draws nothing as long as it is not. */
  seen(is) {
    if (is === this.#isSeen) return;
    this.#isSeen = is;
    if (!is) return;
    if (this.#stale) this.#load();
    this.#schedule();
  }

  #filters() {
    const place = element("form", "filters");
    place.addEventListener("submit", (event) => event.preventDefault());
    this.#whose.setAttribute("aria-label", "Whose");
    this.#method.setAttribute("aria-label", "Which method");
    this.#search.type = "search";
    this.#search.placeholder = "Search";
    this.#search.setAttribute("aria-label", "Search in what was said");
    this.#empty.type = "checkbox";
    const tick = element("label", "tick");
    tick.append(this.#empty, "Empty getUpdates too");
    const [first, second] = [element("div", "wire-bar"), element("div", "wire-bar")];
    first.append(this.#search, this.#pause, button("act", "Clear", () => this.#clear()));
    second.append(tick, this.#count);
    place.append(this.#whose, this.#method, first, second);
    for (const each of [this.#whose, this.#method, this.#search, this.#empty]) {
      each.addEventListener("input", () => this.#redraw());
    }
    this.#options();
    return place;
  }

  #greeted(next) {
    this.#stale = true;
    this.#options();
    // Numbers below those known: another preview has begun to count.
    if (next <= this.#known) {
      this.#entries = [];
      this.#known = this.#cleared = -1;
      this.#redraw();
    }
    if (this.#isSeen) this.#load();
  }

  /** Ask for what has happened since; what comes meanwhile is put in its place. */
  async #load() {
    if (this.#isLoading) return;
    this.#isLoading = true;
    try {
      const { next, entries } = await ask(`/wire?since=${this.#known + 1}`);
      this.#take(entries, true);
      this.#known = Math.max(this.#known, next - 1);
      this.#stale = false;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(error.message, "wrong");
    } finally {
      this.#isLoading = false;
    }
  }

  /** Take entries in; `older` may stand before some that are there already. */
  #take(entries, older = false) {
    let fresh = entries.filter((each) => each.number > this.#cleared);
    if (older) {
      const merged = new Map([...this.#entries, ...fresh].map((each) => [each.number, each]));
      this.#entries = [...merged.values()].sort((a, b) => a.number - b.number);
      this.#drawn = -1;
    } else {
      const last = this.#entries.at(-1)?.number ?? -1;
      fresh = fresh.filter((each) => each.number > last);
      this.#entries.push(...fresh);
      if (!this.#stale && fresh.length) this.#known = fresh.at(-1).number;
    }
    if (this.#entries.length > KEPT * 1.1) this.#entries.splice(0, this.#entries.length - KEPT);
    this.#note(fresh);
    this.#schedule();
  }

  /** New names for the two lists to choose from. */
  #note(entries) {
    const before = this.#people.size + this.#methods.size;
    for (const entry of entries) {
      const { name, chat, person, sent } = entry;
      this.#methods.add(name);
      if (name === "callback_query") this.#tapped(sent.callback_query?.id, person);
      // The answer names no chat, but the tap that it answers had somebody's finger.
      if (name === ANSWER) entry.person ??= this.#tappers.get(sent.callback_query_id) ?? null;
      if (chat !== null) this.#people.add(chat);
      if (person !== null) this.#people.add(person);
    }
    if (this.#people.size + this.#methods.size !== before) this.#options();
  }

  #tapped(query, person) {
    this.#tappers.set(query, person);
    if (this.#tappers.size > KEPT) this.#tappers.delete(this.#tappers.keys().next().value);
  }

  #options() {
    const people = [...this.#people].map((id) => [id, named(id)]);
    const methods = [...this.#methods].map((name) => [name, name]);
    offer(this.#whose, [["", "Everybody"], ...byName(people)]);
    offer(this.#method, [["", "Every method"], ...byName(methods)]);
  }

  #fits(entry) {
    const { name, chat, person } = entry;
    if (!this.#empty.checked && isIdle(entry)) return false;
    if (this.#method.value && this.#method.value !== name) return false;
    const whose = this.#whose.value;
    if (whose && whose !== String(chat) && whose !== String(person)) return false;
    const wanted = this.#search.value.trim().toLowerCase();
    return !wanted || this.#text(entry).includes(wanted);
  }

  /** All that is said in it, to be searched; made once. */
  #text(entry) {
    if (!this.#texts.has(entry)) {
      const { name, sent, answer, breach } = entry;
      this.#texts.set(entry, JSON.stringify([name, sent, answer, breach]).toLowerCase());
    }
    return this.#texts.get(entry);
  }

  #schedule() {
    if (!this.#isSeen || this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #redraw() {
    this.#drawn = -1;
    this.#schedule();
  }

  #draw() {
    const isAnew = this.#drawn < 0;
    const newest = this.#entries.at(-1)?.number ?? -1;
    const found = [];
    for (let at = this.#entries.length - 1; at >= 0 && found.length < ROWS; at -= 1) {
      const entry = this.#entries[at];
      if (entry.number <= this.#drawn) break;
      if (this.#fits(entry)) found.push(entry);
    }
    if (this.#isPaused && !isAnew) {
      this.#pause.textContent = found.length ? `Go on (${found.length} new)` : "Go on";
      return;
    }
    const rows = found.map((entry) => {
      const row = drawEntry(entry, named(entry.person ?? entry.chat));
      this.#shown.set(row, entry);
      return row;
    });
    if (isAnew) this.#lists.replaceChildren(...rows);
    else this.#lists.prepend(...rows);
    while (this.#lists.children.length > ROWS) this.#lists.lastElementChild.remove();
    this.#drawn = newest;
    const shown = this.#lists.children.length;
    this.#count.textContent = `${shown} of ${this.#entries.length}`;
    this.#count.title = `${shown} lines shown of the latest ${this.#entries.length}`;
  }

  #turn() {
    this.#isPaused = !this.#isPaused;
    this.#pause.textContent = this.#isPaused ? "Go on" : "Pause";
    this.#schedule();
  }

  #clear() {
    this.#cleared = this.#entries.at(-1)?.number ?? this.#cleared;
    this.#entries = [];
    this.#redraw();
  }

  #clicked(event) {
    const row = event.target.closest(".entry-row");
    if (!row) return;
    const line = row.parentElement;
    turnEntry(line, this.#shown.get(line), copy);
  }
}

async function copy(text) {
  await navigator.clipboard.writeText(text);
  toast("Copied");
}

/** The bot asked, and nothing had happened. */
function isIdle({ name, kind, answer }) {
  return kind === "call" && name === "getUpdates" && answer?.ok && !answer.result?.length;
}

const byName = (choices) => choices.sort(([, a], [, b]) => a.localeCompare(b));
