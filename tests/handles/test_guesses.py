"""What people type first, and what they are told where that is not it."""

import pytest

from fakeping import Refused, WrongArguments

GUESSES = {
    "a limit in one word": (
        lambda tenant: tenant.faults.rate_limit("1/m"),
        WrongArguments,
        "lacks 'window'",
    ),
    "a delay of no length": (
        lambda tenant: tenant.faults.delay("pingone.*"),
        WrongArguments,
        "lacks 'seconds'",
    ),
    "scopes behind a resource set": (
        lambda tenant: tenant.pingam.ticket(
            tenant.pingam.given.resource_set(name="album", resource_scopes=["view"]), ["view"]
        ),
        Refused,
        r"a pair of one and its scopes, such as .*, not \['view'\]|permissions can't be \['view'\]",
    ),
    "a name to change": (
        lambda tenant: tenant.pingone.change("photos", name="albums"),
        Refused,
        r"pass one, such as pingone\.resource\('photos'\)",
    ),
    "a name to change at PingAM": (
        lambda tenant: tenant.pingam.change("photo", name="album"),
        Refused,
        r"pass one, such as pingam\.resource_set\('photo'\)",
    ),
}


@pytest.mark.parametrize(("guess", "error", "told"), GUESSES.values(), ids=GUESSES)
def test_a_guess_is_told_what_to_type(tenant, guess, error, told):
    with pytest.raises(error, match=told):
        guess(tenant)
