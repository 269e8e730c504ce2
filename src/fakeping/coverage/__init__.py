"""How much of the contract somebody's tests have met, seen from the server.

Whatever client they use counts, for it is the server that counts: each operation with each status
that its edition promises, and each rule that may decide. A family that no test called is left out.
"""

from fakeping.coverage.summary import Line, Summary, summarized

__all__ = ["Line", "Summary", "summarized"]
