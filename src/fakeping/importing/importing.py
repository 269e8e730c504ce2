"""`fakeping seed import`: read, take out what is secret, make it load, and write it."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from fakeping.contract.credentials import Unset
from fakeping.contract.deployments import Unusable
from fakeping.contract.transport import OverHttp
from fakeping.core import files
from fakeping.core.authority import base_url
from fakeping.core.exchange import JSON
from fakeping.families import FAMILIES
from fakeping.importing import deployment, pingam, pingone
from fakeping.importing.anonymous import anonymous
from fakeping.importing.asking import Careful, NotShown
from fakeping.importing.fitting import Scratch, fitted
from fakeping.importing.scrubbing import KnownSecrets
from fakeping.importing.summary import ImportSummary
from fakeping.importing.terraform import read as read_terraform
from fakeping.server.options import said_editions

#: What can be chosen of each family.
KINDS = {"pingone": pingone.KINDS, "pingam": pingam.KINDS}
_READ = {"pingone": deployment.read_pingone, "pingam": deployment.read_pingam}

# What a tenant is imported as: PingOne's edition of today, which has every kind.
_EDITIONS = {"pingone": "current", "pingam": "8.1"}


class Unimportable(ValueError):
    """Raised for what can't be imported; says why."""


def run(
    environ: Mapping[str, str],
    server: Scratch,
    *,
    target: str | None,
    terraform: Path | None,
    families: Sequence[str],
    kinds: str | None,
    anonymize: bool,
    editions: Sequence[str],
    out: Path,
    timeout: float,
) -> None:
    """Import a tenant. Raises `ValueError`, and `OSError`."""
    chosen = {**_EDITIONS, **said_editions(editions)}
    wanted = _kinds(kinds)
    if str(out) != "-":
        files.check(out)  # rather than once all was asked
    secrets, summary = KnownSecrets(), ImportSummary()
    if terraform is not None:
        found = read_terraform(terraform, summary)
        kinds_of = wanted & {*pingone.KINDS}
        edition = chosen["pingone"]
        part = deployment.written(found, kinds_of, edition, secrets, summary, server=server)
        document: JSON = {"pingone": part}
    else:
        source = deployment.Source(
            url=base_url(target or "").geturl().rstrip("/"),
            transport=Careful(transport=OverHttp(timeout=timeout)),
            environ=environ,
            editions=chosen,
            server=server,
        )
        document = _deployment(source, families, wanted, secrets, summary)
    document = cleaned(document, secrets, summary)
    if anonymize:
        document = anonymous(document)
    document = fitted(document, chosen, summary, server)
    _write(json.dumps(document, indent=2, ensure_ascii=False) + "\n", out)
    summary.notes.append(_way(out, chosen))
    for line in summary.lines():
        sys.stderr.write(f"{secrets.hidden(line)}\n")


def cleaned(document: JSON, secrets: KnownSecrets, summary: ImportSummary) -> JSON:
    """The document without secrets; what was taken out is told by its name."""
    left = secrets.without(document)
    for each in secrets.found:
        summary.leave(each, "it is a secret, or holds one")
    return left


def _kinds(said: str | None) -> frozenset[str]:
    known = {each for kinds in KINDS.values() for each in kinds}
    if said is None:
        return frozenset(known)
    wanted = frozenset(each.strip() for each in said.split(","))
    for each in sorted(wanted - known):
        raise Unimportable(f"there is no kind {each!r}: choose from {', '.join(sorted(known))}")
    return wanted


def _deployment(
    source: deployment.Source,
    families: Sequence[str],
    kinds: frozenset[str],
    secrets: KnownSecrets,
    summary: ImportSummary,
) -> JSON:
    """What a deployment has of each family that the environment has credentials for."""
    secrets.learn(*(value for name, value in source.environ.items() if _is_secret(name)))
    document, missing = {}, []
    for family in FAMILIES:
        name = family.name
        if name not in _READ or (families and name not in families):
            continue
        try:
            document[name] = _READ[name](source, kinds & {*KINDS[name]}, secrets, summary)
        except Unset as reason:
            missing.append(str(reason))
        except (NotShown, Unusable) as reason:
            raise Unimportable(f"{name}: {reason}") from None
    if not document or (families and missing):
        raise Unimportable("; ".join(missing))
    return document


def _is_secret(name: str) -> bool:
    return name.startswith("FAKEPING_") and name.endswith(("SECRET", "PASSWORD", "TOKEN", "KEY"))


def _write(text: str, out: Path) -> None:
    if str(out) == "-":
        sys.stdout.write(text)
    else:
        files.write(out, text, private=True)


def _way(out: Path, editions: Mapping[str, str]) -> str:
    said = " ".join(f"--edition {family}={name}" for family, name in editions.items())
    return f"serve it: fakeping serve {said} --seed {'FILE' if str(out) == '-' else out}"
