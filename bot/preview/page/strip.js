// The strip above the text field while the bot is not there to answer.
// Its one rule: it says what to do, and goes by itself.

import { deed } from "./api.js";
import { attempt } from "./notices.js";

const WORDS = {
  starting: { says: "The bot is starting…" },
  down: { says: "The bot is down: what you write waits for it.", deed: "Start", name: "Start the bot" },
  waiting: { says: "The bot is waiting: the course has mistakes.", deed: "Show them", name: "Show them: mistakes" },
};

export class BotStrip {
  #place;
  #button;
  #state = "up";

  /** Within the pane; `page` has tool(name). */
  constructor(pane, page) {
    this.#place = pane.querySelector(".strip");
    this.#button = this.#place.querySelector("button");
    this.#button.addEventListener("click", async () => {
      if (this.#state === "waiting") {
        page.tool("problems");
        return;
      }
      this.#button.disabled = true;
      await attempt(() => deed("start", {}));
      this.#button.disabled = false;
    });
  }

  /** Say how the bot is, as the preview tells it. */
  show({ state, why }) {
    this.#state = state;
    const words = WORDS[state];
    this.#place.hidden = !words;
    if (!words) return;
    const because = state === "down" && why ? ` (${why.replace(/\.$/, "")})` : "";
    this.#place.querySelector("p").textContent = words.says.replace(":", `${because}:`);
    this.#button.hidden = !words.deed;
    this.#button.textContent = words.deed ?? "";
    this.#button.setAttribute("aria-label", words.name ?? "");
  }
}
