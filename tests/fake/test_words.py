"""What the fake says that no check holds it to stays, word for word, until somebody changes it."""

from difflib import unified_diff

import pytest

from fakeping.families import FAMILIES
from tests.fake.words import said, where

CHANGED = "what it says has changed; where that is meant: python -m tests.fake.words"


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_it_says_what_it_said(family):
    written = where(family).read_text("utf-8").splitlines()

    changed = list(unified_diff(written, list(said(family)), "written", "said", lineterm="", n=0))

    assert changed == [], CHANGED
