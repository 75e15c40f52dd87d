// Rows of a record (citations, organizations) are numbered in their order on the page. They are
// moved with buttons, or by dragging; without this script their numbers are typed.
"use strict";

(() => {
  const words = document.getElementById("row-words")?.dataset;
  if (!words) return;
  const numberOf = (row) => row.querySelector(":is(td.field-position, td.field-order) input");
  const rowsOf = (body) =>
    [...body.querySelectorAll("tr.form-row:not(.empty-form)")].filter((row) => numberOf(row));

  /** Number the rows in their order. */
  const number = (body) => {
    rowsOf(body).forEach((row, place) => {
      const input = numberOf(row);
      if (input.value === String(place + 1)) return;
      input.value = place + 1;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  };

  /** Put a row before another one, or last, and say its new place. */
  const move = (row, before) => {
    const body = row.parentElement;
    body.insertBefore(row, before ?? rowsOf(body).at(-1).nextElementSibling);
    number(body);
    say(body, words.moved.replace("%s", numberOf(row).value));
  };

  const say = (body, text) => {
    const group = body.closest(".inline-group");
    let status = group.querySelector(".row-status");
    if (!status) {
      status = document.createElement("p");
      status.className = "row-status visually-hidden";
      status.setAttribute("role", "status");
      group.append(status);
    }
    status.textContent = text;
  };

  const button = (text, label, act) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", textContent: text, title: label, onclick: act });
    made.setAttribute("aria-label", label);
    return made;
  };

  /** Give a row its buttons and its handle, in the place of its number. */
  const prepare = (row) => {
    const input = numberOf(row);
    if (!input || row.querySelector(".row-moves")) return;
    const moves = document.createElement("span");
    moves.className = "row-moves";
    const step = (by) => {
      const rows = rowsOf(row.parentElement);
      const to = rows.indexOf(row) + by;
      if (to < 0 || to >= rows.length) return;
      move(row, by < 0 ? rows[to] : (rows[to + 1] ?? null));
      moves.children[by < 0 ? 1 : 2].focus();
    };
    const handle = document.createElement("span");
    Object.assign(handle, { className: "row-handle", textContent: "⠿", draggable: true, title: words.drag });
    handle.setAttribute("aria-hidden", "true");
    moves.append(handle, button("↑", words.up, () => step(-1)), button("↓", words.down, () => step(1)));
    input.hidden = true;
    input.after(moves);
    handle.addEventListener("dragstart", (event) => {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", row.id);
      event.dataTransfer.setDragImage(row, 0, 0);
      dragged = row;
    });
    handle.addEventListener("dragend", () => {
      dragged = null;
    });
  };

  let dragged = null;
  document.addEventListener("dragover", (event) => {
    const row = event.target.closest?.("tr.form-row");
    if (!dragged || !row || row === dragged || row.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    const { top, height } = row.getBoundingClientRect();
    const isBelow = event.clientY > top + height / 2;
    const before = isBelow ? row.nextElementSibling : row;
    if (before !== dragged && dragged.nextElementSibling !== before) move(dragged, before);
  });
  document.addEventListener("drop", (event) => dragged && event.preventDefault());

  for (const body of document.querySelectorAll(".inline-group .tabular tbody")) {
    const rows = rowsOf(body);
    if (!rows.length && !body.querySelector(":is(td.field-position, td.field-order) input")) continue;
    rows.sort((one, other) => numberOf(one).value - numberOf(other).value);
    const end = rows.at(-1)?.parentElement.querySelector("tr.empty-form, tr.add-row") ?? null;
    for (const row of rows) {
      body.insertBefore(row, end);
      prepare(row);
    }
    body.closest(".tabular").classList.add("numbered");
  }
  document.addEventListener("formset:added", (event) => {
    if (!numberOf(event.target)) return;
    prepare(event.target);
    number(event.target.parentElement);
  });
})();
