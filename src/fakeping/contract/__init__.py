"""Rules as checks, strategies and state machines: for the fake, and for a real deployment.

Needs the extra `contract`.
"""
