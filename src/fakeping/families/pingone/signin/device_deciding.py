"""What a device asks for, and the decision of a user about it."""

from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.signin.devices import Device
from fakeping.families.pingone.signin.model import DEVICE, Access, Application, AuthorizationRequest
from fakeping.families.pingone.user import User


def waiting_for(
    environment: Environment, application: Application | None, user_code: str
) -> tuple[str, Device] | None:
    """The device that waits with a user code, of any application or of this one."""
    found = environment.signin.devices.waiting(user_code)
    own = application is None or found is None or found[1].request.client_id == application.id
    return found if own else None


def allow(environment: Environment, waiting: tuple[str, Device], user: User) -> str:
    """Let a user allow a device in a new session. Return the session's cookie."""
    code, found = waiting
    new_cookie, session = environment.signin.sessions.begin(user, acr=found.request.acr)
    environment.signin.devices.decide(code, found, session)
    return new_cookie


def request(
    environment: Environment, application: Application | None, access: Access
) -> AuthorizationRequest:
    """What a device asks for; of no application, what its user begins with."""
    policies = environment.policies_of(application) if application else None
    return AuthorizationRequest(
        client_id=application.client_id if application else "",
        response_types=frozenset({"code"}),
        response_mode=DEVICE,
        access=access,
        acr=policies[0] if policies else environment.sign_on_policies.default.name,
    )
