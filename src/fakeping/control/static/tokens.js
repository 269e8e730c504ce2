// Tokens: what one says, whom it stands for, why it is refused here and now; and a new one.
import { useState } from "./preact.js";
import { api, get } from "./api.js";
import { Code, Copy, Field, html, Problem, Sheet, Terms, useAsked } from "./ui.js";

function decoded(part) {
  const text = atob(part.replace(/-/g, "+").replace(/_/g, "/"));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, each => each.charCodeAt(0))));
}
function jwt(token) {
  const parts = token.split(".");
  if (parts.length !== 3) return null;
  try { return { header: decoded(parts[0]), claims: decoded(parts[1]) }; } catch { return null; }
}
const instant = seconds => typeof seconds === "number" ? new Date(seconds * 1000).toISOString().replace(".000", "") : null;

export function TokensView({ summary, told }) {
  const id = encodeURIComponent(summary.id);
  const [token, set] = useState("");
  const [verdict, judge] = useState(null);
  const [error, fail] = useState(null);
  const { value: tenant } = useAsked(signal => get(`/tenants/${id}`, signal), [summary.id]);
  const now = Date.parse(told?.tenant?.clock.now || "") / 1000;
  const look = async text => {
    set(text); judge(null); fail(null);
    if (!text.trim()) return;
    try { judge(await judged(id, tenant, text.trim())); } catch (problem) { fail(problem); }
  };
  const make = async event => {
    event.preventDefault();
    const said = Object.fromEntries([...new FormData(event.target)].filter(([, value]) => value !== ""));
    const body = { family: said.family };
    if (said.owner) body.owner = said.owner;
    if (said.scopes !== undefined) body.scopes = said.scopes.split(/\s+/).filter(Boolean);
    if (said.roles !== undefined) body.roles = said.roles.split(",").map(each => each.trim()).filter(Boolean);
    if (said.client) body.client = said.client;
    if (said.lifetime) body.lifetime = Number(said.lifetime);
    if (said.expired) body.expired = true;
    try { fail(null); await look((await api("POST", `/tenants/${id}/tokens`, { body })).token); } catch (problem) { fail(problem); }
  };
  const read = jwt(token.trim());
  return html`
    <${Sheet} title="Look at a token">
      <${Field} label="Token" hint="Paste one; it is looked at by this server alone">${(fid, about) => html`<textarea id=${fid} aria-describedby=${about} rows="4" spellcheck=${false} value=${token} onChange=${event => look(event.target.value)} onInput=${event => set(event.target.value)}></textarea>`}<//>
      <div class="row">
        <button type="button" class="main" onClick=${() => look(token)}>Look at it</button>
        ${tenant && html`<button type="button" onClick=${() => look(tenant.pingone.token)}>The PingOne worker's</button>
          <button type="button" onClick=${() => look(tenant.pingam.pat)}>PingAM's PAT</button>`}
        ${token && html`<${Copy} text=${token} name="the token" />`}
      </div>
      <${Problem} error=${error} />
      ${verdict && html`<div role="status"><h3>Here and now</h3>${verdict.map(each => html`<p><b>${each.family}</b>: ${each.active
        ? html`<span class="ok">accepted</span>` : html`<span class="refused">refused</span>`} ${each.why}</p>
        ${each.active && html`<${Terms} of=${each.terms} />`}`)}</div>`}
      ${read && html`<div class="tiles"><div><h3>Claims</h3><${Code} value=${read.claims} name="Claims" />
          <${Terms} of=${[["issued", instant(read.claims.iat)], ["expires", instant(read.claims.exp)], ["by the tenant's clock", Number.isFinite(now) && read.claims.exp ? (read.claims.exp > now ? `in ${Math.round(read.claims.exp - now).toLocaleString("en")} s` : `${Math.round(now - read.claims.exp).toLocaleString("en")} s ago`) : null]]} /></div>
        <div><h3>Header</h3><${Code} value=${read.header} name="Header" /></div></div>`}
      ${token.trim() && !read && html`<p class="faint">It is no JWT: it says nothing by itself.</p>`}
    <//>
    <${Sheet} title="Make one"><form onSubmit=${make}>
      <div class="columns">
        <${Field} label="Family">${fid => html`<select id=${fid} name="family"><option value="pingone">PingOne</option><option value="pingam">PingAM</option></select>`}<//>
        <${Field} label="Owner" hint="PingAM's alone">${fid => html`<input id=${fid} name="owner" />`}<//>
        <${Field} label="Client">${fid => html`<input id=${fid} name="client" />`}<//>
        <${Field} label="Scopes" hint="spaces between them">${fid => html`<input id=${fid} name="scopes" />`}<//>
        <${Field} label="Roles" hint="PingOne's alone, commas between them">${fid => html`<input id=${fid} name="roles" />`}<//>
        <${Field} label="Lifetime" hint="seconds">${fid => html`<input id=${fid} name="lifetime" type="number" min="1" />`}<//>
      </div>
      <label class="check"><input type="checkbox" name="expired" /> It has expired</label>
      <div class="row"><button class="main">Make it</button></div>
    </form><//>`;
}

// What each family says of a token, asked aside as a client of its own would.
async function judged(id, tenant, token) {
  const ask = (path, headers) => api("POST", `/tenants/${id}/ask`, { body: { method: "GET", path, caller: null, headers: { Authorization: `Bearer ${token}`, ...headers } } });
  const found = [];
  for (const [family, name, path] of [["pingone", "PingOne", new URL(tenant.pingone.url).pathname.replace(/\/$/, "")], ["pingam", "PingAM", new URL(tenant.pingam.resource_set_url).pathname]]) {
    const url = family === "pingone" ? `/v1/environments/${tenant.pingone.environment_id}/resources` : `${path}?_queryFilter=true`;
    const answer = await ask(url);
    const rule = answer.rule && answer.status >= 400 ? await get(`/rules/${encodeURIComponent(answer.rule)}`).catch(() => null) : null;
    found.push({
      family: name, active: answer.status !== 401,
      why: answer.status === 401 || answer.status === 403 ? `${answer.status}${rule ? `: ${rule.says}` : ""} ${why(answer)}` : `by ${url.split("?")[0]}`,
      terms: [["answer", String(answer.status)], ["rule", answer.rule]],
    });
  }
  return found;
}
const why = answer => answer.cause ? `(${answer.cause})` : answer.body?.message || answer.body?.error_description || "";
