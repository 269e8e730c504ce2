"""The traffic of every check, and the lies that it gives rise to."""

from collections import defaultdict
from dataclasses import dataclass, field

from fakeping.contract.suites import SUITES
from tests.contract.lies import lie as lying
from tests.contract.lies.fake import Fake
from tests.contract.lies.lie import Lie
from tests.contract.lies.planted import flips, keywords, referred

#: Every edition of every family: `pingone.current`.
EDITIONS = tuple(
    f"{name}.{edition}" for name, suite in SUITES.items() for edition in suite.family.editions
)


@dataclass
class Traffic:
    """What an edition's checks ask and are answered, without any lie."""

    edition: str
    #: By the number of the check: how many requests it makes.
    made: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    #: By each lie: the numbers of the checks whose traffic it touches.
    touched: dict[Lie, set[int]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self):
        every = tuple(SUITES[self.edition.partition(".")[0]].checks)
        #: The checks of the edition's family that ask something, by their number.
        self.checks = tuple(each for each in every if not each.last)
        #: Those that look at what the others were answered.
        self.lookers = tuple(each for each in every if each.last)


def recorded(edition):
    """The traffic of an edition, and its lies."""
    fake, traffic = Fake(), Traffic(edition)
    schemas: dict[str, set[int]] = defaultdict(set)
    for number, check in enumerate(traffic.checks):
        _listen(fake, traffic, number, check, schemas)
    family = SUITES[edition.partition(".")[0]].family
    for each in flips(family, edition.partition(".")[2]):
        traffic.touched[each] = set(traffic.made)
    for name, numbers in _by_schema(family, edition, schemas).items():
        for each in keywords(edition, name):
            traffic.touched[each] = numbers
    return traffic


def _listen(fake, traffic, number, check, schemas):
    def note(operation, request, reply, *, wrote):
        traffic.made[number] += 1
        schemas[operation].add(number)
        for each in lying.lies(traffic.edition, operation, request, reply):
            traffic.touched[each].add(number)
        if wrote and request.method not in {"GET", "HEAD"} and reply.status < 400:
            traffic.touched[lying.lost(traffic.edition, operation, reply)].add(number)

    verdict = fake.listen(check, traffic.edition, note)
    assert verdict.outcome != "differs", verdict.detail


def _by_schema(family, edition, operations):
    """The checks whose requests are held to each schema."""
    found: dict[str, set[int]] = defaultdict(set)
    name = edition.partition(".")[2]
    for each in family.operations:
        if each.body_schema and (not each.editions or name in each.editions):
            for schema in referred(each.body_schema):
                found[schema] |= operations[each.name.partition(".")[2]]
    return found
