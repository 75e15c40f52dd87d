// What is typed into a form of the desk is kept in the browser until it is saved or discarded. Leaving
// the form warns. What was kept is offered again when the form is opened: it is sent to the server,
// which answers with the form filled in and saves nothing.
//
// Every page that was loaded keeps its text under a key of its own, so two tabs do not disturb each
// other. The server says which keys are saved: their text is dropped then.
"use strict";

(() => {
  const MARK = "typed:";
  const SENT = "typed-sent"; // in sessionStorage: the key of the form that this tab has sent last
  const DAYS_KEPT = 14;
  const TECHNICAL = /^(csrfmiddlewaretoken$|_)|__prefix__/;

  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(MARK));
  const dropAll = (found) => found.forEach((key) => localStorage.removeItem(key));

  /** Return what is kept under a key; null if it is gone or too old. */
  const read = (key) => {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      return kept?.at > Date.now() - DAYS_KEPT * 24 * 3600 * 1000 ? kept : null;
    } catch {
      return null;
    }
  };

  dropAll((document.querySelector("meta[name=saved-text]")?.content ?? "").split(" ").filter((key) => key.startsWith(MARK)));
  dropAll(keys().filter((key) => !read(key)));

  let isSigningOut = false;
  document.getElementById("logout-form")?.addEventListener("submit", () => {
    isSigningOut = true;
    dropAll(keys());
  });

  const part = document.getElementById("typed-text");
  const form = document.querySelector("form[id$=_form]");
  if (!part || !form) return;

  form.autocomplete = "off"; // after *Back* browsers fill in a part of what was typed, without the rows
  const place = `${MARK}${part.dataset.user}:${location.pathname}:`;
  const wasSent = "unsaved" in part.dataset; // the server did not save what this form shows
  const sentBefore = sessionStorage.getItem(SENT) ?? "";
  const newKey = place + Date.now().toString(36) + Math.random().toString(36).slice(2);
  const key = wasSent && sentBefore.startsWith(place) ? sentBefore : newKey;
  let isLeaving = false;

  /** Return the inputs of the form as (name, value). */
  const readInputs = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !TECHNICAL.test(name));

  /** Return what people see of inputs as one text. */
  const asText = (inputs) =>
    JSON.stringify(inputs.filter(([name]) => name !== "edit_token" && name !== "state").map(String).sort());

  let atFirst = asText(readInputs());
  let isTouched = false;
  const isChanged = () => wasSent || asText(readInputs()) !== atFirst;

  // --- Keeping ------------------------------------------------------------------------------

  const store = (kept) => {
    try {
      localStorage.setItem(key, kept);
      return true;
    } catch {
      return false;
    }
  };

  /** Keep what the form shows, at the expense of the oldest texts if there is no room. */
  const keep = () => {
    if (isSigningOut) return;
    if (!isChanged()) return localStorage.removeItem(key);
    const kept = JSON.stringify({ at: Date.now(), inputs: readInputs() });
    const oldest = keys().filter((each) => each !== key).sort((a, b) => read(a)?.at - read(b)?.at);
    while (!store(kept)) {
      if (!oldest.length) return say(part.dataset.full);
      localStorage.removeItem(oldest.shift());
    }
  };

  let timer = 0;
  const noteChange = () => {
    isTouched = true;
    isSigningOut = false;
    clearTimeout(timer);
    timer = setTimeout(keep, 500);
  };
  form.addEventListener("input", noteChange);
  window.django?.jQuery(form).on("change", noteChange); // choices of Select2 are events of jQuery only
  document.addEventListener("formset:added", noteChange);
  document.addEventListener("formset:removed", noteChange);
  window.addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  window.addEventListener("load", () => {
    if (!isTouched) atFirst = asText(readInputs());
  });

  // --- Leaving and sending ------------------------------------------------------------------

  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && isChanged()) event.preventDefault();
  });

  const addInput = (target, name, value) => {
    const input = target.querySelector(`input[type=hidden][name=${name}]`) ?? document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    target.append(input);
  };

  form.addEventListener("submit", (event) => {
    if (isLeaving) return event.preventDefault(); // the second click of two
    isLeaving = true;
    keep();
    sessionStorage.setItem(SENT, key);
    addInput(form, "_kept", key);
    setTimeout(() => (isLeaving = false), 5000); // an answer that never comes can be asked for again
  });
  window.addEventListener("pageshow", () => (isLeaving = false));

  /** Say something in the place where somebody has pressed a button. */
  const say = (text, beside) => {
    const note = document.createElement("p");
    note.setAttribute("role", "alert");
    note.className = "typed-note";
    note.textContent = text;
    document.querySelectorAll(".typed-note").forEach((each) => each.remove());
    (beside ?? part).after(note);
  };

  // Buttons of the workflow save nothing: with unsaved text on the page they do nothing.
  document.addEventListener("click", (event) => {
    const control = event.target.closest(".moves a, :is(.moves, .desk-note) [type=submit], a[href$='/preview/']");
    if (!control || control.form === form || !isChanged()) return;
    const place = control.closest(".moves, .desk-note, ul");
    if (control.target === "_blank") return say(part.dataset.preview, place);
    event.preventDefault();
    say(part.dataset.workflow, place);
  });

  // --- Offering -----------------------------------------------------------------------------

  /** Send a text that was kept to the server, which shows the form with it. */
  const restore = (kept, from) => {
    const sending = document.createElement("form");
    sending.method = "post";
    for (const [name, value] of [...kept.inputs, ["_restore", "1"], ["csrfmiddlewaretoken", form.csrfmiddlewaretoken.value]]) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      sending.append(input);
    }
    sessionStorage.setItem(SENT, from);
    keep();
    isLeaving = true;
    document.body.append(sending);
    sending.submit();
  };

  const offer = (kept, from) => {
    const note = part.querySelector("template").content.cloneNode(true).firstElementChild;
    const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    note.querySelector("time").textContent = when.format(kept.at);
    note.querySelector("[data-restore]").addEventListener("click", () => restore(read(from) ?? kept, from));
    note.querySelector("[data-discard]").addEventListener("click", () => {
      localStorage.removeItem(from);
      note.remove();
    });
    part.append(note);
  };

  if (wasSent) keep();
  keys()
    .filter((each) => each.startsWith(place) && each !== key)
    .map((each) => [read(each), each])
    .sort(([a], [b]) => b.at - a.at)
    .forEach(([kept, each]) => (asText(kept.inputs) === atFirst ? localStorage.removeItem(each) : offer(kept, each)));
})();
