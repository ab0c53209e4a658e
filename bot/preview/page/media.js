// What a message holds beside its text: photos and documents to look at, all else in words.
// Its one rule: a picture has its size before it has loaded, so that nothing jumps.

import { fileAddress } from "./api.js";
import { button, element, nameOf } from "./elements.js";

const UNITS = ["bytes", "KB", "MB", "GB"];
const TALLEST_PX = 420;

// How each kind is named where it is not drawn.
const KINDS = {
  photo: () => "Photo",
  animation: () => "Animation",
  document: ({ file_name: name }) => `File ${name ?? ""}`.trim(),
  sticker: ({ emoji }) => `Sticker ${emoji ?? ""}`.trim(),
  video: () => "Video",
  video_note: () => "Video message",
  voice: ({ duration }) => `Voice message${duration ? `, ${duration} s` : ""}`,
  audio: ({ title }) => `Audio ${title ?? ""}`.trim(),
  dice: ({ emoji, value }) => `${emoji} ${value}`,
  contact: (contact) => `Contact ${nameOf(contact)}, ${contact.phone_number}`,
  venue: ({ title, address }) => `${title}, ${address}`,
  location: ({ latitude, longitude }) => `Place ${latitude}, ${longitude}`,
  poll: ({ type, question }) => `${type === "quiz" ? "Quiz" : "Poll"}: ${question}`,
};

// What Telegram itself says in the middle of a chat; `who` is the name of the one who did it.
const SERVICES = {
  group_chat_created: (_, who, { chat }) => `${who} created the group “${chat.title}”`,
  new_chat_members: (members, who, { from }) =>
    members.some((member) => member.id === from.id)
      ? `${who} joined the group`
      : `${who} added ${members.map(nameOf).join(", ")}`,
  left_chat_member: (member, who, { from }) =>
    member.id === from.id ? `${who} left the group` : `${who} removed ${nameOf(member)}`,
  new_chat_title: (title, who) => `${who} named the group “${title}”`,
  pinned_message: (message, who) => `${who} pinned “${excerpt(message)}”`,
};

/** What a message holds beside its text, in words; "" if it is a text alone. */
function inWords(message) {
  const said = serviceWords(message);
  if (said) return said;
  const key = Object.keys(KINDS).find((name) => message[name] !== undefined);
  if (key) return KINDS[key](message[key]);
  return message.text === undefined ? "A message that this page cannot show" : "";
}

/** What Telegram says of itself in this message; "" if somebody wrote it. */
export function serviceWords(message) {
  const key = Object.keys(SERVICES).find((name) => message[name] !== undefined);
  return key ? SERVICES[key](message[key], nameOf(message.from), message) : "";
}

/** The beginning of a message in one line; what is hidden in it stays hidden. */
export function excerpt(message, longest = 120) {
  let words = message.text ?? message.caption ?? inWords(message);
  for (const { type, offset, length } of message.entities ?? message.caption_entities ?? []) {
    if (type !== "spoiler") continue;
    words = words.slice(0, offset) + "▒".repeat(length) + words.slice(offset + length);
  }
  const line = words.replaceAll(/\s+/g, " ").trim();
  return line.length > longest ? `${[...line].slice(0, longest).join("")}…` : line;
}

/** The element for a message's photo, document or whatever it is; null for a text or a poll. */
export function drawMedia(message) {
  if (message.photo) return photo(message);
  if (message.document && !message.animation) return documentRow(message.document);
  const words = message.poll ? "" : inWords(message);
  if (!words) return null;
  return element("p", message.dice ? "kind dice" : "kind", words);
}

function photo({ photo: sizes, caption, has_media_spoiler: covered }) {
  const largest = sizes.reduce((best, size) => (size.width >= best.width ? size : best));
  const figure = element("figure", "photo");
  const image = element("img");
  const scale = Math.min(1, TALLEST_PX / largest.height);
  image.width = Math.round(largest.width * scale);
  image.height = Math.round(largest.height * scale);
  image.loading = "lazy";
  image.decoding = "async";
  image.alt = caption || "Photo";
  image.src = fileAddress(largest.file_id);
  image.addEventListener("error", () => figure.classList.add("lost"));
  const whole = element("a");
  whole.href = image.src;
  whole.target = "_blank";
  whole.rel = "noopener";
  whole.title = "Open the whole picture";
  whole.append(image);
  figure.append(whole);
  if (covered) figure.append(cover(figure, whole));
  return figure;
}

function cover(figure, whole) {
  figure.classList.add("covered");
  whole.inert = true;
  const lid = button("lid", "Show the hidden photo", () => {
    figure.classList.remove("covered");
    whole.inert = false;
    lid.remove();
    whole.focus();
  });
  return lid;
}

function documentRow({ file_id: fileId, file_name: name, file_size: size, mime_type: type }) {
  const row = element("a", "document");
  row.href = fileAddress(fileId);
  row.download = name ?? "";
  row.title = `Download ${name ?? "the file"}`;
  const [, ending] = /\.([a-z0-9]{1,4})$/i.exec(name ?? "") ?? [];
  const mark = element("span", "mark", (ending ?? type?.split("/")[1] ?? "file").slice(0, 4));
  mark.setAttribute("aria-hidden", "true");
  const about = element("span", "lines");
  about.append(element("bdi", "name", name ?? "File"));
  if (size !== undefined) about.append(element("span", "faint", bytes(size)));
  row.append(mark, about);
  return row;
}

/** A file's size for people, as in "1.4 MB". */
function bytes(size) {
  let number = size;
  let unit = 0;
  while (number >= 1000 && unit + 1 < UNITS.length) {
    number /= 1000;
    unit += 1;
  }
  return `${unit && number < 100 ? number.toFixed(1) : Math.round(number)} ${UNITS[unit]}`;
}
