"""A call to the authorization server: whose it is, and under which URL it answers."""

from fakeping.core.operation import Call
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.store import Platform

SignInCall = Call[Platform]


def environment_of(call: SignInCall) -> Environment:
    """The environment of a request."""
    return call.store.environment(call.address)


def issuer_of(call: SignInCall) -> str:
    """The environment's issuer URL, under the host name of this request."""
    return f"{call.request.base_url}/{call.params['environment_id']}/as"
