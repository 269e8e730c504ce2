// openid-client against PingOne's sign-in.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as oidc from "openid-client";
import { Browser, CALLBACK, PASSWORD, Ping, SIGNED_OFF, signedIn } from "./ping.mjs";

const METHODS = { basic: oidc.ClientSecretBasic, post: oidc.ClientSecretPost };
for (const [name, how] of Object.entries(METHODS)) {
  test(`a user signs in with a code and PKCE, the client by ${name}`, async (t) => {
    const ping = await Ping.of(t);
    const alice = await ping.user();
    const members = { token_endpoint_auth_method: `client_secret_${name}`, pkce_enforcement: "S256_REQUIRED" };
    const config = await ping.website(members, how);

    const tokens = await signedIn(config);

    assert.equal(tokens.claims().sub, alice.id);
    assert.equal(tokens.claims().iss, ping.tenant.pingone.auth_url);
    assert.ok(tokens.expiresIn() > 3500);
  });
}

test("a public client needs no secret", async (t) => {
  const ping = await Ping.of(t);
  const alice = await ping.user();
  const config = await ping.website({ type: "spa", token_endpoint_auth_method: "none" }, oidc.None);

  assert.equal((await signedIn(config)).claims().sub, alice.id);
});

test("the signature of the ID token holds", async (t) => {
  const ping = await Ping.of(t);
  await ping.user();
  const config = await ping.website();
  oidc.enableNonRepudiationChecks(config);

  await signedIn(config);

  assert.equal((await ping.calls("pingone.jwks")).length, 1);
});

test("a second sign-in of the browser asks for no password", async (t) => {
  const ping = await Ping.of(t);
  await ping.user();
  const config = await ping.website();
  const browser = new Browser();

  const first = await signedIn(config, { browser });
  const second = await signedIn(config, { browser, more: { prompt: "none" } });

  assert.equal(first.claims().sub, second.claims().sub);
  assert.equal((await ping.calls("pingone.flow.act")).length, 1);
});

test("prompt=none without a session is refused", async (t) => {
  const ping = await Ping.of(t);
  await ping.user();

  await assert.rejects(signedIn(await ping.website(), { more: { prompt: "none" } }), { error: "login_required" });
});

test("a wrong verifier brings nothing", async (t) => {
  const ping = await Ping.of(t);
  await ping.user();
  const config = await ping.website();
  const challenge = await oidc.calculatePKCECodeChallenge(oidc.randomPKCECodeVerifier());
  const pkce = { code_challenge: challenge, code_challenge_method: "S256" };
  const asked = { redirect_uri: CALLBACK, scope: "openid", ...pkce };
  const back = await new Browser().signIn(oidc.buildAuthorizationUrl(config, asked));

  const granted = oidc.authorizationCodeGrant(config, back, { pkceCodeVerifier: oidc.randomPKCECodeVerifier() });

  await assert.rejects(granted, { error: "invalid_grant", status: 400 });
});

test("a code is good once", async (t) => {
  const ping = await Ping.of(t);
  await ping.user();
  const config = await ping.website();
  const url = oidc.buildAuthorizationUrl(config, { redirect_uri: CALLBACK, scope: "openid" });
  const back = await new Browser().signIn(url);
  await oidc.authorizationCodeGrant(config, back);

  await assert.rejects(oidc.authorizationCodeGrant(config, back), { error: "invalid_grant" });
});

test("a scope that was not granted is refused at the redirection", async (t) => {
  const ping = await Ping.of(t);
  await ping.user();
  const config = await ping.website();

  await assert.rejects(signedIn(config, { scope: "openid photos:read" }), { error: "invalid_scope" });
});

test("a pushed request signs a user in", async (t) => {
  const ping = await Ping.of(t);
  const alice = await ping.user();

  const tokens = await signedIn(await ping.website({ parRequirement: "REQUIRED" }), { pushed: true });

  assert.equal(tokens.claims().sub, alice.id);
  assert.equal((await ping.calls("pingone.par"))[0].status, 201);
});

test("userinfo is of the user of the ID token", async (t) => {
  const ping = await Ping.of(t);
  const alice = await ping.user();
  const config = await ping.website();
  const tokens = await signedIn(config);

  const about = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);

  assert.equal(about.sub, alice.id);
  assert.equal(about.email, "alice@example.com");
  await assert.rejects(oidc.fetchUserInfo(config, tokens.access_token, "another"));
});

test("a refresh token brings a new one, and is spent", async (t) => {
  const ping = await Ping.of(t);
  await ping.user();
  const config = await ping.website();
  const tokens = await signedIn(config);

  const fresh = await oidc.refreshTokenGrant(config, tokens.refresh_token);

  assert.notEqual(fresh.access_token, tokens.access_token);
  assert.equal(fresh.claims().sub, tokens.claims().sub);
  await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token), { error: "invalid_grant" });
  // A spent one that comes again was stolen: what it brought is revoked.
  await assert.rejects(oidc.refreshTokenGrant(config, fresh.refresh_token), { error: "invalid_grant" });
});

test("an access token expires, and is refreshed", async (t) => {
  const ping = await Ping.of(t);
  await ping.user();
  const config = await ping.website();
  const tokens = await signedIn(config);
  await ping.advance("2h");

  const asked = oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);

  await assert.rejects(asked, { code: "OAUTH_WWW_AUTHENTICATE_CHALLENGE", status: 401 });
  assert.equal((await oidc.tokenIntrospection(config, tokens.access_token)).active, false);
});

test("introspection tells what a token is for", async (t) => {
  const ping = await Ping.of(t);
  const alice = await ping.user();
  const config = await ping.website();
  const tokens = await signedIn(config);

  const about = await oidc.tokenIntrospection(config, tokens.access_token);

  const { client_id } = config.clientMetadata();
  assert.deepEqual([about.active, about.sub, about.client_id], [true, alice.id, client_id]);
  assert.deepEqual(about.scope.split(" ").sort(), ["email", "openid", "profile"]);
  assert.deepEqual(await oidc.tokenIntrospection(config, "made-up"), { active: false });
});

test("a revoked token holds no longer", async (t) => {
  const ping = await Ping.of(t);
  await ping.user();
  const config = await ping.website();
  const tokens = await signedIn(config);

  await oidc.tokenRevocation(config, tokens.refresh_token, { token_type_hint: "refresh_token" });

  assert.equal((await oidc.tokenIntrospection(config, tokens.access_token)).active, false);
  await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token), { error: "invalid_grant" });
  await oidc.tokenRevocation(config, "made-up");
});

test("the end of a session sends the user on, and the next sign-in asks again", async (t) => {
  const ping = await Ping.of(t);
  await ping.user();
  const config = await ping.website({ post_logout_redirect_uris: [SIGNED_OFF] });
  const browser = new Browser();
  const tokens = await signedIn(config, { browser });
  const asked = { post_logout_redirect_uri: SIGNED_OFF, id_token_hint: tokens.id_token, state: "s" };

  const gone = await browser.ask(oidc.buildEndSessionUrl(config, asked));

  assert.equal(gone.headers.get("Location"), `${SIGNED_OFF}?state=s`);
  await assert.rejects(signedIn(config, { browser, more: { prompt: "none" } }), { error: "login_required" });
});

test("a wrong password is told by the flow", async (t) => {
  const ping = await Ping.of(t);
  await ping.user();
  const url = oidc.buildAuthorizationUrl(await ping.website(), { redirect_uri: CALLBACK, scope: "openid" });

  await assert.rejects(new Browser().signIn(url, `not ${PASSWORD}`), { message: "INVALID_CREDENTIALS" });
});
