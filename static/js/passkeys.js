// Passkeys: a form with data-passkey asks the device, fills its hidden field `credential` and sends itself.
(function () {
  "use strict";
  const device = window.webauthnJSON;
  if (!device || !device.supported()) return;

  async function options(form) {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    return (await answer.json()).request_options;
  }

  // A passkey that signs in by itself: kept on the device, opened by a finger, a face or a PIN.
  function standsAlone(creation) {
    Object.assign(creation.publicKey.authenticatorSelection, {
      residentKey: "required", requireResidentKey: true, userVerification: "required",
    });
    return creation;
  }

  async function ask(form) {
    const wanted = await options(form);
    return form.dataset.passkey === "add" ? device.create(standsAlone(wanted)) : device.get(wanted);
  }

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const trouble = form.querySelector("[data-trouble]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      trouble.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await ask(form));
        form.submit();
      } catch (error) {
        trouble.hidden = false;
      }
    });
  });
})();
