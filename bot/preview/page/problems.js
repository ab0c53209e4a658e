// What is wrong in the course: file by file, each with its place and what to do.
// Its one rule: the author's line is shown as it stands in the file.

import { element } from "./elements.js";

/** "2 mistakes", "1 warning", "2 mistakes and 1 warning". */
export function counted(problems) {
  const errors = problems.filter((each) => each.level === "error").length;
  const warnings = problems.length - errors;
  const said = [];
  if (errors) said.push(errors === 1 ? "1 mistake" : `${errors} mistakes`);
  if (warnings) said.push(warnings === 1 ? "1 warning" : `${warnings} warnings`);
  return said.join(" and ");
}

/** Draw the problems into the element, in the order given. */
export function drawProblems(place, problems, bot) {
  if (!problems.length) {
    place.replaceChildren(element("p", "nothing", "No mistakes in the course."));
    return;
  }
  place.replaceChildren(
    element("p", "summary", summary(problems, bot)),
    ...[...grouped(problems)].map(([path, found]) => file(path, found)),
  );
}

function summary(problems, bot) {
  const count = `${counted(problems)}.`;
  if (problems.every((each) => each.level !== "error")) {
    return `${count} Warnings stop nothing: the course runs as it is written.`;
  }
  return bot?.state === "waiting"
    ? `${count} There is no good version yet: the bot starts as soon as all is mended.`
    : `${count} The bot keeps the last good version until all is mended.`;
}

function grouped(problems) {
  const files = new Map();
  for (const each of problems) files.set(each.path, [...files.get(each.path) ?? [], each]);
  return files;
}

function file(path, problems) {
  const section = element("section", "file");
  const list = element("ol");
  list.append(...problems.map(item));
  section.append(element("h3", "", path), list);
  return section;
}

function item(problem) {
  const { path, line, column, what, remedy, level, text } = problem;
  const row = element("li", `problem ${level}`);
  const where = element("p", "where");
  where.append(
    element("span", "level", level === "error" ? "Mistake" : "Warning"),
    " ",
    element("code", "", `${path}:${line}:${column}`),
  );
  row.append(where, element("p", "what", what));
  if (text) row.append(source(text, column));
  if (remedy) row.append(element("p", "remedy", `→ ${remedy}`));
  return row;
}

/** The line with a caret under its column, which counts characters from 1. */
function source(text, column) {
  const shown = element("pre", "source");
  const code = element("code");
  const characters = [...text];
  // A letter under the caret, also where the place is the end of the line.
  const spot = element("span", "spot", characters[column - 1] ?? "\u00a0");
  code.append(characters.slice(0, column - 1).join(""), spot, characters.slice(column).join(""));
  shown.append(code);
  return shown;
}
