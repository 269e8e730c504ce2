// The parts that every view is made of.
import { html, useEffect, useRef, useState } from "./preact.js";
import { took } from "./api.js";

export { html };
export const NONE = html`<span class="faint" aria-label="none">–</span>`;
export const pretty = value => typeof value === "string" ? value : JSON.stringify(value, null, 2);
export const plural = (count, one, many = one + "s") => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
export const shortened = text => text.replace(UUID, id => id.slice(0, 4) + "…" + id.slice(-2));
export const kindOf = status => status >= 500 ? "failed" : status >= 400 ? "refused" : status >= 300 ? "moved" : "ok";

let announce = () => {};
export const say = (text, kind = "said") => announce({ text, kind });
export function Said() {
  const [said, set] = useState(null);
  useEffect(() => {
    let timer;
    announce = told => { set(told); clearTimeout(timer); timer = setTimeout(() => set(null), 6000); };
    return () => clearTimeout(timer);
  }, []);
  return html`<div id="said" class=${said?.kind} role="status" aria-live="polite">${said?.text}</div>`;
}

// Does something that may fail, and says why it did.
export const attempt = work => async event => {
  event?.preventDefault?.();
  try { await work(event); } catch (error) { if (error.name !== "AbortError") say(error.message, "wrong"); }
};

export async function copy(text) {
  try { await navigator.clipboard.writeText(text); } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "away";
    const before = document.activeElement;
    (document.querySelector("dialog[open]") || document.body).append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    before?.focus();
  }
  say("Copied.");
}
export function Copy({ text, label = "Copy", name }) {
  const made = async () => copy(typeof text === "function" ? await text() : text);
  return html`<button type="button" aria-label=${name ? `${label} ${name}` : null} onClick=${attempt(made)}>${label}</button>`;
}

export function download(name, text, type = "application/json") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export function Sheet({ title, level = 2, actions, children, label }) {
  return html`<section class="sheet" aria-label=${label || title}>
    ${title && html`<div class="row head">${level === 2 ? html`<h2>${title}</h2>` : html`<h3>${title}</h3>`}${actions}</div>`}
    ${children}
  </section>`;
}

export function Terms({ of }) {
  const rows = of.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return html`<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${typeof value === "boolean" ? String(value) : value}</dd>`)}</dl>`;
}

export function Code({ value, name }) {
  return html`<pre tabindex="0" role="region" aria-label=${name}>${pretty(value)}</pre>`;
}

export function Field({ label, hint, children, error }) {
  const id = useRef(`f${Math.random().toString(36).slice(2)}`).current;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${children(id, hint || error ? `${id}-about` : null)}
    ${(hint || error) && html`<small id=${`${id}-about`} class=${error ? "wrong" : "faint"}>${error || hint}</small>`}
  </div>`;
}

// A dialog of the browser's own: it holds the focus, Escape closes it, and the focus goes back.
export function Dialog({ title, close, children }) {
  const own = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    const dialog = own.current;
    dialog.showModal();
    return () => { dialog.close(); if (before?.isConnected) before.focus(); else document.querySelector("main h2, main")?.focus(); };
  }, []);
  return html`<dialog ref=${own} aria-labelledby="dialog-title" onCancel=${event => { event.preventDefault(); close(); }}>
    <div class="row head"><h2 id="dialog-title">${title}</h2><button type="button" onClick=${close}>Close</button></div>
    ${children}
  </dialog>`;
}

export function Confirm({ title, says, act, verb, close }) {
  return html`<${Dialog} title=${title} close=${close}>
    <p>${says}</p>
    <div class="row">
      <button type="button" class="danger" onClick=${attempt(async () => { await act(); close(); })}>${verb}</button>
      <button type="button" onClick=${close}>Keep it</button>
    </div>
  <//>`;
}

// What is asked for again whenever `on` changes; the newest answer counts.
export function useAsked(ask, on) {
  const [state, set] = useState({ value: null, error: null });
  useEffect(() => {
    const leaving = new AbortController();
    ask(leaving.signal).then(
      value => { if (!leaving.signal.aborted) set({ value, error: null }); },
      error => { if (!leaving.signal.aborted) set(before => ({ value: before.value, error })); });
    return () => leaving.abort();
  }, on);
  return state;
}

export function Problem({ error }) {
  if (!error) return null;
  return html`<div class="problem" role="alert"><p>${error.message}</p>
    ${error.violations?.length ? html`<ul>${error.violations.map(each => html`<li>${each.target ? html`<code>${each.target}</code>: ` : ""}${each.message}</li>`)}</ul>` : null}
  </div>`;
}

export function Loading({ error, what }) {
  return error ? html`<${Problem} error=${error} />` : html`<p class="faint">Reading ${what}</p>`;
}

// A state as often as it changes, but at most once a second, and less often where reading it takes
// long: whoever asks the tenant meanwhile is not to notice. A timer that runs is not begun anew.
export function useCalm(value) {
  const [calm, set] = useState(value);
  const newest = useRef(value), timer = useRef(null);
  newest.current = value;
  useEffect(() => {
    if (calm === value || timer.current !== null) return;
    const next = () => { timer.current = null; set(newest.current); };
    timer.current = setTimeout(next, calm === undefined ? 0 : Math.max(1000, 15 * took.tables));
  }, [value, calm]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return calm;
}
