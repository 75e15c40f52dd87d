// Update a list without loading the page. Without this file its form and links do the same.
"use strict";

(() => {
  const listing = () => document.getElementById("listing");
  let before = null;

  /** Return true if an element belongs to the form of a list; boxes on cards belong to another form. */
  const filters = (element) => element.form?.matches(".listing");

  /** Return the state of the page: open facets, and the focused element. */
  const remember = () => {
    const held = document.activeElement;
    return {
      open: [...listing().querySelectorAll("details[open][id]")].map((each) => each.id),
      shut: [...listing().querySelectorAll("details[id]:not([open])")].map((each) => each.id),
      held: listing().contains(held) ? selector(held) : "",
      left: listing().contains(held) && !selector(held),
    };
  };

  /** Return a selector that finds an element again after the list was replaced; null for a link. */
  const selector = (element) => {
    if (element.id) return `#${CSS.escape(element.id)}`;
    if (element.type !== "checkbox") return "";
    return `[name="${CSS.escape(element.name)}"][value="${CSS.escape(element.value)}"]`;
  };

  /** Restore open facets and focus, and announce the new number of records. */
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

  // Remove empty parameters from the address.
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    for (const [name, value] of [...detail.formData]) {
      if (value === "") detail.formData.delete(name);
    }
  });

  // The same list again: request nothing, and scroll to it.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.pathInfo.finalRequestPath !== location.pathname + location.search) return;
    event.preventDefault();
    document.getElementById("results")?.focus();
  });

  document.addEventListener("htmx:beforeSwap", () => {
    before = remember();
  });

  // Before the browser handles other events, so that a key pressed meanwhile finds the focus in place.
  document.addEventListener("htmx:afterSwap", () => {
    if (before) restore(before);
    before = null;
  });

  // After any error: load the page, which shows the error.
  for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:swapError"]) {
    document.addEventListener(failure, ({ detail }) => {
      location.assign(detail.pathInfo.finalRequestPath);
    });
  }
})();
