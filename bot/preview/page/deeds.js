// What a person does in a chat: write, send files, vote, react.
// Its one rule: what only this page can know of it is remembered before the preview answers.

import { deed, upload } from "./api.js";
import { kindOf } from "./attach.js";
import { attempt } from "./notices.js";
import { recall, remember } from "./polls.js";

// The person's own reaction, by person and message: the preview does not say whose is whose.
const reacted = new Map();

/** Write as this person; true once it is sent.  In a private chat, person and chat are one. */
export const send = (person, chat, text, replied) => attempt(() => deed("send", {
  person,
  text,
  ...(chat !== person && { chat }),
  ...(replied && { reply_to: replied.message_id }),
}));

export const edit = (person, { message_id: id }, text) =>
  attempt(() => deed("edit", { person, message_id: id, text }));

/** Send files one after another, the caption with the first; false if not even that went. */
export async function sendFiles(person, chat, files, caption, starting) {
  for (const [index, file] of files.entries()) {
    starting(file);
    const isSent = await attempt(() =>
      upload(person, chat, kindOf(file), file, index === 0 ? caption : ""));
    if (!isSent) return index > 0;
  }
  return true;
}

/** Vote for these options of a message's poll; none takes the vote back. */
export async function vote(person, { poll, message_id: id }, options) {
  const before = recall(poll, person);
  remember(poll, person, options);
  const isDone = await attempt(() => deed("vote", { person, message_id: id, options }));
  if (!isDone) remember(poll, person, before);
}

/** React with this emoji; null takes the reaction back. */
export async function react(person, { message_id: id }, emoji) {
  const before = ownReaction(person, id);
  reacted.set(`${person} ${id}`, emoji);
  const isDone = await attempt(() => deed("react", { person, message_id: id, emoji }));
  if (!isDone) reacted.set(`${person} ${id}`, before);
}

/** The person's emoji under this message; null for none, or one that this page did not give. */
export const ownReaction = (person, messageId) => reacted.get(`${person} ${messageId}`) ?? null;
