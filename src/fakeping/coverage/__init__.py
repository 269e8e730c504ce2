"""How much of the APIs a test suite has covered, counted by the server.

Any client counts: each operation with each status that its edition promises, and each rule that can
decide. A family that no test called is left out.
"""

from fakeping.coverage.summary import Line, Summary, summarized

__all__ = ["Line", "Summary", "summarized"]
