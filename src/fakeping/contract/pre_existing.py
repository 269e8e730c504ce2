"""Pre-existing entities: the contract runs only where there is nobody else's work."""

from collections.abc import Iterator
from functools import singledispatch

from fakeping.contract.deployments import Unusable, sign_in
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.target import Target
from fakeping.contract.transport import explained, insist

_OK = 200

# Names of others that a refusal mentions.
_MENTIONED = 3


@singledispatch
def entities(target: Target) -> Iterator[tuple[str, str]]:
    """The custom entities of a deployment: the name and the URL of each."""
    raise NotImplementedError(type(target).__name__)


@entities.register
def _(target: PingOneTarget) -> Iterator[tuple[str, str]]:
    built_in = {target.expected.api[0], target.expected.openid[0]}
    for each in target.listed(target.resources_url, "resources"):
        if each["name"] not in built_in and each.get("type", "CUSTOM") == "CUSTOM":
            yield each["name"], target.resource_url(each)


@entities.register
def _(target: PingAMTarget) -> Iterator[tuple[str, str]]:
    for owner in (target.owner, target.second):
        if owner is None:
            continue
        token = target.pat(owner)
        for id_ in target.ask("GET", target.resource_set_url, token=token).json:
            url = f"{target.resource_set_url}/{id_}"
            answer = target.ask("GET", url, token=token)
            if answer.status == _OK:
                yield str(answer.json.get("name", id_)), url


def _there(target: Target) -> list[tuple[str, str]]:
    """All custom entities; retries lost answers. Raises `OSError`."""
    found = insist(lambda: list(entities(target)))
    if found is None:
        raise ConnectionError("no answer says what is there")
    return found


def foreign(target: Target) -> list[str]:
    """The names of entities without the target's prefix."""
    return [name for name, _ in _there(target) if not name.startswith(target.prefix)]


def leftovers(target: Target, *, of_any_run: bool = False) -> list[str]:
    """The URLs of entities with the prefix of this run, or of any run."""
    own = target.prefix if of_any_run else f"{target.prefix}{target.run}-"
    return [
        url
        for name, url in _there(target)
        if name.startswith(own) or (target.alone and _is_nameless(name, url))
    ]


def _is_nameless(name: str, url: str) -> bool:
    """Whether a name is only an id."""
    return url.endswith(f"/{name}")


def admit(target: Target, *, allow_foreign: bool) -> None:
    """Raise `Unusable` unless a deployment accepts the token and has nobody else's entities."""
    sign_in(target)
    if allow_foreign:
        return
    try:
        names = foreign(target)
    except AssertionError as error:
        raise Unusable(f"what is there is unreadable: {error}") from None
    except (ValueError, LookupError, TypeError, AttributeError):
        raise Unusable(_unreadable(target)) from None
    except OSError as error:
        raise Unusable(f"nobody answers: {error}") from None
    target.alone = not names
    if names:
        shown = ", ".join(map(repr, names[:_MENTIONED]))
        more = f" and {len(names) - _MENTIONED} more" if len(names) > _MENTIONED else ""
        raise Unusable(
            f"the deployment holds what is not ours: {shown}{more}. --allow-foreign runs"
            " beside it; whatever the run makes has a name that begins with"
            f" {target.prefix!r}, and goes again"
        )


def _unreadable(target: Target) -> str:
    """The error message for an answer that is not a list."""
    last = target.exchanges[-1]
    return (
        f"what is there is unreadable: {last.method} {last.url}: {explained(last.answer)}, and no"
        f" list as the edition {target.edition} has it (--edition FAMILY=NAME says another)"
    )
