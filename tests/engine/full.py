"""A tenant that holds a bit of everything, and what it answers to whoever looks."""

import json

from tests.drive import ask

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def furnish(server, tenant, *, again=False):
    """Put a bit of everything there, and change some of what is built in.

    `again` is for a tenant that has photos and an alice already.
    """
    one, am = tenant.pingone, tenant.pingam
    given, more = one.given, " too" if again else ""
    photos = given.resource(
        name=f"photos{more}", description="d", scopes=["photos:read", "photos:write"]
    )
    given.resource(name="music")
    admin = given.user(
        username=f"alice{more}", name="Alice Doe", email="a@x", attributes={"locale": "en"}
    )
    given.user(username=f"carol{more}", password="a secret of carol's", enabled=False)
    given.sign_in(admin)
    web = given.application(redirect_uris=["https://app.example/back"])
    given.grant(web, photos, ["photos:read"])
    given.grant(web, "openid")
    given.grant(one.credentials, photos)
    one.token(roles=["Environment Admin"])
    if one.edition == "current":
        openid = one.resource("openid")
        nick = given.attribute(openid, name="nick", value="${user.nickname}")
        given.scope(openid, name="nicks", mappedClaims=[nick.id])
        given.attribute(photos, name="a", value="b")
        given.application_attribute(web, name="plain", value="b", required=True)
        given.application_attribute(web, name="email", value="x", oidcScopes=["email"])
        given.application_attribute(one.credentials, name="own", value="b")
        current(server, tenant, photos)
    photo = am.given.resource_set(resource_scopes=["view", "edit"], name=f"P{more}", x={"y": [1.5]})
    odd = {"resource_scopes": ["view"], "owner": "x", "name": "O", "members": 1, "labels": ["l"]}
    body = odd if am.edition == "8.1" else {**odd, "scopes": ["view"]}
    reply = ask(server, "POST", am.resource_set_url, body, token=am.pat())
    assert reply.status == 201, reply.json
    am.given.realm("customers")
    am.given.user("bob", claims={"email": "b@x"})
    am.given.user("carol", realm=f"{am.realm}/customers", administrator=True)
    am.given.client("mobile", public=True, scopes=["openid"], redirect_uris=["https://m/"])
    am.given.policy(photo, subject="bob", scopes=["view"])
    am.given.label("2022/June", resource_sets=[photo])
    am.given.label("starred", type="STAR", owner="bob")
    ask_for(server, tenant, photo)
    am.pat("bob", lifetime=1e9, scopes=["uma_protection", "openid"])
    am.given.session_property("Place")
    url = f"{am.json_url}/sessions?_action=updateSessionProperties"
    headers = {"iPlanetDirectoryPro": am.sso_token("bob")}
    assert ask(server, "POST", url, {"Place": "here"}, headers=headers).status == 200


def current(server, tenant, photos):
    """What there is in today's edition alone."""
    one = tenant.pingone
    subject = one.application_attributes(one.credentials)[0]
    token, url = one.token(), f"{one.url}/environments"
    here = f"{url}/{one.environment_id}"
    api = one.resource("PingOne API")
    scope = next(each for each in one.scopes(api) if each.name == "p1:read:user")
    policy = one.sign_on_policy("Multi_Factor")
    changed = {"name": scope.name, "schemaAttributes": ["email"]}
    attribute = {"name": "sub", "value": "${user.username}", "required": True}
    sent = [
        (
            "PUT",
            f"{here}/applications/{one.credentials.client_id}/attributes/{subject.id}",
            attribute,
        ),
        ("PUT", f"{here}/resources/{api.id}/scopes/{scope.id}", changed),
        ("POST", f"{here}/populations", {"name": "Staff", "default": True}),
        ("POST", f"{here}/resources/{photos.id}/secret", {}),
        ("POST", f"{here}/signOnPolicies", {"name": "Strong", "description": "of ours"}),
        (
            "POST",
            f"{here}/applications/{one.credentials.client_id}/signOnPolicyAssignments",
            {"signOnPolicy": {"id": policy.id}, "priority": 2},
        ),
        ("PUT", f"{here}/signOnPolicies/{policy.id}", {"name": policy.name, "description": "x"}),
        ("POST", f"{here}/signOnPolicies/{policy.id}/actions", {"type": "LOGIN", "priority": 3}),
        (
            "POST",
            url,
            {
                "name": "other",
                "type": "SANDBOX",
                "region": "NA",
                "license": {"id": one.environment_id},
            },
        ),
    ]
    for method, where, body in sent:
        reply = ask(server, method, where, body, token=token)
        assert reply.status < 300, reply.json
    other = reply.json["id"]
    staff = next(each for each in one.populations() if each.name == "Staff")
    helper = one.given.user(username=f"helper of {photos.name}", password="a secret of theirs")
    one.given.role_assignment(helper, "Identity Data Admin", scope=staff)
    there = {"type": "ENVIRONMENT", "id": other}
    one.given.role_assignment(one.credentials, "Environment Admin", scope=there)
    one.given.recovery_code(helper)
    let_devices_wait(server, one, helper)
    reply = ask(server, "POST", f"{url}/{other}/resources", {"name": "inside"}, token=token)
    assert reply.status == 201


