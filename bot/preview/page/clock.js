// The bot's time: what it is, how far it has been moved, and how to move it on.
// Its one rule: time only goes forward, as the preview's does.

import { button, element } from "./elements.js";
import { state, stream } from "./stream.js";

const FORMAT = new Intl.DateTimeFormat("en-GB", {
  weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit",
  minute: "2-digit",
});
const STEPS = [
  { label: "+1 hour", by: { hours: 1 } },
  { label: "+1 day", by: { days: 1 } },
  { label: "+1 week", by: { days: 7 } },
];
const UNITS = [["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const TICK_MS = 1000;

/** How far the clock has been moved, in its two largest units; "" for not at all. */
export function ahead(seconds) {
  const parts = [];
  let rest = Math.round(seconds);
  for (const [name, length] of UNITS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count) parts.push(`${count} ${name}${count === 1 ? "" : "s"}`);
  }
  return parts.length ? `${parts.slice(0, 2).join(" ")} ahead` : "";
}

/** The clock with its buttons; act(deed, body) asks the preview for a deed. */
export function clock(act) {
  const bar = element("div", "clock-bar");
  const face = element("time", "clock-face");
  const moved = element("span", "clock-moved");
  const words = element("p", "clock");
  words.append(face, " ", moved);
  const steps = element("div", "clock-steps");
  steps.setAttribute("role", "group");
  steps.setAttribute("aria-label", "Move the clock of the bot forward");
  for (const { label, by } of STEPS) steps.append(button("act", label, () => act("clock", by)));
  bar.append(words, steps);

  let toldAt = performance.now();
  const draw = () => {
    if (!state.clock) return;
    const now = new Date(Date.parse(state.clock.now) + performance.now() - toldAt);
    const said = FORMAT.format(now);
    if (face.textContent !== said) {
      face.textContent = said;
      face.dateTime = now.toISOString();
    }
    moved.textContent = ahead(state.clock.ahead);
  };
  const told = () => {
    toldAt = performance.now();
    draw();
  };
  for (const name of ["hello", "clock"]) stream.addEventListener(name, told);
  setInterval(draw, TICK_MS);
  told();
  return bar;
}

/** A form that moves the clock by any number of minutes, hours or days. */
export function mover(act) {
  const form = element("form", "mover");
  const label = element("label", "", "Move the clock forward by");
  const count = element("input");
  Object.assign(count, { type: "number", id: "clock-count", min: 1, max: 3650, value: 3 });
  count.required = true;
  label.htmlFor = count.id;
  const unit = element("select");
  unit.setAttribute("aria-label", "Unit");
  for (const name of ["minutes", "hours", "days"]) unit.append(new Option(name, name));
  unit.value = "days";
  const go = button("act", "Move");
  go.type = "submit";
  form.append(label, count, unit, go);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act("clock", { [unit.value]: count.valueAsNumber });
  });
  return form;
}
