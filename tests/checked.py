"""Every reply of the whole suite is held against the schema of its operation and status.

And no refusal leaves without a rule: one of the family's, which says that it refuses such a
request with such a status. What a test scripts as a fault is its own affair.

And no journal tells a secret that came or went.

The check sits on `World.handle`, so it sees what is asked in process and over HTTP alike.
What breaks is collected here, and fails the test that is running.
"""

import json
from contextlib import suppress
from functools import lru_cache, wraps

from fakeping.core import schemas
from fakeping.core.exchange import Headers, Reply, Request
from fakeping.core.operation import ANY, HTML, TEXTS
from fakeping.core.problem import Problem
from fakeping.engine.world import World
from fakeping.redaction.capture import whole
from tests.secrets import found_in

BROKEN: list[str] = []


def install() -> None:
    handle = World.handle

    @wraps(handle)
    def checked(world: World, request: Request, **how: bool) -> Reply:
        before = _tenant(world, request)  # another thread may drop it meanwhile
        reply = handle(world, request, **how)
        look = _scripted if reply.fault else _faults
        BROKEN.extend(look(world, request, reply, before or _tenant(world, request)))
        BROKEN.extend(_lawless(world, request, reply))
        BROKEN.extend(_told(world, request, reply))
        return reply

    World.handle = checked  # type: ignore[assignment, method-assign]  # what all of this is for


def _tenant(world, request):
    """The tenant that a request is for, or `None`."""
    route = world._router.find(request.path)
    return world.tenant_at(route.family, route.address(request)) or world.asking(
        route.family, request
    )


def _faults(world, request, reply, tenant):
    route = world._router.find(request.path)
    what = f"{request.method} {request.path} -> {reply.status}"
    promised = dict(route.family.problem_replies)
    edition = world.edition(route.family, tenant)
    beside = dict(route.family.problem_replies)
    with suppress(Problem):
        operation = route.operation(request.method, edition)
        promised |= operation.replies
        beside |= operation.page_or
    if reply.status not in promised:
        yield f"{what}: the operation does not promise this status"
        return
    name = promised[reply.status]
    if name == HTML and "json" in reply.headers.get("Content-Type", ""):
        name = beside.get(reply.status)  # no person was looking
    if name in TEXTS:
        if name != ANY and not reply.headers.get("Content-Type", "").startswith(name):
            yield f"{what}: the text is not declared as {name}"
        return
    if name is None or request.method == "HEAD":
        if reply.body:
            yield f"{what}: a body where none is promised: {reply.body[:200]!r}"
        return
    if "json" not in Headers(reply.headers).get("Content-Type", ""):
        yield f"{what}: the body is not declared as JSON"
    broken = _breaks(name, reply.body)
    if broken:
        yield f"{what}: {broken} (schema {name}): {reply.body[:300]!r}"


def _scripted(world, request, reply, tenant):
    """What a fault leaves of the promises: a refusal has the family's form, with any status."""
    what = f"{request.method} {request.path} -> {reply.status} ({reply.fault})"
    applied = {each.rpartition(".")[2] for each in reply.fault.split("+")}
    if reply.cut in {"drop", "reset"}:
        if reply.status or reply.body:
            yield f"{what}: a lost answer with a status or a body"
    elif "malformed" in applied:
        if _breaks(None, reply.body) is None:
            yield f"{what}: a malformed answer that can be read: {reply.body[:200]!r}"
    elif any(each.startswith("answer_") for each in applied):
        return  # it is the test's own
    elif reply.status < 400:
        yield from _faults(world, request, reply, tenant)
    elif request.method != "HEAD" and all(
        _breaks(each, reply.body) for each in _refusals(world, request, reply)
    ):
        yield f"{what}: no refusal of the family: {reply.body[:300]!r}"


def _refusals(world, request, reply):
    """The schema of what the operation refuses with by itself, and of the family's refusals."""
    route = world._router.find(request.path)
    promised = dict(route.family.problem_replies)
    with suppress(Problem):
        edition = world.edition(route.family, world.tenant_at(route.family, route.address(request)))
        promised |= route.operation(request.method, edition).replies
    schema = promised.get(reply.status)
    return {promised[500]} | ({schema} if schema not in {None, HTML} else set())


def _lawless(world, request, reply):
    route = world._router.find(request.path)
    family = route.family
    named = reply.headers.get("X-Fakeping-Rule")
    refuses = reply.status >= 400 or (named is not None and reply.status >= 300)
    if not family.tenanted or reply.fault is not None or not (refuses or reply.rule):
        return
    what = f"{request.method} {request.path} -> {reply.status}"
    rule = next((each for each in family.rules if each.name == reply.rule), None)
    if rule is None:
        yield f"{what}: {reply.rule!r} is no rule of {family.name}"
    elif refuses and named != rule.name:
        yield f"{what}: X-Fakeping-Rule is {named!r}, and the rule {rule.name}"
    elif refuses and reply.status not in rule.statuses:
        yield f"{what}: {rule.name} does not say that it refuses with this status"
    else:
        edition = world.edition(family, world.tenant_at(route.family, route.address(request)))
        with suppress(Problem):  # nothing stands there, or not any more
            operation = route.operation(request.method, edition)
            if refuses and not rule.refuses(operation.name, edition):
                yield f"{what}: {rule.name} does not say that it refuses {operation.name}"
            if not refuses and rule not in (operation.rule, *operation.other_rules):
                yield f"{what}: {operation.name} does not say that {rule.name} answers it"


@lru_cache(maxsize=10_000)  # the machines are told the same again and again
def _breaks(name, body):
    try:
        document = json.loads(body)
    except ValueError as error:
        return str(error)
    try:
        if name is not None:
            schemas.validate(name, document)
    except Problem as problem:
        return str(problem)
    return None


def _told(world, request, reply):
    """The secrets of an exchange that its journal shows."""
    route = world._router.find(request.path)
    if not route.family.tenanted:
        return
    journal = (world.tenant_at(route.family, route.address(request)) or world.unmatched).journal
    if journal._capture is whole or not journal:
        return
    secrets = found_in(request, reply)
    if not secrets:
        return
    shown = repr(journal._entries[-1])
    shown += "".join(json.dumps(each.document()) for each in journal[-1].changes)
    for each in secrets:
        if each in shown:
            near = shown[max(0, shown.index(each) - 200) :][:260]
            yield f"{request.method} {request.path}: a secret is in ...{near}"
