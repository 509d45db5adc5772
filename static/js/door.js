// Taps at the door: shown at once, kept on this phone until the server has them, sent with a key that counts once.
(function () {
  "use strict";
  const path = location.pathname.match(/^\/h\/[^/]+\/door\//)?.[0];
  const page = document.querySelector("[data-door]");
  if (!path || !page) return;
  const words = page.dataset;
  const NAME = `door ${path}`; // of the cache, and of what is kept in this phone's storage
  const EVERY = 5000;
  const PATIENCE = 8000;
  const part = (name, root = document) => root.querySelector(`[data-part="${name}"]`);
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]");
  const fill = (pattern, facts) => pattern.replace(/\{(\w+)\}/g, (_all, name) => facts[name]);

  // --- what this phone keeps -------------------------------------------------------------------

  function store() {
    let kept = {};
    try { kept = JSON.parse(localStorage.getItem(NAME)) || {}; } catch { /* nothing that we could read */ }
    return { taps: [], refused: [], known: null, ...kept };
  }
  function keep(change) {
    const kept = { ...store(), ...change, closes: Number(words.closes) || store().closes };
    if (kept.taps.length || kept.refused.length || kept.known) localStorage.setItem(NAME, JSON.stringify(kept));
    else localStorage.removeItem(NAME);
  }
  const taps = () => store().taps;
  const add = (tap) => keep({ taps: [...taps(), { key: newKey(), at: Date.now(), ...tap }] });

  function newKey() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function forgetPages() {
    if (window.caches) await caches.delete(NAME);
  }
  async function forget() {
    localStorage.removeItem(NAME);
    await forgetPages();
    location.reload();
  }
  // Doors of other evenings that nobody opened again.
  function tidy() {
    const old = Date.now() - 72 * 3600 * 1000;
    Object.keys(localStorage).filter((name) => name.startsWith("door /h/") && name !== NAME).forEach((name) => {
      let closes = 0;
      try { closes = JSON.parse(localStorage.getItem(name)).closes; } catch { /* not ours to read: it goes */ }
      if (!(closes > old)) { localStorage.removeItem(name); window.caches?.delete(name); }
    });
  }

  // --- sending ---------------------------------------------------------------------------------

  let since = words.since || "";
  let server = null; // the latest count it gave
  let underway = null;

  async function ask(address, options = {}) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      return await fetch(address, { cache: "no-store", signal: stop.signal, ...options });
    } finally { clearTimeout(timer); }
  }

  function send() {
    underway ??= deliver().catch(() => false).then((sent) => { underway = null; paintAll(sent); return sent; });
    return underway;
  }

  // True when nothing waits any more. A tap is dropped only when an answer names its key.
  async function deliver() {
    for (let again = 0; taps().length; ) {
      const batch = taps().slice(0, 50).map(({ at, label, ...tap }) => ({ ...tap, age: Math.max(0, (Date.now() - at) / 1000) }));
      const response = await ask(`${path}taps/?since=${since}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token()?.value || "" },
        body: JSON.stringify({ taps: batch }),
      });
      if (response.status === 403 && again++ < 1 && await newToken()) continue;
      if (isGone(response)) { await forget(); return false; }
      if (response.status !== 200 && response.status !== 422) return false;
      const before = taps().length;
      take(await response.json());
      if (taps().length === before) return false;
    }
    return true;
  }

  const isGone = (response) => response.status === 404 || response.status === 410;

  // A page kept for hours may hold an old one.
  async function newToken() {
    const response = await ask(path);
    const found = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
    if (found && token()) token().value = found.value;
    return Boolean(found);
  }

  function take(found) {
    const waiting = taps();
    const refused = store().refused;
    waiting.filter((tap) => found.answers[tap.key]).forEach((tap) => {
      const answer = found.answers[tap.key];
      if (answer.state === "done") settle(tap);
      else if (answer.state === "full") askOver(tap, answer.words);
      else if (tap.walk_in) refused.push({ ...tap, words: answer.words });
      else say(`${tap.label || ""} ${answer.words}`.trim(), "stop");
    });
    keep({ taps: taps().filter((tap) => !found.answers[tap.key]), refused });
    show(found);
  }

  // What the server took holds until it tells more.
  function settle(tap) {
    const line = tap.seat && lineOf(tap.seat);
    if (line && "arrived" in tap) line.dataset.arrived = tap.arrived;
    if (line && "late" in tap) line.dataset.late = tap.late ? "1" : "";
  }

  function show(found) {
    if (!("came" in found)) return;
    since = found.since;
    server = found;
    know(found);
    found.seats.forEach((seat) => {
      const line = lineOf(seat.code) || newLine(seat);
      Object.assign(line.dataset, { arrived: seat.arrived, party: seat.party, at: seat.at, late: seat.late ? "1" : "" });
    });
  }

  // The page that is kept is as old as its last load: what came since is kept beside it.
  function know(found) {
    const { known } = store();
    if (known && known.came === found.came && known.expected === found.expected && !found.seats.length) return;
    const seats = { ...known?.seats };
    found.seats.forEach((seat) => { seats[seat.code] = seat; });
    keep({ known: { came: found.came, expected: found.expected, since: found.since, seats } });
  }
  function recall() {
    const { known } = store();
    if (known && Number(known.since) > Number(words.since)) show({ ...known, seats: Object.values(known.seats) });
    else keep({ known: null });
  }

  async function look() {
    if (taps().length) return send();
    let sent = false;
    try {
      const response = await ask(`${path}latest/?since=${since}`);
      if (isGone(response)) return forget();
      if (response.ok) { show(await response.json()); sent = true; }
    } catch { /* no signal: the next look says more */ }
    return paintAll(sent);
  }

  // --- the page --------------------------------------------------------------------------------

  const lineOf = (code) => document.getElementById(`s-${code}`);
  const lines = () => [...document.querySelectorAll(".door-list [data-seat]")];

  function newLine(seat) {
    const line = part("blank").content.firstElementChild.cloneNode(true);
    line.id = `s-${seat.code}`;
    Object.assign(line.dataset, { seat: seat.code, group: "seat", name: fold(seat.name), arrived: 0 });
    line.querySelectorAll("[name=tap]").forEach((button) => { button.value = button.value.replace(/^0:/, `${seat.code}:`); });
    if (part("come", line)) part("come", line).dataset.to = seat.party;
    part("name", line).textContent = seat.name;
    line.querySelectorAll('[data-part="of"]').forEach((of) => { of.textContent = `: ${seat.name}`; });
    part("list").append(line);
    return line;
  }

  function fold(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  }

  function paint(line, waiting) {
    const own = waiting.filter((tap) => tap.seat === line.dataset.seat);
    const arrived = arrivedOf(line, own);
    const party = Number(line.dataset.party);
    const late = own.reduce((now, tap) => ("late" in tap ? tap.late : now), line.dataset.late === "1") && !arrived;
    const at = own.length ? clock(own.at(-1).at) : line.dataset.at || clock(Date.now());
    line.classList.toggle("in-now", arrived > 0);
    part("waits", line).hidden = !own.length;
    part("here", line).hidden = !arrived;
    part("said", line).textContent = fill(arrived === 1 && party === 1 ? words.here : words.some, { n: arrived, party: Math.max(arrived, party), at });
    part("party", line).textContent = party === 1 ? words.one : fill(words.people, { n: party });
    part("late", line).hidden = !late;
    if (!part("come", line)) return;
    part("come", line).hidden = arrived > 0;
    part("undo", line).hidden = !arrived;
    part("tally", line).hidden = party === 1 && arrived < 2;
    part("n", line).textContent = fill(words.tally, { n: arrived, party });
    part("make-late", line).hidden = late || arrived > 0;
    part("make-on-time", line).hidden = !late;
  }

  const arrivedOf = (line, own) => own.reduce((now, tap) => ("arrived" in tap ? tap.arrived : now), Number(line.dataset.arrived));
  const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });

  // How many came in, with what waits on this phone.
  function came(waiting) {
    const start = server ? server.came : Number(words.came);
    const changed = lines().map((line) => arrivedOf(line, waiting.filter((tap) => tap.seat === line.dataset.seat)) - Number(line.dataset.arrived));
    const others = waiting.map((tap) => tap.heads || (tap.walk_in ? Number(tap.walk_in.party_size) : 0));
    return Math.max(0, [...changed, ...others].reduce((sum, n) => sum + n, start));
  }

  function paintAll(sent) {
    const waiting = taps();
    if (words.door === "list") {
      const waits = new Set(waiting.map((tap) => tap.seat));
      lines().forEach((line) => paint(line, waits.has(line.dataset.seat) ? waiting : []));
      paintWalkIns(waiting);
      part("apart").hidden = !part("waiting").children.length;
      filter();
    } else if (words.door === "counter") {
      part("waits").hidden = !waiting.length;
    }
    if (words.door === "list" || words.door === "counter") paintCount(waiting, sent);
    paintRefused();
  }

  function paintCount(waiting, sent) {
    part("came").textContent = came(waiting);
    if (server && words.door === "list") part("of-all").textContent = fill(words.all, { all: server.expected });
    if (sent === undefined) return; // asked, and not answered yet
    const status = sent ? words.ready || words.sent : fill(words.offline, { n: waiting.length });
    if (part("signal").textContent !== status) part("signal").textContent = status;
  }

  // People typed in without a signal: they have no line of their own yet.
  function paintWalkIns(waiting) {
    document.querySelectorAll("[data-walk-in]").forEach((line) => line.remove());
    waiting.filter((tap) => tap.walk_in).forEach((tap) => {
      const line = document.createElement("li");
      line.dataset.walkIn = tap.key;
      line.className = "in-now";
      const box = document.createElement("div");
      const name = document.createElement("b");
      name.textContent = tap.label;
      const waits = part("waits", part("blank").content).cloneNode(true);
      waits.hidden = false;
      box.append(name, waits);
      line.append(box);
      part("list").prepend(line);
    });
  }

  function paintRefused() {
    document.querySelectorAll("[data-refused]").forEach((strip) => strip.remove());
    if (words.door !== "list") return;
    store().refused.forEach((tap) => {
      const strip = say(`${tap.label}: ${tap.words}`, "stop");
      strip.dataset.refused = tap.key;
      const link = document.createElement("a");
      link.href = `${path}walk-in/#mend-${tap.key}`;
      link.textContent = words.fix;
      strip.append(" ", link);
    });
  }

  function say(text, kind = "warn") {
    const strip = document.createElement("div");
    strip.className = `strip ${kind}`;
    const line = document.createElement("p");
    line.textContent = text;
    strip.append(line);
    document.getElementById("said").append(strip);
    return strip;
  }

  // The server asks before the room gets fuller than it may.
  function askOver(tap, reason) {
    const strip = say(`${tap.label || ""} ${reason}`.trim());
    const choice = document.createElement("p");
    choice.className = "row";
    choice.append(button(words.anyway, () => { strip.remove(); add({ ...tap, key: newKey(), over: true }); paintAll(); send(); }));
    choice.append(button(words.leave, () => strip.remove()));
    strip.append(choice);
    strip.scrollIntoView({ block: "center" });
  }
  function button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn small";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  // --- finding a person ------------------------------------------------------------------------

  let shown = "";
  function filter() {
    const typed = fold(document.getElementById("q").value);
    let some = false;
    lines().forEach((line) => {
      const here = line.classList.contains("in-now");
      const fits = line.dataset.name.includes(typed) && (!shown || (shown === "here") === here);
      line.hidden = !fits;
      some ||= fits;
    });
    part("none").hidden = some || !lines().length;
  }

  function finding() {
    const box = document.getElementById("q");
    box.addEventListener("input", filter);
    if (!part("more")) box.form.addEventListener("submit", (event) => event.preventDefault());
    document.querySelectorAll("[data-show]").forEach((tab) => tab.addEventListener("click", (event) => {
      event.preventDefault();
      shown = tab.dataset.show;
      document.querySelectorAll("[data-show]").forEach((other) => other.removeAttribute("aria-current"));
      tab.setAttribute("aria-current", "page");
      filter();
    }));
  }

  function find(code) {
    const line = lineOf(code);
    if (!line) { say(words.notListed); return; }
    document.getElementById("q").value = "";
    filter();
    line.hidden = false;
    location.hash = line.id;
    line.querySelector(".btn:not([hidden])")?.focus();
  }

  function scanning() {
    const open = document.querySelector("[data-scan]");
    if (!open || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
    open.hidden = false;
    part("camera").hidden = true;
    const dialog = document.getElementById("scan");
    const video = dialog.querySelector("video");
    open.addEventListener("click", async () => {
      try {
        video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      } catch { say(words.noCamera); return; }
      dialog.showModal();
      await video.play();
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      const timer = setInterval(async () => {
        const codes = await detector.detect(video).catch(() => []);
        const seat = codes.map((code) => code.rawValue.match(/\/d\/(\w+)\/?$/)?.[1]).find(Boolean);
        if (seat) { dialog.close(); find(seat); }
      }, 300);
      dialog.addEventListener("close", () => {
        clearInterval(timer);
        video.srcObject?.getTracks().forEach((track) => track.stop());
      }, { once: true });
    });
  }

  // --- taps ------------------------------------------------------------------------------------

  function tapped(event) {
    const at = event.target.closest("button[name=tap]");
    if (!at || words.door === "question") return;
    event.preventDefault();
    const line = at.closest("[data-seat]");
    if (at.dataset.heads) add({ heads: Number(at.dataset.heads) });
    else if (line) add({ seat: line.dataset.seat, label: part("name", line).textContent, ...change(at, line) });
    else return;
    navigator.vibrate?.(20);
    paintAll();
    if (line) (line.querySelector(":scope > .btn:not([hidden])") || at).focus({ preventScroll: true });
    send();
  }

  function change(at, line) {
    if ("lateTo" in at.dataset) return { late: at.dataset.lateTo === "1" };
    const now = arrivedOf(line, taps().filter((tap) => tap.seat === line.dataset.seat));
    const wanted = at.dataset.step ? now + Number(at.dataset.step) : Number(at.dataset.to);
    return { arrived: Math.min(50, Math.max(0, wanted)) };
  }

  // --- somebody new ----------------------------------------------------------------------------

  function walkIn() {
    const form = page.querySelector("form");
    const field = (name) => form.elements[name];
    const inLanguage = () => form.querySelectorAll(".asked").forEach((one) => { one.hidden = one.lang !== field("language").value; });
    form.addEventListener("change", inLanguage);
    const mended = location.hash.startsWith("#mend-") && store().refused.find((tap) => `#mend-${tap.key}` === location.hash);
    if (mended) {
      Object.entries(mended.walk_in).forEach(([name, value]) => {
        if (field(name)?.type === "checkbox") field(name).checked = Boolean(value);
        else if (field(name)) field(name).value = value;
      });
      say(mended.words, "stop");
    }
    inLanguage();
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      document.getElementById("said").replaceChildren();
      const typed = Object.fromEntries(["name", "party_size", "language", "phone", "email", "shown"].map((name) => [name, field(name).value]));
      ["hear_text", "hear_email"].forEach((name) => { if (field(name).checked) typed[name] = "on"; });
      if (!typed.name.trim()) { say(words.nameMissing, "stop"); field("name").focus(); return; }
      if (typed.phone && typed.phone.replace(/\D/g, "").length < 10) { say(words.phoneShort, "stop"); field("phone").focus(); return; }
      const key = newKey();
      const over = event.submitter?.name === "over";
      if (mended) keep({ refused: store().refused.filter((tap) => tap.key !== mended.key) });
      add({ key, label: typed.name.trim(), walk_in: typed, ...(over ? { over } : {}) });
      await Promise.race([send(), new Promise((done) => { setTimeout(done, 3000); })]);
      const refused = store().refused.find((tap) => tap.key === key);
      if (refused) {
        keep({ refused: store().refused.filter((tap) => tap.key !== key) });
        say(refused.words, "stop").scrollIntoView({ block: "center" });
      } else if (!document.querySelector("#said .strip")) location.href = path;
    });
  }

  // --- around it -------------------------------------------------------------------------------

  // Kept for a reload without a signal: this page, the one for somebody new, and what they look like.
  async function workOffline() {
    if (!("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register("/h/worker.js", { scope: "/h/" });
    await navigator.serviceWorker.ready;
    const cache = await caches.open(NAME);
    for (const address of [path, `${path}walk-in/`]) {
      const response = await ask(address);
      if (response.ok && !response.redirected && response.headers.get("X-Works-Offline")) await cache.put(address, response);
    }
    words.ready = words.works;
    document.documentElement.dataset.worksOffline = "1";
    paintAll(true);
  }

  function close() {
    if (!words.closes || Date.now() < Number(words.closes)) return;
    forgetPages();
    page.querySelectorAll(".door-list, .door-apart, .pin-foot, template").forEach((one) => one.remove());
    document.querySelector(".door-top .find")?.remove();
    say(words.over);
    words.door = "over";
  }

  function watch() {
    words.came = part("came").textContent;
    recall();
    page.addEventListener("click", tapped);
    window.addEventListener("online", look);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
    setInterval(() => { close(); if (!document.hidden && words.door !== "over") look(); }, EVERY);
    paintAll();
    if (taps().length) send();
    workOffline().catch(() => undefined);
  }

  async function afterwards() {
    await forgetPages();
    if (words.takesTaps && taps().length) {
      const sent = await deliver().catch(() => false);
      page.textContent = sent ? words.late : words.still;
      if (!sent) return;
    }
    localStorage.removeItem(NAME);
  }

  tidy();
  if (words.door === "closed") afterwards();
  else if (words.door === "walk-in") walkIn();
  else if (words.door === "list" || words.door === "counter") {
    const query = new URLSearchParams(location.search);
    if (query.has("show") || (query.has("q") && !part("more"))) { location.replace(path + location.hash); return; }
    if (words.door === "list") { finding(); scanning(); }
    watch();
    if (words.door === "list" && location.hash.startsWith("#s-")) find(location.hash.slice(3));
  }
})();
