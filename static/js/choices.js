// Related records that are chosen by typing: an option has a second line that tells records apart, Tab
// takes the highlighted option, a removed choice opens no list, and links to a field lead into it.
"use strict";

(() => {
  const $ = window.django?.jQuery;
  if (!$?.fn.select2) return;
  let isRemoving = false;
  let isTaking = false;

  /** Return an option of a list as an element, with its note on a line of its own. */
  const showOption = ({ text, note }) => {
    if (!note) return text;
    const option = document.createElement("span");
    const line = document.createElement("small");
    line.className = "choice-note";
    line.textContent = note;
    option.append(text, line);
    return option;
  };
  $.fn.select2.defaults.set("templateResult", showOption);

  /** Return the field whose list is open, as the library sees it. */
  const openField = () => {
    const select = document.querySelector(".select2-container--open")?.previousElementSibling;
    return select && $(select).data("select2");
  };

  const isSearching = () => document.querySelector(".select2-results .loading-results") !== null;

  /** Take the highlighted option, if there is one. */
  const take = (field) => field.trigger("results:select", {});

  // The library listens on the field itself: this comes first.
  document.addEventListener(
    "keydown",
    (event) => {
      const field = event.target.matches(".select2-search__field") && openField();
      if (event.key !== "Tab" || !field || event.target.value.trim() === "") return;
      if (!isSearching()) {
        take(field);
        return;
      }
      event.preventDefault(); // the answer is on its way: take it when it is here
      event.stopPropagation();
      if (isTaking) return;
      isTaking = true;
      const list = document.querySelector(".select2-results__options");
      const observer = new MutationObserver(() => {
        if (isSearching()) return;
        observer.disconnect();
        isTaking = false;
        if (openField() === field) take(field);
      });
      observer.observe(list, { childList: true });
    },
    true,
  );

  $(document).on("select2:unselecting select2:clearing", () => {
    isRemoving = true;
    setTimeout(() => (isRemoving = false));
  });
  $(document).on("select2:opening", (event) => {
    if (isRemoving) event.preventDefault();
  });

  // A link to a field leads to its hidden select, or to the heading of rows: go on to what takes keys.
  const FOCUSABLE = "input:not([type=hidden]), select, textarea, a[href], button";
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    const shown = target.matches(".select2-hidden-accessible")
      ? target.nextElementSibling.querySelector(".select2-search__field, [role=combobox]")
      : [target, ...target.querySelectorAll(FOCUSABLE)].find((each) => each.matches(FOCUSABLE) && each.offsetParent);
    if (!shown) return;
    setTimeout(() => { // after the browser has gone to the hidden field
      shown.focus({ preventScroll: true });
      shown.scrollIntoView({ block: "center" });
    });
  });
})();
