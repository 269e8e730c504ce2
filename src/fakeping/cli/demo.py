"""`fakeping demo --samples`: replay the samples of the vendors' documents against a server."""

import base64
import http.client
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import click

from fakeping.core import schemas
from fakeping.core.exchange import JSON
from fakeping.core.family import Family
from fakeping.core.problem import Problem
from fakeping.core.sample import Place, Sample
from fakeping.families import FAMILIES, tenancy_of
from fakeping.server.fakeping import FakePing
from fakeping.server.tenant import Tenant

# Elements of an array to show; all of them are checked.
_SHOWN = 3

_WIDTH = 96


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpResponse:
    """An HTTP response."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes


def run(*, verbose: bool = False) -> int:
    """Replay all samples and show them. Returns 1 if a response is not the promised one, else 0."""
    total = broken = 0
    with FakePing() as server:
        documented = server.default_tenant()
        for family, edition, samples in _groups():
            usual = documented.handle(family).edition == edition
            tenant = documented if usual else server.tenant(edition={family.name: edition})
            click.echo(_heading(f"{family.product}, edition {edition}", server.url))
            for sample, answer, target in play(server, tenant, samples):
                faults = faults_of(sample, answer)
                total, broken = total + 1, broken + bool(faults)
                for line in _shown(sample, answer, target, faults, verbose=verbose):
                    click.echo(line)
    verdict = f"{total} samples, {total - broken} answered as promised, {broken} not"
    click.echo(click.style(verdict, bold=True, fg="red" if broken else "green"))
    return 1 if broken else 0


def play(
    server: FakePing, tenant: Tenant, samples: tuple[Sample, ...]
) -> Iterator[tuple[Sample, HttpResponse, str]]:
    """Send each sample, with its host and placeholders replaced, and yield the response."""
    known: dict[str, str] = {}
    for each in FAMILIES:
        known |= tenancy_of(each).demo.placeholders(samples, tenant.handle(each))
    for sample in samples:
        parts = urlsplit(sample.url)
        target = _filled(sample.url.removeprefix(f"{parts.scheme}://{parts.netloc}"), known)
        headers = {n: _encoded(_filled(value, known)) for n, value in sample.headers.items()}
        body = None if sample.body is None else _filled(sample.body, known)
        answer = _send(server.url, sample.method, target, headers, body)
        known |= {f"{{{name}}}": _found(answer, *place) for name, place in sample.binds.items()}
        yield sample, answer, target


def _found(answer: HttpResponse, part: Place, name: str) -> str:
    """What an answer has for later samples; empty if it has not, so that their answers tell."""
    match part:
        case "body":
            members = json.loads(answer.body or b"{}")
        case "Location":
            members = dict(parse_qsl(urlsplit(answer.headers.get("Location", "")).query))
        case "Set-Cookie":
            cookies = SimpleCookie(answer.headers.get("Set-Cookie", ""))
            members = {each.key: each.value for each in cookies.values()}
    return str(members.get(name, ""))


def faults_of(sample: Sample, answer: HttpResponse) -> list[str]:
    """The differences of a response from the operation's schema, or from the document's status."""
    if answer.status != sample.status:
        return [f"the status is {answer.status}, not {sample.status}"]
    schema = reply_schema(sample)
    if schema is None:
        return [] if not answer.body else ["there is a body where none is promised"]
    try:
        document = json.loads(answer.body)
        schemas.validate(schema, document)
    except (ValueError, Problem) as error:
        return [f"the answer breaks the schema {schema}: {error}"]
    return []


def reply_schema(sample: Sample) -> str | None:
    """The schema of a sample's response; `None` for one without a body."""
    family = next(each for each in FAMILIES if sample in each.samples())
    edition = sample.edition or family.editions[0]
    for operation in family.operations:
        if operation.name == sample.operation and edition in (operation.editions or {edition}):
            return operation.replies[sample.status]
    return family.problem_replies[sample.status]


def _groups() -> Iterator[tuple[Family[Any], str, tuple[Sample, ...]]]:
    """The samples by family and edition."""
    for family in FAMILIES:
        samples = family.samples()
        for edition in dict.fromkeys(each.edition or family.editions[0] for each in samples):
            of_it = (each for each in samples if (each.edition or family.editions[0]) == edition)
            yield family, edition, tuple(of_it)


def _filled(text: str, known: Mapping[str, str]) -> str:
    for placeholder, value in known.items():
        text = text.replace(placeholder, value)
    return text


def _encoded(value: str) -> str:
    """A header's value, in which credentials of HTTP Basic are no longer in clear."""
    scheme, _, rest = value.partition(" ")
    return f"Basic {base64.b64encode(rest.encode()).decode()}" if scheme == "Basic" else value


def _send(
    base: str, method: str, target: str, headers: Mapping[str, str], body: str | None
) -> HttpResponse:
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=10)
    try:
        connection.request(method, target.replace(" ", "%20"), body=body, headers=dict(headers))
        response = connection.getresponse()
        return HttpResponse(
            status=response.status,
            reason=response.reason,
            headers=dict(response.getheaders()),
            body=response.read(),
        )
    finally:
        connection.close()


def _heading(title: str, url: str) -> str:
    return "\n" + click.style(f"== {title} at {url} ".ljust(_WIDTH, "="), bold=True) + "\n"


def _shown(
    sample: Sample, answer: HttpResponse, target: str, faults: list[str], *, verbose: bool
) -> Iterator[str]:
    yield click.style(sample.title, bold=True) + click.style(f"   {sample.source}", dim=True)
    if sample.note:
        yield click.style(f"  {sample.note}", dim=True)
    yield click.style(f"> {sample.method} {target}", fg="cyan")
    if verbose:
        for name, value in sample.headers.items():
            yield click.style(f"> {name}: {value}", fg="cyan", dim=True)
    if sample.body is not None:
        yield _indented(_coloured(_laid_out(sample.document)))
    colour = "red" if faults else "green"
    yield click.style(f"< {answer.status} {answer.reason}", fg=colour)
    shown = answer.headers if verbose else _worth_telling(answer.headers)
    for name, value in shown.items():
        yield click.style(f"< {name}: {value}", dim=True)
    if answer.body:
        yield _indented(_coloured(_laid_out(_shortened(json.loads(answer.body)))))
    for fault in faults:
        yield click.style(f"! {fault}", fg="red", bold=True)
    yield ""


def _worth_telling(headers: Mapping[str, str]) -> dict[str, str]:
    named = ("Location", "ETag", "Allow", "X-Fakeping-Rule")
    return {name: headers[name] for name in named if name in headers}


def _shortened(document: JSON) -> JSON:
    match document:
        case dict():
            return {name: _shortened(value) for name, value in document.items()}
        case list():
            kept = [_shortened(each) for each in document[:_SHOWN]]
            left = len(document) - _SHOWN
            return [*kept, f"... {left} more"] if left > 0 else kept
    return document


_LINK = re.compile(r'\{\s+("href": "[^"]*")\s+\}')


def _laid_out(document: JSON) -> str:
    text = json.dumps(document, indent=2, ensure_ascii=False)
    return _LINK.sub(r"{ \1 }", text)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*")(:)?|\b(-?\d+(?:\.\d+)?|true|false|null)\b')


def _coloured(text: str) -> str:
    def colour(match: re.Match[str]) -> str:
        string, colon, other = match.groups()
        if colon:
            return click.style(string, fg="blue") + colon
        return click.style(string or other, fg="green" if string else "yellow")

    return _TOKEN.sub(colour, text)
