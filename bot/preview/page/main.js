// The page: who is chosen in the address, what the server tells, what a person does.

import * as api from "./api.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { avatar, People } from "./people.js";
import { alertBox, toast } from "./notices.js";

const TYPING_MS = 5000;
const BUSY_MS = 15000;
const ANSWERS_KEPT = 50;
const ACTIONS = {
  typing: "typing…",
  upload_photo: "sending a photo…",
  upload_document: "sending a file…",
  choose_sticker: "choosing a sticker…",
};

const $ = (id) => document.getElementById(id);
const narrow = matchMedia("(max-width: 719px)");

let person = null;
let leave = () => {};
let typing;
const busy = new Map();
const answered = new Set();

const people = new People();
const chat = new Chat({
  command: (text) => act(() => api.send(person, text)),
  tap,
  copy: async (text) => {
    await navigator.clipboard.writeText(text);
    toast("Copied");
  },
  edit: (message) => composer.edit(message),
});
const composer = new Composer({
  send: (text) => act(() => api.send(person, text)),
  edit: (message, text) => act(() => api.edit(person, message.message_id, text)),
  sent: () => chat.ownTexts(),
});

/** Do what the server is asked for; false if it refused, which is said in a toast. */
async function act(doing) {
  try {
    await doing();
    return true;
  } catch (error) {
    if (!(error instanceof api.Refused)) throw error;
    toast(error.message, "wrong");
    return false;
  }
}

async function tap(message, row, column, button) {
  button.setAttribute("aria-busy", "true");
  await act(async () => {
    const update = await api.tap(person, message.message_id, row, column);
    const query = update.callback_query?.id;
    // A bot may ask not to be told of taps; then no answer comes.
    if (query === undefined) return;
    // The answer can be quicker than the reply to the tap.
    if (answered.delete(query)) return;
    await new Promise((resolve) => {
      busy.set(query, resolve);
      setTimeout(resolve, BUSY_MS);
    });
    busy.delete(query);
  });
  button.removeAttribute("aria-busy");
}

function showAnswer(answer) {
  const waiting = busy.get(answer.callback_query_id);
  if (waiting) waiting();
  else answered.add(answer.callback_query_id);
  if (answered.size > ANSWERS_KEPT) answered.delete(answered.values().next().value);
  if (!answer.text) return;
  if (answer.show_alert) alertBox(answer.text);
  else toast(answer.text);
}

function showStatus(text, lively = false) {
  $("status").textContent = text;
  $("status").classList.toggle("lively", lively);
}

function rest() {
  clearTimeout(typing);
  const chosen = people.get(person);
  if (chosen) showStatus(`as ${chosen.name}, ${chosen.role}`);
}

function showAction(action) {
  rest();
  showStatus(ACTIONS[action] ?? "busy…", true);
  typing = setTimeout(rest, TYPING_MS);
}

const told = {
  async connected(yes) {
    const wasOffline = document.body.classList.contains("offline");
    document.body.classList.toggle("offline", !yes);
    $("connection").textContent = yes ? "" : "No connection. Trying again…";
    if (yes && wasOffline) await act(async () => showPeople(await api.people()));
  },
  chat({ messages, commands }) {
    chat.show(messages);
    composer.commands = commands;
  },
  message(message) {
    if (message.from?.is_bot) rest();
    chat.put(message);
  },
  gone: ({ message_id: id }) => chat.drop([id]),
  answer: showAnswer,
  commands: (commands) => { composer.commands = commands; },
  action: ({ action }) => showAction(action),
  person: (row) => people.put(row),
};

function showPeople({ bot, people: everyone }) {
  $("bot-name").textContent = bot.name;
  const picture = avatar(bot.name, 4);
  picture.id = "bot-avatar";
  $("bot-avatar").replaceWith(picture);
  people.show(everyone);
  rest();
}

/** Open the chat of the person in the address; none on a phone shows the list. */
function open() {
  const address = location.hash.slice(1);
  if (!address && !narrow.matches && people.first() !== undefined) {
    location.replace(`#${people.first()}`);
    return;
  }
  leave();
  leave = () => {};
  const chosen = people.get(Number(address));
  person = chosen?.id ?? null;
  document.body.classList.toggle("chatting", Boolean(address));
  people.choose(person);
  $("chat").hidden = !chosen;
  $("nobody").hidden = Boolean(chosen);
  if (!chosen) {
    $("nobody").textContent = address
      ? `Nobody here has the number ${address}. Choose someone from the list.`
      : "Choose someone from the list.";
    document.title = "Seodang preview";
    return;
  }
  document.title = `${chosen.name} · Seodang preview`;
  chat.clear();
  composer.commands = [];
  composer.choose(person);
  rest();
  leave = api.follow(person, told);
  if (!matchMedia("(pointer: coarse)").matches) composer.focus();
}

$("start").addEventListener("click", async () => {
  await act(() => api.send(person, "/start"));
  composer.focus();
});
addEventListener("hashchange", open);
narrow.addEventListener("change", () => {
  if (!location.hash) open();
});

while (!await act(async () => showPeople(await api.people()))) {
  await new Promise((resolve) => setTimeout(resolve, TYPING_MS));
}
open();
