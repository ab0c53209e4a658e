// One conversation: its header, its messages, where one writes.  Two may stand side by side.
// Its one rule: it shows what the preview says of its chat, and adds nothing of its own.

import { conversation } from "./api.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import * as deeds from "./deeds.js";
import { avatar, BOT } from "./elements.js";
import { openMenu } from "./menu.js";
import { alertBox, attempt, toast } from "./notices.js";
import { openOptions } from "./options.js";
import { EMOJI } from "./reactions.js";
import { state } from "./stream.js";
import { BotStrip } from "./strip.js";
import { settleTap, tap } from "./taps.js";

const TYPING_MS = 5000;
const COMMANDS_MS = 100;
const ACTIONS = {
  typing: "typing…",
  upload_photo: "sending a photo…",
  upload_document: "sending a file…",
  choose_sticker: "choosing a sticker…",
};

// Who writes in a group, by group.
const speakers = new Map();

export class Pane {
  #page;
  #chat;
  #composer;
  #strip;
  #timer;
  #asking;
  #loads = 0;
  // What is told while the whole chat is being fetched, to be done after it.
  #held = null;
  #keyboard = null;

  /** `page` has beside(chat, id), close(chat) and tool(name). */
  constructor(id, page) {
    this.id = id;
    this.#page = page;
    this.element = document.getElementById("pane").content.firstElementChild.cloneNode(true);
    this.element.dataset.chat = id;
    const actions = {
      command: (text) => this.#send(text),
      tap: (message, row, column, key) => tap(this.person, message, row, column, key),
      copy: async (text) => {
        await navigator.clipboard.writeText(text);
        toast("Copied");
      },
      vote: (message, options) => this.#vote(message, options),
      react: (message, emoji) => deeds.react(this.person, message, emoji),
      jump: (message) => {
        if (!this.#chat.jump(message.message_id)) toast("That message is not here any more.");
      },
      more: (bubble, button) => this.#openMore(bubble, button),
    };
    this.#chat = new Chat(this.element, actions);
    this.#composer = new Composer(this.element, id, {
      send: (text, replied) => this.#send(text, replied),
      edit: (message, text) => deeds.edit(this.person, message, text),
      sendFiles: (files, caption) => this.#sendFiles(files, caption),
      press: (text) => this.#send(text, this.#isGroup() ? this.#botsNewest() : undefined),
      sent: () => this.#chat.ownTexts(),
    });
    this.#strip = new BotStrip(this.element, page);
    this.#find(".start").addEventListener("click", async () => {
      await this.#send("/start");
      this.focus();
    });
    this.#find(".options").addEventListener("click", () => {
      const beside = page.canSplit() ? (other) => page.beside(id, other) : null;
      openOptions(this.#find(".options"), id, beside);
    });
    this.#find(".close").addEventListener("click", () => page.close(id));
    this.#find(".speaker select").addEventListener("change", ({ target }) => {
      speakers.set(id, Number(target.value));
      this.load();
      this.focus();
    });
    this.refresh();
    this.load();
  }

  /** The person who writes here. */
  get person() {
    if (!this.#isGroup()) return this.id;
    const { members } = this.#subject();
    const chosen = speakers.get(this.id);
    return members.includes(chosen) ? chosen : members[0];
  }

  /** Fetch the whole chat and show it. */
  async load() {
    this.#held ??= [];
    this.#loads += 1;
    const load = this.#loads;
    const isDone = await attempt(async () => {
      const whole = await conversation(this.id, this.person);
      if (load === this.#loads) this.#show(whole);
    });
    if (load !== this.#loads) return;
    const held = this.#held;
    this.#held = null;
    for (const [name, content] of held) this.told(name, content);
    if (!isDone) this.#find(".scroller").removeAttribute("aria-busy");
  }

  /** Something has happened in this chat. */
  told(name, content) {
    if (this.#held) {
      this.#held.push([name, content]);
      return;
    }
    switch (name) {
      case "message":
        if (content.message.from?.is_bot) this.#rest();
        this.#chat.put(content.message);
        this.#demand();
        break;
      case "gone":
        this.#chat.drop([content.message_id]);
        this.#demand();
        break;
      case "keyboard":
        this.#keyboard = content.keyboard;
        this.#demand();
        break;
      case "reaction":
        this.#chat.get(content.message_id)
          ?.react(content.reactions, deeds.ownReaction(this.person, content.message_id));
        break;
      case "action":
        this.#showAction(content.action);
        break;
      case "answer":
        this.#showAnswer(content.answer);
        break;
      case "commands":
        clearTimeout(this.#asking);
        this.#asking = setTimeout(() => this.load(), COMMANDS_MS);
        break;
      default:
    }
  }

  /** The people, the groups or the bot have changed. */
  refresh() {
    const subject = this.#subject();
    const title = this.#isGroup() ? subject.title : state.bot.name;
    const about = this.#isGroup() ? `Group ${title}` : `${title} as ${subject.name}`;
    this.element.setAttribute("aria-label", about);
    this.#find(".scroller").setAttribute("aria-label", `Conversation: ${about}`);
    this.#find(".title").textContent = title;
    const picture = avatar(title, this.#isGroup() ? this.id : BOT);
    this.#find("header .avatar").replaceWith(picture);
    if (!this.#find(".status").classList.contains("lively")) this.#rest();
    this.#offerSpeakers();
    this.#strip.show(state.bot);
  }

  /** Several are shown: each can be closed. */
  set closable(yes) {
    this.#find(".close").hidden = !yes;
  }

  focus() {
    this.#composer.focus();
  }

  close() {
    clearTimeout(this.#timer);
    clearTimeout(this.#asking);
    this.#loads += 1;
    this.#held = [];
    this.#composer.close();
    this.#chat.close();
    this.element.remove();
  }

  #find(selector) {
    return this.element.querySelector(selector);
  }

  #isGroup() {
    return this.id < 0;
  }

  #subject() {
    return [...state.people, ...state.groups].find(({ id }) => id === this.id);
  }

  #show({ messages, commands, keyboard, reactions }) {
    const zone = state.people.find(({ id }) => id === this.person)?.zone;
    const view = { person: this.person, zone, group: this.#isGroup() };
    this.#chat.show(messages, reactions, (id) => deeds.ownReaction(this.person, id), view);
    this.#composer.commands = commands;
    this.#keyboard = keyboard;
    this.#demand();
  }

  /** A reply keyboard stays; a reply that is asked for is given with the next message. */
  #demand() {
    const last = this.#chat.newest();
    const isAsked = Boolean(this.#keyboard?.force_reply && last?.from?.is_bot);
    this.#composer.keyboard = this.#keyboard?.force_reply && !isAsked ? null : this.#keyboard;
    this.#composer.demand(isAsked ? last : null);
  }

  #send(text, replied) {
    return deeds.send(this.person, this.id, text, replied);
  }

  async #sendFiles(files, caption) {
    const isSent = await deeds.sendFiles(this.person, this.id, files, caption, ({ name }) => {
      this.#showStatus(`sending ${name || "a picture"}…`, true);
    });
    this.#rest();
    return isSent;
  }

  async #vote(message, options) {
    await deeds.vote(this.person, message, options);
    this.#chat.get(message.message_id)?.drawPoll();
  }

  #botsNewest() {
    return this.#chat.newest((message) => message.from?.is_bot);
  }

  #openMore(bubble, button) {
    const { message } = bubble;
    const own = deeds.ownReaction(this.person, message.message_id);
    const row = EMOJI.map((emoji) => ({
      label: emoji,
      checked: emoji === own,
      act: () => deeds.react(this.person, message, emoji === own ? null : emoji),
    }));
    const entries = [{ label: "Reply", act: () => this.#composer.reply(message) }];
    if (bubble.isOwn() && message.text !== undefined) {
      entries.push({ label: "Edit", act: () => this.#composer.edit(message) });
    }
    openMenu(button, entries, row);
  }

  #showAnswer({ callback_query_id: query, person, text, show_alert: isAlert }) {
    settleTap(query);
    if (!text || person !== this.person) return;
    if (isAlert) alertBox(text);
    else toast(text);
  }

  #offerSpeakers() {
    const label = this.#find(".speaker");
    label.hidden = !this.#isGroup();
    if (!this.#isGroup()) return;
    const { members } = this.#subject();
    const people = state.people.filter(({ id }) => members.includes(id));
    label.querySelector("select").replaceChildren(...people.map(({ id, name }) => {
      const option = document.createElement("option");
      option.value = id;
      option.textContent = name;
      option.selected = id === this.person;
      return option;
    }));
  }

  #showStatus(text, lively = false) {
    this.#find(".status").textContent = text;
    this.#find(".status").classList.toggle("lively", lively);
  }

  #showAction(action) {
    clearTimeout(this.#timer);
    this.#showStatus(ACTIONS[action] ?? "busy…", true);
    this.#timer = setTimeout(() => this.#rest(), TYPING_MS);
  }

  #rest() {
    clearTimeout(this.#timer);
    const subject = this.#subject();
    if (this.#isGroup()) {
      this.#showStatus(`the bot and ${subject.members.length} more`);
    } else {
      const role = subject.blocked ? "who has blocked the bot" : subject.role;
      this.#showStatus(`as ${subject.name}, ${role}`);
    }
  }
}
