"""Lies between the checks and the fake: whether a check notices when an answer is not true.

A lie changes what goes over the border between the contract's checks and the fake, in process: a
status, a member, a header, a write that is lost, a field of an edition, a keyword of a schema. All
of them come from the traffic of the checks themselves, and quote no source. `make lies` tells
every one; the suite tells a sample. What no check notices stands in `survivors.toml`, with the
reason why none should.
"""
