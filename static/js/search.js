// Suggest records while somebody types into a search box. Without this file it is a plain form.
// The pattern is the editable combobox with list autocomplete of the ARIA Authoring Practices.
"use strict";

(() => {
  const PAUSE = 120; // milliseconds without a key after which suggestions are requested
  const MOST_KEPT = 50; // answers, so that a deleted letter asks nobody

  /** Return an element with properties and attributes. */
  const make = (name, properties, attributes = {}) => {
    const element = Object.assign(document.createElement(name), properties);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  /** Make a combobox of a search box. */
  const suggest = (input) => {
    const list = make("div", { id: `${input.id}-suggestions`, className: "suggestions", hidden: true },
      { role: "listbox", "aria-label": input.dataset.label, tabindex: -1 }); // no stop, though it scrolls
    const status = make("p", { className: "visually-hidden" }, { role: "status" });
    const kept = new Map();
    let timer = 0, request = null, active = null;

    const options = () => [...list.querySelectorAll("[role=option]")];
    const isOpen = () => !list.hidden;

    /** Move to an option; to the box if there is none. */
    const activate = (option) => {
      active?.setAttribute("aria-selected", "false");
      active = option ?? null;
      if (!active) return input.removeAttribute("aria-activedescendant");
      active.setAttribute("aria-selected", "true");
      active.scrollIntoView({ block: "nearest" });
      return input.setAttribute("aria-activedescendant", active.id);
    };

    const setOpen = (open) => {
      activate(null);
      list.hidden = !open;
      input.setAttribute("aria-expanded", String(open));
    };

    /** Close the list, and forget what was requested for it. */
    const close = () => {
      clearTimeout(timer);
      request?.abort();
      status.textContent = "";
      setOpen(false);
    };

    /** Show the suggestions of an answer, and say how many there are. */
    const show = (answer) => {
      const page = new DOMParser().parseFromString(answer, "text/html");
      list.replaceChildren(...page.querySelectorAll("[role=group]"));
      options().forEach((option, place) => {
        option.id = `${list.id}-${place}`;
        option.tabIndex = -1;
        option.setAttribute("aria-selected", "false");
      });
      setOpen(list.childElementCount > 0);
      status.textContent = page.querySelector("[role=status]")?.textContent ?? "";
    };

    /** Return the answer for some words: a kept one, or that of the server. */
    const ask = async (words) => {
      if (kept.has(words)) return kept.get(words);
      request = new AbortController();
      const address = `${input.dataset.suggestions}?${new URLSearchParams({ q: words })}`;
      const response = await fetch(address, { signal: request.signal });
      if (!response.ok) throw new Error(response.statusText);
      const answer = await response.text();
      if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value);
      kept.set(words, answer);
      return answer;
    };

    /** Show what is suggested for the words in the box. */
    const update = async () => {
      clearTimeout(timer); // an arrow may come before the pause after typing has ended
      request?.abort();
      const words = input.value.trim();
      if (!words) return close();
      try {
        const answer = await ask(words);
        if (words === input.value.trim() && document.activeElement === input) show(answer);
      } catch (error) {
        if (error.name === "AbortError") return; // a newer request shows its answer
        if (words === input.value.trim()) close(); // the form works without suggestions
      }
    };

    /** Move by some options, from the last one to the first; open the list if it is closed. */
    const move = async (step) => {
      if (!isOpen()) await update();
      const all = options();
      if (!isOpen() || !all.length) return;
      const from = active ? all.indexOf(active) : step > 0 ? -1 : 0;
      activate(all[(from + step + all.length) % all.length]);
    };

    const keys = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Enter: () => active?.click(),
      Escape: close,
    };

    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const { key } = event;
      const isOurs = key.startsWith("Arrow") || (key === "Enter" ? active : isOpen());
      if (Object.hasOwn(keys, key) && isOurs) {
        event.preventDefault();
        event.stopPropagation();
        keys[key]();
      } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(key)) {
        activate(null); // these keys move in the text
      }
    });

    input.addEventListener("input", () => {
      activate(null);
      clearTimeout(timer);
      timer = setTimeout(update, PAUSE);
    });

    input.addEventListener("blur", close);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays
    input.form.addEventListener("submit", close);
    input.form.addEventListener("toggle", ({ newState }) => {
      if (newState === "open") input.focus();
    });

    for (const [name, value] of Object.entries({
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": list.id,
    })) input.setAttribute(name, value);
    const prepare = () => input.after(list, status); // when the box is used, not on every page
    input.addEventListener("focus", prepare, { once: true });
    if (document.activeElement === input) prepare();
  };

  document.querySelectorAll("input[data-suggestions]").forEach(suggest);
})();
