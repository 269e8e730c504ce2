"""Scripted failures: what a test says of them, whom they befall, and what they do."""
