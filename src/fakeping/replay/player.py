"""Send the recorded requests again, in order, and compare the answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http.client import HTTPException
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from fakeping.contract.comparison import Normal
from fakeping.core import outside
from fakeping.core.exchange import AUTHORIZATION, JSON, Headers, Reply
from fakeping.core.outside import json_text
from fakeping.journal.entry import Exchange
from fakeping.redaction.redact import FINGERPRINT, Excerpt, Withheld
from fakeping.replay.credentials import TokenIssuer, Unsayable, credentials, is_redacted
from fakeping.replay.renaming import Renaming
from fakeping.replay.verdict import AnswerComparer, ReplayResult
from fakeping.server.tls import client_context, connection

# Seconds for an answer.
_PATIENCE = 30.0

_PASSWORD = "X-OpenAM-Password"  # noqa: S105 - the name of a header

# What the connection says by itself, and who asks.
_OWN = frozenset({"host", "content-length", "authorization", "connection", "transfer-encoding"})

# What a body has no meaning in: these are asked without the one that was not recorded.
_BODILESS = frozenset({"GET", "HEAD", "DELETE"})
_WITHOUT = "asked without its body, which was not recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayTarget:
    """The server to replay on."""

    url: str
    #: By what the recording calls a tenant's environment or realm: who has tokens there.
    issuers: Mapping[str, TokenIssuer]
    #: What the recording calls its own, and what stands for it here.
    names: Mapping[str, str] = field(default_factory=dict)
    cafile: str | Path | None = None
    #: Whether tokens that were recorded as they were hold here: they were issued elsewhere.
    keeps_tokens: bool = False

    def issuer(self, exchange: Exchange) -> TokenIssuer:
        """The issuer of tokens for an exchange."""
        parts = exchange.target.replace("?", "/").split("/")
        named = [self.issuers[each] for each in parts if each and each in self.issuers]
        return (named or list(self.issuers.values()))[0]


def replayed(exchanges: Sequence[Exchange], stage: ReplayTarget) -> Iterator[ReplayResult]:
    """Replay each exchange in order. Raises `OSError` if the server does not answer."""
    own = {new: f"own-{at}" for at, new in enumerate(stage.names.values())}
    with _Connection(stage) as opened:
        player = _Player(stage, opened, Normal(names=own))
        for each in exchanges:
            yield player.play(each)


class _Player:
    def __init__(self, stage: ReplayTarget, connection: "_Connection", normal: Normal) -> None:
        self._stage = stage
        self._connection = connection
        self._renamed = Renaming(stage.names)
        self._compare = AnswerComparer(self._renamed, normal)

    def play(self, exchange: Exchange) -> ReplayResult:
        """Replay an exchange, and learn new ids from the answer."""
        try:
            _check(exchange)
            headers = self._headers(exchange)
        except Unsayable as reason:
            return ReplayResult(exchange=exchange, skipped=str(reason))
        hint = self._hint(exchange)
        reply = self._connection.ask(
            exchange.method,
            self._renamed(exchange.target),
            headers,
            self._body(exchange),
        )
        self._learn(exchange, reply)
        if exchange.fault is not None or exchange.cut is not None:
            failure = exchange.fault or "a connection that ended early"
            skipped = f"sent, but nothing to compare with came of it then, for {failure}"
            return ReplayResult(exchange=exchange, skipped=skipped)
        verdict = self._compare(exchange, reply, hint=hint)
        if isinstance(exchange.request_body, Withheld):
            return replace(verdict, note=_WITHOUT)
        return verdict

    def _headers(self, exchange: Exchange) -> dict[str, str]:
        kept = {
            name: self._renamed(value)
            for name, value in exchange.headers.items()
            if name.lower() not in _OWN and not FINGERPRINT.search(value)
        }
        return kept | self._who(exchange)

    def _who(self, exchange: Exchange) -> dict[str, str]:
        """The authenticating headers: recorded ones if they are valid here, or new ones."""
        sent = exchange.headers.get(AUTHORIZATION)
        if sent and not is_redacted(exchange):
            again = self._renamed(sent)
            if again != sent or self._stage.keeps_tokens:
                return {AUTHORIZATION: again}
        return credentials(exchange, self._stage.issuer(exchange))

    def _body(self, exchange: Exchange) -> bytes:
        body = bytes(exchange.request_body)
        try:
            return self._renamed(body.decode()).encode()
        except UnicodeDecodeError:
            return body

    def _hint(self, exchange: Exchange) -> str:
        if self._renamed.knows(exchange.target):
            return ""
        return "it names what the recording did not make: --seed lets it be there"

    def _learn(self, exchange: Exchange, reply: Reply) -> None:
        self._renamed.read(exchange.reply_json, _json(reply))
        old, new = exchange.reply_headers.get("ETag"), reply.headers.get("ETag")
        if old and new:
            self._renamed.learn(old, new)
            # A condition may name a weak tag as a strong one.
            self._renamed.learn(old.removeprefix("W/"), new.removeprefix("W/"))


def _check(exchange: Exchange) -> None:
    """Raise `Unsayable` if the sent body was not recorded."""
    if isinstance(exchange.request_body, Withheld) and exchange.method not in _BODILESS:
        raise Unsayable("its body may hold secrets, and was not recorded")
    if isinstance(exchange.request_body, Excerpt):
        raise Unsayable("its body was not recorded as a whole")
    if FINGERPRINT.search(exchange.target):
        raise Unsayable("its URL held a secret, which was not recorded")
    if FINGERPRINT.search(exchange.headers.get(_PASSWORD, "")):
        raise Unsayable(f"the password in its {_PASSWORD} was not recorded")
    if exchange.fault is not None and not exchange.changes:
        raise Unsayable(f"the scripted failure {exchange.fault} kept it from happening")


def _json(reply: Reply) -> JSON:
    try:
        return json_text(reply.body) if reply.body else None
    except ValueError:
        return None


class _Connection:
    """One persistent connection."""

    def __init__(self, stage: ReplayTarget) -> None:
        self._base = urlsplit(stage.url).path.rstrip("/")
        context = client_context(stage.url, stage.cafile)
        self._http = connection(stage.url, context=context, timeout=_PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def ask(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Send a request. Raises `OSError` without an answer."""
        try:
            self._http.request(method, self._base + target, body or None, dict(headers))
            answer = self._http.getresponse()
            return Reply(answer.status, outside.answer(answer), Headers(dict(answer.getheaders())))
        except HTTPException as error:
            raise ConnectionError(f"{type(error).__name__}: {error}") from None
