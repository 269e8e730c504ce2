"""The control API, `/__fakeping`: a family of its own, outside every tenant."""

from fakeping.control.access import MAX_BODY
from fakeping.control.operations import FAMILY

__all__ = ["FAMILY", "MAX_BODY"]
