"""The model of secrets: each resource and each application has one, and perhaps one before."""

from datetime import datetime

from fakeping.contract.check import ABSENT, ResponseLike, ensure, expect
from fakeping.contract.pingone.model.answers import ExpectedAnswer
from fakeping.contract.pingone.model.calls import ModelCall
from fakeping.contract.pingone.model.entities import ModelEntity, changed
from fakeping.contract.pingone.refusals import gone
from fakeping.contract.states import Entities
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules

SECRET = "secret"  # noqa: S105 - the name of a kind, and of a member

#: The kinds: of resources, and of applications.
KINDS = (SECRET, "application_secret")


def step(state: Entities, act: ModelCall) -> tuple[Entities, ExpectedAnswer]:
    """The state after a call about an entity's secret, and its expected answer."""
    id_ = f"{act.within}/{SECRET}"
    known: JSON = state[id_].document if id_ in state else {SECRET: str, "previous": ABSENT}
    if act.operation == "delete":
        after = {**known, "previous": ABSENT}
        answer = ExpectedAnswer(status=204, rule=rules.SECRET_PREVIOUS, kind=gone)
        return _put(state, act, id_, after), answer
    if act.operation == "read":
        told = {SECRET: act.chosen.get(SECRET, str), "previous": known["previous"]}
        answer = ExpectedAnswer(status=200, rule=rules.SECRET_PREVIOUS, document=known)
        return _put(state, act, id_, {**told, **_said(known)}), answer
    until = (act.said.get("previous") or {}).get("expiresAt")
    previous = ABSENT if until is None else {SECRET: known[SECRET], "expiresAt": until}
    document: JSON = {SECRET: str, "previous": previous}

    def rotated(outcome: ResponseLike) -> None:
        expect(outcome, 200, document)
        ensure(outcome.json[SECRET] != known[SECRET], f"{outcome.asked}: the secret stays")

    after = {**document, SECRET: act.chosen.get(SECRET, str)}
    answer = ExpectedAnswer(status=200, rule=rules.SECRET_PREVIOUS, kind=rotated)
    return _put(state, act, id_, after), answer


def expire(state: Entities, now: datetime) -> Entities:
    """The state when that time has come: previous secrets expire."""
    for id_, each in state.by_id.items():
        if each.kind not in KINDS:
            continue
        previous = each.document["previous"]
        if previous is not ABSENT and datetime.fromisoformat(previous["expiresAt"]) <= now:
            state = state.put(id_, changed(each, previous=ABSENT))
    return state


def _said(known: JSON) -> JSON:
    return known if known[SECRET] is not str else {}


def _put(state: Entities, act: ModelCall, id_: str, document: JSON) -> Entities:
    return state.put(id_, ModelEntity(kind=act.kind, within=act.within, document=document))
