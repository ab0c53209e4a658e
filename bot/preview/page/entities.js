// A text and its entities (offsets in UTF-16 units, as JavaScript counts) as document nodes.
// Its one rule: whatever the text says, it stays text; nothing here parses HTML.

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
};
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const MARKED = new Set(["mention", "hashtag", "cashtag", "text_mention", "phone_number"]);
const SCHEMES = new Set(["http:", "https:", "mailto:", "tg:"]);

/** The address if a person may be sent there, else null. */
export function safeAddress(address) {
  const whole = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(address) ? address : `https://${address}`;
  const url = URL.canParse(whole) ? new URL(whole) : null;
  return url && SCHEMES.has(url.protocol) ? url.href : null;
}

/** A link that opens in a new tab, or plain text where the address is not one to follow. */
export function link(address) {
  const href = safeAddress(address);
  if (href === null) return document.createElement("span");
  const element = document.createElement("a");
  element.href = href;
  element.target = "_blank";
  element.rel = "noopener noreferrer";
  element.title = href;
  return element;
}

/**
 * The text as a fragment.  Entities that overlap are cut at each other's borders, those that
 * lie outside the text are left out.  onCommand(text) is called for a bot command.
 */
export function formatted(text, entities, onCommand) {
  const spans = wellOrdered(entities, text.length);
  const borders = new Set([0, text.length]);
  for (const span of spans) borders.add(span.offset).add(span.end);
  const cuts = [...borders].sort((a, b) => a - b);

  const root = document.createDocumentFragment();
  const open = [];
  for (let index = 0; index + 1 < cuts.length; index += 1) {
    const [from, to] = [cuts[index], cuts[index + 1]];
    const covering = spans.filter((span) => span.offset <= from && to <= span.end);
    let kept = 0;
    while (kept < open.length && open[kept].span === covering[kept]) kept += 1;
    const closed = open.splice(kept);

    let inside = open.at(-1)?.inside ?? root;
    for (const span of covering.slice(kept)) {
      const [outer, inner] = element(span, text.slice(span.offset, span.end), onCommand);
      inside.append(outer);
      inside = inner;
      open.push({ span, inside });
    }
    const piece = text.slice(from, to);
    // The line feed that ends a quote is drawn by the quote's own border.
    const feed = piece.startsWith("\n") && closed.some(({ span }) => BLOCKS.has(span.type));
    inside.append(feed ? piece.slice(1) : piece);
  }
  return root;
}

function wellOrdered(entities, length) {
  return entities
    .map((entity) => ({ ...entity, end: Math.min(entity.offset + entity.length, length) }))
    .filter((span) => span.offset >= 0 && span.offset < span.end)
    .sort((a, b) =>
      a.offset - b.offset || b.end - a.end || BLOCKS.has(b.type) - BLOCKS.has(a.type));
}

/** The element of an entity, and the place inside it where its text goes. */
function element(span, text, onCommand) {
  const { type } = span;
  if (type in TAGS) return once(document.createElement(TAGS[type]));
  if (MARKED.has(type)) return once(classed("span", "marked"));
  switch (type) {
    case "text_link": return once(link(span.url ?? ""));
    case "url": return once(link(text));
    case "email": return once(link(`mailto:${text}`));
    case "bot_command": return once(command(text, onCommand));
    case "spoiler": return spoiler();
    case "pre": return pre(span.language);
    case "blockquote": return once(document.createElement("blockquote"));
    case "expandable_blockquote": return expandable();
    default: return once(document.createElement("span"));
  }
}

const once = (node) => [node, node];

function classed(tag, name) {
  const node = document.createElement(tag);
  node.className = name;
  return node;
}

function command(text, onCommand) {
  const button = classed("button", "command");
  button.type = "button";
  button.addEventListener("click", () => onCommand(text));
  return button;
}

function pre(language) {
  const outer = document.createElement("pre");
  if (language) outer.dataset.language = language;
  const code = document.createElement("code");
  outer.append(code);
  return [outer, code];
}

function spoiler() {
  // Not a <button>: a spoiler breaks across lines like any text.
  const outer = classed("span", "spoiler");
  outer.setAttribute("role", "button");
  outer.setAttribute("aria-label", "Hidden text; press to show");
  outer.tabIndex = 0;
  const inner = document.createElement("span");
  inner.inert = true;
  outer.append(inner);
  outer.addEventListener("click", () => openSpoilers(outer));
  outer.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    openSpoilers(outer);
  });
  return [outer, inner];
}

/** Telegram opens all spoilers of a message at once. */
function openSpoilers(pressed) {
  const text = pressed.closest(".text") ?? pressed;
  for (const hidden of text.querySelectorAll(".spoiler:not(.open)")) {
    hidden.classList.add("open");
    hidden.removeAttribute("role");
    hidden.removeAttribute("aria-label");
    hidden.tabIndex = -1;
    hidden.firstElementChild.inert = false;
  }
}

const overflow = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const quote = target.parentElement;
    if (!quote || quote.classList.contains("open")) continue;
    quote.classList.toggle("folded", target.scrollHeight > target.clientHeight + 2);
  }
});

function expandable() {
  const quote = classed("blockquote", "expandable");
  const inner = classed("div", "inner");
  const toggle = classed("button", "toggle");
  toggle.type = "button";
  const turn = () => {
    const open = quote.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.setAttribute("aria-label", open ? "Show less" : "Show all");
  };
  toggle.setAttribute("aria-expanded", "false");
  toggle.setAttribute("aria-label", "Show all");
  toggle.addEventListener("click", turn);
  inner.addEventListener("click", (event) => {
    const folded = quote.classList.contains("folded") && !quote.classList.contains("open");
    if (folded && !event.target.closest("a, button, .spoiler")) turn();
  });
  quote.append(inner, toggle);
  overflow.observe(inner);
  return [quote, inner];
}
