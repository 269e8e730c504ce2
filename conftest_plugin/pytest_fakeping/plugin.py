"""The pytest plugin's entry point, for a pytest that is new enough.

It is loaded in every session of those who have fakeping installed. With an older pytest it imports
nothing else of this package, and so leaves sessions without fakeping alone.
"""

from typing import TYPE_CHECKING

import pytest

# As in the extra `pytest` of pyproject.toml: the first version whose hooks may be wrappers.
_OLDEST = (8, 0)

if TYPE_CHECKING or tuple(int(each) for each in pytest.__version__.split(".")[:2]) >= _OLDEST:
    from pytest_fakeping.hooks import *  # noqa: F403 - pytest looks for its hooks and fixtures here
else:
    from pytest_fakeping.outdated import *  # noqa: F403
