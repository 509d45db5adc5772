// The form of an event shows what its kind needs and how it repeats. Without this, everything is there.
(function () {
  "use strict";
  const form = document.querySelector("form[data-kinds]");
  if (!form) return;
  const has = (list, word) => list.split(" ").includes(word);
  const picked = (name) => form.querySelector(`[name="${name}"]:checked`)?.value || "";

  function show() {
    const kind = form.querySelector('[name="kind"]').value;
    form.querySelectorAll("[data-not]").forEach((part) => { part.hidden = has(part.dataset.not, kind); });
    form.querySelectorAll("[data-only]").forEach((part) => { part.hidden = !has(part.dataset.only, kind); });
    const place = form.querySelector("[data-place]");
    const online = form.querySelector("[data-first]");
    if (has(online.dataset.first, kind)) place.before(online); else place.after(online);
    form.querySelectorAll("[data-repeats]").forEach((part) => {
      part.hidden = !picked("repeats") || !has(part.dataset.repeats, picked("repeats"));
    });
    form.querySelectorAll("[data-stops]").forEach((part) => { part.hidden = part.dataset.stops !== picked("stops"); });
  }

  form.addEventListener("change", show);
  show();
})();
