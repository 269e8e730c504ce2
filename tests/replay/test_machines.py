"""Whatever a state machine asked of a fake, a fresh one answers alike when it is replayed."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from fakeping import FakePing
from fakeping.replay import recorded, replayed
from fakeping.replay.stages import of_fake
from tests.stateful import test_pingone_in_process as pingone
from tests.stateful import test_resource_set_in_process as pingam

FEW = settings(
    max_examples=4, stateful_step_count=20, deadline=None, database=None, derandomize=True
)


@pytest.mark.parametrize(
    "machine", [pingone.InProcess, pingam.InProcess], ids=["pingone", "pingam"]
)
def test_what_a_machine_asked_is_answered_alike(machine, tmp_path):
    verdicts = []

    class Kept(machine):
        def teardown(self):
            file = tmp_path / "journal.jsonl"
            file.write_text(self.tenant.journal.to_jsonl(), "utf-8")
            exchanges, edition = recorded(file), {"pingam": self.tenant.pingam.edition}
            with FakePing() as server, of_fake(server, exchanges, edition=edition) as stage:
                verdicts.extend(replayed(exchanges, stage))
            super().teardown()

    run_state_machine_as_test(Kept, settings=FEW)

    assert len(verdicts) > 50
    assert [str(each) for each in verdicts if each.word != "same"] == []
