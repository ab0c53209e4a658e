// What the page asks of the preview, and how a refusal comes back.
// Its one rule: nothing here touches the document or remembers anything.

/** The preview said no, or is not there; the message is a sentence for people. */
export class Refused extends Error {}

/** The answer to GET path, or to POST path if there is a body.  Raises Refused. */
export async function ask(path, body) {
  return answered(path, body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Have something done, as in deed("block", {person}); the answer is what came of it. */
export const deed = (name, body) => ask(`/control/${name}`, body);

/** A conversation: {messages, commands, keyboard, reactions}; in a group as this person sees it. */
export const conversation = (chat, person) =>
  ask(`/chats/${chat}${person === chat ? "" : `?as=${person}`}`);

/** Send a file as this person; kind is photo or document. */
export function upload(person, chat, kind, file, caption) {
  const about = new URLSearchParams({ person, kind, name: file.name || `${kind}.png`, caption });
  if (chat !== person) about.set("chat", chat);
  return answered(`/files?${about}`, {
    method: "POST",
    headers: { "Content-Type": file.type || "application/octet-stream" },
    body: file,
  });
}

export const fileAddress = (fileId) => `/files/${encodeURIComponent(fileId)}`;

export const transcriptAddress = (chat) => `/chats/${chat}/transcript`;

async function answered(path, request) {
  let response;
  try {
    response = await fetch(path, request);
  } catch {
    throw new Refused("No connection to the preview; is it still running?");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refused(answer?.error ?? `The preview failed (${response.status}); see its log.`);
  }
  return answer;
}
