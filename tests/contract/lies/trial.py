"""Which lies are noticed, and by which checks."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from tests.contract.lies.fake import Fake


@dataclass(frozen=True)
class Outcome:
    """Of one lie: the check that differs, by its function's name and its rule's; or `None`."""

    lie: str
    #: The rule that decided the answer which the lie is about, if it is about one.
    deciding: str
    check: str | None = None
    rule: str | None = None

    @property
    def family(self):
        """The family that the lie is told of."""
        return self.lie.partition(".")[0]


class Trial:
    """Tells lies to the checks whose traffic they touch, until one differs."""

    def __init__(self, traffic):
        self.traffic = traffic
        self._fake = Fake()
        # Who has noticed a lie about an operation often notices the next one.
        self._noticed = defaultdict(Counter)

    def of(self, lie):
        """Tell a lie to one check after the other."""
        with lie.planted():
            for number in self._order(lie):
                check = self._notices(number, lie)
                if check:
                    self._noticed[_place(lie)][number] += 1
                    return Outcome(str(lie), _rule(lie), check.run.__name__, name_of(check))
        return Outcome(str(lie), _rule(lie))

    def breaks(self, rule):
        """A lie that a check of a rule notices; `None` where there is none."""
        checks = self.traffic.checks
        for lie, touched in sorted(self.traffic.touched.items(), key=lambda pair: str(pair[0])):
            for number in touched:
                with lie.planted():
                    found = name_of(checks[number]) == rule and self._notices(number, lie)
                if found and name_of(found) == rule:
                    return lie
        return None

    def _notices(self, number, lie):
        """The check that differs: this one, or one that looks at what it was answered."""
        checks = (self.traffic.checks[number], *self.traffic.lookers)
        return self._fake.notices(checks, lie, usual=self.traffic.made[number])

    def _order(self, lie):
        """The deciding rule's checks, then those that noticed the most, then the shortest."""

        def rank(number):
            other = name_of(self.traffic.checks[number]) != _rule(lie)
            noticed = self._noticed[_place(lie)][number]
            return other, -noticed, self.traffic.made[number], number

        return sorted(self.traffic.touched[lie], key=rank)


def name_of(check):
    """The name of a check's rule, without its family."""
    return check.rule.name.partition(".")[2]


def _rule(lie):
    """The rule that decided the answer that a lie is about."""
    return lie.about.rpartition(" ")[2]


def _place(lie):
    return lie.about.partition(" ")[0]
