import json
from dataclasses import dataclass

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from fakeping.core.table import _MAX_FORMS, Table

IDS = st.sampled_from("abcd")
KEYS = st.none() | st.sampled_from(["red", "blue", 1])
BASES = st.sampled_from(["http://a", "http://b"])


@dataclass(frozen=True)
class Thing:
    id: str
    key: object
    number: int


def rendered(base_url, thing):
    return {"at": base_url, "key": thing.key, "number": thing.number}


class TableMachine(RuleBasedStateMachine):
    """A table against a plain dict that keeps its order."""

    def __init__(self):
        super().__init__()
        self.table: Table[str, Thing] = Table(unique=lambda thing: thing.key)
        self.model = {}

    @rule(id_=IDS, key=KEYS, number=st.integers())
    def put(self, id_, key, number):
        if self.table.holder(key) not in {None, id_}:
            return  # as a store would: it asks first
        self.table.put(id_, Thing(id_, key, number))
        self.model[id_] = Thing(id_, key, number)

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def remove(self, data):
        id_ = data.draw(st.sampled_from(sorted(self.model)))
        self.table.remove(id_)
        del self.model[id_]

    @rule(base_url=BASES)
    def join(self, base_url):
        joined = self.table.joined(
            form="x", base_url=base_url, render=lambda each: rendered(base_url, each)
        )

        assert json.loads(b"[%b]" % joined) == [
            rendered(base_url, each) for each in self.model.values()
        ]

    @precondition(lambda self: self.model)
    @rule(data=st.data(), base_url=BASES, form=st.sampled_from("xy"))
    def encode_one(self, data, base_url, form):
        id_ = data.draw(st.sampled_from(sorted(self.model)))
        encoded = self.table.encoded(
            id_,
            form=form,
            base_url=base_url,
            render=lambda each: rendered(base_url, each),
        )

        assert json.loads(encoded) == rendered(base_url, self.model[id_])

    @invariant()
    def holds_the_same(self):
        assert list(self.table) == list(self.model.values())
        assert len(self.table) == len(self.model)
        assert {id_: self.table.get(id_) for id_ in "abcd"} == {
            id_: self.model.get(id_) for id_ in "abcd"
        }

    @invariant()
    def knows_who_has_a_key(self):
        holders = {thing.key: id_ for id_, thing in self.model.items()}

        for key in ("red", "blue", 1, "nobody's"):
            assert self.table.holder(key) == holders.get(key)


TestTable = TableMachine.TestCase
TestTable.settings = settings(TestTable.settings, deadline=None)


def test_a_replaced_entity_keeps_its_place():
    table: Table[str, Thing] = Table(unique=lambda thing: thing.key)
    for id_ in "abc":
        table.put(id_, Thing(id_, id_, 0))

    table.put("a", Thing("a", "a", 1))

    assert [each.key for each in table] == ["a", "b", "c"]


def test_no_key_clashes_with_none():
    table: Table[str, Thing] = Table(unique=lambda thing: thing.key)
    table.put("a", Thing("a", None, 0))
    table.put("b", Thing("b", None, 1))

    assert (len(table), table.holder(None)) == (2, None)


def test_an_entity_is_rendered_once_until_it_changes():
    table: Table[str, Thing] = Table(unique=lambda thing: thing.key)
    calls = []

    def render(each):
        calls.append(each.number)
        return each.number

    table.put("a", Thing("a", "a", 1))
    for _ in range(3):
        table.encoded("a", form="x", base_url="b", render=render)
        table.joined(form="x", base_url="b", render=render)
    table.put("a", Thing("a", "a", 2))
    table.joined(form="x", base_url="b", render=render)

    assert calls == [1, 2]


def test_bytes_are_held_for_so_many_base_urls_and_no_more():
    table: Table[str, Thing] = Table(unique=lambda thing: thing.key)
    table.put("a", Thing("a", "a", 1))

    for number in range(100):
        url = f"http://{number}"
        table.encoded("a", form="x", base_url=url, render=lambda each: each.number)

    assert len(table._forms) <= _MAX_FORMS
