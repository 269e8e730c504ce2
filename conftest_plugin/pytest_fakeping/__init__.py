"""Pytest fixtures that hand each test a fake Ping of its own."""
