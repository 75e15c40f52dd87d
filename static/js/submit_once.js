// A double click sends a form once: with the first click the session may get a new key, which the
// browser does not learn if a second click replaces the request.
"use strict";

(() => {
  let sent = false;

  document.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });

  // Also for a page that the back button brings back.
  window.addEventListener("pageshow", () => {
    sent = false;
  });
})();
