// What the server does: its rules with their evidence, its operations, and what was met of both.
import { useState } from "./preact.js";
import { get, Refused } from "./api.js";
import { Field, html, Loading, plural, Sheet, Terms, useAsked } from "./ui.js";
import { to } from "./place.js";

function Search({ value, set, label = "Find" }) {
  return html`<div class="filters" role="search"><${Field} label=${label}>${id => html`<input id=${id} type="search" value=${value} onInput=${event => set(event.target.value)} />`}<//></div>`;
}

export function RulesView({ rest }) {
  const [sought, seek] = useState("");
  const { value, error } = useAsked(signal => get("/rules", signal), []);
  if (rest[0]) return html`<${RuleView} name=${rest[0]} />`;
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  const found = (value?.rules || []).filter(each => { const text = `${each.name} ${each.evidence} ${each.says} ${each.source}`.toLowerCase(); return words.every(word => text.includes(word)); });
  return html`<h1 tabindex="-1">Rules</h1>
    <${Sheet} label="Rules"><${Search} value=${sought} set=${seek} />
    ${!value ? html`<${Loading} error=${error} what="the rules" />` : html`<p class="faint" role="status">${plural(found.length, "rule")}</p>
    <ul class="plain rules">${found.slice(0, 400).map(each => html`<li key=${each.name}>
      <a href=${to("rules", each.name)}>${each.name}</a> <span class="tag">${each.evidence}</span> ${each.statuses.length ? html`<span class="faint">${each.statuses.join(", ")}</span>` : ""}
      <p>${each.says}</p></li>`)}</ul>`}<//>`;
}

function RuleView({ name }) {
  const { value: rule, error } = useAsked(signal => get(`/rules/${encodeURIComponent(name)}`, signal), [name]);
  return html`<h1 tabindex="-1">${name}</h1><p><a href=${to("rules")}>All rules</a></p>
    <${Sheet} label=${name}>${!rule ? html`<${Loading} error=${error} what="the rule" />` : html`<p>${rule.says}</p>
    <${Terms} of=${Object.entries(rule).filter(([each]) => !["name", "says"].includes(each)).map(([each, value]) => [each, Array.isArray(value) ? value.map(one => typeof one === "string" && one.startsWith("ping") ? html`<a href=${to("operations", one)}>${one}</a> ` : `${one} `) : typeof value === "object" && value ? JSON.stringify(value) : value])} />`}<//>`;
}

async function everyOperation() {
  const found = new Map();
  for (const [family, editions] of [["pingone", ["p14c", "current"]], ["pingam", ["8.1", "openam"]]]) for (const edition of editions) {
    const document = await get(`/openapi/${family}.json?edition=${edition}`);
    for (const [path, methods] of Object.entries(document.paths)) for (const [method, each] of Object.entries(methods)) {
      if (!each.operationId) continue;
      const one = found.get(each.operationId) || { name: each.operationId, summary: each.summary, family, editions: new Set(), paths: new Set(), answers: new Map() };
      one.editions.add(edition);
      one.paths.add(`${method.toUpperCase()} ${path}`);
      for (const [status, answer] of Object.entries(each.responses)) for (const rule of answer["x-fakeping-rules"] || []) {
        if (!one.answers.has(status)) one.answers.set(status, new Set());
        one.answers.get(status).add(rule);
      }
      found.set(each.operationId, one);
    }
  }
  return [...found.values()];
}

export function OperationsView({ rest }) {
  const [sought, seek] = useState("");
  const { value, error } = useAsked(() => everyOperation(), []);
  if (!value) return html`<h1 tabindex="-1">Operations</h1><${Loading} error=${error} what="the operations" />`;
  if (rest[0]) {
    const one = value.find(each => each.name === rest[0]);
    return html`<h1 tabindex="-1">${rest[0]}</h1><p><a href=${to("operations")}>All operations</a></p>
      <${Sheet} label=${rest[0]}>${!one ? html`<p>There is no such operation.</p>` : html`<p>${one.summary}</p>
      <${Terms} of=${[["editions", [...one.editions].join(", ")], ["requests", html`${[...one.paths].map(each => html`<code>${each}</code><br />`)}`]]} />
      <h2>Answers</h2><dl>${[...one.answers].map(([status, rules]) => html`<dt>${status}</dt><dd>${[...rules].map(each => html`<a href=${to("rules", each)}>${each}</a><br />`)}</dd>`)}</dl>`}<//>`;
  }
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  const found = value.filter(each => { const text = `${each.name} ${each.summary} ${[...each.paths].join(" ")}`.toLowerCase(); return words.every(word => text.includes(word)); });
  return html`<h1 tabindex="-1">Operations</h1><${Sheet} label="Operations"><${Search} value=${sought} set=${seek} />
    <p class="faint" role="status">${plural(found.length, "operation")}</p>
    <ul class="plain rules">${found.map(each => html`<li key=${each.name}><a href=${to("operations", each.name)}>${each.name}</a> ${[...each.editions].map(one => html`<span class="tag">${one}</span> `)}
      <p>${each.summary}. <code>${[...each.paths][0]}</code></p></li>`)}</ul><//>`;
}

export function CoverageView() {
  const [turn, again] = useState(0);
  const { value, error } = useAsked(signal => get("/coverage", signal), [turn]);
  const off = error instanceof Refused && error.status === 404;
  return html`<h1 tabindex="-1">Coverage</h1><${Sheet} label="Coverage" actions=${html`<button type="button" onClick=${() => again(turn + 1)}>Count again</button>`} title="What clients have met so far">
    ${off ? html`<p>Nothing is counted: start the server with <code>--coverage</code>.</p>` : !value ? html`<${Loading} error=${error} what="the coverage" />` : html`<${Counts} of=${value} />`}<//>`;
}

function Counts({ of }) {
  const rows = Object.entries(of).filter(([, value]) => value && typeof value === "object");
  return rows.map(([name, value]) => html`<details open=${name !== "answers"}><summary>${name}</summary><pre tabindex="0" role="region" aria-label=${name}>${JSON.stringify(value, null, 2)}</pre></details>`);
}
