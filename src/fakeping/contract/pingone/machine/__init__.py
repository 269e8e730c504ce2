"""A Hypothesis state machine of an environment's entities, for any client.

```python
class MyMachine(PingOneMachine):
    edition = "current"

    def new_driver(self):
        return MyDriver(my_client)

TestMyClient = MyMachine.TestCase
```
"""

from fakeping.contract.pingone.machine.attributes import AttributeSteps
from fakeping.contract.pingone.machine.policies import PolicySteps
from fakeping.contract.pingone.machine.roles import RoleSteps
from fakeping.contract.pingone.machine.secrets import SecretSteps


class PingOneMachine(RoleSteps, PolicySteps, SecretSteps, AttributeSteps):
    """The state machine. Subclasses supply the driver and the expected edition.

    It needs no empty environment, makes only names that begin with its prefix, and deletes
    what it made when an example ends. A failure is a `RuleBroken`, which names the rule.
    """


__all__ = ["PingOneMachine"]
