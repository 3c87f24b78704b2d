"""Progress on standard error: one line that is rewritten on a terminal, a line now and then elsewhere."""

import sys
import time

ON_TERMINAL, ELSEWHERE = 0.2, 10.0  # seconds between two lines


class Progress:
    """How far a long piece of work is; `total` and what was done `before` it began are numbers of reports."""

    def __init__(self, total: int | None, before: int = 0) -> None:
        self.total, self.before, self.done = total, before, 0
        self._terminal = sys.stderr.isatty()
        self._began = self._shown = time.monotonic()

    def add(self, count: int) -> None:
        """Count reports as done, and say so if it is time to."""
        self.done += count
        if time.monotonic() - self._shown >= (ON_TERMINAL if self._terminal else ELSEWHERE):
            self._show(ending="" if self._terminal else "\n")

    def finish(self) -> None:
        """Say how far the work has come, for the last time."""
        self._show(ending="\n")

    def line(self, seconds: float) -> str:
        """Return the line that stands after so many seconds."""
        reached = self.before + self.done
        rate = self.done / max(seconds, 1e-9)
        parts = [f"{reached:,} reports" if self.total is None else f"{reached:,} of {self.total:,} reports"]
        parts.append(f"{rate:.1f} a second")
        if self.total is not None and self.done:
            parts.append(f"{_duration((self.total - reached) / rate)} left")
        return ", ".join(parts)

    def _show(self, ending: str) -> None:
        self._shown = time.monotonic()
        start = "\r\x1b[K" if self._terminal else ""
        sys.stderr.write(start + self.line(self._shown - self._began) + ending)
        sys.stderr.flush()


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(max(seconds, 0.0)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s" if minutes else f"{rest} s"
