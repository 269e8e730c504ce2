"""The pytest plugin, where pytest is new enough for it.

Its entry point is loaded in every run of whoever has fakeping installed, so with an older pytest it
leaves alone what does not use it: nothing else of this package is imported there.
"""

from typing import TYPE_CHECKING

import pytest

# As in the extra `pytest` of pyproject.toml; from here on hooks may be wrappers.
_OLDEST = (8, 0)

if TYPE_CHECKING or tuple(int(each) for each in pytest.__version__.split(".")[:2]) >= _OLDEST:
    from pytest_fakeping.hooks import *  # noqa: F403 - pytest looks for its hooks and fixtures here
else:
    from pytest_fakeping.outdated import *  # noqa: F403
