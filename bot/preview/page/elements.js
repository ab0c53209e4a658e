// Elements and names, said briefly.
// Its one rule: texts go in as texts, so that nothing here can be made to run.

/** A new element with this class; the text is optional. */
export function element(tag, name = "", text = undefined) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** A button that does this when it is pressed. */
export function button(name, label, press) {
  const made = element("button", name, label);
  made.type = "button";
  if (press) made.addEventListener("click", press);
  return made;
}

/** A user's whole name, as the API gives users. */
export const nameOf = ({ first_name: first, last_name: last }) =>
  (last ? `${first} ${last}` : first);

/** A round picture with the name's initials; the same number has the same colour. */
export function avatar(name, id) {
  const words = name.split(/\s+/).filter(Boolean);
  const initials = words.length > 1 ? [words[0], words.at(-1)] : words;
  const picture = element("span", "avatar", initials.map((word) => [...word][0]).join(""));
  picture.dataset.colour = colour(id);
  picture.setAttribute("aria-hidden", "true");
  return picture;
}

export const colour = (id) => Math.abs(id) % 7;

/** The number whose colour a user has: the bot's is the same everywhere. */
export const hue = ({ id, is_bot: isBot }) => (isBot ? BOT : id);

/** Stands for the bot where its own number is not known. */
export const BOT = 4;

/** Equal in all that JSON can say. */
export const same = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);
