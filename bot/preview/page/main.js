// The page: whose chats are in the address, what the preview tells, whether the tools are open.
// Its one rule: the address says what is shown; everything else follows it.

import { askWhoIsNew } from "./dialogs.js";
import { Pane } from "./pane.js";
import { People } from "./people.js";
import { state, stream, tell } from "./stream.js";

const PANES = 2;
const IN_CHATS = ["message", "gone", "answer", "action", "keyboard", "reaction"];
const TOOLED = "tooled";

const $ = (id) => document.getElementById(id);
const narrow = matchMedia("(max-width: 719px)");
// Where the tools have a column of their own; elsewhere they lie over the chats.
const roomy = matchMedia("(min-width: 1100px)");

const people = new People();
let panes = [];
let active = null;

const page = {
  canSplit: () => !narrow.matches,
  beside: (chat, other) => {
    const others = panes.map(({ id }) => id).filter((id) => id !== other);
    show([others[0] ?? chat, other]);
  },
  close: (chat) => show(panes.map(({ id }) => id).filter((id) => id !== chat)),
  // The tools listen for this, and open themselves.
  tool: (name) => document.dispatchEvent(new CustomEvent("tool", { detail: name })),
};

const everybody = () => [...state.people, ...state.groups];

const show = (chats) => { location.hash = chats.join("+"); };

/** The numbers in the address, those of nobody among them. */
function addressed() {
  const numbers = location.hash.slice(1).split("+").filter(Boolean);
  return [...new Set(numbers)].slice(0, PANES);
}

/** Open the chats of the address; none on a phone shows the list. */
function open() {
  const asked = addressed();
  const first = everybody()[0];
  if (!asked.length && !narrow.matches && first) {
    location.replace(`#${first.id}`);
    return;
  }
  const known = new Set(everybody().map(({ id }) => id));
  const chats = asked.map(Number).filter((id) => known.has(id));
  const kept = new Map(panes.map((pane) => [pane.id, pane]));
  for (const pane of panes) if (!chats.includes(pane.id)) pane.close();
  panes = chats.map((id) => kept.get(id) ?? new Pane(id, page));
  // Those that stay are not moved: that would lose their focus and their place.
  for (const [index, { element }] of panes.entries()) {
    const there = $("panes").children[index];
    if (there !== element) $("panes").insertBefore(element, there ?? null);
  }
  for (const pane of panes) pane.closable = panes.length > 1;
  activate(panes.find((pane) => !kept.has(pane.id)) ?? panes.find((pane) => pane === active)
    ?? panes[0] ?? null);
  describe(asked, chats);
  if (active && !kept.has(active.id) && !matchMedia("(pointer: coarse)").matches) active.focus();
}

function describe(asked, chats) {
  document.body.classList.toggle("chatting", asked.length > 0);
  document.body.classList.toggle("paired", chats.length > 1);
  people.choose(chats);
  $("panes").hidden = !chats.length;
  $("nobody").hidden = chats.length > 0;
  const stranger = asked.find((number) => !chats.includes(Number(number)));
  $("nobody").textContent = stranger === undefined
    ? "Choose someone from the list."
    : `Nobody here has the number ${stranger}. Choose someone from the list.`;
  const names = chats.map((chat) => everybody().find(({ id }) => id === chat))
    .map(({ name, title }) => name ?? title);
  document.title = [...(names.length ? [names.join(" + ")] : []), "Seodang preview"].join(" · ");
  const shown = chats.join(" ");
  if (document.body.dataset.chats === shown) return;
  document.body.dataset.chats = shown;
  tell("chats", chats);
}

function activate(pane) {
  active = pane;
  for (const each of panes) each.element.classList.toggle("active", each === pane);
}

function refresh() {
  people.show(state.people, state.groups);
  $("course").textContent = state.course?.title ?? "Write to the bot as one of these people";
  $("course").title = $("course").textContent;
  if (addressed().length && panes.length === 0) open();
  // Somebody may have gone for good.
  if (panes.some(({ id }) => !everybody().some((each) => each.id === id))) open();
  for (const pane of panes) pane.refresh();
}

function openTools(yes) {
  document.body.classList.toggle(TOOLED, yes);
}

/** The tools may be opened from elsewhere: whatever opens them sets the class. */
function toolsTurned() {
  const open = document.body.classList.contains(TOOLED);
  const isNews = String(open) !== $("tooling").getAttribute("aria-expanded");
  $("tooling").setAttribute("aria-expanded", String(open));
  if (!isNews) return;
  localStorage.setItem(TOOLED, open ? "yes" : "no");
  if (roomy.matches) return;
  if (open) document.querySelector("#toolbox .close").focus();
  else if (!$("people").contains(document.activeElement)) $("tooling").focus();
}

$("tooling").addEventListener("click", () =>
  openTools(!document.body.classList.contains(TOOLED)));
document.querySelector("#toolbox .close").addEventListener("click", () => openTools(false));
$("toolbox").addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && !roomy.matches) openTools(false);
});
new MutationObserver(toolsTurned).observe(document.body, { attributeFilter: ["class"] });
openTools(roomy.matches && localStorage.getItem(TOOLED) === "yes");

$("add").addEventListener("click", () => askWhoIsNew((id) => show([id])));
$("people").addEventListener("click", (event) => {
  const row = event.target.closest("a.person");
  const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!row || !isPlain || panes.length < 2) return;
  // Of two, the one in use gives way.
  event.preventDefault();
  const chosen = Number(row.hash.slice(1));
  const shown = panes.map(({ id }) => id);
  if (!shown.includes(chosen)) show(shown.map((id) => (id === active.id ? chosen : id)));
});
$("panes").addEventListener("focusin", ({ target }) => {
  activate(panes.find(({ element }) => element.contains(target)) ?? active);
});

addEventListener("hashchange", open);
narrow.addEventListener("change", () => {
  if (!location.hash) open();
});

stream.addEventListener("connected", ({ detail: yes }) => {
  $("connection").textContent = yes ? "" : "No connection. Trying again…";
});
stream.addEventListener("hello", () => {
  refresh();
  if (panes.length) for (const pane of panes) pane.load();
  else open();
});
for (const name of ["people", "bot", "course"]) stream.addEventListener(name, refresh);
stream.addEventListener("commands", () => {
  for (const pane of panes) pane.told("commands", {});
});
for (const name of IN_CHATS) {
  stream.addEventListener(name, ({ detail }) => {
    for (const pane of panes) if (pane.id === detail.chat) pane.told(name, detail);
  });
}
// The greeting may have come before anything here listened.
if (state.hello) {
  refresh();
  open();
}
