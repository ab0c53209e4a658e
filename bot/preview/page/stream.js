// What the preview tells the page: one stream for all of it, and how things stand now.
// Its one rule: an event is handed on after `state` has taken it in, and never held back.

export { ask } from "./api.js";

/**
 * Dispatches each event of GET /events as a CustomEvent of the same name, its content as
 * `detail`; "connected" (true or false); and "chats" when other chats are shown than before.
 * Whoever listens late finds the past in `state`.
 */
export const stream = new EventTarget();

/** How things stand; `hello` is the latest greeting as it came, null before the first. */
export const state = {
  bot: null,
  clock: null,
  people: [],
  groups: [],
  problems: [],
  faults: [],
  course: null,
  hello: null,
  connected: null,
};

const RETRY_MS = 1500;
const NAMES = [
  "hello", "message", "gone", "answer", "action", "keyboard", "reaction", "commands", "people",
  "missed", "wire", "bot", "clock", "problems", "faults", "course",
];
// How an event changes the state; those that are not named here leave it as it is.
const TAKEN_IN = {
  hello: (hello) => {
    const { bot, course, people, groups, clock, problems, faults } = hello;
    Object.assign(state, { bot, course, people, groups, clock, problems, faults, hello });
  },
  people: ({ people, groups }) => Object.assign(state, { people, groups }),
  bot: (bot) => { state.bot = bot; },
  clock: (clock) => { state.clock = clock; },
  problems: ({ problems }) => { state.problems = problems; },
  faults: ({ faults }) => { state.faults = faults; },
  course: (course) => { state.course = course; },
};

/** Hand an event on, as if it had come from the preview. */
export function tell(name, detail) {
  TAKEN_IN[name]?.(detail);
  stream.dispatchEvent(new CustomEvent(name, { detail }));
}

let source;

function open() {
  source = new EventSource("/events");
  source.onopen = () => connected(true);
  source.onerror = () => {
    connected(false);
    // A refused stream stays closed; one that broke off is opened again by the browser.
    if (source.readyState === EventSource.CLOSED) setTimeout(open, RETRY_MS);
  };
  for (const name of NAMES) {
    source.addEventListener(name, ({ data }) => tell(name, JSON.parse(data)));
  }
}

function connected(yes) {
  if (state.connected === yes) return;
  state.connected = yes;
  tell("connected", yes);
}

// Too slow for the stream: a new connection begins with a new hello, the whole once more.
stream.addEventListener("missed", () => {
  source.close();
  open();
});

open();
