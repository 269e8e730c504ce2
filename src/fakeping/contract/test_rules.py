"""Each rule, as a test: `pytest -p fakeping.contract.plugin --pyargs fakeping.contract`.

`plugin.py` says which rules there are, and which deployment is held to them.
"""

from fakeping.contract.holding import Holding
from fakeping.contract.plugin import judge
from fakeping.core.rules import Rule


def test_rule(rule: Rule, holding: Holding) -> None:
    """Check a deployment against a rule."""
    judge(holding.hold(rule))
