// One tenant: what it is, what it holds, and what may be done to it; and a new one.
import { useState } from "./preact.js";
import { api, get } from "./api.js";
import { attempt, Confirm, Copy, Dialog, download, Field, html, Loading, Problem, say, Sheet, Terms, useAsked, useCalm } from "./ui.js";
import { to } from "./place.js";

const EDITIONS = { pingone: ["p14c", "current"], pingam: ["8.1", "openam"] };
const SECRET = new Set(["token", "client_secret", "password", "pat"]);

export function NewTenant({ close }) {
  const [error, fail] = useState(null);
  const send = async event => {
    event.preventDefault();
    const said = Object.fromEntries([...new FormData(event.target)].filter(([, value]) => value !== ""));
    const body = { editions: { pingone: said.pingone, pingam: said.pingam }, auth: said.auth };
    for (const name of ["name", "realm", "environment_id"]) if (said[name]) body[name] = said[name];
    if (said.ids_seed) body.ids_seed = Number(said.ids_seed);
    try {
      if (said.seed) body.seed = JSON.parse(said.seed);
      const made = await api("POST", "/tenants", { body });
      close();
      location.hash = to("t", made.id, "overview");
    } catch (problem) { fail(problem); }
  };
  const pick = (name, options) => id => html`<select id=${id} name=${name}>${options.map(each => html`<option value=${each}>${each}</option>`)}</select>`;
  return html`<${Dialog} title="A new tenant" close=${close}><form onSubmit=${send}>
    <${Problem} error=${error} />
    <${Field} label="Name" hint="What tells it apart here; may be left out">${id => html`<input id=${id} name="name" maxlength="200" />`}<//>
    <div class="columns">
      <${Field} label="Edition of PingOne">${pick("pingone", EDITIONS.pingone)}<//>
      <${Field} label="Edition of PingAM">${pick("pingam", EDITIONS.pingam)}<//>
      <${Field} label="Authentication">${pick("auth", ["strict", "any", "off"])}<//>
    </div>
    <details><summary>More</summary>
      <${Field} label="Environment id">${id => html`<input id=${id} name="environment_id" />`}<//>
      <${Field} label="Realm">${id => html`<input id=${id} name="realm" />`}<//>
      <${Field} label="Seed of its ids" hint="With the same number, the same ids">${id => html`<input id=${id} name="ids_seed" type="number" step="1" />`}<//>
      <${Field} label="State document">${id => html`<textarea id=${id} name="seed" rows="5" spellcheck=${false}></textarea>`}<//>
    </details>
    <div class="row"><button class="main">Make it</button></div>
  </form><//>`;
}

export function Overview({ summary, told }) {
  const id = encodeURIComponent(summary.id);
  const [sure, ask] = useState(null);
  const { value: tenant, error } = useAsked(signal => get(`/tenants/${id}`, signal), [summary.id]);
  const { value: tables } = useAsked(signal => get(`/tenants/${id}/tables`, signal), [summary.id, useCalm(told?.tenant?.state)]);
  if (!tenant) return html`<${Loading} error=${error} what="the tenant" />`;
  const live = told?.tenant;
  const exported = async () => download(`${summary.name || summary.id}.json`, JSON.stringify(await get(`/tenants/${id}/state`), null, 2));
  const load = way => async event => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    await api(way, `/tenants/${id}/state`, { body: JSON.parse(await file.text()) });
    say(way === "PUT" ? "The state is the file's." : "The file was added.");
  };
  const loader = (label, way) => html`<label class="button">${label}<input type="file" class="away" accept="application/json,.json" onChange=${attempt(load(way))} /></label>`;
  const counts = (tables?.tables || []).filter(each => each.rows);
  return html`
    <div class="tiles">
      <${Sheet} title="What it is">
        <${Terms} of=${[
          ["id", html`<code>${summary.id}</code>`], ["PingOne", `edition ${summary.editions.pingone}`], ["PingAM", `edition ${summary.editions.pingam}`],
          ["authentication", summary.auth],
          ["switches", Object.entries(summary.switches).map(([name, on]) => `${name}: ${on ? "on" : "off"}`).join(", ")],
          ["clock", live && `${live.clock.now.slice(0, 19).replace("T", " ")}${live.clock.frozen ? ", frozen" : ""}`],
        ]} />
      <//>
      <${Sheet} title="What it holds" actions=${html`<a href=${to("t", summary.id, "state")}>All of it</a>`}>
        ${counts.length ? html`<dl>${counts.map(each => html`<dt><a href=${to("t", summary.id, "state", each.table)}>${each.table}</a></dt><dd>${each.rows.toLocaleString("en")}</dd>`)}</dl>`
          : html`<p class="faint">Nothing besides what is built in.</p>`}
      <//>
      <${Sheet} title="What is under way">
        <${Terms} of=${[
          ["requests", live && html`<a href=${to("t", summary.id, "journal")}>${live.journal.toLocaleString("en")}</a>`],
          ["faults", live && html`<a href=${to("t", summary.id, "faults")}>${live.faults.filter(each => each[3]).length} active</a>`],
          ["tokens", (tables?.tables || []).filter(each => each.table.endsWith(".tokens")).reduce((sum, each) => sum + each.rows, 0)],
          ["sessions", (tables?.tables || []).filter(each => each.table.endsWith(".sessions")).reduce((sum, each) => sum + each.rows, 0)],
        ]} />
      <//>
    </div>
    <${Sheet} title="Where clients reach it">
      ${["pingone", "pingam"].map(family => html`<h3>${family === "pingone" ? "PingOne" : "PingAM"}</h3>
        <dl class="copied">${Object.entries(tenant[family]).map(([name, value]) => html`<dt>${name}</dt>
          <dd><span class=${SECRET.has(name) ? "secret" : ""} tabindex=${SECRET.has(name) ? 0 : null}>${value}</span><${Copy} text=${value} name=${`${family} ${name}`} /></dd>`)}</dl>`)}
    <//>
    <${Sheet} title="Its state as a document">
      <p class="faint">A file of it is a seed for a test, a tenant or a server.</p>
      <div class="row">
        <button type="button" onClick=${attempt(exported)}>Export</button>
        ${loader("Add a file", "PATCH")} ${loader("Replace by a file", "PUT")}
        <button type="button" onClick=${() => ask("seed")}>Reset to its seed</button>
        <button type="button" onClick=${() => ask("empty")}>Empty it</button>
        <button type="button" class="danger" onClick=${() => ask("drop")}>Drop the tenant</button>
      </div>
    <//>
    ${sure === "drop" && html`<${Confirm} title="Drop this tenant?" verb="Drop it" close=${() => ask(null)}
      says="Its environment and its realm become unknown, and its journal is gone."
      act=${() => api("DELETE", `/tenants/${id}`)} />`}
    ${(sure === "seed" || sure === "empty") && html`<${Confirm} title=${sure === "seed" ? "Reset to its seed?" : "Empty this tenant?"} verb=${sure === "seed" ? "Reset it" : "Empty it"} close=${() => ask(null)}
      says="What was added since is gone, and so are its faults. The journal stays."
      act=${async () => { await api("POST", `/tenants/${id}/reset`, { body: { to: sure } }); say("Done."); }} />`}`;
}
