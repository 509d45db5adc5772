// Answers for the door while there is no signal. Only pages that say so are kept, in one cache for each door, and a
// door that closed or was taken back takes its cache with it. `SHELL` names what those pages need.
"use strict";
const SHELL_CACHE = "door shell";
const DOOR = /^\/h\/[^/]+\/door\//;
const PATIENCE = 5000;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(SHELL_CACHE).then((cache) => cache.addAll(self.SHELL)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), dropOldFiles()]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const path = url.pathname.match(DOOR)?.[0];
  if (path && request.mode === "navigate") event.respondWith(page(request, url, `door ${path}`));
  else if (self.SHELL.includes(url.pathname)) event.respondWith(file(event, url.pathname));
});

async function dropOldFiles() {
  const cache = await caches.open(SHELL_CACHE);
  for (const request of await cache.keys()) {
    if (!self.SHELL.includes(new URL(request.url).pathname)) await cache.delete(request);
  }
}

function inTime(promise) {
  return Promise.race([promise, new Promise((_done, fail) => { setTimeout(fail, PATIENCE); })]);
}

async function page(request, url, name) {
  const kept = await caches.match(url.pathname, { cacheName: name });
  try {
    const response = await (kept ? inTime(fetch(request)) : fetch(request));
    if (response.status === 404 || response.status === 410) await caches.delete(name);
    else if (response.ok && !url.search && response.headers.get("X-Works-Offline")) {
      await (await caches.open(name)).put(url.pathname, response.clone());
    }
    return response;
  } catch (error) {
    return kept || Response.error();
  }
}

async function file(event, path) {
  const kept = await caches.match(path, { cacheName: SHELL_CACHE });
  const anew = fetch(event.request).then(async (response) => {
    if (response.ok) await (await caches.open(SHELL_CACHE)).put(path, response.clone());
    return response;
  });
  if (!kept) return anew;
  event.waitUntil(anew.catch(() => undefined));
  return kept;
}
