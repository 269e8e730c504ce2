"""PingAM's behaviours: each has a name, and says how we know it."""

from fakeping.core.rules import Rule
from fakeping.families.pingam.rules import (
    everywhere,
    labels,
    owner,
    registration,
    session,
    signin,
    uma,
)

RULES = tuple(
    each
    for module in (everywhere, registration, signin, session, uma, owner, labels)
    for each in vars(module).values()
    if isinstance(each, Rule)
)
