// The inline keyboard under a message, row by row as the bot sent it.
// Its one rule: a key does what its button says, or cannot be pressed at all.

import { link, safeAddress } from "./entities.js";

const STYLES = new Set(["danger", "success", "primary"]);

/**
 * Draw the rows into the keyboard.  A key that has the focus keeps it: its successor in the
 * same place, or else the nearest key, gets it.
 */
export function drawKeyboard(keyboard, rows, { tap, copy }) {
  const focused = keyboard.contains(document.activeElement) ? place(document.activeElement) : null;
  keyboard.replaceChildren(...rows.map((buttons, row) => {
    const line = document.createElement("div");
    line.className = "keys";
    line.append(...buttons.map((button, column) => key(button, row, column, tap, copy)));
    return line;
  }));
  if (focused && rows.length) {
    const line = keyboard.children[Math.min(focused.row, rows.length - 1)];
    line.children[Math.min(focused.column, line.children.length - 1)].focus();
  }
}

function place(element) {
  return { row: Number(element.dataset.row), column: Number(element.dataset.column) };
}

function key(button, row, column, tap, copy) {
  const element = pressable(button, row, column, tap, copy);
  element.classList.add("key");
  if (STYLES.has(button.style)) element.classList.add(button.style);
  element.dataset.row = row;
  element.dataset.column = column;
  const label = document.createElement("span");
  label.dir = "auto";
  label.textContent = button.text;
  element.append(label);
  return element;
}

function pressable(button, row, column, tap, copy) {
  if (button.url !== undefined && safeAddress(button.url) !== null) {
    const element = link(button.url);
    element.classList.add("away");
    return element;
  }
  const element = document.createElement("button");
  element.type = "button";
  if (button.callback_data !== undefined) {
    element.addEventListener("click", () => tap(row, column, element));
  } else if (button.copy_text !== undefined) {
    element.addEventListener("click", () => copy(button.copy_text.text));
  } else {
    element.disabled = true;
    element.title = "Such buttons do nothing in the preview";
  }
  return element;
}
