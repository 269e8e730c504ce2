// A journal: rows as they come, filters, and one exchange opened.
import { useEffect, useRef, useState } from "./preact.js";
import { api, get, getText, pause, query } from "./api.js";
import { attempt, Code, Confirm, Copy, copy, download, Field, html, kindOf, Loading, NONE, plural, Problem, say, Sheet, shortened, Terms, useAsked } from "./ui.js";
import { to } from "./place.js";
import { asGo, asJavaScript, asPython } from "./snippets.js";

const SHOWN = 400, STEP = 200, BETWEEN = 400;
const NOTHING = { operation: "", status: "", rule: "", fault: "", caller: "", text: "" };

// Rows as they come: at most one request under way, and a pause between two.
function useRows(path, filters, position, paused) {
  const [state, set] = useState({ rows: [], more: false, error: null, kept: 0, evicted: 0, read: false });
  const newest = useRef({ position, wanted: () => {} });
  newest.current.position = position;
  const key = JSON.stringify([path, filters]);
  useEffect(() => {
    if (position === undefined || paused) return undefined;
    const leaving = new AbortController();
    const { signal } = leaving;
    (async () => {
      let since = 0, seen = 0;
      while (!signal.aborted) {
        try {
          const found = await get(path + query({ ...filters, limit: STEP, since: since || "" }), signal);
          // More than one answer holds came meanwhile: the list begins anew, without a gap.
          const anew = !since || (found.more && found.rows.length === STEP);
          since = found.position || 0;
          seen = found.position;
          set(before => ({
            rows: (anew ? found.rows : [...found.rows, ...before.rows]).slice(0, SHOWN),
            more: anew ? found.more : before.more || found.rows.length + before.rows.length > SHOWN,
            error: null, kept: found.kept, evicted: found.evicted, read: true,
          }));
        } catch (error) {
          if (signal.aborted) return;
          set(before => ({ ...before, error, read: true }));
        }
        await pause(BETWEEN, signal);
        while (!signal.aborted && newest.current.position === seen)
          await new Promise(done => { newest.current.wanted = done; signal.addEventListener("abort", done, { once: true }); });
      }
    })();
    return () => leaving.abort();
  }, [key, paused, position === undefined]);
  useEffect(() => newest.current.wanted(), [position]);
  const older = async () => {
    const last = state.rows.at(-1);
    const found = await get(path + query({ ...filters, limit: STEP, before: last.number }));
    set(before => ({ ...before, rows: [...before.rows, ...found.rows], more: found.more }));
  };
  return [state, older];
}

