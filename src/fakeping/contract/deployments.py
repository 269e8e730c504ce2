"""The deployment under test: a fakeping, or a real PingOne or PingAM."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from fakeping.contract.credentials import Unset
from fakeping.contract.family_suite import Suite
from fakeping.contract.ledger import Ledger
from fakeping.contract.target import Control, NotRun, Target
from fakeping.contract.transport import ControlRefused, Transport
from fakeping.core import schemas
from fakeping.core.problem import Invalid
from fakeping.server.health import is_ours

_CONTROL = "/__fakeping"
_OK = 200


class Unusable(Exception):
    """Raised for a deployment that can't be checked at all; says why."""


@contextmanager
def readable(what: str) -> Iterator[None]:
    """Turn errors of parsing inside the block into `Unusable`."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError) as surprise:
        raise Unusable(
            f"{what}: an answer has another form than it is read in: {surprise!r}"
        ) from None


class Checkable(Protocol):
    """What rules can be checked on: a deployment, or whatever else leads to a target."""

    @property
    def url(self) -> str:
        """Where it is, for reports."""

    @property
    def is_fake(self) -> bool:
        """Whether switches can be inverted."""

    def target(
        self, suite: Suite, edition: str, *, switched: str | None = None, prefix: str
    ) -> AbstractContextManager[Target]:
        """A target for an edition, for a block; `switched` is a switch that is inverted."""


@dataclass(frozen=True, kw_only=True)
class Fake:
    """A running fakeping. Each edition gets a tenant of its own, which is dropped."""

    url: str
    transport: Transport
    ledger: Ledger
    suites: Mapping[str, Suite]
    key: str | None = None

    #: Whether switches can be inverted.
    is_fake = True

    def editions(self, suite: Suite) -> tuple[str, ...]:
        """All editions."""
        return suite.family.editions

    @contextmanager
    def target(
        self, suite: Suite, edition: str, *, switched: str | None = None, prefix: str
    ) -> Iterator[Target]:
        """A target for a tenant of an edition; `switched` is a switch to invert.

        The target does not know of it: it is held to the edition.
        """
        wanted: dict[str, Any] = {"editions": {suite.name: edition}}
        if switched is not None:
            on = not suite.family.is_on(switched, edition=edition)
            wanted["switches"] = {f"{suite.name}.{switched}": on}
        root = Control(transport=self.transport, url=self.url + _CONTROL, key=self.key)
        document = self._asked(root, "POST", "/tenants", wanted)
        try:
            schemas.validate("control/tenant", document)
        except Invalid as problem:
            raise Unusable(f"what answers at {self.url} is no fakeping: {problem}") from None
        url = f"{root.url}/tenants/{document['id']}"
        self.ledger.made("control", url)
        try:
            control = Control(transport=self.transport, url=url, key=self.key)
            with readable("no tenant as a fakeping of this version describes one"):
                target = suite.of_tenant(self.transport, document, control=control, edition=edition)
            target.prefix = prefix
            yield target
        finally:
            self._asked(root, "DELETE", f"/tenants/{document['id']}")
            self.ledger.gone("control", url)

    def delete(self, family: str, url: str, *, prefix: str) -> bool:  # noqa: ARG002 - as a real one's
        """Drop a tenant of an earlier run."""
        if not url.startswith(f"{self.url}{_CONTROL}/"):  # another's ledger: the key is not its
            return False
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        answer = self.transport("DELETE", url, headers=headers, body=b"")
        return answer.status in {204, 404}

    def _asked(self, control: Control, method: str, path: str, document: Any = None) -> Any:
        try:
            with readable("the control API's answer"):
                return control.call(method, path, document)
        except ControlRefused as error:
            raise Unusable(f"{error}; a control key goes into FAKEPING_CONTROL_KEY") from None


@dataclass(frozen=True, kw_only=True)
class Real:
    """A real deployment, described by environment variables."""

    url: str
    transport: Transport
    ledger: Ledger
    suites: Mapping[str, Suite]
    environ: Mapping[str, str]
    #: The editions that it is held to, by family, where somebody says so.
    chosen: Mapping[str, str] = field(default_factory=dict)

    is_fake = False

    def editions(self, suite: Suite) -> tuple[str, ...]:
        """The edition that it is expected to have."""
        return (self.chosen.get(suite.name, suite.real_edition),)

    @contextmanager
    def target(
        self, suite: Suite, edition: str, *, switched: str | None = None, prefix: str
    ) -> Iterator[Target]:
        """A target with the credentials of the environment. Raises `Unset`.

        The ledger lists what it makes. `switched` is a switch that the deployment has inverted.
        """
        target = suite.of_environment(self.transport, self.url, edition, self.environ)
        target.prefix = prefix
        if switched is not None:
            target.switches = {switched: not suite.family.is_on(switched, edition=edition)}
        target.when_made = lambda url: self.ledger.made(suite.name, url)
        target.when_gone = lambda url: self.ledger.gone(suite.name, url)
        yield target

    def delete(self, family: str, url: str, *, prefix: str) -> bool:
        """Delete an entity of an earlier run. Raises `Unset`."""
        suite = self.suites[family]
        with self.target(suite, self.editions(suite)[0], prefix=prefix) as target:
            return target.finish(url)


Deployment = Fake | Real


def found(
    url: str,
    *,
    transport: Transport,
    ledger: Ledger,
    suites: Mapping[str, Suite],
    environ: Mapping[str, str],
    chosen: Mapping[str, str],
) -> Deployment:
    """Find out whether a URL is a fakeping or a real deployment. Raises `Unusable`."""
    url = url.rstrip("/")
    try:
        answer = transport("GET", f"{url}{_CONTROL}/health", headers={}, body=b"")
    except OSError as error:
        raise Unusable(f"nobody answers at {url}: {error}") from None
    try:
        is_fake = answer.status == _OK and is_ours(answer.json)
    except (ValueError, TypeError, LookupError):
        is_fake = False
    if is_fake:
        key = environ.get("FAKEPING_CONTROL_KEY")
        return Fake(url=url, transport=transport, ledger=ledger, suites=suites, key=key)
    return Real(
        url=url, transport=transport, ledger=ledger, suites=suites, environ=environ, chosen=chosen
    )


def missing(deployment: Deployment, suite: Suite) -> str:
    """Why a family can't be checked on a deployment; "" if it can."""
    edition = deployment.editions(suite)[0]
    if isinstance(deployment, Fake):
        return ""
    try:
        suite.of_environment(deployment.transport, deployment.url, edition, deployment.environ)
    except (Unset, ValueError) as reason:
        return str(reason)
    return ""


def sign_in(target: Target) -> None:
    """Get the target's token; retries lost answers. Raises `Unusable`."""
    try:
        with readable("no token to ask with"):
            with suppress(OSError):
                target.own_token()
            target.own_token()  # at hand, unless an answer was lost
    except (AssertionError, NotRun) as error:
        raise Unusable(f"no token to ask with: {error}") from None
    except OSError as error:
        raise Unusable(f"nobody answers: {error}") from None
