// The control API, with the key that this tab was given, and the stream of its events.

export const base = location.pathname.replace(/\/page\/.*$/, "").replace(/\/+$/, "");
const KEY = "fakeping-key";
let key = sessionStorage.getItem(KEY) || "";
let keyWanted = () => {};

export function onKeyWanted(ask) { keyWanted = ask; }
export function setKey(text) { key = text.trim(); sessionStorage.setItem(KEY, key); }
export function hasKey() { return key !== ""; }

export class Refused extends Error {
  constructor(status, detail, violations) {
    super(detail);
    this.status = status;
    this.violations = violations || [];
  }
}

function headers(body) {
  const made = {};
  if (key) made.Authorization = `Bearer ${key}`;
  if (body !== undefined) made["Content-Type"] = "application/json";
  return made;
}

async function send(method, path, { body, signal } = {}) {
  const answer = await fetch(base + path, {
    method, signal, headers: headers(body), cache: "no-store", credentials: "omit",
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (answer.ok) return answer;
  if (answer.status === 401) {
    keyWanted();
    throw new Refused(401, "The control key is missing or wrong.");
  }
  let problem = {};
  try { problem = await answer.json(); } catch { /* no document came */ }
  throw new Refused(answer.status, problem.detail || answer.statusText, problem.violations);
}

// Milliseconds that the last answer with tables took.
export const took = { tables: 0 };

export async function api(method, path, options) {
  const began = performance.now();
  const text = await (await send(method, path, options)).text();
  if (path.includes("/tables")) took.tables = performance.now() - began;
  return text ? JSON.parse(text) : null;
}
export const get = (path, signal) => api("GET", path, { signal });
export async function getText(path) { return (await send("GET", path)).text(); }

export function query(members) {
  const said = Object.entries(members).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return said.length ? "?" + new URLSearchParams(said).toString() : "";
}

export const pause = (milliseconds, signal) => new Promise(done => {
  const timer = setTimeout(done, milliseconds);
  signal?.addEventListener("abort", () => { clearTimeout(timer); done(); }, { once: true });
});

// One stream of events. A proxy may hold a stream back: then each event is asked for.
export async function follow(tenant, { signal, event, reach }) {
  let streams = true;
  while (!signal.aborted) {
    try {
      if (streams) streams = await stream(tenant, { signal, event, reach });
      else await poll(tenant, { signal, event, reach });
    } catch (error) {
      if (signal.aborted || (error instanceof Refused && error.status === 401)) return;
      reach(false);
      await pause(1000, signal);
      streams = true;
    }
  }
}

// Resolves to whether streams get through: the first event comes at once, or something holds it back.
async function stream(tenant, { signal, event, reach }) {
  const own = new AbortController();
  const stop = () => own.abort();
  signal.addEventListener("abort", stop, { once: true });
  let heard = false;
  const timer = setTimeout(() => { if (!heard) own.abort(); }, 2500);
  try {
    const answer = await send("GET", "/events/stream" + query({ tenant }), { signal: own.signal });
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) throw new Error("the stream has ended");
      if (!heard) { heard = true; clearTimeout(timer); reach(true); }
      text += value;
      const parts = text.split("\n\n");
      text = parts.pop();
      for (const part of parts) if (part.startsWith("data: ")) event(JSON.parse(part.slice(6)));
    }
  } catch (error) {
    if (!heard && own.signal.aborted && !signal.aborted) return false;
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

async function poll(tenant, { signal, event, reach }) {
  let after = "";
  while (!signal.aborted) {
    const told = await get("/events" + query({ tenant, after, wait: after ? 20 : 0 }), signal);
    reach(true);
    if (told.after !== after) event(told);
    after = told.after;
  }
}
