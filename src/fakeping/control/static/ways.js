// How an entity of each table is added, changed and removed: by the API's own requests, which its
// OpenAPI document lists, asked aside of the journal.
import { api, get } from "./api.js";

const known = new Map();

// The OpenAPI document of a family's edition.
export function described(family, edition) {
  const name = `${family}.${edition}`;
  if (!known.has(name)) known.set(name, get(`/openapi/${family}.json?edition=${encodeURIComponent(edition)}`));
  return known.get(name);
}

const OWNER = "iPlanetDirectoryPro";
const session = owner => ({ subject: owner, client: OWNER, scopes: [] });
const pat = (owner, client) => ({ subject: owner, client: client || "UMA-Resource-Server", scopes: ["uma_protection"] });

function schemaOf(document, operation) {
  const content = operation?.requestBody?.content?.["application/json"];
  return content && { schema: content.schema, example: Object.values(content.examples || {})[0]?.value, document };
}

// The ways of a tenant's tables, by table: `add(body, parent)`, `change(row, body)`, `remove(row)`, `read(row)`.
export async function ways(summary) {
  const id = encodeURIComponent(summary.id);
  const ask = (method, path, { body, caller, headers } = {}) => api("POST", `/tenants/${id}/ask`, { body: { method, path, ...(body === undefined ? {} : { body }), ...(caller ? { caller } : {}), ...(headers ? { headers } : {}) } });
  const tenant = await get(`/tenants/${id}`);
  const made = new Map();
  await pingone(made, summary, tenant, ask);
  await pingam(made, summary, tenant, ask);
  return made;
}

async function pingone(made, summary, tenant, ask) {
  const document = await described("pingone", summary.editions.pingone);
  const home = "/v1/environments/{environment_id}/";
  for (const [path, operations] of Object.entries(document.paths)) {
    const found = new RegExp(`^${home.replace(/[{}]/g, "\\$&")}(\\w+)(?:/\\{\\w+\\}/(\\w+))?$`).exec(path);
    if (!found || !operations.post || !/\.(create)$/.test(operations.post.operationId)) continue;
    const [, first, second] = found;
    const table = `pingone.${first}${second ? `.${second}` : ""}`, parent = second ? `pingone.${first}` : null;
    const root = `/v1/environments/${tenant.pingone.environment_id}/${first}`;
    const list = over => second ? `${root}/${over}/${second}` : root;
    const one = Object.entries(document.paths).find(([each]) => each.startsWith(`${path}/{`) && each.endsWith("}"))?.[1] || {};
    const at = row => `${list(row.parent?.key)}/${row.key}`;
    made.set(table, {
      table, parent,
      addBody: schemaOf(document, operations.post), changeBody: schemaOf(document, one.put),
      add: (body, over) => ask("POST", list(over?.key), { body }),
      change: one.put && ((row, body) => ask("PUT", at(row), { body })),
      remove: one.delete && (row => ask("DELETE", at(row))),
      read: one.get && (async row => (await ask("GET", at(row))).body),
    });
  }
}

async function pingam(made, summary, tenant, ask) {
  const document = await described("pingam", summary.editions.pingam);
  const realm = new URL(tenant.pingam.resource_set_url).pathname.replace(/\/resource_set$/, "");
  const json = realm.replace(/\/(uma|oauth2)\//, "/json/");
  const operation = (ending, method) => Object.entries(document.paths).find(([path]) => path.endsWith(ending))?.[1]?.[method];
  const sets = `${realm}/resource_set`;
  made.set("pingam.resource_sets", {
    table: "pingam.resource_sets", parent: null, owned: true,
    addBody: schemaOf(document, operation("/resource_set", "post")), changeBody: schemaOf(document, operation("/resource_set/{id}", "put")),
    add: (body, over, owner) => ask("POST", sets, { body, caller: pat(owner || "alice") }),
    change: (row, body) => ask("PUT", `${sets}/${row.key}`, { body, caller: pat(row.entity.owner, row.entity.client), headers: { "If-Match": "*" } }),
    remove: row => ask("DELETE", `${sets}/${row.key}`, { caller: pat(row.entity.owner, row.entity.client), headers: { "If-Match": "*" } }),
    read: async row => (await ask("GET", `${sets}/${row.key}`, { caller: pat(row.entity.owner, row.entity.client) })).body,
  });
  const own = (row, rest) => `${json}/users/${encodeURIComponent(row.entity.owner)}${rest}`;
  if (operation("/uma/policies/{id}", "put")) made.set("pingam.policies", {
    table: "pingam.policies", parent: null, owned: true,
    addBody: schemaOf(document, operation("/uma/policies", "post")), changeBody: schemaOf(document, operation("/uma/policies/{id}", "put")),
    add: (body, over, owner) => ask("POST", `${json}/users/${encodeURIComponent(owner || "alice")}/uma/policies?_action=create`, { body, caller: session(owner || "alice") }),
    change: (row, body) => ask("PUT", own(row, `/uma/policies/${row.key}`), { body, caller: session(row.entity.owner) }),
    remove: row => ask("DELETE", own(row, `/uma/policies/${row.key}`), { caller: session(row.entity.owner) }),
    read: async row => (await ask("GET", own(row, `/uma/policies/${row.key}`), { caller: session(row.entity.owner) })).body,
  });
  if (operation("/oauth2/resources/labels", "post")) made.set("pingam.labels", {
    table: "pingam.labels", parent: null, owned: true,
    addBody: schemaOf(document, operation("/oauth2/resources/labels", "post")),
    add: (body, over, owner) => ask("POST", `${json}/users/${encodeURIComponent(owner || "alice")}/oauth2/resources/labels?_action=create`, { body, caller: session(owner || "alice") }),
    remove: row => ask("DELETE", own(row, `/oauth2/resources/labels/${row.key}`), { caller: session(row.entity.owner) }),
  });
  // What the API has no request for is added as a test does it.
  for (const [table, kind] of [["pingam.users", "user"], ["pingam.clients", "client"]]) made.set(table, {
    table, parent: null, addBody: await given("pingam", kind),
    add: async body => {
      try { return { status: 201, body: await api("POST", `/tenants/${encodeURIComponent(summary.id)}/given`, { body: { family: "pingam", kind, members: body } }) }; }
      catch (error) { return { status: error.status || 400, body: { message: error.message, details: error.violations }, rule: null }; }
    },
  });
}

// The members that `given` takes for a kind, from the control API's own document.
async function given(family, kind) {
  if (!known.has("control")) known.set("control", get("/openapi.json"));
  const document = await known.get("control");
  const whole = document.components.schemas.given_request;
  const { properties } = whole.oneOf.find(each => each.properties.family.const === family && each.properties.kind.const === kind);
  return { schema: properties.members, document };
}
