// The form of a source says at once whether the catalogue knows the address that was typed.
"use strict";

(() => {
  const input = document.querySelector("input[data-known-addresses]");
  if (!input) return;
  const notice = document.createElement("p");
  notice.className = "known-address";
  notice.setAttribute("role", "status");
  input.after(notice);
  let asked = "";

  const button = (label, act) => {
    const element = document.createElement("button");
    element.type = "button";
    element.textContent = label;
    element.addEventListener("click", act);
    return element;
  };

  /** Return the way to the source that is there: it is chosen in the form behind a popup. */
  const lead = ({ key, name, change, take }) => {
    if (window.opener?.dismissAddRelatedObjectPopup && new URLSearchParams(location.search).has("_popup")) {
      return button(take, () => window.opener.dismissAddRelatedObjectPopup(window, key, name));
    }
    const link = document.createElement("a");
    link.href = change;
    link.textContent = name;
    return link;
  };

  const show = ({ words, found, publisher, fill }) => {
    notice.replaceChildren(words);
    if (found) notice.append(" ", lead(found));
    const field = document.getElementById("id_publisher");
    if (!found && publisher && field && field.value === "") {
      notice.append(
        " ",
        button(fill, () => {
          field.value = publisher;
          field.dispatchEvent(new Event("input", { bubbles: true }));
          notice.replaceChildren();
        }),
      );
    }
  };

  const ask = async () => {
    const typed = input.value.trim();
    if (typed === asked) return;
    asked = typed;
    notice.replaceChildren();
    const url = `${input.dataset.knownAddresses}?${new URLSearchParams({ url: typed })}`;
    const answer = typed && (await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null));
    if (answer?.ok && typed === asked) show(await answer.json());
  };
  input.addEventListener("change", ask);
  input.addEventListener("paste", () => setTimeout(ask));
})();
