"""What a test's report tells of its tenants, and the files that hold the rest."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from pytest_fakeping.settings import settings

if TYPE_CHECKING:
    from fakeping import Tenant
    from fakeping.core.entry import Exchange

TITLE = "fakeping journal"


def tell(
    report: pytest.TestReport,
    tenants: "Sequence[Tenant]",
    strays: "Sequence[Exchange]",
) -> None:
    """Add the journal to a report, where the options want it."""
    from fakeping import report as told

    report.sections.append((TITLE, told.journal(tenants, strays)))


def wanted(item: pytest.Item, report: pytest.TestReport) -> bool:
    """Whether a report is to hold the journal."""
    journal = settings(item.config).journal
    if journal == "off":
        return False
    return report.failed or (journal == "all" and report.when == "call")
