"""Clients of Python, unmodified."""
