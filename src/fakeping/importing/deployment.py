"""Read a real deployment into a state document."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from fakeping.contract.credentials import pingam_target, pingone_target
from fakeping.contract.deployments import Unusable, sign_in
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.target import NotRun
from fakeping.contract.transport import Transport, in_process
from fakeping.core.exchange import JSON
from fakeping.importing import entries, pingam, pingone
from fakeping.importing.asking import require_private
from fakeping.importing.fitting import Scratch
from fakeping.importing.scrubbing import KnownSecrets
from fakeping.importing.summary import ImportSummary


@dataclass(kw_only=True)
class Source:
    """Where a tenant is read from, and with whose credentials."""

    url: str
    transport: Transport
    environ: Mapping[str, str]
    editions: Mapping[str, str]
    #: What tells which of it fakeping has unasked.
    server: Scratch


def read_pingone(
    source: Source, kinds: Collection[str], secrets: KnownSecrets, summary: ImportSummary
) -> JSON:
    """A PingOne environment. Raises `Unset`, `NotShown`, `Unusable`, `OSError`."""
    edition = source.editions["pingone"]
    target = pingone_target(source.transport, source.url, edition, source.environ)
    for each in (target.api_url, target.auth_url):
        require_private(each)
    secrets.learn(target.client_secret, target.token)
    sign_in(target)
    secrets.learn(target.own_token())
    found = pingone.read(target, kinds, summary)
    return written(found, kinds, edition, secrets, summary, server=source.server)


def read_pingam(
    source: Source, kinds: Collection[str], secrets: KnownSecrets, summary: ImportSummary
) -> JSON:
    """A PingAM realm. Raises `Unset`, `NotShown`, `Unusable`, `OSError`."""
    edition = source.editions["pingam"]
    target = pingam_target(source.transport, source.url, edition, source.environ)
    require_private(target.url)
    owners = [each for each in (target.owner, target.second) if each is not None]
    secrets.learn(target.client.secret, *(each.secret for each in owners))
    sign_in(target)
    try:
        for each in owners:
            secrets.learn(target.pat(each), target.session(each))
    except NotRun as reason:
        raise Unusable(str(reason)) from None
    return pingam.read(target, kinds, summary)


def written(
    found: Mapping[str, Any],
    kinds: Collection[str],
    edition: str,
    secrets: KnownSecrets,
    summary: ImportSummary,
    *,
    server: Scratch,
) -> JSON:
    """What was read as PingOne's part of a state document, without secrets."""
    secrets.learn_from(dict(found))
    new = unasked(found.get("id"), edition, server)
    return entries.state(found, new, kinds, summary)


def unasked(environment_id: str | None, edition: str, server: Scratch) -> dict[str, Any]:
    """What an environment of this id has in fakeping from the start, read in the same way."""
    tenant = server.tenant(environment_id=environment_id, edition={"pingone": edition})
    handle = tenant.pingone
    base = server.tenants.base_url
    target = PingOneTarget(
        transport=in_process(server.tenants.world.handle),
        api_url=f"{base}/v1",
        auth_url=f"{base}/{handle.environment_id}/as",
        environment_id=handle.environment_id,
        token=handle.token(),
        edition=edition,
    )
    with tenant:
        return pingone.read(target, pingone.KINDS, ImportSummary())
