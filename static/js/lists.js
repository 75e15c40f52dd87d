// A list changes without being loaded anew. Without this file its form and links do the same.
"use strict";

(() => {
  const listing = () => document.getElementById("listing");
  let before = null;

  /** Say whether an element belongs to the form of a list; the boxes on cards belong to another. */
  const filters = (element) => element.form?.matches(".listing");

  /** Return what a reader sees and holds: open facets, and the element that has the focus. */
  const remember = () => {
    const held = document.activeElement;
    return {
      open: [...listing().querySelectorAll("details[open][id]")].map((each) => each.id),
      shut: [...listing().querySelectorAll("details[id]:not([open])")].map((each) => each.id),
      held: listing().contains(held) ? selector(held) : "",
      left: listing().contains(held) && !selector(held),
    };
  };

  /** Return how to find an element again after the list was replaced; a link leads elsewhere. */
  const selector = (element) => {
    if (element.id) return `#${CSS.escape(element.id)}`;
    if (element.type !== "checkbox") return "";
    return `[name="${CSS.escape(element.name)}"][value="${CSS.escape(element.value)}"]`;
  };

  /** Open what was open, give the focus back, and say how many records there are now. */
  const restore = ({ open, shut, held, left }) => {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    for (const id of shut) document.getElementById(id)?.removeAttribute("open");
    const again = held && listing().querySelector(held);
    if (again) again.focus({ preventScroll: true });
    else if (left || held) document.getElementById("results")?.focus();
    const said = listing().querySelector(".count, [role=alert] h2");
    document.getElementById("announcement").textContent = said?.textContent ?? "";
  };

  document.addEventListener("change", ({ target }) => {
    if (filters(target) && target.matches("[type=checkbox], select")) target.form.requestSubmit();
  });

  // What says nothing does not belong into an address.
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    for (const [name, value] of [...detail.formData]) {
      if (value === "") detail.formData.delete(name);
    }
  });

  // The same list again: there is nothing to ask for, the reader wants to see it.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.pathInfo.finalRequestPath !== location.pathname + location.search) return;
    event.preventDefault();
    document.getElementById("results")?.focus();
  });

  document.addEventListener("htmx:beforeSwap", () => {
    before = remember();
  });

  // Before the browser does anything else: a key that is pressed meanwhile finds the focus in place.
  document.addEventListener("htmx:afterSwap", () => {
    if (before) restore(before);
    before = null;
  });

  // Whatever goes wrong on the way: load the page, which then says it itself.
  for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:swapError"]) {
    document.addEventListener(failure, ({ detail }) => {
      location.assign(detail.pathInfo.finalRequestPath);
    });
  }
})();
