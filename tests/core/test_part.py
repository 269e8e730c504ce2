"""Parts of a tenant's state that are made when somebody first asks for them."""

import pytest

from fakeping.core.part import Later, Part
from fakeping.core.table import Table


class Entities(Part):
    def put(self, name):
        self.table.put(name, name)

    @property
    def names(self):
        return list(self.table)


@pytest.fixture
def made():
    return []


@pytest.fixture
def later(made):
    def make():
        made.append(Entities(Table(id_of=str)))
        made[-1].table.keep("built-in", "built-in")
        return made[-1]

    return Later(make)


def test_nobody_makes_it_but_who_asks(later, made):
    snapshot = later.capture()
    later.restore(snapshot)
    later.restore_keeping_new(snapshot)

    assert made == []
    assert later() is later()
    assert len(made) == 1


def test_one_that_was_made_since_goes_back_to_what_it_was_at_first(later):
    snapshot = later.capture()
    later().put("new")

    later.restore(snapshot)

    assert later().names == ["built-in"]


def test_one_that_was_made_since_keeps_what_is_new(later):
    snapshot = later.capture()
    later().put("new")

    later.restore_keeping_new(snapshot)

    assert later().names == ["built-in", "new"]


def test_one_that_was_made_before_goes_back_to_that(later):
    later().put("old")
    snapshot = later.capture()
    later().put("new")

    later.restore(snapshot)

    assert later().names == ["built-in", "old"]
