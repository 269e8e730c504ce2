"""What a recording implies was there before: each a function that puts it into a fresh tenant.

It returns the values of the placeholders that the recording's request has for it, by name.
"""

import base64
import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from fakeping.core.sources import derived_uuid
from tests.drive import ask

Known = dict[str, str]
Situation = Callable[[Any, Any, Mapping[str, str]], Known]
SITUATIONS: dict[str, Situation] = {}

#: The resource owner and the clients of OpenAM's recordings.
OWNER, OTHER, SERVER, APP = "demo", "amadmin", "test_client_rs_reg", "test_client_app"
CALLBACK = "http://app.invalid/cb"
NAME = "e2e album"


def situation(make: Situation) -> Situation:
    """Register a situation by its function's name, which is a sentence's end."""
    SITUATIONS[make.__name__.replace("_", " ")] = make
    return make


def of_family(family: str, server: Any, tenant: Any) -> Known:
    """What every recording of a family implies."""
    return _pingam(tenant) if family == "pingam" else _pingone(server, tenant)


def basic(name: str, secret: str) -> str:
    """The credentials of HTTP Basic."""
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()


def _pingam(tenant: Any) -> Known:
    am = tenant.pingam
    names = {"alice", "bob", "chris", OWNER, OTHER, "user.1", "user.2", "dcrane"}
    for name in sorted(names - {each.name for each in am.users()}):
        am.given.user(name, password="Ch4ng31t")
    am.given.client(SERVER, client_secret="password")
    am.given.client("UmaClient", client_secret="mySecret")
    am.given.client(
        APP,
        client_secret="password",
        redirect_uris=[CALLBACK],
        scopes=["openid", "profile", "uma_protection"],
    )
    return {
        "pat": am.pat(OWNER, client=SERVER),
        "alices": am.pat("alice"),
        "others": am.pat(OTHER, client=SERVER),
        "sso": am.sso_token(OWNER),
        "alices_sso": am.sso_token("alice"),
        "dcranes_sso": am.sso_token("dcrane"),
        "password": am.credentials.password,
        "basic": basic(APP, "password"),
        "client": am.credentials.client_id,
        "secret": am.credentials.client_secret,
    }


