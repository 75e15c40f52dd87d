// Practices selected for comparison stay selected while the list changes.
"use strict";

(() => {
  const form = document.getElementById("compare");
  const places = form.querySelector(".chosen-practices");
  const most = Number(form.dataset.most);

  /** Return the checkboxes of the current cards. */
  const boxes = () => document.querySelectorAll('#listing [form="compare"]');
  const chosen = () => [...places.querySelectorAll("input")].map((each) => each.value);

  /** Show the selection on the cards; disable the other boxes when the maximum is selected. */
  const show = () => {
    const codes = chosen();
    for (const box of boxes()) {
      box.removeAttribute("name"); // the bar contains the selection and submits it
      box.checked = codes.includes(box.value);
      box.disabled = !box.checked && codes.length >= most;
    }
    form.classList.toggle("begun", codes.length > 0);
  };

  /** Add a practice to the bar, or remove it. */
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

  // After going back, a browser may restore ticked boxes on the cards.
  for (const box of boxes()) if (box.checked) choose(box.value, true);
  show();
})();
