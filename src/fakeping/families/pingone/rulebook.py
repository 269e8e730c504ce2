"""Every rule of PingOne's, in the order in which the documentation lists them."""

from fakeping.families.pingone import (
    application_attribute_rules,
    application_rules,
    grant_rules,
    password_rules,
    population_rules,
    role_rules,
    rules,
    sign_on_rules,
    user_rules,
)
from fakeping.families.pingone.signin import device_rules, exchange_rules, flow_rules
from fakeping.families.pingone.signin import rules as signin_rules

RULES = (
    rules.RULES
    + application_rules.RULES
    + grant_rules.RULES
    + application_attribute_rules.RULES
    + sign_on_rules.RULES
    + user_rules.RULES
    + password_rules.RULES
    + population_rules.RULES
    + role_rules.RULES
    + signin_rules.RULES
    + flow_rules.RULES
    + exchange_rules.RULES
    + device_rules.RULES
)