export function JournalView({ summary, told, rest }) {
  const tenant = summary && `/tenants/${encodeURIComponent(summary.id)}`;
  const path = summary ? `${tenant}/journal/rows` : "/unmatched/rows";
  const own = summary ? `${tenant}/journal` : "/unmatched";
  const [filters, filter] = useState(() => ({ ...NOTHING, ...(rest?.[0] in NOTHING ? { [rest[0]]: rest[1] } : {}) }));
  const [paused, hold] = useState(false);
  const [sure, ask] = useState(false);
  const [opened, open] = useState(null);
  const live = summary ? told?.tenant : told && { journal: told.unmatched };
  const [state, older] = useRows(path, filters, live?.journal, paused);
  const set = name => event => { open(null); filter(before => ({ ...before, [name]: event.target.value.trim() })); };
  const later = paused && state.rows.length ? live.journal - state.rows[0].number : 0;
  const field = (name, label, attributes = {}) => html`<${Field} label=${label}>${id => html`<input id=${id} type="search" value=${filters[name]} onChange=${set(name)} ...${attributes} />`}<//>`;
  const filtered = Object.values(filters).some(Boolean);
  return html`<${Sheet} title="Requests" label="Requests" actions=${html`
      <button type="button" aria-pressed=${String(paused)} onClick=${() => hold(!paused)}>${paused ? "Go on" : "Pause"}</button>
      ${summary && html`<button type="button" onClick=${attempt(async () => download("journal.har", await getText(`${own}.har`)))}>HAR</button>`}
      <button type="button" onClick=${() => ask(true)}>Clear</button>`}>
    <form class="filters" onSubmit=${event => event.preventDefault()} role="search" aria-label="Filter">
      ${field("operation", "Operation", { placeholder: "pingone.resource.*" })}
      <${Field} label="Status">${id => html`<select id=${id} value=${filters.status} onChange=${set("status")}>
        ${[["", "any"], ["2xx", "2xx"], ["3xx", "3xx"], ["4xx", "4xx"], ["5xx", "5xx"], ...["200", "201", "204", "302", "400", "401", "403", "404", "409", "412", "429", "500", "503"].map(each => [each, each])]
          .map(([value, label]) => html`<option value=${value}>${label}</option>`)}</select>`}<//>
      ${field("rule", "Rule")} ${field("fault", "Fault")} ${field("caller", "Caller")} ${field("text", "Text")}
      ${filtered && html`<button type="button" onClick=${() => filter(NOTHING)}>All of them</button>`}
    </form>
    <${Problem} error=${state.error} />
    <p class="faint" role="status">${!state.read ? "Reading" : [
      filtered ? `${plural(state.rows.length, "match", "matches")} shown of ${plural(state.kept, "request")}` : `${plural(state.rows.length, "request")} shown of ${state.kept.toLocaleString("en")}`,
      state.evicted ? `${state.evicted.toLocaleString("en")} made room for newer ones` : "",
      later > 0 ? `${later.toLocaleString("en")} came since` : "",
    ].filter(Boolean).join("; ")}</p>
    <table class="journal"><colgroup><col class="number wide" /><col class="time wide" /><col class="code" /><col /><col class="decided wide" /><col class="who wide" /></colgroup>
      <thead><tr><th scope="col" class="wide">#</th><th scope="col" class="wide">Time</th><th scope="col">Status</th><th scope="col">Request</th><th scope="col" class="wide">What decided</th><th scope="col" class="wide">Caller</th></tr></thead>
      ${state.rows.map(each => html`<${Row} key=${each.number} row=${each} open=${opened === each.number} toggle=${() => open(opened === each.number ? null : each.number)} own=${own} tenant=${summary?.id} />`)}
    </table>
    ${state.more && html`<button type="button" onClick=${attempt(async () => { hold(true); await older(); })}>Older ones</button>`}
    ${sure && html`<${Confirm} title="Clear this list?" verb="Clear it" says="Its requests are forgotten. Assertions of tests see none of them any more." close=${() => ask(false)}
      act=${async () => { await api("DELETE", own); open(null); filter({ ...filters }); hold(false); say("Cleared."); }} />`}
  <//>`;
}

function Row({ row, open, toggle, own, tenant }) {
  const why = row.fault ? `fault: ${row.fault}` : row.status >= 400 ? [row.rule, row.cause].filter(Boolean).join(": ") : row.operation || "";
  return html`<tbody class=${open ? "open" : ""}>
    <tr onClick=${event => { if (!event.target.closest("button, a") && !getSelection().toString()) toggle(); }}>
      <td class="wide faint">${row.number}</td>
      <td class="wide faint">${row.at.slice(11, 23)}</td>
      <td class=${`status ${kindOf(row.status)}`}>${row.cut ? row.cut : row.status}</td>
      <td><button type="button" class="path" aria-expanded=${String(open)} title=${row.target} onClick=${toggle}><b>${row.method}</b> ${shortened(row.target)}</button></td>
      <td class="wide why">${why}${row.changes ? html` <span class="tag" title="Entities that it changed">±${row.changes}</span>` : null}</td>
      <td class="wide faint">${row.caller ? shortened(row.caller) : NONE}</td>
    </tr>
    ${open && html`<tr><td colspan="6" class="inside"><${Opened} number=${row.number} own=${own} tenant=${tenant} /></td></tr>`}
  </tbody>`;
}

