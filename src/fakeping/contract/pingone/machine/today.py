"""Which steps the machine can take: of today's editions, through a driver that knows the kinds."""

from typing import Any

from fakeping.contract.pingone.driver import EntityDriver


def today(machine: Any) -> bool:
    """Whether the edition is today's."""
    settings: bool = machine.model.edition.settings
    return settings


def calls(machine: Any) -> bool:
    """Whether the edition is today's, and the driver has `call`."""
    return today(machine) and isinstance(machine.driver, EntityDriver)
