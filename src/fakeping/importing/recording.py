"""`fakeping record`: ask a script of requests, and write the answers as tests take them."""

import json
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from fakeping.contract.credentials import pingam_target, pingone_target
from fakeping.contract.deployments import sign_in
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer, OverHttp
from fakeping.core import files
from fakeping.core.authority import base_url
from fakeping.core.exchange import JSON
from fakeping.importing import asked
from fakeping.importing.asking import Careful, require_private
from fakeping.importing.redacting import Redaction
from fakeping.importing.scrubbing import KnownSecrets

# What stands for a deployment's hosts.
_API, _AUTH, _AM = "api.pingone.com", "auth.pingone.com", "am.example.com"


def run(
    environ: Mapping[str, str], script: Path, *, target: str, out: Path, timeout: float
) -> None:
    """Record a script's answers. Raises `ValueError`, `Unusable` and `OSError`."""
    read = asked.read(script)
    if str(out) != "-":
        files.check(out)
    url = base_url(target).geturl().rstrip("/")
    transport = Careful(transport=OverHttp(timeout=timeout), writes=True)
    opened = _OPENED[read.family](transport, url, environ)
    recorded = opened.record(read)
    text = json.dumps(recorded, indent=1, ensure_ascii=False) + "\n"
    if str(out) == "-":
        sys.stdout.write(text)
    else:
        files.write(out, text, private=True)
    sys.stderr.write(f"recorded: {len(read.steps)} answers of {url}\n")


class _Deployment:
    """A deployment that a script is put to, and what stands for its placeholders."""

    def __init__(self, target: Any, blanks: Mapping[str, str], secrets: KnownSecrets) -> None:
        self._target = target
        self._blanks = blanks
        self._secrets = secrets
        self._answers: dict[str, JSON] = {}

    def record(self, script: asked.AskedScript) -> JSON:
        """Ask each step in turn, and return the recording. Raises `BadScript`, `OSError`."""
        answers = [(step, self._ask(step)) for step in script.steps]
        # Last of all, when every secret is known.
        redaction = Redaction(self._secrets, self.hosts())
        source = {"title": "", "where": "", **script.source}
        source |= {"kind": "recorded", "edition": self._target.edition, **script.source}
        source.setdefault("product", "PingOne" if script.family == "pingone" else "PingAM")
        return {
            "source": {name: redaction.text(each) for name, each in source.items()},
            "answers": [_answer(step, answer, redaction) for step, answer in answers],
        }

    def hosts(self) -> Mapping[str, str]:
        """What stands for each host, by its URL."""
        if isinstance(self._target, PingOneTarget):
            return {self._target.auth_url: _AUTH, self._target.api_url: _API}
        return {self._target.url: _AM}

    def _ask(self, step: asked.Step) -> Answer:
        fill = partial(asked.filled, blanks=self._blanks, answers=self._answers)
        request = {name: fill(each) for name, each in step.request.items()}
        path, headers, body = asked.sent(request)
        answer: Answer = self._target.ask(
            request["method"], self._url(path), raw=body, headers=headers, token=None
        )
        for part in (request, dict(answer.headers)):
            self._secrets.learn_from(part)
        self._answers[step.name] = document = _json(answer)
        self._secrets.learn_from(document)
        return answer

    def _url(self, path: str) -> str:
        """The URL of a path. PingOne's sign-in has a host of its own."""
        if not isinstance(self._target, PingOneTarget):
            return f"{self._target.url}{path}"
        if path.startswith("/v1/"):
            return self._target.api_url.removesuffix("/v1") + path
        root = f"/{self._target.environment_id}/as"
        return self._target.auth_url.removesuffix(root) + path


def _answer(step: asked.Step, answer: Answer, redaction: Redaction) -> JSON:
    body, varies = redaction.document(_json(answer))
    listed = list(dict.fromkeys([*step.said.get("varies", ()), *varies]))
    known = {name: of for name, of in step.said.items() if name not in {"request", "varies"}}
    headers = redaction.headers(answer.headers)
    return {
        "shows": "",
        **known,
        "request": redaction.request(asked.written(dict(step.request))),
        "status": answer.status,
        **({"headers": headers} if headers else {}),
        **({"body": body} if body is not None else {} if answer.body else {"body": ""}),
        **({"varies": listed} if listed else {}),
    }


def _json(answer: Answer) -> JSON:
    """The document of an answer; `None` for a page, or nothing."""
    try:
        return answer.json
    except ValueError:
        return None


def _pingone(transport: Careful, url: str, environ: Mapping[str, str]) -> _Deployment:
    target: PingOneTarget = pingone_target(transport, url, "current", environ)
    for each in (target.api_url, target.auth_url):
        require_private(each)
    sign_in(target)
    secrets = KnownSecrets()
    secrets.learn(target.client_secret, target.own_token())
    blanks = {
        "environment": target.environment_id,
        "worker": target.own_token(),
        "client_id": target.client_id,
        "client_secret": target.client_secret,
    }
    return _Deployment(target, blanks, secrets)


def _pingam(transport: Careful, url: str, environ: Mapping[str, str]) -> _Deployment:
    target: PingAMTarget = pingam_target(transport, url, "8.1", environ)
    require_private(target.url)
    sign_in(target)
    secrets = KnownSecrets()
    secrets.learn(target.client.secret, target.owner.secret)
    blanks = {
        "realm": target.realm_path,
        "owner": target.owner.name,
        "password": target.owner.secret or "",
        "client_id": target.client.name,
        "client_secret": target.client.secret or "",
        "pat": target.pat(target.owner),
        "sso": target.session(target.owner),
    }
    secrets.learn(blanks["pat"], blanks["sso"])
    return _Deployment(target, blanks, secrets)


_OPENED = {"pingone": _pingone, "pingam": _pingam}
