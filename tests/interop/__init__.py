"""Unmodified clients: of Python in `python`, of other languages by `make interop`."""
