"""A journal that was written out, asked once more of another server, and its answers compared."""

from fakeping.replay.player import replayed
from fakeping.replay.recording import Unreadable, recorded
from fakeping.replay.verdict import Verdict

__all__ = ["Unreadable", "Verdict", "recorded", "replayed"]
