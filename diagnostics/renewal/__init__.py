"""The worked example: a 90-day contract renewal, small and real, with all six patterns. All its data is synthetic."""

from diagnostics.renewal.account import account_lines, most_eventful, summary, summary_lines
from diagnostics.renewal.database import RenewalError
from diagnostics.renewal.engine import Settings, open_run, start_run
from diagnostics.renewal.replay import diverging, write_logs
from diagnostics.renewal.steps import Steps

__all__ = [
    "RenewalError",
    "Settings",
    "Steps",
    "account_lines",
    "diverging",
    "most_eventful",
    "open_run",
    "start_run",
    "summary",
    "summary_lines",
    "write_logs",
]
