// The link of an invitation has its code after #, which browsers do not send: send it as a form.
"use strict";

(() => {
  const field = document.getElementById("id_code");

  /** Move the code from the address into the form, and send it. */
  const open = () => {
    const code = location.hash.slice(1);
    if (!code) return;
    history.replaceState(null, "", location.pathname);
    field.value = code;
    field.form.submit();
  };

  window.addEventListener("hashchange", open);
  open();
})();
