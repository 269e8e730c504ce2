"""The plugin for a pytest that is too old: it says so to those who use it.

This module must work with pytest 6.
"""

from typing import Any

import pytest

from pytest_fakeping.options import OPTIONS, declare, given

__all__ = [
    "fakeping",
    "fakeping_guard",
    "fakeping_server",
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


@pytest.fixture
def fakeping() -> None:
    """Fail the test: pytest is too old."""
    pytest.fail(_WHY, pytrace=False)


@pytest.fixture
def make_fakeping() -> None:
    """Fail the test: pytest is too old."""
    pytest.fail(_WHY, pytrace=False)


@pytest.fixture(scope="session")
def fakeping_server() -> None:
    """Fail the test: pytest is too old."""
    pytest.fail(_WHY, pytrace=False)


@pytest.fixture
def fakeping_guard() -> None:
    """Fail the test: pytest is too old."""
    pytest.fail(_WHY, pytrace=False)
