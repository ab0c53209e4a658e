// Reactions under a message, each once with how often it was given.
// Its one rule: a press on one's own takes it back, a press on another gives the same.

import { button, element } from "./elements.js";

/** What the page offers to react with; Telegram has some seventy. */
export const EMOJI = ["👍", "👎", "❤", "🔥", "🎉", "🤔"];

/** Draw reactions as the API lists them; `react(emoji)` is called with null to take one back. */
export function drawReactions(place, reactions, own, react) {
  const focused = [...place.children].indexOf(document.activeElement);
  const counted = new Map();
  for (const { type, emoji } of reactions) {
    const shown = type === "emoji" ? emoji : "★";
    counted.set(shown, (counted.get(shown) ?? 0) + 1);
  }
  place.replaceChildren(...[...counted].map(([emoji, count]) => {
    const mine = emoji === own;
    const chip = button("reaction", undefined, () => react(mine ? null : emoji));
    chip.append(element("span", "emoji", emoji));
    if (count > 1) chip.append(element("span", "count", String(count)));
    chip.setAttribute("aria-pressed", String(mine));
    chip.setAttribute("aria-label", `${emoji} ${count}${mine ? ", yours among them" : ""}`);
    return chip;
  }));
  if (focused >= 0) place.children[Math.min(focused, place.children.length - 1)]?.focus();
}
