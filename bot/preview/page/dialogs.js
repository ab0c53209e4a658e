// Dialogs that ask: is this meant, who is new.
// Its one rule: a dialog stays open until what it asks for is done or given up.

import { deed, Refused } from "./api.js";
import { element } from "./elements.js";
import { state } from "./stream.js";

const $ = (id) => document.getElementById(id);

/** Ask before something that cannot be undone; whether the button named `deed` was pressed. */
export function confirmed(title, text, deed) {
  const box = $("confirm");
  $("confirm-title").textContent = title;
  $("confirm-text").textContent = text;
  box.querySelector("[value=yes]").textContent = deed;
  box.returnValue = "no";
  box.showModal();
  return new Promise((resolve) => {
    box.addEventListener("close", () => resolve(box.returnValue === "yes"), { once: true });
  });
}

/** Ask who is new, a person or a group; done(id) is called once they are there. */
export function askWhoIsNew(done) {
  const box = $("joining");
  const form = box.querySelector("form");
  form.reset();
  form.querySelector(".wrong").textContent = "";
  form.elements.zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  offerZones();
  form.querySelector(".members").replaceChildren(
    element("legend", "", "Members, beside the bot"), ...state.people.map(member));
  turnTo(form, "join");
  form.onchange = () => turnTo(form, form.elements.what.value);
  form.onsubmit = async (event) => {
    event.preventDefault();
    try {
      const id = await add(new FormData(form));
      box.close();
      done(id);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      form.querySelector(".wrong").textContent = error.message;
    }
  };
  form.querySelector(".deeds .quiet").onclick = () => box.close();
  box.showModal();
  form.elements.first_name.focus();
}

function turnTo(form, what) {
  for (const name of ["join", "group"]) {
    const part = form.querySelector(`fieldset.${name}`);
    part.hidden = name !== what;
    part.disabled = name !== what;
  }
}

async function add(form) {
  if (form.get("what") === "group") {
    const members = form.getAll("member").map(Number);
    if (!members.length) throw new Refused("A group needs a member; choose at least one.");
    return deed("group", { title: form.get("title"), members });
  }
  const fields = ["first_name", "last_name", "language_code", "role", "zone"];
  const person = Object.fromEntries(
    fields.map((name) => [name, form.get(name).trim()]).filter(([, value]) => value));
  return (await deed("join", person)).id;
}

function member({ id, name, role }) {
  const label = element("label");
  const box = element("input");
  box.type = "checkbox";
  box.name = "member";
  box.value = id;
  label.append(box, element("bdi", "", name), " ", element("span", "faint", role));
  return label;
}

function offerZones() {
  const zones = $("zones");
  if (zones.children.length) return;
  zones.append(...Intl.supportedValuesOf("timeZone").map((zone) => {
    const option = element("option");
    option.value = zone;
    return option;
  }));
}
