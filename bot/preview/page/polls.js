// A poll or quiz in a message: its options to vote for, then how many chose what.
// Its one rule: in a group, what a person chose is known only to this page, so it is kept here.

import { button, element } from "./elements.js";
import { formatted } from "./entities.js";

// By poll and person: the options chosen.
const votes = new Map();

/** Remember what this person has chosen; undefined forgets it. */
export function remember(poll, person, options) {
  votes.set(`${poll.id} ${person}`, options);
}

/** What was remembered; undefined for nothing. */
export const recall = (poll, person) => votes.get(`${poll.id} ${person}`);

/** Draw the poll anew, as this person sees it; `vote(options)` is called for a choice. */
export function drawPoll(place, poll, { person, group, vote }) {
  const focused = [...place.querySelectorAll("button")].indexOf(document.activeElement);
  const own = group ? recall(poll, person) ?? [] : counted(poll);
  const results = own.length > 0 || poll.is_closed;
  const picked = new Set();
  const list = element("div", "choices");
  list.setAttribute("role", "group");
  list.setAttribute("aria-label", poll.question);

  const ballot = button("ballot", "Vote", () => vote([...picked]));
  ballot.disabled = true;
  poll.options.forEach((option, index) => {
    if (results) {
      list.append(result(poll, option, index, own.includes(index)));
    } else if (poll.allows_multiple_answers) {
      list.append(choice(option, (chosen) => {
        picked[chosen ? "add" : "delete"](index);
        ballot.disabled = picked.size === 0;
      }));
    } else {
      list.append(marked(button("option", undefined, () => vote([index])), option.text));
    }
  });

  place.tabIndex = -1;
  place.replaceChildren(
    element("p", "question", poll.question), element("p", "nature faint", nature(poll)), list);
  if (poll.description) {
    place.insertBefore(element("p", "description", poll.description), list);
  }
  if (!results && poll.allows_multiple_answers) place.append(ballot);
  if (results && poll.explanation) {
    const why = element("div", "explanation");
    why.append(formatted(poll.explanation, poll.explanation_entities ?? [], () => {}));
    place.append(why);
  }
  const foot = element("p", "foot faint", count(poll));
  if (own.length && poll.allows_revoting && !poll.is_closed) {
    foot.append(button("retract", "Retract vote", () => vote([])));
  }
  place.append(foot);
  if (focused >= 0) {
    const buttons = place.querySelectorAll("button");
    (buttons[Math.min(focused, buttons.length - 1)] ?? place).focus();
  }
}

/** The options with votes: alone with the bot, nobody else can have given them. */
function counted({ options }) {
  return options.flatMap(({ voter_count: given }, index) => (given > 0 ? [index] : []));
}

function nature({ type, is_anonymous: anonymous, is_closed: closed, ...poll }) {
  if (closed) return "Final results";
  const kind = type === "quiz" ? "quiz" : "poll";
  const open = anonymous ? `Anonymous ${kind}` : kind[0].toUpperCase() + kind.slice(1);
  return poll.allows_multiple_answers ? `${open}, several answers` : open;
}

function count({ total_voter_count: total, type }) {
  const word = type === "quiz" ? "answer" : "vote";
  return total === 0 ? `No ${word}s yet` : `${total} ${word}${total === 1 ? "" : "s"}`;
}

function choice(option, pick) {
  const box = button("option several");
  box.setAttribute("role", "checkbox");
  box.setAttribute("aria-checked", "false");
  box.addEventListener("click", () => {
    const chosen = box.getAttribute("aria-checked") !== "true";
    box.setAttribute("aria-checked", String(chosen));
    pick(chosen);
  });
  return marked(box, option.text);
}

function result(poll, option, index, mine) {
  const share = poll.total_voter_count
    ? Math.round((100 * option.voter_count) / poll.total_voter_count) : 0;
  const row = element("div", "option result");
  const correct = poll.correct_option_ids ?? [poll.correct_option_id];
  let verdict = "";
  if (poll.type === "quiz" && correct.includes(index)) verdict = "right";
  else if (poll.type === "quiz" && mine) verdict = "wrong";
  if (verdict) row.classList.add(verdict);
  row.classList.toggle("mine", mine);
  const said = [mine ? "your choice" : "", verdict].filter(Boolean).join(", ");
  marked(row, option.text, `${share} %`);
  if (said) row.append(element("span", "unseen", ` (${said})`));
  const bar = element("span", "share");
  bar.style.width = `${share}%`;
  row.append(bar);
  return row;
}

/** A mark (a ring, a box, a percentage) and the option's text. */
function marked(row, text, mark = "") {
  row.append(element("span", "mark", mark));
  const words = element("span", "words", text);
  words.dir = "auto";
  row.append(words);
  return row;
}
