"""`fakeping demo`: a tour of what a fake is good for, over HTTP, in some sixty lines.

It names the families, as it tells of what they do.
"""

import base64
import contextlib
import http.client
import json
import textwrap
import time
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import click

from fakeping.cli.parameters import DEFAULT_PORT
from fakeping.core.exchange import JSON
from fakeping.core.plain import short_ids
from fakeping.families import FAMILIES
from fakeping.reference import rulebook
from fakeping.server.fakeping import FakePing
from fakeping.server.tenant import Tenant

_WIDTH = 96

_UMA = "urn:ietf:params:oauth:grant-type:uma-ticket"
_ID_TOKEN = "http://openid.net/specs/openid-connect-core-1_0.html#IDToken"  # noqa: S105 - a format


def run(*, stay: bool = False) -> int:
    """Show the tour; with `stay`, serve until interrupted. Returns 1 for an unexpected answer."""
    with FakePing() as server:
        tour = _Tour(server, server.default_tenant())
        for each in (_resources, _refusal, _owners, _clock, _lost, _rpt):
            each(tour)
        tour.end(stay=stay)
        if stay:
            _until_interrupted()
    return 1 if tour.unexpected else 0


def _until_interrupted() -> None:
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            time.sleep(3600)


class _Tour:
    """Asks, and shows what was asked and answered."""

    def __init__(self, server: FakePing, tenant: Tenant) -> None:
        self.server = server
        self.tenant = tenant
        self.unexpected = 0
        parts = urlsplit(server.url)
        self._connection = http.client.HTTPConnection(parts.netloc, timeout=10)
        self._stops = 0

    def stop(self, title: str, text: str) -> None:
        """Begin a part of the tour."""
        self._stops += 1
        click.echo()
        click.secho(f"{self._stops}. {title}", bold=True)
        self.say(text)

    def say(self, text: str) -> None:
        """Show a sentence."""
        margin = "   "
        said = textwrap.fill(text, _WIDTH, initial_indent=margin, subsequent_indent=margin)
        click.secho(said, dim=True)

    def ask(
        self,
        method: str,
        url: str,
        body: JSON = None,
        *,
        token: str = "",
        who: str = "",
        form: Mapping[str, str] | None = None,
        status: int,
        show: str = "",
    ) -> JSON:
        """Send a request, show it with its answer, and return that; `show` names its members."""
        target = url.removeprefix(self.server.url)
        headers = {"Authorization": token if " " in token else f"Bearer {token}"}
        content = None
        if form is not None:
            content = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        elif body is not None:
            content = json.dumps(body)
            headers["Content-Type"] = "application/json"
        sent = "" if body is None else f"  {json.dumps(body)}"
        sent += f"  as {who}" if who else ""
        click.echo("   " + click.style(f"> {method} {short_ids(target)}", fg="cyan") + sent)
        try:
            self._connection.request(method, target, content, headers)
            response = self._connection.getresponse()
            raw = response.read()
        except (http.client.HTTPException, ConnectionError):
            self._connection.close()
            self._expect(0, status, "no answer: the connection was closed")
            return None
        document = json.loads(raw) if raw else None
        rule = response.headers.get("X-Fakeping-Rule", "")
        told = f"{response.status} {response.reason}"
        if response.status >= http.HTTPStatus.BAD_REQUEST:
            told += f"  [{rule}]"
        self._expect(response.status, status, told, _picked(document, show))
        return document

    def _expect(self, got: int, wanted: int, told: str, picked: str = "") -> None:
        colour = "green" if got == wanted else "red"
        if got != wanted:
            self.unexpected += 1
            picked = f"  (expected {wanted})"
        click.echo("   " + click.style(f"< {told}", fg=colour) + short_ids(picked))

    def explain(self, rule: str) -> None:
        """Show what a rule says, and its evidence."""
        (entry,) = rulebook.chosen(rule, FAMILIES)
        self.say(f"{entry.rule.says} ({entry.rule.evidence.value}: {entry.rule.source})")

    def end(self, *, stay: bool) -> None:
        """Close the connection, and say where to go on."""
        self._connection.close()
        click.echo()
        if stay:
            click.secho("The page has all of it, until Ctrl-C:", bold=True)
            click.echo(f"   {self.server.control_url}/")
            return
        click.secho("Now start one of your own, and open its page:", bold=True)
        click.echo("   fakeping serve")
        click.echo(f"   http://127.0.0.1:{DEFAULT_PORT}/__fakeping/")


def _picked(document: JSON, show: str) -> str:
    """Members of an answer, each as `name: value`."""
    return "".join(f"  {name}: {json.dumps(document[name])}" for name in show.split())


