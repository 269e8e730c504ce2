"""Every API that is faked. To add one: a folder with the same file names, and its name here."""

from dataclasses import replace
from typing import Any

from fakeping.core.family import Family
from fakeping.families import pingam, pingone

FAMILIES: tuple[Family[Any], ...] = (pingone.FAMILY, pingam.FAMILY)


def deployed(am_context_path: str) -> tuple[Family[Any], ...]:
    """Every family, with PingAM below a context path such as `/am` or, at the root, `""`."""
    return tuple(
        replace(each, mount=am_context_path) if each is pingam.FAMILY else each for each in FAMILIES
    )
