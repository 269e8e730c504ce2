"""The plugin for a pytest that is too old: it says so to those who use it.

This module must work with pytest 6.
"""

from typing import Any

import pytest

from pytest_fakeping.options import OPTIONS, declare, given

__all__ = [
    "fakeping",
    "fakeping_class",
    "fakeping_guard",
    "fakeping_module",
    "fakeping_server",
    "fakeping_session",
    "make_fakeping",
    "pytest_addoption",
    "pytest_configure",
]

_WHY = (
    f"fakeping needs pytest 8.0 or newer, and this is {pytest.__version__}:"
    " pip install 'fakeping[pytest]'"
)


def pytest_addoption(parser: Any) -> None:
    """Declare the options, so that pytest accepts them."""
    declare(parser)


def pytest_configure(config: Any) -> None:
    """End a session with one of the options; the environment may be meant for another."""
    config.addinivalue_line("markers", "fakeping(...): what the tenant of a test is like")
    if any(given(config, each)[1] not in {"", each.variable} for each in OPTIONS):
        raise pytest.UsageError(_WHY)


def _refusing(scope: Any = "function") -> Any:
    @pytest.fixture(scope=scope)
    def refuse() -> None:
        """Fail the test: pytest is too old."""
        pytest.fail(_WHY, pytrace=False)

    return refuse


fakeping = _refusing()
fakeping_class = _refusing("class")
fakeping_guard = _refusing()
fakeping_module = _refusing("module")
fakeping_server = _refusing("session")
fakeping_session = _refusing("session")
make_fakeping = _refusing()
