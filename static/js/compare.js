// Practices that were chosen to stand side by side stay chosen while the list changes.
"use strict";

(() => {
  const form = document.getElementById("compare");
  const places = form.querySelector(".chosen-practices");
  const most = Number(form.dataset.most);

  /** Return the boxes on the cards that show now. */
  const boxes = () => document.querySelectorAll('#listing [form="compare"]');
  const chosen = () => [...places.querySelectorAll("input")].map((each) => each.value);

  /** Show on the cards what is chosen; when as many are as fit, no more can be. */
  const show = () => {
    const codes = chosen();
    for (const box of boxes()) {
      box.removeAttribute("name"); // what is chosen stands in the bar, and is sent from there
      box.checked = codes.includes(box.value);
      box.disabled = !box.checked && codes.length >= most;
    }
    form.classList.toggle("begun", codes.length > 0);
  };

  /** Put a practice into the bar, or take it out. */
  const choose = (code, on) => {
    places.querySelector(`[value="${CSS.escape(code)}"]`)?.closest("li").remove();
    if (!on) return;
    const place = form.querySelector("template").content.cloneNode(true);
    place.querySelector("input").value = code;
    place.querySelector("span").textContent = code;
    places.append(place);
  };

  document.addEventListener("change", ({ target }) => {
    if (target.form !== form) return;
    choose(target.value, target.checked);
    show();
  });
  document.addEventListener("htmx:afterSettle", show);

  // A browser that comes back to the page may have kept the ticks on the cards.
  for (const box of boxes()) if (box.checked) choose(box.value, true);
  show();
})();
