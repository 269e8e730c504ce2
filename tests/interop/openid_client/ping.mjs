// A tenant of a server that runs already, and openid-client set up for it.
import { readFileSync } from "node:fs";
import * as oidc from "openid-client";

const { control_url } = JSON.parse(readFileSync(process.env.FAKEPING_READY_FILE, "utf8"));
export const CALLBACK = "https://photos.example/callback";
export const SIGNED_OFF = "https://photos.example/bye";
export const PASSWORD = "2FederateM0re!";

async function control(method, path, body) {
  const response = await fetch(control_url + path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? undefined : response.json();
}

/** A tenant for the length of a test. */
export class Ping {
  static async of(t) {
    const ping = new Ping();
    ping.tenant = await control("POST", "/tenants", {});
    t.after(() => control("DELETE", `/tenants/${ping.tenant.id}`));
    return ping;
  }

  given(family, kind, members) {
    return control("POST", `/tenants/${this.tenant.id}/given`, { family, kind, members });
  }

  advance(by) {
    return control("PATCH", `/tenants/${this.tenant.id}/clock`, { advance: by });
  }

  async calls(operation) {
    return (await control("GET", `/tenants/${this.tenant.id}/journal?operation=${operation}`)).exchanges;
  }

  /** An application of PingOne's, and openid-client's configuration of it. */
  async application(members, how = oidc.ClientSecretBasic) {
    const made = await this.given("pingone", "application", members);
    return configured(this.tenant.pingone.auth_url, made.id, how(made.secret));
  }

  /** An application that signs users in, and may know their names and addresses. */
  async website(members = {}, how) {
    const grants = ["authorization_code", "refresh_token"];
    const config = await this.application({ redirect_uris: [CALLBACK], grant_types: grants, ...members }, how);
    const application = config.clientMetadata().client_id;
    await this.given("pingone", "grant", { application, resource: "openid", scopes: ["profile", "email"] });
    return config;
  }

  user() {
    const about = { username: "alice", name: "Alice Adams", email: "alice@example.com" };
    return this.given("pingone", "user", { ...about, password: PASSWORD });
  }
}

export function configured(issuer, id, how) {
  const trust = { execute: [oidc.allowInsecureRequests] }; // plain http, on this machine alone
  return oidc.discovery(new URL(issuer), id, undefined, how, trust);
}

/** A browser of few words: it keeps cookies, and follows no redirect. */
export class Browser {
  cookies = new Map();

  async ask(url, options = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...options.headers, ...(cookie && { Cookie: cookie }) };
    const response = await fetch(url, { redirect: "manual", ...options, headers });
    for (const each of response.headers.getSetCookie()) {
      const [name, value] = each.split(";")[0].split("=");
      this.cookies.set(name, value);
    }
    return response;
  }

  /** Signs alice in by the flow that the authorization endpoint begins. Returns where that leads. */
  async signIn(authorization, password = PASSWORD) {
    const page = new URL((await this.ask(authorization)).headers.get("Location"));
    if (!page.searchParams.has("flowId")) return page; // signed in already, or refused
    const flowUrl = page.href.replace(/\/signon.*$/, `/flows/${page.searchParams.get("flowId")}`);
    const flow = await (await this.ask(flowUrl)).json();
    const checked = await this.ask(flow._links["usernamePassword.check"].href, {
      method: "POST",
      headers: { "Content-Type": "application/vnd.pingidentity.usernamePassword.check+json" },
      body: JSON.stringify({ username: "alice", password }),
    });
    if (!checked.ok) throw new Error((await checked.json()).details[0].code);
    return new URL((await this.ask(flow.resumeUrl)).headers.get("Location"));
  }
}

/** Signs alice in with a code, PKCE, state and nonce. The tokens. */
export async function signedIn(config, { scope, browser = new Browser(), pushed = false, more = {} } = {}) {
  const verifier = oidc.randomPKCECodeVerifier();
  const checks = {
    pkceCodeVerifier: verifier,
    expectedState: oidc.randomState(),
    expectedNonce: oidc.randomNonce(),
  };
  const asked = {
    redirect_uri: CALLBACK,
    scope: scope ?? "openid profile email",
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    ...more,
  };
  const build = pushed ? oidc.buildAuthorizationUrlWithPAR : oidc.buildAuthorizationUrl;
  return oidc.authorizationCodeGrant(config, await browser.signIn(await build(config, asked)), checks);
}
