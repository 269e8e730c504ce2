"""Set up what a check needs. Each step raises `NotRun` if it fails.

So a deployment that does not register resource sets differs in the rule that says it should,
and not in the eighty that need one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from fakeping.contract.pingam.accounts import Account
from fakeping.contract.pingam.target import SSO, UMA_PROTECTION, PingAMTarget
from fakeping.contract.target import NotRun
from fakeping.contract.transport import Answer

ID_TOKEN_FORMAT = "http://openid.net/specs/openid-connect-core-1_0.html#IDToken"  # noqa: S105 - a name
UMA_TICKET = "urn:ietf:params:oauth:grant-type:uma-ticket"

#: The scopes of a resource set that is given none.
SCOPES = ("view", "edit")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredSet:
    """A resource set that a check has registered."""

    id: str
    url: str
    etag: str
    policy_uri: str
    owner: Account
    #: The description that it was registered with.
    said: Mapping[str, Any]
    #: A PAT of its owner's.
    token: str


def had(answer: Answer, status: int, what: str) -> Any:
    """The document of a step's answer. Raises `NotRun` for another status."""
    if answer.status != status:
        raise NotRun(f"{what} can't be had: {answer.asked} is answered with {answer.status}")
    return answer.json


def description(target: PingAMTarget, *scopes: str, **members: Any) -> dict[str, Any]:
    """A description that every edition accepts, with a unique name."""
    said = {target.behaviour.scopes_member: list(scopes or SCOPES), "name": target.name("photo")}
    return said | members


def resource_set(
    target: PingAMTarget,
    *scopes: str,
    owner: Account | None = None,
    client: Account | None = None,
    **members: Any,
) -> RegisteredSet:
    """Register a resource set of an owner, through a client."""
    whose = owner or target.owner
    token = target.pat(whose, client=client)
    said = description(target, *scopes, **members)
    answer = target.register(said, token=token)
    document = had(answer, 201, "a resource set")
    return RegisteredSet(
        id=document["_id"],
        url=target.url_of(document["_id"]),
        etag=answer.headers.get("ETag", ""),
        policy_uri=document.get("user_access_policy_uri", ""),
        owner=whose,
        said=said,
        token=token,
    )


def read(target: PingAMTarget, made: RegisteredSet, **headers: str) -> Answer:
    """Read a resource set as its owner."""
    return target.ask("GET", made.url, token=made.token, headers=headers)


def put(target: PingAMTarget, made: RegisteredSet, said: Any, **how: Any) -> Answer:
    """Replace a resource set's description as its owner, with a condition if one is required."""
    headers = target.condition() | dict(how.pop("headers", {}))
    return target.ask("PUT", made.url, json=said, headers=headers, **{"token": made.token, **how})


def delete(target: PingAMTarget, made: RegisteredSet, **how: Any) -> Answer:
    """Delete a resource set as its owner, with a condition if one is required."""
    headers = target.condition() | dict(how.pop("headers", {}))
    return target.ask("DELETE", made.url, headers=headers, **{"token": made.token, **how})


def everything(target: PingAMTarget, made: RegisteredSet, token: str | None) -> Iterable[Answer]:
    """Call every operation on resource sets with one token, the deletion last."""
    said = description(target)
    yield target.ask("GET", target.resource_set_url, token=token)
    yield target.ask("GET", made.url, token=token)
    yield target.ask("POST", target.resource_set_url, json=said, token=token)
    yield put(target, made, dict(made.said), token=token)
    yield delete(target, made, token=token)


def policy(
    made: RegisteredSet, *shares: tuple[str, Iterable[str]], **members: Any
) -> dict[str, Any]:
    """A policy document that shares a resource set with parties, by name."""
    shared = [{"subject": party, "scopes": list(scopes)} for party, scopes in shares]
    return {"policyId": made.id, "permissions": shared, **members}


def shared(
    target: PingAMTarget, made: RegisteredSet, party: str, *scopes: str, **members: Any
) -> Any:
    """Share scopes of a resource set with a party, and with no other."""
    said = policy(made, (party, scopes), **members)
    path = f"uma/policies/{made.id}"
    answer = target.own("PUT", path, user=made.owner, json=said, headers={"If-None-Match": "*"})
    return had(answer, 201, "a policy")


def wanted(target: PingAMTarget, made: RegisteredSet, *scopes: str) -> dict[str, Any]:
    """The permission request for one resource set."""
    behaviour = target.behaviour
    return {behaviour.id_member: made.id, behaviour.scopes_member: list(scopes)}


def ask_permission(target: PingAMTarget, said: Any, **how: Any) -> Answer:
    """Request a permission ticket as the resource server of the target's own owner."""
    return target.ask("POST", f"{target.uma_url}/permission_request", json=said, **how)


def ticket(target: PingAMTarget, made: RegisteredSet, *scopes: str) -> str:
    """Get a permission ticket for scopes of a resource set."""
    answer = ask_permission(target, wanted(target, made, *scopes), token=target.pat(made.owner))
    value: str = had(answer, 201, "a permission ticket")["ticket"]
    return value


