// Beside inputs for text: how much of a limit is used, which years fit, and a button that joins
// lines which a PDF broke. Nothing is cut here; the server counts the stored text in the same way.
"use strict";

(() => {
  const words = document.currentScript.dataset; // in the language of the page
  const limited = "[data-maxlength], [data-maxwords], input[type=number][min][max]";
  // A counter below a short input appears only once the limit is near, and then it stays.
  const longLimit = 400;
  const nearly = 0.8;
  // Whoever cannot see the counter hears it in a pause, and only once the limit is near.
  const pause = 1000;
  // What the catalogue does not store (catalogue/core/text.py).
  const invisible = /[\u00ad\u200b\u2060\ufeff\u202a-\u202e]|[^\P{Cc}\n\t]/gu;

  const fill = (sentence, ...values) => sentence.replace(/\{(\d)\}/g, (_all, place) => values[place]);
  const stored = (field) => field.value.replace(invisible, "").normalize("NFC").trim();

  /** Return how much of its limit a field uses, the limit, and a sentence about that. */
  const measure = (field) => {
    const { maxlength, maxwords } = field.dataset;
    const text = stored(field);
    const most = Number(maxwords ?? maxlength);
    const used = maxwords ? text.split(/\s+/).filter(Boolean).length : [...text].length;
    const sentence = used > most ? (maxwords ? words.manyWords : words.many) : maxwords ? words.words : words.characters;
    return { used, most, text: fill(sentence, used, most, used - most) };
  };

  /** Return what is wrong with a year, or nothing. */
  const checkYear = (field) =>
    field.validity.rangeUnderflow || field.validity.rangeOverflow ? fill(words.year, field.min, field.max) : "";

  const timers = new WeakMap();

  /** Show the counter of a field; read it out if the limit is near. */
  const show = (field, note) => {
    if (field.type === "number") {
      note.textContent = checkYear(field);
      note.classList.toggle("over", Boolean(note.textContent));
      return;
    }
    const { used, most, text } = measure(field);
    const [seen, heard] = note.children;
    const isNear = used > nearly * most;
    if (isNear || most >= longLimit || field.dataset.maxwords) note.hidden = false;
    seen.textContent = text;
    note.classList.toggle("over", used > most);
    clearTimeout(timers.get(field));
    timers.set(field, setTimeout(() => (heard.textContent = isNear && field === document.activeElement ? text : ""), pause));
  };

  const element = (name, attributes) => Object.assign(document.createElement(name), attributes);

  /** Put a note below a field, and describe the field by it. */
  const addNote = (field) => {
    const note = element("p", { className: "desk-count", id: `${field.id}_count` });
    if (field.type === "number") {
      note.setAttribute("role", "status");
    } else {
      note.hidden = true;
      const seen = element("span", { id: `${note.id}_seen` });
      seen.setAttribute("aria-hidden", "true");
      field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${seen.id}`.trim());
      const heard = element("span", { className: "visually-hidden" });
      heard.setAttribute("aria-live", "polite");
      note.append(seen, heard);
    }
    field.after(note);
    show(field, note);
    return note;
  };

  /** Return text with the lines of each paragraph joined; lists and empty lines stay. */
  const joinLines = (text) => {
    const begins = /^\s*(?:[•▪–—*-]|\(?[\divxa-z]{1,4}[.)])\s/iu;
    return text
      .replace(/\u00ad[ \t]*\n[ \t]*/g, "")
      .split(/\n[ \t]*\n/)
      .map((paragraph) =>
        paragraph.split("\n").reduce((joined, line) => {
          if (begins.test(line)) return `${joined}\n${line}`;
          // A hyphen may belong to the word: it stays, and no blank is put behind it.
          return /\p{L}-$/u.test(joined) ? joined + line.trimStart() : `${joined.trimEnd()} ${line.trimStart()}`;
        }),
      )
      .join("\n\n");
  };

  /** Join the lines of a field, or those that are selected; the browser can undo it. */
  const join = (field) => {
    let { selectionStart: start, selectionEnd: end } = field;
    if (start === end) [start, end] = [0, field.value.length];
    const joined = joinLines(field.value.slice(start, end));
    field.focus();
    field.setSelectionRange(start, end);
    // Unlike a new value, this can be undone with the keys of the browser.
    if (!document.execCommand("insertText", false, joined)) {
      field.setRangeText(joined, start, end, "select");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  /** Offer to join lines below a text while it has a paragraph of several lines. */
  const addButton = (field) => {
    const button = element("button", { type: "button", className: "desk-join", textContent: words.join, title: words.joinHint });
    const name = field.getAttribute("aria-label") ?? field.labels[0]?.textContent.replace(/:\s*$/, "").trim();
    if (name) button.setAttribute("aria-label", `${words.join}: ${name}`);
    button.addEventListener("click", () => join(field));
    (document.getElementById(`${field.id}_count`) ?? field).after(button);
    const offer = () => (button.hidden = !/\S[ \t]*\n[ \t]*\S/.test(field.value));
    field.addEventListener("input", offer);
    offer();
  };

  const isTemplate = (field) => field.name.includes("__prefix__");

  /** Add what belongs beside the fields inside an element, once. */
  const prepare = (root) => {
    for (const field of root.querySelectorAll(limited)) {
      if (isTemplate(field) || document.getElementById(`${field.id}_count`)) continue;
      const note = addNote(field);
      field.addEventListener("input", () => show(field, note));
    }
    for (const field of root.querySelectorAll("textarea[data-lines]")) {
      if (isTemplate(field) || field.dataset.prepared) continue;
      field.dataset.prepared = "true";
      addButton(field);
    }
  };

  prepare(document);
  document.addEventListener("formset:added", (event) => prepare(event.target));
})();
