// A form from a JSON Schema, and the answer to what it sent: the one that any request gets.
import { useEffect, useState } from "./preact.js";
import { get } from "./api.js";
import { Code, Dialog, Field, html, Loading, pretty, say, useAsked } from "./ui.js";
import { to } from "./place.js";

function resolved(schema, document) {
  let found = schema || {};
  for (let n = 0; found.$ref && n < 20; n += 1) found = found.$ref.split("/").slice(1).reduce((at, name) => at?.[decodeURIComponent(name.replace(/~1/g, "/"))], document) || {};
  return found;
}

// The members that a schema knows, those of its parts too.
function membersOf(schema, document) {
  const whole = resolved(schema, document);
  const made = {};
  const required = new Set(whole.required || []);
  for (const part of [...(whole.allOf || []), ...(whole.anyOf || []), ...(whole.oneOf || [])]) {
    const inner = membersOf(part, document);
    Object.assign(made, inner.members);
    if ((whole.allOf || []).includes(part)) inner.required.forEach(each => required.add(each));
  }
  for (const [name, each] of Object.entries(whole.properties || {})) made[name] = resolved(each, document);
  return { members: made, required };
}

function kindOf(schema) {
  const types = [schema.type].flat().filter(each => each && each !== "null");
  if (schema.enum) return "enum";
  if (schema.const !== undefined) return "enum";
  if (types.length === 1 && types[0] === "boolean") return "boolean";
  if (types.length === 1 && (types[0] === "integer" || types[0] === "number")) return "number";
  if (types.length === 1 && types[0] === "string") return "string";
  if (types.length === 1 && types[0] === "array" && [schema.items?.type].flat().includes("string")) return "lines";
  return "json";
}

function written(kind, value) {
  if (value === undefined) return "";
  if (kind === "lines" && Array.isArray(value) && value.every(each => typeof each === "string")) return value.join("\n");
  if (kind === "string" || kind === "enum") return value === null ? "" : String(value);
  return JSON.stringify(value, null, kind === "json" ? 2 : 0);
}

function read(kind, text, name) {
  if (text === "") return undefined;
  if (kind === "string") return text;
  if (kind === "lines") return text.split("\n").map(each => each.trim()).filter(Boolean);
  if (kind === "enum") return text;
  if (kind === "number" && text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
  if (kind === "number") return text;
  try { return JSON.parse(text); } catch { throw new Error(`${name} is not JSON`); }
}

export function Refusal({ answer }) {
  const { value: rule } = useAsked(async signal => answer?.rule && answer.status >= 400 ? get(`/rules/${encodeURIComponent(answer.rule)}`, signal) : null, [answer?.rule]);
  if (!answer || answer.status < 400) return null;
  const detail = answer.body?.details?.[0]?.message || answer.body?.detail || answer.body?.message || answer.body?.error_description || answer.body?.error;
  return html`<div class="problem" role="alert">
    <p><b class="status failed">${answer.status}</b> ${typeof detail === "string" ? detail : ""}</p>
    ${answer.rule && html`<p>Refused by <a href=${to("rules", answer.rule)}>${answer.rule}</a>${rule ? html`: ${rule.says} <span class="tag">${rule.evidence}</span>` : ""}</p>`}
    <details><summary>The answer</summary><${Code} value=${answer.body} name="The answer" /></details>
  </div>`;
}

export function EntityForm({ summary, way, row, parent, close }) {
  const said = row ? way.changeBody || way.addBody : way.addBody;
  const { members, required } = membersOf(said.schema, said.document);
  const [values, set] = useState(row ? null : {});
  const [owner, own] = useState("alice");
  const [raw, write] = useState(null);
  const [answer, told] = useState(null);
  const [wrong, fail] = useState(null);
  const names = Object.keys(members).filter(name => !members[name].readOnly && !name.startsWith("_"))
    .sort((a, b) => required.has(b) - required.has(a));
  useEffect(() => {
    if (!row) return;
    const start = way.read ? way.read(row) : Promise.resolve(row.entity);
    start.then(now => set(Object.fromEntries(names.filter(name => now?.[name] !== undefined).map(name => [name, written(kindOf(members[name]), now[name])]))), fail);
  }, []);
  if (values === null) return html`<${Dialog} title="Change" close=${close}><${Loading} error=${wrong} what="it" /><//>`;
  const body = () => {
    if (raw !== null) return JSON.parse(raw);
    const made = {};
    for (const name of names) {
      const value = read(kindOf(members[name]), values[name] ?? "", name);
      if (value !== undefined) made[name] = value;
    }
    return made;
  };
  const send = async event => {
    event.preventDefault();
    fail(null); told(null);
    try {
      const result = row ? await way.change(row, body()) : await way.add(body(), parent, owner);
      if (result.status >= 400) { told(result); return; }
      say(row ? "Changed." : "Added.");
      close();
    } catch (error) { fail(error); }
  };
  const change = name => event => set({ ...values, [name]: event.target.value });
  const input = (name, kind) => (id, about) => {
    const shared = { id, name, "aria-describedby": about, "aria-required": required.has(name) ? "true" : null };
    const value = values[name] ?? "";
    if (kind === "enum") return html`<select ...${shared} value=${value} onChange=${change(name)}><option value="">left out</option>${(members[name].enum || [members[name].const]).filter(each => each !== null).map(each => html`<option value=${String(each)} selected=${String(each) === value}>${String(each)}</option>`)}</select>`;
    if (kind === "boolean") return html`<select ...${shared} value=${value} onChange=${change(name)}><option value="">left out</option><option value="true">true</option><option value="false">false</option></select>`;
    if (kind === "lines" || kind === "json") return html`<textarea ...${shared} rows=${kind === "json" ? 4 : 3} spellcheck=${false} value=${value} onInput=${change(name)}></textarea>`;
    return html`<input ...${shared} value=${value} inputmode=${kind === "number" ? "decimal" : null} onInput=${change(name)} />`;
  };
  const hint = (name, kind) => [required.has(name) ? "required" : "", members[name].description || "", kind === "lines" ? "one a line" : kind === "json" ? "JSON" : ""].filter(Boolean).join("; ");
  const example = () => set(Object.fromEntries(names.filter(name => said.example[name] !== undefined).map(name => [name, written(kindOf(members[name]), said.example[name])])));
  return html`<${Dialog} title=${row ? `Change ${row.label}` : `Add to ${way.table}`} close=${close}><form onSubmit=${send}>
    <${Refusal} answer=${answer} />
    ${wrong && html`<div class="problem" role="alert"><p>${wrong.message}</p></div>`}
    <div class="row">
      ${said.example && !row && html`<button type="button" onClick=${example}>Fill in the documents' example</button>`}
      <button type="button" aria-pressed=${String(raw !== null)} onClick=${() => { try { write(raw === null ? pretty(body()) : null); } catch (error) { fail(error); } }}>As JSON</button>
    </div>
    ${way.owned && !row && html`<${Field} label="Owner" hint="who holds the token of the request">${(id, about) => html`<input id=${id} aria-describedby=${about} value=${owner} onInput=${event => own(event.target.value)} />`}<//>`}
    ${raw !== null ? html`<${Field} label="Body">${id => html`<textarea id=${id} rows="14" spellcheck=${false} value=${raw} onInput=${event => write(event.target.value)}></textarea>`}<//>`
      : names.map(name => { const kind = kindOf(members[name]); return html`<${Field} key=${name} label=${name} hint=${hint(name, kind)}>${input(name, kind)}<//>`; })}
    <div class="row"><button class="main">${row ? "Change it" : "Add it"}</button></div>
  </form><//>`;
}
