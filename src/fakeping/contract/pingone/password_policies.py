"""The check of password policies."""

from fakeping.contract.check import ensure_same
from fakeping.contract.pingone.refusals import NOBODY, not_found
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.families.pingone import password_rules

of = CHECKS.of


@of(password_rules.POLICIES, editions=("current",))
def there_are_three_password_policies(target: PingOneTarget) -> None:
    """One is the default, which a user's password is under."""
    url = f"{target.environment_url}/passwordPolicies"
    listed = target.listed(url, "passwordPolicies")
    shown = [(each["name"], each["default"]) for each in listed]
    expected = [("Standard", True), ("Basic", False), ("Passphrase", False)]
    ensure_same(shown, expected, f"GET {url}: the policies")
    for each in listed:
        ensure_same(target.read(f"{url}/{each['id']}"), each, f"{url}: a policy by itself")
    not_found(target.ask("GET", f"{url}/{NOBODY}"))
    user = target.user()
    state = target.read(f"{target.user_url(user)}/password")
    ensure_same(state["passwordPolicy"], {"id": listed[0]["id"]}, "a password's policy")
