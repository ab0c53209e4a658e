// One screen of the gallery: its caption, how long it is, and the message as in the chat.
// Its one rule: the message is drawn by what draws the chats, so that it looks the same.

import { element } from "./elements.js";
import { Bubble } from "./message.js";

export const NEAR = 0.9;
const NOTHING = { command() {}, tap() {}, copy() {} };
// A message has a sender and a date; neither is shown here.
const BOT = { id: 0, is_bot: true, first_name: "Bot" };

/** How much of the limit the screen takes: 1 is all of it. */
export const share = ({ length, limit }) => length / limit;

/** The screen as a list item; its id can be linked to. */
export function drawExhibit(screen) {
  const item = element("li", "screen");
  item.id = screen.id;
  if (screen.breach) item.classList.add("refused");
  item.append(caption(screen), length(screen));
  if (screen.breach) item.append(element("p", "breach", screen.breach));
  item.append(message(screen));
  return item;
}

function caption({ id, kind, title, module }) {
  const head = element("h3");
  const link = element("a", "", title);
  link.href = `#${id}`;
  head.append(link);
  const page = kind === "page" ? ` · page: ${pageId(id)}` : "";
  if (module) head.append(element("span", "of", `${module.title}${page}`));
  return head;
}

/** The page's id as it stands in the lesson: the author looks for it there. */
const pageId = (id) => id.split(".").at(-1);

function length(screen) {
  const place = element("div", "length");
  const bar = element("span", "bar-of");
  const taken = element("span", "taken");
  const part = share(screen);
  taken.style.width = `${Math.min(1, part) * 100}%`;
  if (part > 1) place.classList.add("over");
  else if (part > NEAR) place.classList.add("near");
  bar.append(taken);
  place.append(bar, element("span", "figure", `${screen.length} of ${screen.limit}`));
  return place;
}

function message({ text, entities, reply_markup: markup }) {
  const bubble = new Bubble({
    message_id: 0, from: BOT, date: 1, text, entities, ...(markup && { reply_markup: markup }),
  }, NOTHING);
  const log = element("ol", "log");
  log.append(bubble.element);
  for (const key of log.querySelectorAll("button.key")) {
    key.tabIndex = -1;
    key.setAttribute("aria-disabled", "true");
  }
  return log;
}
