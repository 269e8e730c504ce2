"""The example of docs/contract.md that is about PingOne's bodies runs."""

import re
from pathlib import Path

DOCS = (Path(__file__).parents[3] / "docs" / "contract.md").read_text("utf-8")

CLIENT = """
def message_for(body, violation):
    return f"{violation.target} of {body!r}: {violation.detail}"
"""


def test_a_violation_comes_with_a_body(pytester):
    [found] = re.findall(r"```python\n# test_my_messages\.py\n(.*?)```", DOCS, re.DOTALL)
    pytester.makepyfile(test_my_messages=found, my_client=CLIENT)

    outcomes = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-q", "-Wignore")

    assert outcomes.parseoutcomes() == {"passed": 1}
