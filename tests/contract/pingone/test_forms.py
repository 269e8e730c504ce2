"""The forms that the strategies call valid the fake takes, and it refuses the others so."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from fakeping import FakePing
from fakeping.contract.pingone import forms
from fakeping.contract.pingone.forms import FormDefect
from fakeping.contract.pingone.signin.client import POST, SignInClient, photos
from fakeping.contract.transport import Answer
from tests.contract.pingone.conftest import target_of

OPERATIONS = forms.operations()
GRANTS = ("client_credentials", "authorization_code", "refresh_token")
MANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


class Scene:
    """An application with scopes, and how a form is sent as it."""

    def __init__(self, server: FakePing, grants: tuple[Any, ...]) -> None:
        self.tenant = server.tenant()
        self.target = target_of(server, self.tenant)
        resource, scopes = photos(self.target, "read", "edit")
        client = SignInClient.registered(
            self.target, type="web", method=POST, grant_types=[*grants]
        )
        client.granted(resource)
        self.known = forms.KnownApplication(
            client_id=client.client_id,
            client_secret=client.client_secret,
            grants=tuple(each for each in grants if each != "client_credentials"),
            scopes=tuple(scopes),
        )

    def send(self, operation: str, form: dict[str, str]) -> Answer:
        path = operation.removeprefix("pingone.")
        return self.target.ask("POST", f"{self.target.auth_url}/{path}", form=form, token=None)


@pytest.fixture(params=[GRANTS, GRANTS[:1]], ids=["every grant", "one grant"])
def scene(server: FakePing, request: pytest.FixtureRequest) -> Iterator[Scene]:
    scene = Scene(server, request.param)
    yield scene
    assert scene.tenant.crashes == ()
    scene.tenant.drop()


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("kind", [forms.valid, forms.boundary])
def test_what_is_valid_is_taken(scene: Scene, operation: str, kind: Callable[..., Any]) -> None:
    @MANY
    @given(kind(operation, known=scene.known))
    def taken(form: dict[str, str]) -> None:
        answer = scene.send(operation, form)
        assert answer.status == 200
        if operation == "pingone.token":
            assert set(answer.json["scope"].split()) <= set(scene.known.scopes)

    taken()


@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_is_invalid_is_refused_for_just_that(scene: Scene, operation: str) -> None:
    @MANY
    @given(forms.invalid(operation, known=scene.known))
    def told(pair: tuple[dict[str, str], FormDefect]) -> None:
        form, violation = pair
        answer = scene.send(operation, form)
        assert (answer.status, answer.json["error"]) == (violation.status, violation.error)
        assert answer.headers["X-Fakeping-Rule"] == violation.rule.name

    told()


def test_every_kind_of_error_is_drawn(scene: Scene) -> None:
    seen = set()

    @settings(MANY, max_examples=300)
    @given(forms.invalid("pingone.token", known=scene.known))
    def drawn(pair: tuple[dict[str, str], FormDefect]) -> None:
        seen.add(pair[1].error)

    drawn()

    own = "invalid_grant" if scene.known.grants else "unauthorized_client"
    common = {"invalid_client", "invalid_request", "invalid_scope", "unsupported_grant_type"}
    assert seen == common | {own}


def test_an_operation_without_a_form_has_no_strategy(scene: Scene) -> None:
    with pytest.raises(ValueError, match=r"no form for 'pingone\.userinfo': choose from"):
        forms.valid("pingone.userinfo", known=scene.known)


def test_a_secret_is_not_told() -> None:
    known = forms.KnownApplication(client_id="app", client_secret="the secret")

    assert "the secret" not in repr(known)
