"""Whatever is recorded and asked, a journal holds no more than it may and never guesses."""

from threading import RLock

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from fakeping.core.editions import KnownOperations
from fakeping.core.exchange import Reply
from fakeping.journal.assertion import Evicted, Unmet
from fakeping.journal.journal import Journal
from fakeping.journal.limits import JournalLimits
from tests.journal.test_journal import READ, WRITE, record

OPERATIONS = {"read": READ, "write": WRITE, None: None}
NAMES = st.sampled_from(["read", "write", "*", "r*"])


class Journals(RuleBasedStateMachine):
    """The model is every exchange since the last `clear`, whether or not it is held."""

    @initialize(entries=st.integers(0, 6), body=st.integers(0, 6), total=st.integers(0, 20))
    def begin(self, entries, body, total):
        self.limits = JournalLimits(entries=entries, body=body, total=total)
        self.kept = Journal(
            lock=RLock(),
            operations=KnownOperations(names=frozenset({"read", "write"}), elsewhere={}),
            limits=self.limits,
        )
        self.all = []
        self.number = 0

    @rule(
        name=st.sampled_from([*OPERATIONS]),
        status=st.sampled_from([200, 404]),
        asked=st.binary(max_size=8),
        answered=st.binary(max_size=8),
    )
    def record(self, name, status, asked, answered):
        self.number += 1
        self.all.append((self.number, name, status))
        record(self.kept, OPERATIONS[name], reply=Reply(status, answered), body=asked)

    @rule()
    def clear(self):
        self.kept.clear()
        self.all = []

    @rule(name=NAMES, status=st.sampled_from([None, 200, 404]), data=st.data())
    def ask(self, name, status, data):
        since = data.draw(st.integers(0, self.number))
        count = data.draw(st.none() | st.integers(0, 4))
        truth = sum(
            number > since and _matches(name, each) and status in {None, answered}
            for number, each, answered in self.all
        )
        right = truth >= 1 if count is None else truth == count

        try:
            found = self.kept.assert_called(name, status=status, count=count, since=since)
        except Evicted:
            assert self.kept.gone(since) > 0
        except Unmet:
            assert not right
        else:
            assert right
            assert count is None or len(found) == count
            assert all(each.number > since and status in {None, each.status} for each in found)

    @invariant()
    def it_holds_the_newest_within_its_limits(self):
        held = list(self.kept)
        bodies = [len(each.request_body) + len(each.reply_body) for each in held]

        assert len(held) == len(self.kept) <= self.limits.entries
        assert sum(bodies) <= self.limits.total
        assert all(
            max(len(each.request_body), len(each.reply_body)) <= self.limits.body for each in held
        )
        newest = self.all[len(self.all) - len(held) :]
        assert [(each.number, each.operation, each.status) for each in held] == newest
        assert self.kept.gone(0) == len(self.all) - len(held)
        assert self.kept.position == self.number


def _matches(name, operation):
    return name in {"*", operation} or (name == "r*" and operation == "read")


TestJournals = Journals.TestCase