def claim(target: PingAMTarget, party: Account) -> dict[str, str]:
    """The claim token that identifies a requesting party."""
    return {"claim_token": target.claim_token(party), "claim_token_format": ID_TOKEN_FORMAT}


def rpt_for(target: PingAMTarget, ticket: str, **form: Any) -> Answer:
    """Request an RPT."""
    return target.grant(UMA_TICKET, ticket=ticket, **form)


def rpt(
    target: PingAMTarget, made: RegisteredSet, party: Account, *scopes: str, **form: str
) -> str:
    """Get an RPT for scopes of a resource set that the party may have."""
    asked = rpt_for(target, ticket(target, made, *scopes), **claim(target, party), **form)
    value: str = had(asked, 200, "an RPT")["access_token"]
    return value


def introspected(target: PingAMTarget, value: str, **how: Any) -> Any:
    """Introspect a token."""
    return had(target.post("introspect", {"token": value}, **how), 200, "an introspection")


def allowed(target: PingAMTarget, rpt: str) -> dict[str, set[str]]:
    """The permissions of an RPT by resource set, from introspection."""
    behaviour = target.behaviour
    found = introspected(target, rpt, token=target.own_token())
    return {
        each[behaviour.id_member]: set(each[behaviour.scopes_member])
        for each in found.get("permissions", ())
    }


def pending(target: PingAMTarget, made: RegisteredSet) -> list[Any]:
    """The pending requests for a resource set."""
    path = "uma/pendingrequests?_queryFilter=true"
    found = had(target.own("GET", path, user=made.owner), 200, "a list of pending requests")
    return [each for each in found["result"] if each["resource"] == made.said["name"]]


def submitted(target: PingAMTarget, made: RegisteredSet, party: Account, *scopes: str) -> Any:
    """Submit a request that is denied, and return the pending request."""
    asked = rpt_for(target, ticket(target, made, *scopes), **claim(target, party))
    had(asked, 403, "a refused request for an RPT")
    waiting = [each for each in pending(target, made) if each["user"] == party.name]
    if not waiting:
        raise NotRun("nothing waits for the owner after a refused request for an RPT")
    return waiting[-1]


def authorize(
    target: PingAMTarget,
    user: Account | None,
    *,
    client: Account | None = None,
    session: str | None = None,
    **asked: str,
) -> Answer:
    """Come to the authorization endpoint with a browser in which a user, or `session`, is."""
    said = {
        "response_type": "code",
        "client_id": (client or target.client).name,
        "redirect_uri": target.redirect_uri,
        "scope": UMA_PROTECTION,
        **asked,
    }
    token = target.session(user) if user else session
    headers = {"Cookie": f"{SSO}={token}"} if token else {}
    url = f"{target.oauth2_url}/authorize?{urlencode(said)}"
    return target.ask("GET", url, headers=headers, token=None)


def sent_back(answer: Answer) -> dict[str, str]:
    """The query parameters of a redirection."""
    return dict(parse_qsl(urlsplit(answer.headers.get("Location", "")).query))


def posted_back(answer: Answer) -> tuple[str, dict[str, str]]:
    """Where a page's form is posted to, and what it says."""
    form = _Form()
    form.feed(answer.body.decode("utf-8", "replace"))
    return form.action, form.fields


class _Form(HTMLParser):
    """Reads a page's form: where it goes, and its hidden fields."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method", "").lower() == "post":
            self.action = said.get("action", "")
        elif tag == "input" and said.get("type") == "hidden":
            self.fields[said.get("name", "")] = said.get("value", "")


def code(target: PingAMTarget, *, client: Account | None = None, **asked: str) -> str:
    """Get an authorization code of the owner."""
    answer = authorize(target, target.owner, client=client, **asked)
    back = sent_back(answer)
    if "code" not in back:
        raise NotRun(f"a code can't be had: {answer.asked} is answered with {answer.status}")
    return back["code"]


def redeem(
    target: PingAMTarget, code: str, *, client: Account | None = None, **form: Any
) -> Answer:
    """Exchange a code for tokens."""
    said = {"redirect_uri": target.redirect_uri, **form}
    return target.grant("authorization_code", client=client, code=code, **said)


def protocol(number: str) -> dict[str, str]:
    """The header that asks for a version of Common REST's protocol."""
    return {"Accept-API-Version": f"protocol={number},resource=1.0"}


def label(target: PingAMTarget, *, owner: Account | None = None, **members: Any) -> Any:
    """A label of an owner's."""
    said = {"name": target.name("label"), "type": "USER", **members}
    answer = target.own("POST", "oauth2/resources/labels", user=owner, json=said)
    return had(answer, 201, "a label")


def put_labels(target: PingAMTarget, made: RegisteredSet, ids: list[str]) -> Answer:
    """Replace the labels of a resource set as its owner, with a whole description."""
    path = f"oauth2/resources/sets/{made.id}"
    return target.own("PUT", path, user=made.owner, json={**made.said, "labels": ids})


def labelled(target: PingAMTarget, made: RegisteredSet, *labels: Any) -> None:
    """Put these labels on a resource set, and no others."""
    answer = put_labels(target, made, [each["_id"] for each in labels])
    had(answer, 200, "a labelled resource set")
