// Every screen of the course on one page, to be proofread without tapping through it.
// Its one rule: what has not changed is not drawn again, and a reader stays where they read.

import { ask, Refused } from "./api.js";
import { element } from "./elements.js";
import { drawExhibit, NEAR, share } from "./exhibit.js";
import { counted } from "./problems.js";
import { state, stream } from "./stream.js";

const KINDS = [
  ["overview", "Overviews"], ["page", "Pages"], ["question", "Questions"], ["answer", "Answers"],
  ["result", "Results"], ["lookup", "Sources and terms"],
];
const WHOLE_COURSE = "";
const REST_MS = 120;

const $ = (id) => document.getElementById(id);

// What is shown: by id, the screen as JSON, its element and what can be searched in it.
let shown = new Map();
let screens = [];
let title = "";
let asked = 0;

/** Ask for the screens and draw those that are new or different. */
async function load() {
  asked += 1;
  const turn = asked;
  let answer;
  try {
    answer = await ask("/gallery/screens");
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    $("about").textContent = error.message;
    return;
  }
  // A later question has been asked meanwhile; its answer is the one that counts.
  if (turn !== asked) return;
  const isFirst = !screens.length;
  ({ title, screens } = answer);
  const before = shown;
  shown = new Map(screens.map((screen) => [screen.id, kept(before.get(screen.id), screen)]));
  document.title = `Gallery · ${title}`;
  drawChoices();
  keepingPlace(() => {
    sort();
    choose();
  });
  if (isFirst) goTo(location.hash);
}

function kept(known, screen) {
  const json = JSON.stringify(screen);
  if (known?.json === json) return { ...known, screen };
  const words = [screen.id, screen.title, screen.text, ...labels(screen)].join("\n");
  return { json, screen, element: drawExhibit(screen), words: plain(words) };
}

const labels = ({ reply_markup: markup }) =>
  (markup?.inline_keyboard ?? []).flat().map((button) => button.text);

const plain = (text) => text.normalize("NFC").toLowerCase();

/** Let the list hold exactly these; what stays is not moved, which would lose its size. */
function put(elements) {
  const list = $("screens");
  const wanted = new Set(elements);
  for (const each of [...list.children]) if (!wanted.has(each)) each.remove();
  let next = list.firstElementChild;
  for (const each of elements) {
    if (each === next) next = next.nextElementSibling;
    else list.insertBefore(each, next);
  }
}

/** Do it, and leave the screen that is read now where it stands in the window. */
function keepingPlace(change) {
  const top = $("top").getBoundingClientRect().bottom;
  const anchor = scrollY > 0
    ? [...$("screens").children].find((each) =>
      !each.hidden && each.getBoundingClientRect().bottom > top)
    : undefined;
  const before = anchor?.getBoundingClientRect().top;
  change();
  if (!anchor) return;
  const place = shown.get(anchor.id)?.element ?? anchor;
  const restore = () => {
    if (!place.isConnected || place.hidden) return;
    scrollBy({ top: place.getBoundingClientRect().top - before, behavior: "instant" });
  };
  restore();
  // Once more when what has come into view has its real size.
  requestAnimationFrame(restore);
}

/** The lists to choose from, with how many screens there are of each. */
function drawChoices() {
  const modules = new Map([[WHOLE_COURSE, { name: "The whole course", count: screens.length }]]);
  for (const { module } of screens) {
    if (!module) continue;
    const known = modules.get(module.id) ?? { name: module.title, count: 0 };
    modules.set(module.id, { ...known, count: known.count + 1 });
  }
  const chosen = checked("modules")[0] ?? WHOLE_COURSE;
  options("modules", "radio", [...modules].map(([id, { name, count }]) =>
    ({ value: id, name, count, isChecked: id === (modules.has(chosen) ? chosen : WHOLE_COURSE) })));

  const isFirst = !$("kinds").querySelector("input");
  const kinds = checked("kinds");
  options("kinds", "checkbox", KINDS.map(([value, name]) => ({
    value,
    name,
    count: screens.filter((screen) => screen.kind === value).length,
    isChecked: isFirst || kinds.includes(value),
  })));
}

