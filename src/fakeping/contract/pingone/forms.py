"""Hypothesis strategies for the forms of PingOne's sign-in.

```python
from hypothesis import given
from fakeping.contract.pingone import forms

KNOWN = forms.Known(client_id=..., client_secret=...)

@given(forms.invalid("pingone.token", known=KNOWN))
def test_my_client_tells_what_is_wrong(pair):
    form, violation = pair
```

The client says in the form who it is. A form has one violation, or none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fakeping.core.rules import Rule
from fakeping.families.pingone.signin import rules

Form = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownApplication:
    """An application with the client credentials grant and `client_secret_post`.

    Forms name its other grants and its scopes, if it has any.
    """

    client_id: str
    client_secret: str = field(repr=False)
    #: The grants that it may use beside `client_credentials`.
    grants: tuple[str, ...] = ()
    #: What it may ask for; without any, forms name none.
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDefect:
    """What is wrong with a form: the OAuth error."""

    error: str
    #: The rule that it breaks.
    rule: Rule
    #: The parameter that is wrong.
    parameter: str
    status: int = 400


#: Older names, kept for one release.
Known = KnownApplication
Violation = FormDefect

#: A form, and what is wrong with it.
Invalid = SearchStrategy[tuple[Form, FormDefect]]

# Printable ASCII: what RFC 6749, appendix A, makes secrets and tokens of.
_WORD = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=20)

_TOKEN, _INTROSPECT, _REVOKE = "pingone.token", "pingone.introspect", "pingone.revoke"

# What each grant wants beside the client.
_WANTED: Mapping[str, str] = {"authorization_code": "code", "refresh_token": "refresh_token"}

_HINTS = st.sampled_from(["access_token", "refresh_token", "no-such-kind"])


def operations() -> list[str]:
    """The operations that have forms."""
    return [_TOKEN, _INTROSPECT, _REVOKE]


def valid(operation: str, *, known: KnownApplication) -> SearchStrategy[Form]:
    """Forms that an operation accepts. A token to introspect or to revoke may be unknown."""
    client = _client(known)
    if _checked(operation) == _TOKEN:
        own = {"grant_type": "client_credentials", **client}
        return _scoped(known).map(lambda scope: own | scope)
    hint = st.fixed_dictionaries({}, optional={"token_type_hint": _HINTS})
    return st.builds(lambda word, more: {**client, "token": word, **more}, _WORD, hint)


def boundary(operation: str, *, known: KnownApplication) -> SearchStrategy[Form]:
    """Valid forms at the limits: with unknown parameters, and long ones."""
    more = st.dictionaries(_WORD.map("x-".__add__), st.text(max_size=20), max_size=3)
    forms = st.builds(lambda form, said: said | form, valid(operation, known=known), more)
    if operation == _TOKEN:
        return forms
    return forms.map(lambda form: {**form, "token": form["token"] * 400})


def invalid(operation: str, *, known: KnownApplication) -> Invalid:
    """Invalid forms with exactly one defect, each with that defect."""
    whole = valid(operation, known=known)
    wrong = _nobodys(whole)
    if _checked(operation) == _TOKEN:
        return st.one_of(*wrong, *_grants(whole, known), *_scopes(whole, known))
    unset = FormDefect(error="invalid_request", rule=rules.REQUEST_INVALID, parameter="token")
    return st.one_of(*wrong, _without(whole, "token", unset), _with(whole, "token", "", unset))


def _nobodys(whole: SearchStrategy[Form]) -> list[Invalid]:
    """A wrong secret, and an unknown client."""
    secret, client = (
        FormDefect(
            error="invalid_client", rule=rules.CLIENT_INVALID, parameter=parameter, status=401
        )
        for parameter in ("client_secret", "client_id")
    )
    return [
        _replaced(whole, "client_secret", _WORD.map("not-the-secret-".__add__), secret),
        _replaced(whole, "client_id", st.uuids().map(str), client),
        _without(whole, "client_id", client),
    ]


def _grants(whole: SearchStrategy[Form], known: KnownApplication) -> list[Invalid]:
    """A grant that is missing, unknown or invalid."""
    unset = FormDefect(error="invalid_request", rule=rules.REQUEST_INVALID, parameter="grant_type")
    unknown = FormDefect(
        error="unsupported_grant_type", rule=rules.GRANT_UNSUPPORTED, parameter="grant_type"
    )
    found = [
        _without(whole, "grant_type", unset),
        _replaced(whole, "grant_type", _WORD.map("no-such-grant-".__add__), unknown),
    ]
    for grant, parameter in _WANTED.items():
        if grant in known.grants:
            found += _unheld(known, grant, parameter)
        else:
            not_its = FormDefect(
                error="unauthorized_client", rule=rules.GRANT_UNAUTHORIZED, parameter="grant_type"
            )
            found.append(_replaced(whole, "grant_type", st.just(grant), not_its))
    return found


def _unheld(known: KnownApplication, grant: str, parameter: str) -> list[Invalid]:
    said = {"grant_type": grant, **_client(known), "redirect_uri": "https://example.com/back"}
    missing = FormDefect(error="invalid_request", rule=rules.REQUEST_INVALID, parameter=parameter)
    nobodys = FormDefect(error="invalid_grant", rule=rules.GRANT_INVALID, parameter=parameter)
    words = _WORD.map("nobody-has-".__add__)
    return [st.just((said, missing)), words.map(lambda word: ({**said, parameter: word}, nobodys))]


def _scopes(whole: SearchStrategy[Form], known: KnownApplication) -> list[Invalid]:
    """A scope that was not granted, alone and with granted ones."""
    wrong = FormDefect(error="invalid_scope", rule=rules.SCOPE_GRANTED, parameter="scope")
    word = st.uuids().map(lambda each: f"no-such-scope-{each}")
    beside = word.map(lambda each: " ".join((*known.scopes, each)))
    return [_replaced(whole, "scope", word | beside, wrong)]


def _client(known: KnownApplication) -> Form:
    return {"client_id": known.client_id, "client_secret": known.client_secret}


def _scoped(known: KnownApplication) -> SearchStrategy[Form]:
    """No scopes, or some of them, in any order."""
    if not known.scopes:
        return st.just({})
    some = st.lists(st.sampled_from(known.scopes), unique=True, min_size=1)
    return st.just({}) | some.map(lambda names: {"scope": " ".join(names)})


def _replaced(
    whole: SearchStrategy[Form], parameter: str, values: SearchStrategy[str], wrong: FormDefect
) -> Invalid:
    return st.builds(lambda form, value: ({**form, parameter: value}, wrong), whole, values)


def _with(whole: SearchStrategy[Form], parameter: str, value: str, wrong: FormDefect) -> Invalid:
    return _replaced(whole, parameter, st.just(value), wrong)


def _without(whole: SearchStrategy[Form], parameter: str, wrong: FormDefect) -> Invalid:
    return whole.map(
        lambda form: ({name: of for name, of in form.items() if name != parameter}, wrong)
    )


def _checked(operation: str) -> str:
    if operation not in operations():
        raise ValueError(f"no form for {operation!r}: choose from {', '.join(operations())}")
    return operation
