"""Clients of other languages, unmodified, against `fakeping serve`: `make interop`."""
