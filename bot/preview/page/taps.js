// Taps on inline keys: a key is busy until the bot has answered its tap.
// Its one rule: every tap ends, answered or not.

import { deed } from "./api.js";
import { attempt } from "./notices.js";

const BUSY_MS = 15000;
const ANSWERS_KEPT = 50;
const busy = new Map();
const answered = new Set();

/** Tap a key of a message as this person; twice at once if the tools have asked for that. */
export async function tap(person, message, row, column, key) {
  const asked = { person, message_id: message.message_id, row, column };
  const twice = document.body.dataset.double === "yes";
  delete document.body.dataset.double;
  if (twice) document.dispatchEvent(new CustomEvent("doubled"));
  key.setAttribute("aria-busy", "true");
  await attempt(async () => {
    const updates = await Promise.all(
      Array.from({ length: twice ? 2 : 1 }, () => deed("tap", asked)));
    await Promise.all(updates.map((update) => answerTo(update.callback_query?.id)));
  });
  key.removeAttribute("aria-busy");
}

/** The bot has answered the query with this number. */
export function settleTap(query) {
  const waiting = busy.get(query);
  if (waiting) waiting();
  else answered.add(query);
  if (answered.size > ANSWERS_KEPT) answered.delete(answered.values().next().value);
}

async function answerTo(query) {
  // A bot may ask not to be told of taps; then no answer comes.
  if (query === undefined) return;
  // The answer can be quicker than the reply to the tap.
  if (answered.delete(query)) return;
  await new Promise((resolve) => {
    busy.set(query, resolve);
    setTimeout(resolve, BUSY_MS);
  });
  busy.delete(query);
}
