// A tenant's state: a table for each kind, an entity with what it is linked with, and its form.
import { useState } from "./preact.js";
import { get, query } from "./api.js";
import { Code, Confirm, Copy, Field, html, Loading, NONE, plural, pretty, Problem, say, Sheet, shortened, useAsked, useCalm } from "./ui.js";
import { to } from "./place.js";
import { EntityForm, Refusal } from "./form.js";
import { ways } from "./ways.js";

const PAGE = 50, COLUMNS = 5;

export function StateView({ summary, rest, told }) {
  const [table, key] = rest;
  const state = told?.tenant?.state;
  if (key) return html`<${EntityView} key=${table + key} summary=${summary} table=${table} id=${key} state=${state} />`;
  return html`<${TablesView} summary=${summary} chosen=${table} state=${state} />`;
}

function TablesView({ summary, chosen, state }) {
  const id = encodeURIComponent(summary.id), calm = useCalm(state);
  const { value, error } = useAsked(signal => get(`/tenants/${id}/tables`, signal), [id, calm]);
  const able = useAsked(() => ways(summary), [summary.id]).value;
  if (!value) return html`<${Loading} error=${error} what="the state" />`;
  const names = new Map(value.tables.map(each => [each.table, each.rows]));
  for (const name of able?.keys() || []) if (!names.has(name)) names.set(name, 0);
  const table = chosen || [...names].find(([, rows]) => rows)?.[0] || "pingone.resources";
  // Tables of what is part of something are told once there is something in them.
  const worth = ([name, rows]) => rows || name === table || (able?.get(name)?.add && !able.get(name).parent);
  const groups = ["pingone", "pingam"].map(family => [family, [...names].filter(each => each[0].startsWith(`${family}.`) && worth(each))]);
  return html`<div class="split">
    <nav class="sheet kinds" aria-label="Tables">${groups.map(([family, tables]) => html`
      <h2>${family === "pingone" ? "PingOne" : "PingAM"}</h2>
      <ul>${tables.map(([name, rows]) => html`<li><a href=${to("t", summary.id, "state", name)} aria-current=${name === table ? "page" : null}>
        <span>${name.slice(family.length + 1)}</span> <span class="faint">${rows.toLocaleString("en")}</span></a></li>`)}</ul>`)}
    </nav>
    <${TableView} key=${table} summary=${summary} table=${table} state=${calm} way=${able?.get(table)} empty=${!names.get(table)} />
  </div>`;
}

const told = value => value === null || value === undefined ? NONE
  : typeof value === "boolean" ? (value ? "yes" : "no")
  : typeof value === "object" ? html`<span class="faint">${shortened(JSON.stringify(value)).slice(0, 80)}</span>`
  : shortened(String(value)).slice(0, 120);

export function TableView({ summary, table, state, way, empty }) {
  const [text, find] = useState("");
  const [sort, by] = useState("");
  const [offset, turn] = useState(0);
  const [adding, add] = useState(false);
  const path = `/tenants/${encodeURIComponent(summary.id)}/tables/${encodeURIComponent(table)}`;
  const { value, error } = useAsked(async signal => empty ? { rows: [], total: 0 } : get(path + query({ text, sort, offset: offset || "", limit: PAGE }), signal), [path, text, sort, offset, state, empty]);
  const rows = value?.rows || [];
  const seen = new Map();
  for (const each of rows) for (const name of Object.keys(each.entity)) seen.set(name, (seen.get(name) || 0) + 1);
  const first = ["name", "username", "_id", "client_id", "owner", "type", "value", "resource", "scopes", "resource_scopes", "audience", "description", "enabled", "population"];
  const columns = [...seen.keys()].filter(name => name !== "id").sort((a, b) => (first.indexOf(a) + 1 || 99) - (first.indexOf(b) + 1 || 99)).slice(0, COLUMNS);
  const order = name => sort === name ? "ascending" : sort === `-${name}` ? "descending" : null;
  return html`<${Sheet} title=${table} actions=${html`
      ${way?.add && !way.parent && html`<button type="button" class="main" onClick=${() => add(true)}>Add</button>`}`}>
    <div class="filters"><${Field} label="Find">${id => html`<input id=${id} type="search" value=${text} onInput=${event => { turn(0); find(event.target.value); }} />`}<//></div>
    <${Problem} error=${error} />
    <p class="faint" role="status">${value ? plural(value.total, "row") : "Reading"}${value && value.total > PAGE ? `, ${offset + 1} to ${Math.min(offset + PAGE, value.total)} shown` : ""}</p>
    ${rows.length > 0 && html`<div class="scroll" tabindex="0" role="region" aria-label=${`Rows of ${table}`}><table>
      <thead><tr><th scope="col">Id</th>${columns.map(name => html`<th scope="col" aria-sort=${order(name)}>
        <button type="button" class="sort" onClick=${() => { turn(0); by(sort === name ? `-${name}` : name); }}>${name}${sort === name ? " ▲" : sort === `-${name}` ? " ▼" : ""}</button></th>`)}
        <th scope="col">Parts</th></tr></thead>
      <tbody>${rows.map(each => html`<tr key=${each.key}>
        <td><a href=${to("t", summary.id, "state", table, each.key)} title=${each.key}>${shortened(each.key).slice(0, 24)}</a></td>
        ${columns.map(name => html`<td>${told(each.entity[name])}</td>`)}
        <td>${Object.entries(each.parts).map(([name, count]) => html`<span class="tag">${count} ${name.split(".").at(-1)}</span> `)}</td></tr>`)}</tbody>
    </table></div>`}
    ${value && value.total > PAGE && html`<div class="row">
      <button type="button" disabled=${!offset} onClick=${() => turn(Math.max(0, offset - PAGE))}>Before</button>
      <button type="button" disabled=${offset + PAGE >= value.total} onClick=${() => turn(offset + PAGE)}>After</button></div>`}
    ${adding && html`<${EntityForm} summary=${summary} way=${way} close=${() => add(false)} />`}
  <//>`;
}