def _resources(tour: _Tour) -> None:
    one = tour.tenant.pingone
    token, base = one.token(), f"{one.url}/environments/{one.environment_id}/resources"
    tour.stop(
        "A resource and its scopes", "PingOne's custom resources are made over HTTP, and stay."
    )
    photos = tour.ask("POST", base, {"name": "photos"}, token=token, status=201, show="id")
    scopes = f"{base}/{photos['id']}/scopes"
    for name in ("photos:view", "photos:edit"):
        tour.ask("POST", scopes, {"name": name}, token=token, status=201, show="id")
    listed = tour.ask("GET", scopes, token=token, status=200)
    (found,) = (each for name, each in listed["_embedded"].items() if name != "self")
    tour.say(f"The list has {' and '.join(each['name'] for each in found)}.")


def _refusal(tour: _Tour) -> None:
    one = tour.tenant.pingone
    base = f"{one.url}/environments/{one.environment_id}/resources"
    tour.stop(
        "A refusal, and its rule", "Every refusal names the rule that decided, in X-Fakeping-Rule."
    )
    refused = tour.ask("POST", base, {"name": "photos"}, token=one.token(), status=400, show="code")
    tour.say(refused["details"][0]["message"])
    tour.explain("pingone.resource.name-unique")
    tour.say("`fakeping explain RULE` says so too, of any of them.")


def _owners(tour: _Tour) -> None:
    am = tour.tenant.pingam
    tour.stop(
        "Alice's photo, which bob can't see",
        "PingAM's resource sets belong to who registered them.",
    )
    said = {"name": "holiday.jpg", "resource_scopes": ["view", "print"]}
    photo = tour.ask(
        "POST", am.resource_set_url, said, token=am.pat(), who="alice", status=201, show="_id"
    )
    url = f"{am.resource_set_url}/{photo['_id']}"
    tour.ask(
        "GET",
        url,
        token=am.pat(owner="alice"),
        who="alice",
        status=200,
        show="name resource_scopes",
    )
    tour.ask("GET", url, token=am.pat(owner="bob"), who="bob", status=404, show="error")


def _clock(tour: _Tour) -> None:
    one = tour.tenant.pingone
    base = f"{one.url}/environments/{one.environment_id}/resources"
    tour.stop(
        "A token that expires by the clock",
        "A tenant has a clock of its own. This token holds a minute.",
    )
    token = one.token(lifetime=60)
    tour.ask("GET", base, token=token, status=200, show="size" if one.edition != "p14c" else "")
    tour.tenant.clock.advance("90s")
    tour.say('tenant.clock.advance("90s")')
    tour.ask("GET", base, token=token, status=401, show="code")


def _lost(tour: _Tour) -> None:
    one, journal = tour.tenant.pingone, tour.tenant.journal
    base = f"{one.url}/environments/{one.environment_id}/resources"
    tour.stop(
        "A lost answer, and its retry",
        "The write takes effect, its answer is lost: would your client know?",
    )
    tour.tenant.faults.after_commit("pingone.resource.create", drop=True)
    tour.say('tenant.faults.after_commit("pingone.resource.create", drop=True)')
    token = one.token()
    tour.ask("POST", base, {"name": "albums"}, token=token, status=0)
    tour.ask("POST", base, {"name": "albums"}, token=token, status=400, show="code")
    (retry,) = journal.retries()
    tour.say(f"The journal tells: {str(retry).splitlines()[-1].strip()}")


def _rpt(tour: _Tour) -> None:
    am = tour.tenant.pingam
    (photo,) = am.resource_sets()
    tour.stop(
        "A token for bob", "Alice shares her photo; a ticket and bob's ID token bring an RPT."
    )
    am.given.policy(photo, subject="bob", scopes=["view"])
    tour.say('tenant.pingam.given.policy(photo, subject="bob", scopes=["view"])')
    known = am.credentials
    pair = base64.b64encode(f"{known.client_id}:{known.client_secret}".encode()).decode()
    form = {
        "grant_type": _UMA,
        "ticket": am.ticket((photo, ["view"])),
        "claim_token": am.claim_token("bob"),
        "claim_token_format": _ID_TOKEN,
    }
    basic, url = f"Basic {pair}", f"{am.oauth2_url}/access_token"
    issued = tour.ask("POST", url, form=form, token=basic, status=200, show="token_type expires_in")
    form = {"token": issued["access_token"]}
    url = f"{am.oauth2_url}/introspect"
    told = tour.ask("POST", url, form=form, token=basic, status=200, show="active")
    (permission,) = told["permissions"]
    tour.say(
        f"It opens {photo.name} for {', '.join(permission['resource_scopes'])}, and nothing else."
    )
