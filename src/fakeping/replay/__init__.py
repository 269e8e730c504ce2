"""A journal that was written out, asked once more of another server, and its answers compared."""

from fakeping.replay.player import replayed
from fakeping.replay.recording import BadRecording, recorded
from fakeping.replay.verdict import ReplayResult

__all__ = ["BadRecording", "ReplayResult", "recorded", "replayed"]
