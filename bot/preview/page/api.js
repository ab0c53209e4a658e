// What the page asks of the server and what it is told.  Nothing here touches the document.

/** The server said no, or is not there; the message is a sentence for people. */
export class Refused extends Error {}

async function ask(path, body) {
  const request = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  let response;
  try {
    response = await fetch(path, request);
  } catch {
    throw new Refused("No connection to the preview; is it still running?");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refused(answer.error ?? `The preview failed (${response.status}); see its log.`);
  }
  return answer;
}

export const people = () => ask("/people");

export const send = (person, text) => ask(`/people/${person}/messages`, { text });

export const edit = (person, messageId, text) =>
  ask(`/people/${person}/edits`, { message_id: messageId, text });

export const tap = (person, messageId, row, column) =>
  ask(`/people/${person}/taps`, { message_id: messageId, row, column });

const RETRY_MS = 1500;

/**
 * Follow one person's chat until the returned function is called.  `told` has a function for
 * each name below, and connected(yes).  Every connection begins with `chat`, the whole of it.
 */
export function follow(person, told) {
  const names = ["chat", "message", "gone", "answer", "commands", "action", "person"];
  let stream;
  let timer;
  const open = () => {
    stream = new EventSource(`/people/${person}/events`);
    stream.onopen = () => told.connected(true);
    stream.onerror = () => {
      told.connected(false);
      // A refused stream stays closed; one that broke off is opened again by the browser.
      if (stream.readyState === EventSource.CLOSED) timer = setTimeout(open, RETRY_MS);
    };
    for (const name of names) {
      stream.addEventListener(name, (event) => {
        told[name](JSON.parse(event.data));
      });
    }
  };
  open();
  return () => {
    clearTimeout(timer);
    stream.close();
  };
}
