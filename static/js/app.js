// Small help on top of pages that work without it.
(function () {
  "use strict";
  const body = document.body;

  function focusErrors(root) {
    const strip = root.querySelector("[data-errors]");
    if (strip) strip.focus();
  }

  // Shown only where a script can make them work.
  function reveal(root) {
    root.querySelectorAll("[data-print], [data-copy]").forEach((button) => { button.hidden = false; });
  }

  function say(words) {
    const said = document.getElementById("said");
    if (!said) return;
    const strip = document.createElement("div");
    strip.className = "strip stop";
    strip.textContent = words;
    said.replaceChildren(strip);
  }

  body.addEventListener("click", (event) => {
    const at = event.target.closest("[data-ask], [data-print], [data-copy], [data-close]");
    if (!at) return;
    if (at.dataset.ask) {
      const dialog = document.getElementById(at.dataset.ask);
      if (!dialog || !dialog.showModal) return;
      event.preventDefault();
      dialog.showModal();
    } else if (at.hasAttribute("data-print")) {
      window.print();
    } else if (at.hasAttribute("data-copy")) {
      navigator.clipboard.writeText(at.dataset.copy).then(() => { at.textContent = at.dataset.copied; });
    } else {
      event.preventDefault();
      at.closest("dialog").close();
    }
  });

  // A slow answer says so on the button itself.
  body.addEventListener("htmx:beforeRequest", (event) => {
    const button = event.detail.elt.closest("form")?.querySelector(".btn.htmx-request") || event.detail.elt;
    if (!button.matches(".btn")) return;
    const words = button.textContent;
    const timer = setTimeout(() => { button.textContent = body.dataset.saving; }, 400);
    button.addEventListener("htmx:afterRequest", () => { clearTimeout(timer); button.textContent = words; }, { once: true });
  });
  body.addEventListener("htmx:sendError", () => say(body.dataset.offline));
  body.addEventListener("htmx:responseError", () => say(body.dataset.offline));
  body.addEventListener("htmx:afterSettle", (event) => { reveal(event.detail.elt); focusErrors(event.detail.elt); });

  reveal(document);
  focusErrors(document);
})();
