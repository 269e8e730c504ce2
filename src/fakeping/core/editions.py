"""The operations that a tenant's editions have, and what to say of any other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import filter as names_like
from typing import Any, Self

from fakeping.core.family import Family


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOperations:
    """The names of the operations of some editions."""

    names: frozenset[str]
    #: For each name of which only other editions have an operation, what to say of it.
    elsewhere: Mapping[str, str]

    @classmethod
    def of(cls, families: Iterable[Family[Any]], editions: Iterable[tuple[str, str]]) -> Self:
        """Those of these editions, each a family's name and its; of all, for another family."""
        chosen = dict(editions)
        names: set[str] = set()
        others: dict[str, str] = {}
        for family in families:
            own = chosen.get(family.name)
            for each in family.operations:
                if own is None or not each.editions or own in each.editions:
                    names.add(each.name)
                else:
                    having = next(one for one in family.editions if one in each.editions)
                    others[each.name] = (
                        f"the edition {own} has no {each.name}: {having} has. Choose it by"
                        f' edition={{"{family.name}": "{having}"}}'
                    )
        elsewhere = {name: said for name, said in others.items() if name not in names}
        return cls(names=frozenset(names), elsewhere=elsewhere)

    def named(self, pattern: str) -> frozenset[str]:
        """The operations of that name or glob; none for an unknown one."""
        return frozenset((pattern,) if pattern in self.names else names_like(self.names, pattern))

    def mistake(self, pattern: str) -> str:
        """What to say of a name or glob that fits no operation."""
        other = next(iter(names_like(self.elsewhere, pattern)), None)
        if other is not None:
            return self.elsewhere[other]
        near = get_close_matches(pattern, self.names, n=3)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        return f"there is no operation {pattern!r}{hint}"
