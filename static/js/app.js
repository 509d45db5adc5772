// Small help on top of pages that work without it.
(function () {
  "use strict";
  const body = document.body;

  function focusErrors(root) {
    const strip = root.matches?.("[data-errors]") ? root : root.querySelector("[data-errors]");
    if (strip) strip.focus();
  }

  // Shown only where a script can make them work.
  function reveal(root) {
    root.querySelectorAll("[data-print], [data-copy]").forEach((button) => { button.hidden = false; });
  }

  function say(words) {
    const strip = document.createElement("div");
    strip.className = "strip stop";
    strip.textContent = words;
    document.getElementById("said")?.replaceChildren(strip);
  }

  body.addEventListener("click", (event) => {
    const at = event.target.closest("[data-ask], [data-print], [data-copy], [data-close], [data-insert]");
    if (!at) return;
    if (at.dataset.ask) {
      const dialog = document.getElementById(at.dataset.ask);
      if (!dialog) return;
      event.preventDefault();
      dialog.showModal();
    } else if (at.dataset.insert) {
      event.preventDefault();
      const field = document.getElementById(at.dataset.into);
      field.setRangeText(at.dataset.insert, field.selectionStart, field.selectionEnd, "end");
      field.focus();
      field.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (at.hasAttribute("data-print")) {
      window.print();
    } else if (at.hasAttribute("data-copy")) {
      navigator.clipboard.writeText(at.dataset.copy).then(() => { at.textContent = at.dataset.copied; });
    } else {
      event.preventDefault();
      at.closest("dialog").close();
    }
  });

  // A slow answer says so on the button that was pressed.
  body.addEventListener("htmx:beforeRequest", ({ detail }) => {
    const button = detail.requestConfig.triggeringEvent?.submitter || detail.elt;
    if (!button.matches(".btn")) return;
    const words = [...button.childNodes];
    const timer = setTimeout(() => button.replaceChildren(body.dataset.saving), 400);
    detail.xhr.addEventListener("loadend", () => { clearTimeout(timer); button.replaceChildren(...words); });
  });
  ["htmx:sendError", "htmx:responseError"].forEach((name) => {
    body.addEventListener(name, () => say(body.dataset.offline));
  });
  body.addEventListener("htmx:afterSettle", ({ target }) => { reveal(target); focusErrors(target); });

  reveal(document);
  focusErrors(document);
})();