function Linked({ title, links, summary }) {
  return links.length ? html`<div><h3>${title}</h3><ul class="plain">${links.map(each => html`<li>
    <a href=${to("t", summary.id, "state", each.table, each.key)}>${each.label}</a> <span class="faint">${each.table}, ${each.member}</span></li>`)}</ul></div>` : null;
}

function EntityView({ summary, table, id, state }) {
  const path = `/tenants/${encodeURIComponent(summary.id)}/tables/${encodeURIComponent(table)}/${encodeURIComponent(id)}`;
  const { value, error } = useAsked(signal => get(path, signal), [path, useCalm(state)]);
  const able = useAsked(() => ways(summary), [summary.id]).value;
  const [doing, act] = useState(null);
  const [refusal, refuse] = useState(null);
  if (!value || error) return html`<${Sheet} title=${table}><${Loading} error=${error} what="it" /><p><a href=${to("t", summary.id, "state", table)}>All of ${table}</a></p><//>`;
  const way = able?.get(table);
  const parts = [...(able || [])].filter(([name, each]) => each.parent === table && each.add);
  const remove = async () => {
    const answer = await way.remove(value);
    if (answer.status >= 400) { refuse(answer); return; }
    say("Removed.");
    location.hash = to("t", summary.id, "state", table);
  };
  return html`
    <p class="row"><a href=${to("t", summary.id, "state", table)}>${table}</a>
      ${value.parent && html`<span>of <a href=${to("t", summary.id, "state", value.parent.table, value.parent.key)}>${value.parent.label}</a></span>`}</p>
    <${Sheet} title=${value.label} actions=${html`
      ${way?.change && html`<button type="button" onClick=${() => act("change")}>Change</button>`}
      ${way?.remove && html`<button type="button" class="danger" onClick=${() => { refuse(null); act("remove"); }}>Remove</button>`}
      <${Copy} label="Copy JSON" text=${pretty(value.entity)} />`}>
      <${Refusal} answer=${refusal} />
      <dl>${Object.entries(value.entity).map(([name, each]) => html`<dt>${name}</dt><dd>${each !== null && typeof each === "object" ? html`<${Code} value=${each} name=${name} />` : String(each)}</dd>`)}</dl>
      <div class="tiles">
        <${Linked} title="It names" links=${value.links} summary=${summary} />
        <${Linked} title="Named by" links=${value.used_by} summary=${summary} />
      </div>
    <//>
    ${parts.map(([name, each]) => html`<div class="row"><button type="button" onClick=${() => act(name)}>Add to ${name.split(".").at(-1)}</button></div>`)}
    ${Object.keys(value.parts).map(name => html`<${PartsView} key=${name} summary=${summary} table=${name} of=${value} state=${state} />`)}
    ${doing === "change" && html`<${EntityForm} summary=${summary} way=${way} row=${value} close=${() => act(null)} />`}
    ${doing === "remove" && html`<${Confirm} title=${`Remove ${value.label}?`} verb="Remove it" says="The same as a request that deletes it: what a rule forbids is refused." act=${remove} close=${() => act(null)} />`}
    ${able?.get(doing) && doing !== table && html`<${EntityForm} summary=${summary} way=${able.get(doing)} parent=${value} close=${() => act(null)} />`}`;
}

function PartsView({ summary, table, of, state }) {
  const { value } = useAsked(signal => get(`/tenants/${encodeURIComponent(summary.id)}/tables/${encodeURIComponent(table)}` + query({ part_of: of.key }), signal), [table, of.key, state]);
  return html`<${Sheet} title=${table}><ul class="plain">${(value?.rows || []).map(each => html`<li>
    <a href=${to("t", summary.id, "state", table, each.key)}>${each.label}</a> <span class="faint">${shortened(JSON.stringify(each.entity)).slice(0, 160)}</span></li>`)}</ul><//>`;
}
