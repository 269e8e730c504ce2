"""Scripted failures: their definition by a test, the matching of requests, and their effects."""
