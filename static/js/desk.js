// Django's admin creates the fields for choosing records without accessible names. This adds them,
// so that a screen reader reads the field's name and value.
"use strict";

(() => {
  const fields = "select.admin-autocomplete.select2-hidden-accessible";

  /** Return the name of a field: its label, or its aria-label in an inline row. */
  const nameOf = (select) =>
    select.getAttribute("aria-label") || (select.labels[0]?.textContent ?? "").replace(/:\s*$/, "").trim();

  /** Set an attribute only if it changes, because every change triggers the observer. */
  const set = (element, attribute, value) => {
    if (element && element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
  };

  /** Name the element with the current value, and mark it as opening a list. */
  const nameChoice = (select, name) => {
    const choice = select.nextElementSibling?.querySelector("[role=combobox]");
    if (!choice) return;
    set(choice, "aria-label", name);
    const shown = choice.querySelector("span.select2-selection__rendered");
    if (shown) {
      shown.removeAttribute("role"); // not a separate field, but the value of the field
      shown.removeAttribute("aria-readonly");
      choice.id ||= `${select.id}-choice`;
      set(choice, "aria-labelledby", `${choice.id} ${shown.id}`);
    }
    if (choice.getAttribute("aria-owns")) set(choice, "aria-controls", choice.getAttribute("aria-owns"));
    set(choice.querySelector(".select2-search__field"), "aria-label", name);
    set(choice.querySelector("ul > .select2-selection__clear"), "role", "listitem");
    if (choice.getAttribute("aria-expanded") === "true") nameList(name);
  };

  /** Name the open list and the search field above it. */
  const nameList = (name) => {
    const list = document.querySelector(".select2-container--open .select2-dropdown");
    set(list?.querySelector(".select2-search__field"), "aria-label", name);
    set(list?.querySelector("[role=listbox], [role=tree]"), "aria-label", name);
  };

  const nameAll = () => {
    for (const select of document.querySelectorAll(fields)) nameChoice(select, nameOf(select));
  };

  new MutationObserver(nameAll).observe(document.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["aria-owns", "aria-expanded"],
  });
  nameAll();
})();
