"""Replay divergence, two ways: failures rerun on two versions, and two logs of one event stream compared."""

from diagnostics.replay.advice import guide
from diagnostics.replay.divergence import Comparison, compare
from diagnostics.replay.events import Log, read_log
from diagnostics.replay.rerun import Batch, judge
from diagnostics.replay.runs import Runs, read_runs

__all__ = ["Batch", "Comparison", "Log", "Runs", "compare", "guide", "judge", "read_log", "read_runs"]