function options(place, type, each) {
  const focused = $(place).contains(document.activeElement) ? document.activeElement.value : null;
  const labels = each.map(({ value, name, count, isChecked }) => {
    const label = element("label", "one");
    const input = element("input");
    // What the form goes back to when a link leads to a screen that was hidden.
    const defaultChecked = type === "checkbox" || value === WHOLE_COURSE;
    Object.assign(input, { type, name: place, value, defaultChecked, checked: isChecked });
    label.append(input, element("span", "label", name), element("span", "tally", String(count)));
    return label;
  });
  $(place).replaceChildren($(place).firstElementChild, ...labels);
  if (focused !== null) $(place).querySelector(`[value="${CSS.escape(focused)}"]`)?.focus();
}

const checked = (place) =>
  [...$(place).querySelectorAll("input:checked")].map((input) => input.value);

/** Hide what was not asked for, and say how much is left. */
function choose() {
  const [module = WHOLE_COURSE] = checked("modules");
  const kinds = new Set(checked("kinds"));
  const wanted = plain($("search").value.trim());
  const isLong = $("long").checked;
  let count = 0;
  let refused = 0;
  for (const { screen, element: item, words } of shown.values()) {
    const fits = (module === WHOLE_COURSE || screen.module?.id === module)
      && kinds.has(screen.kind)
      && (!isLong || share(screen) > NEAR || screen.breach !== null)
      && (!wanted || words.includes(wanted));
    item.hidden = !fits;
    count += fits;
    refused += screen.breach !== null;
  }
  $("none").hidden = count > 0 || !screens.length;
  const of = count === screens.length ? "" : `${count} of `;
  const said = refused ? `, Telegram refuses ${refused}` : "";
  $("about").textContent = `${title} · ${of}${screens.length} screens${said}`;
  $("about").classList.toggle("refusing", refused > 0);
}

function sort() {
  const byLength = $("order").value === "length";
  const ordered = [...shown.values()];
  if (byLength) ordered.sort((a, b) => b.screen.length - a.screen.length);
  put(ordered.map((one) => one.element));
}

/** Go to the screen that is linked; the choice must not hide it. */
function goTo(hash) {
  const item = shown.get(decodeURIComponent(hash.slice(1)))?.element;
  if (!item) return;
  if (item.hidden) {
    $("choice").reset();
    sort();
    choose();
  }
  // The browser itself marks only what was there when the address came.
  for (const each of document.querySelectorAll(".linked")) each.classList.remove("linked");
  item.classList.add("linked");
  item.scrollIntoView({ behavior: "instant" });
  // Once more when what has come into view has its real size.
  requestAnimationFrame(() => item.scrollIntoView({ behavior: "instant" }));
}

function drawTrouble() {
  const errors = state.problems.filter((each) => each.level === "error").length;
  const isOff = state.connected === false;
  $("trouble").hidden = !errors && !isOff;
  if (isOff) $("trouble").textContent = "No connection to the preview. Trying again…";
  else if (errors) {
    const said = `${counted(state.problems)} in the course`;
    $("trouble").textContent = `${said}: what is shown is the last good version.`;
  }
}

// Beside the screens there is always room for the choice; above them it opens when asked to.
const narrow = matchMedia("(max-width: 900px)");
const unfold = () => { $("choosing").open = !narrow.matches; };
narrow.addEventListener("change", unfold);
unfold();

let resting;
$("choice").addEventListener("input", ({ target }) => {
  clearTimeout(resting);
  if (target === $("order")) sort();
  else if (target === $("search")) resting = setTimeout(choose, REST_MS);
  else choose();
});
$("choice").addEventListener("submit", (event) => event.preventDefault());
$("reload").addEventListener("click", load);
addEventListener("hashchange", () => goTo(location.hash));
// The greeting at each new connection too: the course may have changed meanwhile.
for (const name of ["hello", "course"]) stream.addEventListener(name, load);
for (const name of ["hello", "problems", "connected"]) stream.addEventListener(name, drawTrouble);
// The greeting may have come before anything here listened.
if (state.hello) load();
