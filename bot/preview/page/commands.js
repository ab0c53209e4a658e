// The command menu: all of it from the Menu button, what fits while a "/" is typed.
// Its one rule: the focus stays in the text field, whatever is chosen how.

let menus = 0;

export class Commands {
  #commands = [];
  #shown = [];
  #active = 0;
  #list;
  #field;
  #menu;
  #choose;

  /** Within the composer.  choose(text) is called with a command as it is sent, as in "/quiz". */
  constructor(composer, choose) {
    const menu = composer.querySelector(".menu");
    const field = composer.querySelector("textarea");
    this.#list = composer.querySelector(".commands");
    this.#field = field;
    this.#menu = menu;
    this.#choose = choose;
    menus += 1;
    this.#list.id = `commands-${menus}`;
    for (const owner of [menu, field]) owner.setAttribute("aria-controls", this.#list.id);
    menu.addEventListener("click", () => {
      if (this.#list.hidden) this.#show(this.#commands);
      else this.close();
      field.focus({ preventScroll: true });
    });
    // A press inside keeps the focus in the field; anywhere else it closes the menu.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    composer.addEventListener("focusout", ({ relatedTarget }) => {
      if (!composer.contains(relatedTarget)) this.close();
    });
    composer.closest(".pane").addEventListener("pointerdown", ({ target }) => {
      if (!this.#list.contains(target) && !menu.contains(target)) this.close();
    });
  }

  /** Offer these from now on, as the API lists them: command without slash, description. */
  offer(commands) {
    this.#commands = commands;
    this.#menu.hidden = commands.length === 0;
    if (this.#list.hidden) return;
    if (this.#field.value) this.complete(this.#field.value);
    else this.#show(commands);
  }

  /** Offer what begins like the text, if the text is the beginning of a command. */
  complete(text) {
    const typed = /^\/(\w*)$/.exec(text);
    const fitting = typed
      ? this.#commands.filter(({ command }) => command.startsWith(typed[1].toLowerCase()))
      : [];
    this.#show(fitting);
  }

  close() {
    this.#show([]);
  }

  /** Handle a key pressed in the field; true if it was meant for the menu. */
  key(event) {
    if (this.#list.hidden) return false;
    switch (event.key) {
      case "ArrowDown": this.#activate(this.#active + 1); return true;
      case "ArrowUp": this.#activate(this.#active - 1); return true;
      case "Escape": this.close(); return true;
      case "Tab":
        this.#field.value = `/${this.#shown[this.#active].command} `;
        this.close();
        return true;
      case "Enter":
        if (event.shiftKey) return false;
        this.#choose(`/${this.#shown[this.#active].command}`);
        return true;
      default: return false;
    }
  }

  #show(commands) {
    this.#shown = commands;
    this.#list.hidden = commands.length === 0;
    this.#menu.setAttribute("aria-expanded", String(!this.#list.hidden));
    this.#list.replaceChildren(...commands.map((command, index) => this.#option(command, index)));
    this.#field.removeAttribute("aria-activedescendant");
    if (commands.length) this.#activate(0);
  }

  #activate(index) {
    const count = this.#shown.length;
    this.#list.children[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = (index + count) % count;
    const option = this.#list.children[this.#active];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", option.id);
  }

  #option({ command, description }, index) {
    const option = document.createElement("button");
    option.type = "button";
    option.id = `${this.#list.id}-${index}`;
    option.tabIndex = -1;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const name = document.createElement("span");
    name.className = "command-name";
    name.textContent = `/${command}`;
    const about = document.createElement("bdi");
    about.className = "faint";
    about.textContent = description;
    option.append(name, about);
    option.addEventListener("click", () => this.#choose(`/${command}`));
    return option;
  }
}