function Opened({ number, own, tenant }) {
  const { value: each, error } = useAsked(async signal => {
    const found = await get(own + query({ since: number - 1 || "", limit: number === 1 ? 1000 : 1 }), signal);
    const exchange = found.exchanges.find(one => one.number === number);
    if (!exchange) throw new Error("It made room for newer ones.");
    return exchange;
  }, [own, number]);
  if (!each) return html`<${Loading} error=${error} what="the request" />`;
  const one = name => async () => getText(`${own}.${name}` + query({ since: number - 1, limit: 1 }));
  return html`<div class="exchange">
    <div class="row">
      ${tenant && html`<${Copy} label="curl" name="as a curl command" text=${one("curl")} /><${Copy} label="pytest" name="as a test" text=${one("py")} />`}
      <${Copy} label="Python" text=${asPython(each)} /><${Copy} label="JavaScript" text=${asJavaScript(each)} /><${Copy} label="Go" text=${asGo(each)} />
      ${tenant && html`<button type="button" onClick=${attempt(async () => download(`request-${number}.har`, await one("har")()))}>HAR</button>
        <${Again} exchange=${each} tenant=${tenant} />`}
    </div>
    <div class="tiles">
      <div><h3>What happened</h3><${Terms} of=${[
        ["operation", each.operation && html`<a href=${to("operations", each.operation)}>${each.operation}</a>`],
        ["rule", each.rule && html`<a href=${to("rules", each.rule)}>${each.rule}</a>`],
        ["cause", each.cause], ["fault", each.fault], ["cut", each.cut], ["hint", each.hint],
        ["caller", each.caller && [each.caller.subject, each.caller.client].filter(Boolean).join(" via ")],
        ["scopes", each.caller?.scopes?.join(" ")],
        ["nothing read", each.unread.length ? html`<span class="refused">${each.unread.join(", ")}</span>` : null],
        ["took", `${(each.duration * 1000).toFixed(2)} ms`], ["URL", each.url],
      ]} />
      ${each.rule && each.status >= 400 && html`<${Why} rule=${each.rule} />`}</div>
      ${each.changes.length ? html`<div><h3>What it changed</h3>${each.changes.map(change => html`<${Change} of=${change} />`)}</div>` : null}
      ${[["Request", each.request], ["Answer", each.reply]].map(([title, said]) => html`<div><h3>${title}</h3>
        <details open=${title === "Request"}><summary>Headers</summary><${Terms} of=${Object.entries(said.headers)} /></details>
        ${said.withheld ? html`<p class="faint">Its body is withheld: it may hold a secret.</p>`
          : said.json !== undefined ? html`<${Code} value=${said.json} name=${`${title}'s body`} />`
          : said.text !== undefined ? html`<${Code} value=${said.text} name=${`${title}'s body`} />`
          : said.base64 ? html`<${Code} value=${said.base64} name=${`${title}'s body`} />` : html`<p class="faint">No body.</p>`}
        ${said.excerpt && html`<p class="faint">The beginning of a longer one.</p>`}</div>`)}
    </div>
  </div>`;
}

function Why({ rule }) {
  const { value } = useAsked(signal => get(`/rules/${encodeURIComponent(rule)}`, signal), [rule]);
  return value ? html`<div class="why-box"><p>${value.says}</p><p class="faint"><span class="tag">${value.evidence}</span> ${value.source}</p></div>` : null;
}

// A change as the members that differ.
function Change({ of }) {
  const whole = each => each === null ? {} : typeof each === "object" ? each : { value: each };
  const before = whole(of.before), after = whole(of.after);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(name => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const said = value => value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
  return html`<div class="change"><p><b>${of.before === null ? "created" : of.after === null ? "removed" : "changed"}</b> ${of.kind} <code>${of.id}</code></p>
    <table><thead><tr><th scope="col">Member</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
    <tbody>${names.map(name => html`<tr><th scope="row">${name}</th><td class="before">${said(before[name])}</td><td class="after">${said(after[name])}</td></tr>`)}</tbody></table></div>`;
}

function Again({ exchange, tenant }) {
  const [answer, set] = useState(null);
  const ask = async () => {
    const headers = Object.fromEntries(Object.entries(exchange.request.headers).filter(([name]) => /^(accept.*|content-type|if-.*|x-.*)$/i.test(name) && !/^x-forwarded/i.test(name)));
    if (exchange.request.withheld) throw new Error("Its body is withheld, so it can't be asked again.");
    if (exchange.request.text !== undefined) throw new Error("Its body is no JSON, so it can't be asked again from here: copy it as curl.");
    const body = { method: exchange.method, path: new URL(exchange.url).pathname + new URL(exchange.url).search, headers, recorded: true, caller: exchange.caller };
    if (exchange.request.json !== undefined) body.body = exchange.request.json;
    set(await api("POST", `/tenants/${encodeURIComponent(tenant)}/ask`, { body }));
  };
  return html`<button type="button" onClick=${attempt(ask)}>Ask it again</button>
    ${answer && html`<span role="status">It was answered <b class=${kindOf(answer.status)}>${answer.status}</b>${answer.rule && answer.status >= 400 ? html`, by <a href=${to("rules", answer.rule)}>${answer.rule}</a>` : ""}</span>`}`;
}
