// Ready to copy: how a client is set up for the tenant at hand.
import { get } from "./api.js";
import { Code, Copy, html, Loading, Sheet, useAsked } from "./ui.js";

const shell = text => `'${String(text).replaceAll("'", "'\\''")}'`;

function variables(tenant) {
  const made = {};
  for (const family of ["pingone", "pingam"]) for (const [name, value] of Object.entries(tenant[family])) made[`${family}_${name}`.toUpperCase()] = value;
  return made;
}

function snippets(tenant) {
  const { pingone, pingam } = tenant, made = variables(tenant), said = Object.entries(made);
  const origin = new URL(pingone.url).origin;
  return [
    ["Shell", said.map(([name, value]) => `export ${name}=${shell(value)}`).join("\n")],
    [".env", said.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join("\n")],
    ["Terraform", ['provider "pingone" {', `  client_id      = ${JSON.stringify(pingone.client_id)}`, `  client_secret  = ${JSON.stringify(pingone.client_secret)}`,
      `  environment_id = ${JSON.stringify(pingone.environment_id)}`, "  region_code    = \"NA\"", "", "  global_options {", "  }", "",
      "  service_endpoints {", `    auth_hostname = ${JSON.stringify(new URL(pingone.auth_url).host)}`, `    api_hostname  = ${JSON.stringify(new URL(pingone.url).host)}`, "  }", "}"].join("\n")],
    ["curl", [`curl -sSf -H ${shell(`Authorization: Bearer ${pingone.token}`)} ${shell(`${origin}/v1/environments/${pingone.environment_id}/resources`)}`,
      `curl -sSf -H ${shell(`Authorization: Bearer ${pingam.pat}`)} ${shell(pingam.resource_set_url)}`].join("\n\n")],
    ["Compose", ["services:", "  app:", "    environment:", ...said.map(([name, value]) => `      ${name}: ${JSON.stringify(value)}`)].join("\n")],
  ];
}

export function SetupView({ summary }) {
  const { value: tenant, error } = useAsked(signal => get(`/tenants/${encodeURIComponent(summary.id)}`, signal), [summary.id]);
  if (!tenant) return html`<${Loading} error=${error} what="the settings" />`;
  return snippets(tenant).map(([title, text]) => html`<${Sheet} key=${title} title=${title} actions=${html`<${Copy} text=${text} name=${title} />`}><${Code} value=${text} name=${`${title}, the text`} /><//>`);
}
