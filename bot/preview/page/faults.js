// Faults on demand: what can go wrong between a student, Telegram and the bot, each a button.
// Its one rule: a button says in plain words what will happen, and the list shows what still may.

import { mover } from "./clock.js";
import { button, element } from "./elements.js";
import { named, offer } from "./names.js";
import { state, stream } from "./stream.js";

export class Faults {
  #act;
  #active = element("section", "pending");
  #chat = element("select");
  #all = element("input");
  #double;
  #block;
  #personal = [];

  /** act(deed, body) asks the preview for a deed, and says itself what is refused. */
  constructor(act) {
    this.#act = act;
    this.element = element("div", "faults");
    this.#active.append(
      element("h3", "", "Waiting to happen"),
      element("ul"),
      element("p", "nothing", "Nothing is broken."),
      button("act heal", "Heal all", () => act("heal")),
    );
    this.element.append(
      this.#active, this.#where(), this.#network(), this.#student(), this.#bot(), this.#time(),
    );
    for (const name of ["hello", "faults"]) stream.addEventListener(name, () => this.#drawActive());
    for (const name of ["hello", "people", "chats"]) {
      stream.addEventListener(name, () => this.#drawChats());
    }
    document.addEventListener("doubled", () => this.#drawDouble());
    this.#chat.addEventListener("change", () => this.#drawPerson());
    this.#drawActive();
    this.#drawChats();
    this.#drawDouble();
  }

  #where() {
    const place = element("div", "for-chat");
    const label = element("label", "", "This chat");
    this.#chat.id = "fault-chat";
    label.htmlFor = this.#chat.id;
    place.append(label, this.#chat);
    return place;
  }

  #network() {
    const all = element("label", "tick");
    this.#all.type = "checkbox";
    all.append(this.#all, "For all chats, not only this one");
    const section = this.#section("Telegram and the network", all);
    section.append(
      this.#fault("Too many requests",
        "Telegram refuses the next call with 429, and says how long to wait.",
        [1, 5, 30].map((wait) => [`${wait} s`, { status: 429, retry_after: wait, times: 1 },
          `Too many requests: wait ${wait} ${wait === 1 ? "second" : "seconds"}`])),
      this.#fault("Server error",
        "Telegram is in trouble: the next call, or the next five, fail and do nothing.",
        [500, 502].flatMap((status) => [1, 5].map((times) => [
          `${status} ×${times}`, { status, times },
          `Server error ${status} for the next ${times === 1 ? "call" : `${times} calls`}`]))),
      this.#fault("Slow network", "Every call takes longer, until you heal it.",
        [0.5, 2].map((delay) => [`+${delay} s`, { status: 200, delay, times: null },
          `Slow network: every call ${delay} seconds longer`])),
      this.#fault("Lost response",
        "The next call is carried out, but the bot never hears of it and may ask again.",
        [["Lose one", { lose_response: true, times: 1 }, "Lose the next response"]]),
    );
    return section;
  }

  #student() {
    const section = this.#section("The student");
    const again = (kind) => () => this.#act("repeat", { person: this.#person(), kind });
    const double = this.#deed("Double tap", "Arm",
      "The next tap on a key counts twice, as with a trembling finger.", () => {
        const { dataset } = document.body;
        if (dataset.double === "yes") delete dataset.double;
        else dataset.double = "yes";
        this.#drawDouble();
      });
    this.#double = double.querySelector("button");
    const update = this.#deed("The last update again", "Send again",
      "Telegram tells the bot once more what it has told already, under the same number.",
      again("update"));
    const tap = this.#deed("The last tap again, with a new id", "Tap again",
      "The same key of the same message, pressed a second time.", again("tap"));
    const block = this.#deed("Block the bot", "Block",
      "What the bot sends to this student is refused until it is unblocked.", () => {
        const deed = this.#blocked() ? "unblock" : "block";
        return this.#act(deed, { person: this.#person() });
      });
    this.#block = block.querySelector("button");
    this.#personal = [update, tap, block].map((row) => row.querySelector("button"));
    section.append(double, tap, update, block);
    return section;
  }

  #bot() {
    const section = this.#section("The bot");
    section.append(
      this.#deed("Kill the bot", "Kill", "It ends at once, as in a power cut; nothing is tidied.",
        () => this.#act("kill")),
      this.#deed("Start the bot", "Start", "It goes on where it was, with what had been stored.",
        () => this.#act("start")),
    );
    return section;
  }

  #time() {
    const section = this.#section("Time");
    section.append(mover(this.#act));
    return section;
  }

  #section(title, ...content) {
    const section = element("section");
    section.append(element("h3", "", title), ...content);
    return section;
  }

  /** A fault in several sizes: each has a short label, what is asked for, and a long label. */
  #fault(name, says, sizes) {
    const buttons = sizes.map(([label, wanted, long]) => {
      const made = button("act", label, () => this.#act("fail", { ...wanted, ...this.#target() }));
      made.setAttribute("aria-label", long);
      made.title = long;
      return made;
    });
    return this.#row(name, says, buttons);
  }

  #deed(name, label, says, press) {
    const made = button("act", label, press);
    made.setAttribute("aria-label", label === name ? name : `${name}: ${label}`);
    return this.#row(name, says, [made]);
  }

  #row(name, says, buttons) {
    const row = element("div", "deed");
    const words = element("p", "meaning");
    words.append(element("strong", "", name), element("span", "says", says));
    const keys = element("div", "sizes");
    keys.append(...buttons);
    row.append(words, keys);
    return row;
  }

  #target() {
    const chat = Number(this.#chat.value);
    return this.#all.checked || !chat ? {} : { chat };
  }

  #person() {
    return Number(this.#chat.value);
  }

  #blocked() {
    return state.people.find((one) => one.id === this.#person())?.blocked ?? false;
  }

  #drawActive() {
    const [, list, nothing, heal] = this.#active.children;
    list.hidden = heal.hidden = !state.faults.length;
    nothing.hidden = !list.hidden;
    list.replaceChildren(...state.faults.map(({ what, left }) => {
      const row = element("li", "", what.replace(/chat (-?\d+)/, (_, id) => named(Number(id))));
      const calls = left === 1 ? "call" : "calls";
      const still = left === null ? "until healed" : `${left} more ${calls}`;
      row.append(" · ", element("span", "left", still));
      return row;
    }));
  }

  /** The chats that are open; one of them is "this chat". */
  #drawChats() {
    const open = (document.body.dataset.chats ?? "").split(" ").filter(Boolean).map(Number);
    const chats = open.map((id) => [id, named(id)]);
    offer(this.#chat, chats.length ? chats : [["", "no chat is open"]]);
    this.#chat.disabled = open.length < 2;
    this.#drawPerson();
  }

  #drawPerson() {
    // Groups have negative numbers, and nobody to act as.
    for (const each of this.#personal) each.disabled = this.#person() <= 0;
    const label = this.#blocked() ? "Unblock" : "Block";
    this.#block.textContent = label;
    this.#block.setAttribute("aria-label", `${label} the bot as ${named(this.#person())}`);
  }

  #drawDouble() {
    const isArmed = document.body.dataset.double === "yes";
    this.#double.textContent = isArmed ? "Armed" : "Arm";
    this.#double.setAttribute("aria-pressed", String(isArmed));
    this.#double.setAttribute("aria-label", "The next tap counts twice");
  }
}
