"""Dates of checks."""

from datetime import datetime, timedelta

from fakeping.core.exchange import JSON


def in_hours(resource: JSON, **time: float) -> str:
    """An instant, relative to the resource's creation."""
    made = datetime.fromisoformat(resource["createdAt"])
    return (made + timedelta(**time)).isoformat().replace("+00:00", "Z")
