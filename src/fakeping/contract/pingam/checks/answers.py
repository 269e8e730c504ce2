"""Requests of every kind, so that `every_answer` can check their answers' form."""

from fakeping.contract.pingam import steps
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.families.pingam.rules import everywhere as rules


@CHECKS.of(rules.FORM)
def every_answer_has_its_form(target: PingAMTarget) -> None:
    """Call every operation. `every_answer` later checks the form of all answers."""
    made = steps.resource_set(target, labels=["of the server's"])
    steps.read(target, made)
    target.ask("GET", target.resource_set_url)
    steps.put(target, made, dict(made.said))
    _tokens(target)
    steps.rpt(target, made, target.owner, "view")
    steps.introspected(target, target.own_token())
    _owners(target, made)
    if target.second is not None or target.control is not None:
        _requests(target, made)
    uma = "uma-configuration" if target.behaviour.uma1 else "uma2-configuration"
    for url in (
        f"{target.uma_url}/.well-known/{uma}",
        f"{target.oauth2_url}/.well-known/openid-configuration",
        f"{target.oauth2_url}/connect/jwk_uri",
    ):
        target.ask("GET", url, token=None)
    steps.delete(target, made)


def _tokens(target: PingAMTarget) -> None:
    tokens = target.password(target.owner, scope="openid")
    for path in ("userinfo", "tokeninfo"):
        target.ask("GET", f"{target.oauth2_url}/{path}", token=tokens["access_token"])
    target.grant("refresh_token", refresh_token=tokens["refresh_token"])
    target.ask("POST", f"{target.json_url}/authenticate", token=None)
    target.new_session(target.owner)


def _owners(target: PingAMTarget, made: steps.RegisteredSet) -> None:
    steps.shared(target, made, target.name("party"), "view")
    policy = f"uma/policies/{made.id}"
    target.own("GET", policy)
    target.own("PUT", policy, json=steps.policy(made, (target.name("party"), ["view"])))
    label = steps.label(target)
    steps.labelled(target, made, label)
    target.own("GET", f"oauth2/resources/sets/{made.id}")
    kinds = ("uma/policies", "oauth2/resources/sets", "oauth2/resources/labels")
    for kind in (*kinds, "uma/pendingrequests"):
        target.own("GET", f"{kind}?_queryFilter=true")
    target.own("DELETE", f"oauth2/resources/labels/{label['_id']}")


def _requests(target: PingAMTarget, made: steps.RegisteredSet) -> None:
    request = steps.submitted(target, made, target.other(), "edit")
    target.own("GET", f"uma/pendingrequests/{request['_id']}")
    target.own("GET", "uma/pendingrequests?_queryFilter=true")
    target.own("POST", f"uma/pendingrequests/{request['_id']}?_action=deny")
