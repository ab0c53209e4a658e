// A menu that opens beside a button: what can be done with a message or a conversation.
// Its one rule: it goes as soon as something is chosen, and the focus goes back to its button.

import { element } from "./elements.js";

const GAP_PX = 4;
const box = document.getElementById("menu");
let opener = null;

/**
 * Open a menu at the button.  An entry has `label`, and `act` (a function) or `href`; it may have
 * `download`, `danger`, `note` (more to say) and `checked`.  `row` are entries side by side.
 */
export function openMenu(button, entries, row = []) {
  const line = element("div", "side-by-side");
  line.append(...row.map((entry) => item(entry, "menuitemradio")));
  box.replaceChildren(...(row.length ? [line] : []), ...entries.map((entry) => item(entry)));
  box.setAttribute("aria-label", button.getAttribute("aria-label"));
  opener = button;
  box.showPopover();
  button.setAttribute("aria-expanded", "true");
  place(button.getBoundingClientRect());
  box.querySelector("[role^=menuitem]")?.focus();
}

function item(entry, role = "menuitem") {
  const node = element(entry.href ? "a" : "button", entry.danger ? "danger" : "", entry.label);
  node.setAttribute("role", role);
  node.tabIndex = -1;
  if (entry.note) node.append(element("span", "faint", entry.note));
  if (role === "menuitemradio") node.setAttribute("aria-checked", String(Boolean(entry.checked)));
  if (entry.href) {
    node.href = entry.href;
    node.download = entry.download ?? "";
  } else {
    node.type = "button";
  }
  node.addEventListener("click", () => {
    box.hidePopover();
    entry.act?.();
  });
  return node;
}

/** Below the button or above it, wherever the whole menu is seen. */
function place({ top, bottom, left, right }) {
  const { offsetWidth: width, offsetHeight: height } = box;
  const { clientWidth, clientHeight } = document.documentElement;
  const below = bottom + GAP_PX;
  const above = Math.max(GAP_PX, top - GAP_PX - height);
  const start = left + width + GAP_PX <= clientWidth ? left : right - width;
  box.style.top = `${below + height + GAP_PX <= clientHeight ? below : above}px`;
  box.style.left = `${Math.min(Math.max(GAP_PX, start), clientWidth - width - GAP_PX)}px`;
}

box.addEventListener("keydown", (event) => {
  const items = [...box.querySelectorAll("[role^=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const steps = {
    ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: -1,
  };
  if (event.key === "Tab") box.hidePopover();
  if (!(event.key in steps)) return;
  event.preventDefault();
  items.at(steps[event.key] % items.length).focus();
});

box.addEventListener("toggle", ({ newState }) => {
  if (newState === "open") return;
  opener?.setAttribute("aria-expanded", "false");
  // Only where the menu had it: what was chosen may have taken the focus elsewhere.
  if (document.activeElement === document.body) opener?.focus({ preventScroll: true });
});
