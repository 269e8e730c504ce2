// Scripted faults, and the tenant's clock.
import { useState } from "./preact.js";
import { api, get } from "./api.js";
import { attempt, Code, Field, html, Loading, Problem, say, Sheet, Terms, useAsked, useCalm } from "./ui.js";
import { to } from "./place.js";
import { described } from "./ways.js";

// What a fault takes: the schema of each kind of one, from the control API's own document.
async function kinds() {
  const { components } = await get("/openapi.json");
  return new Map(components.schemas.fault_request.oneOf.map(each => [each.properties.fault.const, { says: each.description, members: each.properties, required: new Set(each.required) }]));
}

const MATCHERS = new Set(["json", "query", "headers", "caller", "body", "path"]);
const FIRST = ["preset", "status", "seconds", "limit", "window", "times", "retry_after"];

// A number where it is one and may be; JSON for what has members; else the text.
function understood(schema, text) {
  const types = [schema.type].flat();
  if (types.includes("boolean") && /^(true|false)$/.test(text)) return text === "true";
  if (/^[[{]/.test(text.trim())) return JSON.parse(text);
  if ((types.includes("number") || types.includes("integer")) && text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
  return text;
}

async function operations(summary) {
  const names = [];
  for (const family of ["pingone", "pingam"]) {
    const document = await described(family, summary.editions[family]);
    for (const each of Object.values(document.paths)) for (const one of Object.values(each)) if (one.operationId) names.push(one.operationId);
  }
  return [...new Set(names)].sort();
}

export function FaultsView({ summary, told }) {
  const id = encodeURIComponent(summary.id), path = `/tenants/${id}/faults`;
  const marks = JSON.stringify(told?.tenant?.faults);
  const { value, error } = useAsked(signal => get(path, signal), [path, marks]);
  return html`<${ClockView} id=${id} told=${told} summary=${summary} />
    <${Sheet} title="Faults" actions=${value?.faults.length ? html`<button type="button" onClick=${attempt(async () => { await api("DELETE", path); say("No fault is left."); })}>Remove all</button>` : null}>
      ${!value ? html`<${Loading} error=${error} what="the faults" />` : value.faults.length ? html`<div class="scroll" tabindex="0" role="region" aria-label="Faults"><table>
        <thead><tr><th scope="col">Fault</th><th scope="col">Operation</th><th scope="col">State</th><th scope="col">Matched</th><th scope="col">Fired</th><th scope="col"><span class="away">Actions</span></th></tr></thead>
        <tbody>${value.faults.map(each => html`<tr key=${each.id}>
          <td><details><summary>${each.name || each.fault}</summary><${Code} value=${each} name=${`Fault ${each.name || each.fault}`} /></details></td>
          <td>${each.op || each.operation || "any"}</td>
          <td>${each.active ? html`<span class="ok">active</span>` : "over"}</td>
          <td>${each.matched}</td>
          <td>${each.fired ? html`<a href=${to("t", summary.id, "journal", "fault", each.name || each.fault)}>${each.fired}</a>` : "0"}${each.times ? ` of ${each.times}` : ""}</td>
          <td><button type="button" aria-label=${`Cancel ${each.name || each.fault}`} onClick=${attempt(() => api("DELETE", `${path}/${encodeURIComponent(each.id)}`))}>Cancel</button></td></tr>`)}</tbody>
      </table></div>` : html`<p class="faint">None is scripted.</p>`}
    <//>
    <${Script} path=${path} summary=${summary} />`;
}

function Script({ path, summary }) {
  const [kind, choose] = useState("next");
  const [error, fail] = useState(null);
  const { value: names } = useAsked(() => operations(summary), [summary.id]);
  const { value: known } = useAsked(() => kinds(), []);
  const chosen = known?.get(kind);
  const send = async event => {
    event.preventDefault();
    const form = event.target, body = { fault: kind };
    try {
      fail(null);
      for (const [name, text] of new FormData(form)) if (text !== "") body[name] = name === "op" ? text : understood(chosen.members[name], text);
      await api("POST", path, { body });
      say("It is scripted.");
      form.reset();
    } catch (problem) { fail(problem); }
  };
  const order = name => (FIRST.indexOf(name) + 1 || 50) - (chosen.required.has(name) ? 100 : 0);
  const members = chosen ? Object.keys(chosen.members).filter(each => each !== "fault" && each !== "op").sort((a, b) => order(a) - order(b)) : [];
  const one = name => {
    const schema = chosen.members[name], types = [schema.type].flat(), options = schema.enum || schema.examples;
    const hint = [chosen.required.has(name) ? "required" : "", schema.description || ""].filter(Boolean).join("; ");
    return html`<${Field} key=${kind + name} label=${name} hint=${hint}>${(id, about) => options
      ? html`<select id=${id} name=${name} aria-describedby=${about}>${chosen.required.has(name) ? null : html`<option value="">left out</option>`}${options.map(each => html`<option value=${each}>${each}</option>`)}</select>`
      : types.includes("boolean") ? html`<select id=${id} name=${name} aria-describedby=${about}><option value="">left out</option><option value="true">true</option><option value="false">false</option></select>`
      : html`<input id=${id} name=${name} aria-describedby=${about} />`}<//>`;
  };
  return html`<${Sheet} title="Script one"><form onSubmit=${send}>
    <${Problem} error=${error} />
    <div class="columns">
      <${Field} label="What happens">${id => html`<select id=${id} onChange=${event => choose(event.target.value)}>${[...(known || [])].map(([name, { says }]) => html`<option value=${name} selected=${name === kind}>${name}: ${says}</option>`)}</select>`}<//>
      <${Field} label="To which operation" hint="a name or a pattern; any where it is empty">${(id, about) => html`<input id=${id} name="op" list="operations" aria-describedby=${about} />`}<//>
      ${members.filter(each => !MATCHERS.has(each)).map(one)}
    </div>
    <datalist id="operations">${(names || []).map(each => html`<option value=${each} />`)}</datalist>
    <details><summary>Only for some requests</summary><div class="columns">${members.filter(each => MATCHERS.has(each)).map(one)}</div></details>
    <div class="row"><button class="main">Script it</button></div>
  </form><//>`;
}

function ClockView({ id, told, summary }) {
  const clock = told?.tenant?.clock;
  const [error, fail] = useState(null);
  const path = `/tenants/${id}/clock`;
  const move = body => async () => { try { fail(null); await api("PATCH", path, { body }); } catch (problem) { fail(problem); } };
  const set = event => { event.preventDefault(); const text = new FormData(event.target).get("instant"); if (text) move({ set: text })(); };
  const on = event => { event.preventDefault(); const text = new FormData(event.target).get("advance"); if (text) move({ advance: text })(); };
  const { value: soon } = useAsked(signal => expiring(id, signal), [id, useCalm(told?.tenant?.state), clock?.frozen, Math.round(clock?.ahead || 0)]);
  if (!clock) return null;
  const now = Date.parse(clock.now) / 1000;
  return html`<${Sheet} title="Clock">
    <${Terms} of=${[["now", `${clock.now.slice(0, 19).replace("T", " ")} UTC`], ["runs", clock.frozen ? "no, it is frozen" : "yes"], ["ahead of the real one", Math.abs(clock.ahead) < 1 ? "no" : `${Math.round(clock.ahead).toLocaleString("en")} s`]]} />
    <${Problem} error=${error} />
    <div class="row">
      <button type="button" onClick=${move({ advance: 60 })}>A minute on</button><button type="button" onClick=${move({ advance: 3600 })}>An hour on</button><button type="button" onClick=${move({ advance: 86400 })}>A day on</button>
      <button type="button" onClick=${move({ frozen: !clock.frozen })}>${clock.frozen ? "Let it run" : "Freeze"}</button>
    </div>
    <div class="columns">
      <form onSubmit=${on}><${Field} label="Move by" hint="such as 1h30m, or seconds">${(fid, about) => html`<input id=${fid} name="advance" aria-describedby=${about} />`}<//><button>Move it</button></form>
      <form onSubmit=${set}><${Field} label="Set to" hint="such as 2027-01-01T00:00:00Z">${(fid, about) => html`<input id=${fid} name="instant" aria-describedby=${about} />`}<//><button>Set it</button></form>
    </div>
    ${soon?.length ? html`<h3>About to expire</h3><ul class="plain">${soon.filter(each => each.at > now).slice(0, 10).map(each => html`<li>
      <a href=${to("t", summary.id, "state", each.table, each.key)}>${each.table}</a> ${each.who} <span class="faint">in ${Math.round(each.at - now).toLocaleString("en")} s</span></li>`)}</ul>` : null}
  <//>`;
}

// Tokens, sessions and the like, the first to expire before the others.
async function expiring(id, signal) {
  const { tables } = await get(`/tenants/${id}/tables`, signal);
  const found = [];
  for (const { table, rows } of tables) {
    if (!rows || !/(tokens|sessions|authorizations|flows|devices|pushedRequests|recoveryCodes)$/i.test(table)) continue;
    for (const each of (await get(`/tenants/${id}/tables/${encodeURIComponent(table)}`, signal)).rows) {
      const said = each.entity.expires_at ?? each.entity.expiresAt;
      const at = typeof said === "number" ? said : Date.parse(said) / 1000;
      if (Number.isFinite(at)) found.push({ table, key: each.key, at, who: each.entity.owner || each.entity.user || each.entity.client || "" });
    }
  }
  return found.sort((a, b) => a.at - b.at);
}
