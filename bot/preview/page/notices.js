// What a bot answers to a tap: a toast that goes by itself, or an alert that waits.
// Its one rule: what is refused is said, in the words of whoever refused it.

import { Refused } from "./api.js";
import { element } from "./elements.js";

const TOAST_MS = 4000;
const TOASTS = 3;

/** Show a text for a few seconds; kind "wrong" for what the page itself has to complain of. */
export function toast(text, kind = "") {
  const toasts = document.getElementById("toasts");
  const shown = element("p", `toast ${kind}`, text);
  shown.dir = "auto";
  toasts.append(shown);
  while (toasts.children.length > TOASTS) toasts.firstElementChild.remove();
  setTimeout(() => shown.remove(), TOAST_MS);
}

/** Do what the preview is asked for; false if it refused, which is said in a toast. */
export async function attempt(doing) {
  try {
    await doing();
    return true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(error.message, "wrong");
    return false;
  }
}

/** Show a text until it is put away; one that comes meanwhile waits behind it. */
export function alertBox(text) {
  if (waiting.push(text) === 1) next();
}

const waiting = [];

function next() {
  const box = document.getElementById("alert");
  document.getElementById("alert-text").textContent = waiting[0];
  box.addEventListener("close", () => {
    waiting.shift();
    if (waiting.length) next();
  }, { once: true });
  box.showModal();
}
