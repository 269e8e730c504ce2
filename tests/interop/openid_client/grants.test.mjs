// openid-client where no browser is: a service, a device; and PingAM.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import * as oidc from "openid-client";
import { Ping, configured } from "./ping.mjs";

// What openid-client makes of a 401 with `WWW-Authenticate`.
const CHALLENGED = { code: "OAUTH_WWW_AUTHENTICATE_CHALLENGE", status: 401 };

async function api(ping) {
  const scopes = ["photos:read", "photos:write"];
  await ping.given("pingone", "resource", { name: "photos", audience: "https://photos.example", scopes });
}

async function service(ping) {
  await api(ping);
  const config = await ping.application({ type: "service", grant_types: ["client_credentials"] });
  const { client_id } = config.clientMetadata();
  await ping.given("pingone", "grant", { application: client_id, resource: "photos", scopes: ["photos:read"] });
  return config;
}

test("a service gets the scopes that it was granted", async (t) => {
  const ping = await Ping.of(t);
  const config = await service(ping);

  const tokens = await oidc.clientCredentialsGrant(config, { scope: "photos:read" });
  const about = await oidc.tokenIntrospection(config, tokens.access_token);

  assert.equal(tokens.token_type, "bearer");
  assert.deepEqual([about.active, about.scope, about.aud], [true, "photos:read", ["https://photos.example"]]);
  await assert.rejects(oidc.clientCredentialsGrant(config, { scope: "photos:write" }), { error: "invalid_scope" });
});

test("a wrong secret is refused", async (t) => {
  const ping = await Ping.of(t);
  const { auth_url, client_id } = ping.tenant.pingone;
  const config = await configured(auth_url, client_id, oidc.ClientSecretBasic("wrong"));

  await assert.rejects(oidc.clientCredentialsGrant(config), CHALLENGED);
});

test("a worker calls the API with its token", async (t) => {
  const ping = await Ping.of(t);
  const { url, auth_url, client_id, client_secret, environment_id } = ping.tenant.pingone;
  const config = await configured(auth_url, client_id, oidc.ClientSecretBasic(client_secret));
  const { access_token } = await oidc.clientCredentialsGrant(config);

  const resources = new URL(`${url}/environments/${environment_id}/resources`);
  const response = await oidc.fetchProtectedResource(config, access_token, resources, "GET");

  assert.equal(response.status, 200);
  await ping.advance("2h");
  await assert.rejects(oidc.fetchProtectedResource(config, access_token, resources, "GET"), CHALLENGED);
});

async function device(ping, members = {}) {
  return ping.application({ grant_types: ["device_code"], devicePollingInterval: 1, ...members });
}

test("a user allows a device while it polls", async (t) => {
  const ping = await Ping.of(t);
  const alice = await ping.user();
  const config = await device(ping);
  const codes = await oidc.initiateDeviceAuthorization(config, { scope: "openid" });
  const polled = oidc.pollDeviceAuthorizationGrant(config, codes);
  while ((await ping.calls("pingone.token")).length === 0) await sleep(50);

  await ping.given("pingone", "device_consent", { user_code: codes.user_code, user: "alice" });

  assert.equal((await polled).claims().sub, alice.id);
  const [pending] = await ping.calls("pingone.token");
  assert.equal(pending.status, 400);
});

test("a user refuses a device", async (t) => {
  const ping = await Ping.of(t);
  const config = await device(ping);
  const codes = await oidc.initiateDeviceAuthorization(config, { scope: "openid" });

  await ping.given("pingone", "device_consent", { user_code: codes.user_code, accept: false });

  await assert.rejects(oidc.pollDeviceAuthorizationGrant(config, codes), { error: "access_denied" });
});

test("nobody enters the code of a device", async (t) => {
  const ping = await Ping.of(t);
  const config = await device(ping);
  const codes = await oidc.initiateDeviceAuthorization(config, { scope: "openid" });

  await ping.advance(codes.expires_in);

  await assert.rejects(oidc.pollDeviceAuthorizationGrant(config, codes), { error: "expired_token" });
});

test("PingAM: discovery, tokens of a password, introspection, revocation", async (t) => {
  const ping = await Ping.of(t);
  const { url, realm, client_id, client_secret, username, password } = ping.tenant.pingam;
  const issuer = `${url}/oauth2/realms/root/realms/${realm}`;
  const config = await configured(issuer, client_id, oidc.ClientSecretBasic(client_secret));

  const who = { username, password, scope: "openid uma_protection" };
  const tokens = await oidc.genericGrantRequest(config, "password", who);
  const about = await oidc.tokenIntrospection(config, tokens.access_token);

  assert.equal(tokens.claims().sub, username);
  assert.equal(about.active, true);
  await oidc.tokenRevocation(config, tokens.access_token);
  assert.equal((await oidc.tokenIntrospection(config, tokens.access_token)).active, false);
});
