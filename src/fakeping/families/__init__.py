"""Every API that is faked. To add one: a folder with the same file names, and its name here."""

from typing import Any

from fakeping.core.operation import Family
from fakeping.families import pingam, pingone

FAMILIES: tuple[Family[Any], ...] = (pingone.FAMILY, pingam.FAMILY)
