// What a bot answers to a tap: a toast that goes by itself, or an alert that waits.

const TOAST_MS = 4000;
const TOASTS = 3;

/** Show a text for a few seconds; kind "wrong" for what the page itself has to complain of. */
export function toast(text, kind = "") {
  const toasts = document.getElementById("toasts");
  const element = document.createElement("p");
  element.className = `toast ${kind}`;
  element.dir = "auto";
  element.textContent = text;
  toasts.append(element);
  while (toasts.children.length > TOASTS) toasts.firstElementChild.remove();
  setTimeout(() => element.remove(), TOAST_MS);
}

/** Show a text until it is put away; one that comes meanwhile waits behind it. */
export function alertBox(text) {
  waiting.push(text);
  if (waiting.length === 1) next();
}

const waiting = [];
const box = document.getElementById("alert");

function next() {
  document.getElementById("alert-text").textContent = waiting[0];
  box.showModal();
}

box.addEventListener("close", () => {
  waiting.shift();
  if (waiting.length) next();
});
