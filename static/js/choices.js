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

  /** Return the list in which a field for searching is shown, if it is open. */
  const openList = (search) => document.getElementById(search.getAttribute("aria-controls"));

  const isSearching = (list) => list.querySelector(".loading-results") !== null;

  /** Take the highlighted option, if there is one. */
  const take = (list) => {
    const select = document.getElementById(list.id.replace(/^select2-|-results$/g, ""));
    $(select).data("select2").trigger("results:select", {});
  };

  // The library listens on the field itself: this comes first.
  document.addEventListener(
    "keydown",
    (event) => {
      const search = event.key === "Tab" && event.target.matches(".select2-search__field") && event.target;
      const list = search && search.value.trim() !== "" && openList(search);
      if (!list) return;
      if (!isSearching(list)) {
        take(list);
        return;
      }
      event.preventDefault(); // the answer is on its way: take it when it is here
      event.stopPropagation();
      if (isTaking) return;
      isTaking = true;
      const observer = new MutationObserver(() => {
        if (isSearching(list)) return;
        observer.disconnect();
        isTaking = false;
        if (openList(search) === list) take(list);
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
    const swallow = (up) => up.stopPropagation(); // of the key that followed the link: it would open the list
    if (event.detail === 0) document.addEventListener("keyup", swallow, { capture: true, once: true });
    setTimeout(() => { // after the browser has gone to the hidden field
      shown.focus({ preventScroll: true });
      shown.scrollIntoView({ block: "center" });
    });
  });
})();
