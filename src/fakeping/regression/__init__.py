"""A journal as a test: what was asked, asked again of a fresh tenant."""

from fakeping.regression.script import Setting, written

__all__ = ["Setting", "written"]