def let_devices_wait(server, one, helper):
    """Let two devices ask for tokens, of which one is allowed."""
    television = one.given.application(grant_types=["device_code"])
    raw = f"client_id={television.client_id}&scope=openid".encode()
    url = f"{one.auth_url}/device_authorization"
    codes = [ask(server, "POST", url, raw=raw, headers=FORM).json for _ in range(2)]
    one.given.device_consent(codes[0]["user_code"], helper)
    where = codes[1]["verification_uri_complete"]
    assert ask(server, "GET", where).status < 400


def ask_for(server, tenant, photo):
    """Let bob ask for what he may not have."""
    am = tenant.pingam
    known = am.credentials
    form = (
        f"client_id={known.client_id}&client_secret={known.client_secret}&grant_type="
        "urn:ietf:params:oauth:grant-type:uma-ticket"
        f"&ticket={am.ticket((photo, ['edit']))}&claim_token={am.claim_token('bob')}"
        "&claim_token_format=http://openid.net/specs/openid-connect-core-1_0.html%23IDToken"
    )
    raw = form.encode()
    ask(server, "POST", f"{am.oauth2_url}/access_token", raw=raw, headers=FORM)


def reads(server, tenant):
    """Everything that can be read, as status, tag and body."""
    one, am = tenant.pingone, tenant.pingam
    token, here = one.token(), f"{one.url}/environments/{one.environment_id}"
    urls = [here, f"{here}/resources", f"{here}/resources?expand=scopes"]
    if one.edition == "current":
        urls += [f"{one.url}/environments", f"{here}/populations", f"{here}/billOfMaterials"]
        policies = f"{here}/signOnPolicies"
        urls += [policies, *(f"{policies}/{each.id}/actions" for each in one.sign_on_policies())]
        worker = one.credentials.client_id
        urls += [f"{one.url}/roles", f"{here}/applications/{worker}/roleAssignments"]
        urls += [f"{here}/users/{each.id}/roleAssignments" for each in one.users()]
        urls.append(f"{here}/applications/{worker}/signOnPolicyAssignments")
    for each in one.resources():
        urls += [f"{here}/resources/{each.id}", f"{here}/resources/{each.id}/scopes"]
        if one.edition == "current":
            urls.append(f"{here}/resources/{each.id}/attributes")
    if one.edition == "current":
        for each in one.applications():
            parts = ("", "/grants", "/attributes")
            urls += [f"{here}/applications/{each.id}{part}" for part in parts]
    answers = {url: ask(server, "GET", url, token=token) for url in urls}
    for owner in ("alice", "bob"):
        pat, sso = am.pat(owner), {"iPlanetDirectoryPro": am.sso_token(owner)}
        answers[owner] = ask(server, "GET", am.resource_set_url, token=pat)
        for each in am.resource_sets(owner):
            url = f"{am.resource_set_url}/{each.id}"
            answers[owner, url] = ask(server, "GET", url, token=pat)
        resources = ("oauth2/resources/sets", "oauth2/resources/labels")
        for kind in ("uma/policies", "uma/pendingrequests", *resources):
            url = f"{am.json_url}/users/{owner}/{kind}?_queryFilter=true"
            answers[owner, kind] = ask(server, "GET", url, headers=sso)
    return {
        key: (reply.status, reply.headers.get("ETag"), json.loads(reply.body or b"null"))
        for key, reply in answers.items()
    }
