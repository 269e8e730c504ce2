// The page: its frame, what it shows, and the one stream that keeps it up to date.
import { h, render, useEffect, useRef, useState } from "./preact.js";
import { follow, get, hasKey, onKeyWanted, setKey } from "./api.js";
import { Field, html, plural, Said, say, Sheet } from "./ui.js";
import { place, to } from "./place.js";
import { NewTenant, Overview } from "./tenant.js";
import { JournalView } from "./journal.js";
import { StateView } from "./state.js";
import { TokensView } from "./tokens.js";
import { FaultsView } from "./faults.js";
import { SetupView } from "./setup.js";
import { OperationsView, RulesView, CoverageView } from "./reference.js";

const TABS = [
  ["overview", "Overview", Overview], ["state", "State", StateView], ["journal", "Journal", JournalView],
  ["tokens", "Tokens", TokensView], ["faults", "Faults and clock", FaultsView], ["setup", "Set up a client", SetupView],
];
const PAGES = [
  ["unmatched", "Unmatched"], ["rules", "Rules"], ["operations", "Operations"], ["coverage", "Coverage"],
];

function usePlace() {
  const [at, set] = useState(place());
  useEffect(() => {
    const changed = () => set(place());
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return at;
}

function KeyForm({ done }) {
  const field = useRef(null);
  useEffect(() => field.current.focus(), []);
  const send = event => { event.preventDefault(); setKey(field.current.value); done(); };
  return html`<main class="alone"><${Sheet} title="This server asks for its control key">
    <p class="faint">It was printed when the server started. It stays in this tab.${hasKey() ? " The one before was wrong." : ""}</p>
    <form onSubmit=${send}>
      <${Field} label="Control key">${id => html`<input id=${id} ref=${field} type="password" autocomplete="off" required />`}<//>
      <button>Go on</button>
    </form>
  <//></main>`;
}

function Tenants({ told, chosen }) {
  const [sought, seek] = useState("");
  const [making, make] = useState(false);
  const all = told?.tenants || [];
  const label = each => `${each.name || ""} ${each.id}`;
  const found = all.filter(each => label(each).toLowerCase().includes(sought.toLowerCase()));
  return html`<nav class="sheet tenants" aria-label="Tenants">
    <div class="row head"><h2>Tenants</h2><button type="button" onClick=${() => make(true)}>New</button></div>
    ${all.length > 8 && html`<input type="search" aria-label="Find a tenant" placeholder="Find" value=${sought} onInput=${event => seek(event.target.value)} />`}
    ${told && !all.length && html`<p class="faint">No tenant yet. A test makes its own; so does New.</p>`}
    <ul>${found.map(each => html`<li key=${each.id}>
      <a href=${to("t", each.id, "overview")} aria-current=${each.id === chosen ? "true" : null}>
        <b>${each.name || (each.id === "default" ? "default" : each.id.slice(0, 8))}</b>
        <span class="tags">
          ${each.editions.pingone === "p14c" ? null : html`<span class="tag">${each.editions.pingone}</span>`}
          ${each.editions.pingam === "8.1" ? null : html`<span class="tag">${each.editions.pingam}</span>`}
          ${each.auth === "strict" ? null : html`<span class="tag warn">auth ${each.auth}</span>`}
          ${Object.keys(each.switches).length ? html`<span class="tag warn">${plural(Object.keys(each.switches).length, "switch", "switches")}</span>` : null}
        </span>
      </a></li>`)}</ul>
    ${told && told.tenant_count > all.length && html`<p class="faint">The newest ${all.length} of ${told.tenant_count.toLocaleString("en")}.</p>`}
    ${making && html`<${NewTenant} close=${() => make(false)} />`}
  </nav>`;
}

function Gone({ id }) {
  return html`<${Sheet} title="This tenant is gone">
    <p>Nobody answers for <code>${id}</code> any more: its test has ended, somebody dropped it, or the server was started anew.</p>
    <p><a href="#/">Choose another</a></p>
  <//>`;
}

function TenantPage({ summary, tab, rest, told }) {
  const [, title, View] = TABS.find(([name]) => name === tab) || TABS[0];
  return html`
    <div class="row head"><h1 tabindex="-1">${summary.name || summary.id}</h1></div>
    <nav class="tabs" aria-label="This tenant"><ul>${TABS.map(([name, label]) => html`<li key=${name}>
      <a href=${to("t", summary.id, name)} aria-current=${label === title ? "page" : null}>${label}</a></li>`)}</ul></nav>
    <${View} key=${summary.id + tab} summary=${summary} rest=${rest} told=${told} title=${title} />`;
}

function App() {
  const at = usePlace();
  const [keyed, ask] = useState(true);
  const [reach, setReach] = useState(null);
  const [told, tell] = useState(null);
  const [version, setVersion] = useState("");
  const [turn, again] = useState(0);
  const chosen = at[0] === "t" ? at[1] : null;
  const started = useRef(null);

  useEffect(() => onKeyWanted(() => ask(false)), []);
  useEffect(() => {
    if (!keyed) return undefined;
    const leaving = new AbortController();
    get("/health").then(each => setVersion(each.version), () => {});
    follow(chosen || "", {
      signal: leaving.signal, reach: setReach,
      event: event => {
        if (started.current && started.current !== event.started) say("The server was started anew.");
        started.current = event.started;
        tell(before => ({ ...event, tenants: event.tenants || before?.tenants, tenant_count: event.tenant_count ?? before?.tenant_count }));
      },
    });
    return () => leaving.abort();
  }, [chosen, keyed, turn]);
  useEffect(() => {
    if (at[0] === "" && told?.tenants?.length) location.replace(to("t", told.tenants.at(-1).id, "overview"));
  }, [at.join("/"), told?.tenants]);
  const summary = told?.tenants?.find(each => each.id === chosen);
  const name = summary ? summary.name || summary.id : (PAGES.find(([page]) => page === at[0]) || ["", "fakeping"])[1];
  const tab = at[0] === "t" ? TABS.find(([each]) => each === at[2])?.[1] : null;
  useEffect(() => { document.title = [tab, name, "fakeping"].filter((each, n, all) => each && all.indexOf(each) === n).join(" · "); }, [tab, name]);

  // After a step to another view the focus is at its heading, and not lost.
  const seen = useRef(at.slice(0, 3).join("/"));
  useEffect(() => {
    const now = at.slice(0, 3).join("/");
    if (seen.current !== now && document.activeElement === document.body) document.querySelector("main h1")?.focus();
    seen.current = now;
  }, [at.join("/")]);

  if (!keyed) return html`<${KeyForm} done=${() => { ask(true); again(turn + 1); }} /><${Said} />`;
  let view;
  if (at[0] === "rules") view = html`<${RulesView} rest=${at.slice(1)} />`;
  else if (at[0] === "operations") view = html`<${OperationsView} rest=${at.slice(1)} />`;
  else if (at[0] === "coverage") view = html`<${CoverageView} />`;
  else if (at[0] === "unmatched") view = html`<h1 tabindex="-1">Unmatched requests</h1>
    <p class="faint">Requests for no tenant, or for nothing that is there. A client of the wrong address ends up here.</p>
    <${JournalView} told=${told} rest=${at.slice(1)} />`;
  else if (summary) view = html`<${TenantPage} summary=${summary} tab=${at[2]} rest=${at.slice(3)} told=${told?.tenant?.id === chosen ? told : null} />`;
  else if (chosen && told?.tenants) view = html`<h1 tabindex="-1">Tenant</h1><${Gone} id=${chosen} />`;
  else if (told) view = html`<h1 tabindex="-1">fakeping</h1><${Sheet}><p>Make a tenant, and its requests show up here.</p><//>`;
  else view = html`<h1 tabindex="-1">fakeping</h1><p class="faint">Connecting</p>`;

  return html`
    <a class="skip" href="#main" onClick=${event => { event.preventDefault(); document.querySelector("main").focus(); }}>To the content</a>
    <header>
      <a class="brand" href="#/"><img src="page/icon.svg" alt="" width="22" height="22" />fakeping <span class="faint">${version}</span></a>
      <span id="reach" role="status" class=${reach === false ? "failed" : "faint"}>${reach === null ? "connecting" : reach ? "live" : "not reachable, trying again"}</span>
      <nav aria-label="Server"><ul>${PAGES.map(([page, label]) => html`<li><a href=${to(page)} aria-current=${at[0] === page ? "page" : null}>${label}</a></li>`)}</ul></nav>
    </header>
    <div class="layout">
      <${Tenants} told=${told} chosen=${chosen} />
      <main id="main" tabindex="-1">${view}</main>
    </div>
    <${Said} />`;
}

render(h(App), document.getElementById("page"));