@situation
def a_resource_set(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    return _registered(tenant)


@situation
def a_resource_set_with_the_label_alpha(
    server: Any, tenant: Any, known: Mapping[str, str]
) -> Known:
    return _registered(tenant, labels=["alpha"])


@situation
def a_resource_set_with_two_labels(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    return _registered(tenant, labels=["alpha", "beta"])


def _registered(tenant: Any, *, owner: str = OWNER, client: str = SERVER, **more: Any) -> Known:
    said = {"name": NAME, "resource_scopes": ["read", "write"], **more}
    made = tenant.pingam.given.resource_set(owner=owner, client=client, **said)
    strong = made.etag.removeprefix("W/")
    return {"set": made.id, "tag": made.etag, "strong": strong, "bare": strong.strip('"')}


@situation
def a_resource_set_of_the_clients_own(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    pat = tenant.pingam.pat(None, client=SERVER)
    url = f"{tenant.pingam.resource_set_url}"
    made = ask(server, "POST", url, {"name": NAME, "scopes": ["read"]}, token=pat)
    return {"set": made.json["_id"], "clients": pat}


@situation
def an_access_token(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    return {"token": _access_token(server, tenant)}


@situation
def a_revoked_access_token(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    token = _access_token(server, tenant)
    gone = _post(server, f"{tenant.pingam.oauth2_url}/token/revoke", known, token=token)
    assert gone.status == 200
    return {"token": token}


def _access_token(server: Any, tenant: Any) -> str:
    form = {"grant_type": "password", "username": OWNER, "password": "Ch4ng31t"}
    headers = {"basic": basic(APP, "password")}
    url = f"{tenant.pingam.oauth2_url}/access_token"
    return str(_post(server, url, headers, scope="openid profile", **form).json["access_token"])


def _post(server: Any, url: str, known: Mapping[str, str], **form: str) -> Any:
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Authorization": known["basic"],
    }
    return ask(server, "POST", url, raw=urlencode(form).encode(), headers=headers)


@situation
def a_client_that_asks_for_consent(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    tenant.pingam.given.client(
        "test_client_consent",
        client_secret="password",
        redirect_uris=[CALLBACK],
        asks_consent=True,
    )
    return {}


@situation
def a_consent_page(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    a_client_that_asks_for_consent(server, tenant, known)
    asked = urlencode(
        {
            "response_type": "code",
            "client_id": "test_client_consent",
            "redirect_uri": CALLBACK,
            "scope": "profile",
            "state": "row9state",
        }
    )
    url = f"{tenant.pingam.oauth2_url}/authorize?{asked}"
    page = ask(server, "GET", url, headers={"Cookie": f"iPlanetDirectoryPro={known['sso']}"})
    found = re.search(r'name="csrf" value="([^"]*)"', page.body.decode())
    return {"csrf": found[1] if found else ""}


@situation
def a_photo_album_of_demos(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    return _album(tenant, OWNER, "UMA-Resource-Server")


@situation
def a_photo_album_of_alices(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    return _album(tenant, "alice", "UMA-Resource-Server")


def _album(tenant: Any, owner: str, client: str) -> Known:
    photos = "http://photoz.example.com/dev/scopes/"
    scopes = ["view", "comment", "download", f"{photos}view", f"{photos}all"]
    made = tenant.pingam.given.resource_set(
        owner=owner, client=client, name="Photo Album", resource_scopes=scopes
    )
    pat = tenant.pingam.pat(owner, client=client)
    return {"set": made.id, "album_pat": pat}


@situation
def nature_photos_of_demos(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    made = tenant.pingam.given.resource_set(
        owner=OWNER,
        name="My Nature Photos",
        resource_scopes=["View Photos", "Edit Photos"],
        icon_uri="http://www.example.com/icons/flower.png",
        type="Photo Album",
    )
    return {"set": made.id}


@situation
def a_policy_for_two_users(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    view = "http://photoz.example.com/dev/scopes/view"
    every = [view, "http://photoz.example.com/dev/scopes/all"]
    tenant.pingam.given.policy(known["set"], "user.1", [view], owner=OWNER)
    url = f"{tenant.pingam.json_url}/users/{OWNER}/uma/policies/{known['set']}"
    permissions = [{"subject": "user.1", "scopes": [view]}, {"subject": "user.2", "scopes": every}]
    headers = {"iPlanetDirectoryPro": known["sso"], "If-Match": "*"}
    document = {"policyId": known["set"], "permissions": permissions}
    assert ask(server, "PUT", url, document, headers=headers).status == 200
    return {}


@situation
def a_policy_for_bob(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    tenant.pingam.given.policy(known["set"], "bob", ["view", "comment"], owner="alice")
    return {}


@situation
def labels_of_a_user(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    given = tenant.pingam.given
    label = given.label("2015/October/Bristol", owner=OWNER)
    given.label("Top Level/Second Level/My Label", owner=OWNER)
    given.label("starred", type="STAR", owner=OWNER)
    given.label("New Resource Set Label", owner=OWNER)
    return {"label": label.id}


@situation
def a_ticket_and_a_claim(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    am = tenant.pingam
    wanted = [(known["set"], ["download"])]
    return {
        "ticket": am.ticket(*wanted, owner="alice"),
        "claim": am.claim_token("bob", client="UmaClient"),
    }


@situation
def a_ticket_that_has_expired(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    found = a_ticket_and_a_claim(server, tenant, known)
    tenant.clock.advance(121)
    return {**found, "claim": tenant.pingam.claim_token("bob", client="UmaClient")}


@situation
def a_policy_for_bobs_download(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    tenant.pingam.given.policy(known["set"], "bob", ["download"], owner="alice")
    return {}


@situation
def an_rpt(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    return {"rpt": tenant.pingam.rpt("bob", (known["set"], ["download"]), owner="alice")}


@situation
def a_sign_in_that_has_begun(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    begun = ask(server, "POST", f"{tenant.pingam.json_url}/authenticate")
    return {"authId": begun.json["authId"]}


def _pingone(server: Any, tenant: Any) -> Known:
    one = tenant.pingone
    return {
        "environment": one.environment_id,
        "worker": one.token(),
        "absent": "a2e4a1a5-7b1c-4d63-9a4c-1f3a6d0b7c11",
        "basic": basic(one.credentials.client_id, one.credentials.client_secret),
        "client": one.credentials.client_id,
        "license": derived_uuid("license"),
    }


@situation
def a_population(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    return {"population": tenant.pingone.given.population("Shared-Test-User-Population").id}


@situation
def a_user(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    made = tenant.pingone.given.user(
        username="sharedTestUser", email="sharedTestUser@example.com", password="2Federate!now"
    )
    return {"user": made.id}


@situation
def a_user_without_an_email(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    return {"user": tenant.pingone.given.user(username="marysample").id}


@situation
def a_web_application(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    made = tenant.pingone.given.application(
        "Shared-Web-App",
        redirect_uris=["http://localhost:3000/callback"],
        grant_types=["AUTHORIZATION_CODE"],
    )
    who = basic(made.client_id, made.client_secret)
    return {
        "application": made.client_id,
        "application_secret": made.client_secret,
        "application_basic": who,
    }


@situation
def a_flow(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    asked = urlencode(
        {
            "response_type": "code",
            "client_id": known["application"],
            "redirect_uri": "http://localhost:3000/callback",
            "scope": "openid",
            "response_mode": "pi.flow",
        }
    )
    reply = ask(server, "GET", f"{tenant.pingone.auth_url}/authorize?{asked}")
    return {"flow": reply.json["id"]}


@situation
def a_completed_flow(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    found = a_flow(server, tenant, known)
    url = f"{tenant.pingone.auth_url.removesuffix('/as')}/flows/{found['flow']}"
    media = "application/vnd.pingidentity.usernamePassword.check+json"
    document = json.dumps({"username": "sharedTestUser", "password": "2Federate!now"}).encode()
    reply = ask(server, "POST", url, raw=document, headers={"Content-Type": media})
    cookie = reply.headers["Set-Cookie"].split(";")[0]
    return {**found, "cookie": cookie}


@situation
def a_code(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    found = a_completed_flow(server, tenant, known)
    url = f"{tenant.pingone.auth_url}/resume?flowId={found['flow']}"
    reply = ask(server, "GET", url, headers={"Cookie": found["cookie"]})
    return {**found, "code": reply.json["authorizeResponse"]["code"]}


@situation
def a_custom_resource(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    return {"resource": tenant.pingone.given.resource("photos").id}


@situation
def the_built_in_resources(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    found = {each.name: each.id for each in tenant.pingone.resources()}
    return {"openid": found["openid"], "api": next(iter(found.values()))}


@situation
def the_roles(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    one = tenant.pingone
    listed = ask(server, "GET", f"{one.url}/roles", token=one.token()).json
    ids = {each["name"]: each["id"] for each in listed["_embedded"]["roles"]}
    return {
        "environment_admin": ids["Environment Admin"],
        "organization_admin": ids["Organization Admin"],
        "organization": one.organization_id,
    }


@situation
def the_role_is_assigned(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    role = {"role": {"id": known["environment_admin"]}}
    scope = {"scope": {"id": known["environment"], "type": "ENVIRONMENT"}}
    url = f"{tenant.pingone.environment_url}/users/{known['user']}/roleAssignments"
    assert ask(server, "POST", url, role | scope, token=known["worker"]).status == 201
    return {}


@situation
def a_worker_without_that_role(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    return {"worker": tenant.pingone.token(roles=["Identity Data Admin"])}


@situation
def the_default_sign_on_policy(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    (policy,) = [each for each in tenant.pingone.sign_on_policies() if each.default]
    (action,) = tenant.pingone.sign_on_policy_actions(policy)
    return {"policy": policy.id, "action": action.id}


@situation
def emma_sharp(server: Any, tenant: Any, known: Mapping[str, str]) -> Known:
    document = {
        "username": "emma.sharp",
        "email": "emma.sharp@example.com",
        "name": {"formatted": "Emma Sharp", "given": "Emma", "family": "Sharp"},
        "nickname": "emma.sharp",
        "locale": "en-US",
        "preferredLanguage": "en",
        "mobilePhone": "604-999-9999",
        "primaryPhone": "604-123-4567",
        "address": {
            "streetAddress": "9999 Marine Drive ",
            "locality": "calgary",
            "region": "BC",
            "postalCode": "12345",
            "countryCode": "CA",
        },
        "population": {"id": tenant.pingone.populations()[0].id},
    }
    made = ask(
        server, "POST", f"{tenant.pingone.environment_url}/users", document, token=known["worker"]
    )
    assert made.status == 201
    return {"emma": made.json["id"]}
