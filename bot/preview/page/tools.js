// The tools beside the chats: how the bot is, what time it has, and what lies under three tabs.
// Its one rule: whether they are open stands in the class of the body, whoever changes it.

import { ask, Refused } from "./api.js";
import { clock } from "./clock.js";
import { button, element } from "./elements.js";
import { Faults } from "./faults.js";
import { toast } from "./notices.js";
import { counted, drawProblems } from "./problems.js";
import { state, stream } from "./stream.js";
import { Wire } from "./wire.js";

const STATES = {
  up: "is up",
  starting: "is starting…",
  down: "is down",
  waiting: "waits for a course without mistakes",
};
const GONE = "There is no connection to the preview.";

const tools = document.getElementById("tools");
const OPEN = "tooled";
const isOpen = () => document.body.classList.contains(OPEN);

/** Ask for a deed of the preview; a refusal is said in a toast. */
async function act(deed, body = {}) {
  try {
    await ask(`/control/${deed}`, body);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(error.message, "wrong");
  }
}

const wire = new Wire();
const faults = new Faults(act);
const problems = element("div", "problems");
const TABS = [
  { name: "wire", label: "Wire", content: wire.element },
  { name: "faults", label: "Faults & time", content: faults.element },
  { name: "problems", label: "Problems", content: problems },
];

function head() {
  const bar = element("div", "bot-bar");
  const words = element("p", "bot-state");
  words.setAttribute("role", "status");
  const kill = button("act", "Kill", () => act("kill"));
  const start = button("act", "Start", () => act("start"));
  kill.title = "End the bot at once, as a power cut would";
  start.title = "Start the bot again";
  bar.append(words, kill, start);

  const draw = () => {
    const { bot, connected } = state;
    const known = bot !== null && connected !== false;
    bar.dataset.state = known ? bot.state : "unknown";
    // Why it waits is what its state says already.
    const why = known && bot.state !== "waiting" && bot.why ? `. ${bot.why}` : "";
    words.textContent = known ? `${bot.name} ${STATES[bot.state]}${why}` : GONE;
    const focused = document.activeElement;
    kill.disabled = !known || !["up", "starting"].includes(bot.state);
    start.disabled = !known || bot.state !== "down";
    // A button that cannot be pressed any more hands the focus to the one that can.
    if (focused === kill && kill.disabled) start.focus();
    if (focused === start && start.disabled) kill.focus();
  };
  for (const name of ["hello", "bot", "connected"]) stream.addEventListener(name, draw);
  draw();
  const top = element("div", "tools-head");
  top.append(bar, clock(act));
  return top;
}

function tabs() {
  const list = element("div", "tabs");
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", "Tools");
  for (const tab of TABS) {
    tab.button = button("tab", "", () => choose(tab));
    tab.button.id = `tab-${tab.name}`;
    tab.button.setAttribute("role", "tab");
    tab.button.setAttribute("aria-controls", `panel-${tab.name}`);
    tab.button.append(element("span", "", tab.label));
    tab.panel = element("div", "panel");
    tab.panel.id = `panel-${tab.name}`;
    tab.panel.setAttribute("role", "tabpanel");
    tab.panel.setAttribute("aria-labelledby", tab.button.id);
    tab.panel.tabIndex = 0;
    tab.panel.append(tab.content);
    list.append(tab.button);
  }
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -chosen, End: TABS.length - 1 - chosen };
    if (!(event.key in step)) return;
    event.preventDefault();
    choose(TABS[(chosen + step[event.key] + TABS.length) % TABS.length]);
    TABS[chosen].button.focus();
  });
  return list;
}

let chosen = 0;

function choose(tab) {
  chosen = TABS.indexOf(tab);
  for (const each of TABS) {
    const is = each === tab;
    each.button.setAttribute("aria-selected", String(is));
    each.button.tabIndex = is ? 0 : -1;
    each.panel.hidden = !is;
  }
  show();
}

/** The wire draws only while it is seen. */
function show() {
  wire.seen(isOpen() && TABS[chosen].name === "wire");
}

/** Open the tools at this tab: "wire", "faults" or "problems". */
function openTool(name) {
  const tab = TABS.find((each) => each.name === name);
  if (!tab) return;
  choose(tab);
  document.body.classList.add(OPEN);
  tab.button.focus();
}

function troubles() {
  const bar = element("div");
  bar.id = "troubles";
  bar.hidden = true;
  const words = element("p");
  words.setAttribute("role", "status");
  bar.append(words, button("act", "Show", () => openTool("problems")));
  document.body.append(bar);

  const badge = element("span", "badge");
  TABS[2].button.append(badge);
  const draw = () => {
    const errors = state.problems.filter((each) => each.level === "error").length;
    drawProblems(problems, state.problems, state.bot);
    badge.textContent = state.problems.length || "";
    badge.classList.toggle("mild", errors === 0);
    badge.hidden = state.problems.length === 0;
    bar.hidden = errors === 0 || isOpen();
    const meanwhile = state.bot?.state === "waiting"
      ? `the bot waits until ${errors === 1 ? "it is" : "they are"} mended`
      : "the bot keeps the last good version";
    const said = errors ? `${counted(state.problems)} in the course: ${meanwhile}` : "";
    // Said again only when it is something new: a screen reader reads every change.
    if (words.textContent !== said) words.textContent = said;
  };
  for (const name of ["hello", "problems", "bot"]) stream.addEventListener(name, draw);
  new MutationObserver(() => {
    if (bar.hidden !== (isOpen() || !words.textContent)) draw();
    show();
  }).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  draw();
}

tools.append(head(), tabs(), ...TABS.map((tab) => tab.panel));
troubles();
choose(TABS[0]);
document.addEventListener("tool", ({ detail }) => openTool(detail));
