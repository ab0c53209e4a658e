// One line of the wire, and what it opens to: what was sent, and what was answered.
// Its one rule: JSON is drawn when it is asked for, a line with as few elements as will do.

import { button, element } from "./elements.js";

const TIME = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit", minute: "2-digit", second: "2-digit",
});
const FULL = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "long" });
const NEAR = 0.9;
const SLOW_SECONDS = 1;
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** A line; `who` is whom it is about, in a name, or "". */
export function drawEntry(entry, who) {
  const line = element("li", `entry ${entry.kind}`);
  line.dataset.number = entry.number;
  if (entry.breach) line.classList.add("breach");
  else if (entry.fault) line.classList.add("fault");
  const row = button("entry-row");
  row.setAttribute("aria-expanded", "false");
  const isCall = entry.kind === "call";
  const way = element("span", "way", isCall ? "→" : "←");
  way.title = isCall ? "The bot asks Telegram" : "Telegram tells the bot";
  way.role = "img";
  way.ariaLabel = way.title;
  const at = new Date(entry.at);
  const time = element("time", "moment", TIME.format(at));
  time.title = FULL.format(at);
  const below = element("span", "second");
  below.append(element("span", "who", who), figures(entry));
  row.append(time, way, element("span", "method", entry.name), outcome(entry), below);
  line.append(row);
  if (entry.breach) line.append(element("p", "said", entry.breach));
  return line;
}

function outcome({ status, fault }) {
  const place = element("span", "outcome");
  if (fault) place.append(element("span", "asked", "asked for"));
  if (status !== null) {
    place.append(element("span", status >= 400 ? "http refused" : "http", String(status)));
  }
  return place;
}

function figures({ name, seconds, measures }) {
  const place = element("span", "figures");
  for (const [what, { length, limit }] of longest(measures ?? [])) {
    const share = length / limit;
    // Of what is not text only what comes close is worth a place in the line.
    if (what !== "text" && share < NEAR) continue;
    const name = share > 1 ? "measure over" : share >= NEAR ? "measure near" : "measure";
    const figure = element("span", name, `${length}/${limit}`);
    figure.title = `${what}: ${length} of ${limit}`;
    place.append(figure);
  }
  if (seconds !== null) {
    // getUpdates waits for something to happen: it is long, and never slow.
    const isSlow = seconds >= SLOW_SECONDS && name !== "getUpdates";
    place.append(element("span", isSlow ? "took slow" : "took", took(seconds)));
  }
  return place;
}

/** The one closest to its limit of each thing that is measured. */
function longest(measures) {
  const found = new Map();
  for (const each of measures) {
    const known = found.get(each.what);
    if (!known || each.length / each.limit > known.length / known.limit) found.set(each.what, each);
  }
  return found;
}

function took(seconds) {
  if (seconds >= SLOW_SECONDS) return `${seconds.toFixed(1)} s`;
  if (seconds < 0.0001) return "<0.1 ms";
  return `${(seconds * 1000).toFixed(seconds < 0.01 ? 1 : 0)} ms`;
}

/** Open or close a line; copy(text) is asked for what the button copies. */
export function turnEntry(line, entry, copy) {
  const row = line.querySelector(".entry-row");
  const opens = row.getAttribute("aria-expanded") === "false";
  row.setAttribute("aria-expanded", String(opens));
  if (!opens) {
    line.querySelector(".opened").remove();
    return;
  }
  const opened = element("div", "opened");
  const isCall = entry.kind === "call";
  opened.append(part(isCall ? "Sent" : "Told", entry.sent));
  if (isCall) {
    opened.append(part("Answer", entry.answer));
    if (entry.measures?.length) opened.append(lengths(entry.measures));
  }
  const { name, sent, answer } = entry;
  opened.append(button("act", "Copy", () => copy(pretty({ name, sent, answer }))));
  line.append(opened);
}

function part(title, value) {
  const place = element("div", "part");
  const shown = element("pre", "json");
  shown.tabIndex = 0;
  shown.setAttribute("aria-label", title);
  shown.append(coloured(pretty(value)));
  place.append(element("h4", "", title), shown);
  return place;
}

function lengths(measures) {
  const place = element("p", "lengths");
  place.textContent = measures
    .map(({ what, length, limit }) => `${what} ${length} of ${limit}`).join(" · ");
  return place;
}

const pretty = (value) => JSON.stringify(value ?? null, null, 2);

/** The JSON as a fragment: keys, texts, numbers and words in colours of their own. */
function coloured(json) {
  const root = document.createDocumentFragment();
  let end = 0;
  for (const found of json.matchAll(TOKEN)) {
    const [whole, text, colon, word] = found;
    const name = text ? (colon ? "name" : "string") : word ? "word" : "number";
    root.append(json.slice(end, found.index), element("span", `json-${name}`, text ?? whole));
    if (colon) root.append(colon);
    end = found.index + whole.length;
  }
  root.append(json.slice(end));
  return root;
}
