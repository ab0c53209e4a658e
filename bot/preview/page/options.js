// What can be done with a conversation as a whole, from the menu in its header.
// Its one rule: what cannot be undone is asked for twice.

import { deed, transcriptAddress } from "./api.js";
import { confirmed } from "./dialogs.js";
import { openMenu } from "./menu.js";
import { attempt, toast } from "./notices.js";
import { state } from "./stream.js";

const everybody = () => [...state.people, ...state.groups];

/** Open the menu at its button; beside(id) shows another chat next to this one, null alone. */
export function openOptions(button, chat, beside) {
  const person = state.people.find(({ id }) => id === chat);
  const entries = [];
  if (beside) {
    entries.push({ label: "See side by side with…", act: () => choose(button, chat, beside) });
  }
  entries.push({ label: "Save conversation", href: transcriptAddress(chat), note: "as a text" });
  if (person) entries.push(...ofPerson(person));
  openMenu(button, entries);
}

function choose(button, chat, beside) {
  openMenu(button, everybody().filter(({ id }) => id !== chat).map(({ id, name, title, role }) => (
    { label: name ?? title, note: role ?? "group", act: () => beside(id) })));
}

function ofPerson({ id: person, first_name: name, blocked }) {
  return [
    blocked
      ? { label: "Unblock the bot", act: () => attempt(() => deed("unblock", { person })) }
      : { label: "Block the bot", act: () => attempt(() => deed("block", { person })) },
    { label: "Start afresh…", danger: true, act: () => afresh(person, name) },
  ];
}

async function afresh(person, name) {
  const meant = await confirmed(
    `Start afresh as ${name}?`,
    `The conversation is emptied, and the bot forgets ${name}: answers, progress, settings. `
      + "This cannot be undone.",
    "Start afresh",
  );
  if (meant && await attempt(() => deed("afresh", { person }))) toast(`${name} is new to the bot`);
}
