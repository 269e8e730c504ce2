"""A state machine that plays with resources and scopes, through whatever client there is.

```python
class MyMachine(PingOneMachine):
    edition = "current"

    def new_driver(self):
        return MyDriver(my_client)

TestMyClient = MyMachine.TestCase
```
"""

from fakeping.contract.pingone.machine.attributes import AttributeSteps


class PingOneMachine(AttributeSteps):
    """Subclasses say through which driver to ask, and what the deployment is held to.

    It needs no empty environment, makes only names that begin with its prefix, and deletes
    what it made when an example ends. A failure is a `RuleBroken`, which names the rule.
    """


__all__ = ["PingOneMachine"]
