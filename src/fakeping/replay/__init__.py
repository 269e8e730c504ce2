"""Replay an exported journal on another server, and compare the answers."""

from fakeping.replay.player import replayed
from fakeping.replay.recording import BadRecording, recorded
from fakeping.replay.verdict import ReplayResult

__all__ = ["BadRecording", "ReplayResult", "recorded", "replayed"]
