// Whose number it is: people and groups by the names the page knows, and lists of them.
// Its one rule: a list that says the same as before is left alone; somebody may have it open.

import { same } from "./elements.js";
import { state } from "./stream.js";

/** The name of a person or a group; the number itself where nobody here has it, "" for none. */
export function named(id) {
  if (id === null || id === undefined) return "";
  const person = state.people.find((one) => one.id === id);
  return person?.name ?? state.groups.find((one) => one.id === id)?.title ?? String(id);
}

/** Let the list offer these [value, label] pairs; what was chosen stays so if it is there. */
export function offer(select, choices) {
  const before = [...select.options].map(({ value, label }) => [value, label]);
  const after = choices.map(([value, label]) => [String(value), label]);
  if (same(before, after)) return;
  const chosen = select.value;
  select.replaceChildren(...after.map(([value, label]) => new Option(label, value)));
  if (after.some(([value]) => value === chosen)) select.value = chosen;
}
