"""Counting what has become durable, so that a crash can be had right after any of it."""

from collections.abc import Callable
from threading import Lock


class Steps:
    """Counts durable writes of this process, from any thread; from the one named on, `crash` is called."""

    def __init__(self, crash_at: int | None = None, crash: Callable[[str], None] | None = None) -> None:
        self.count = 0
        self._crash_at = crash_at
        self._crash = crash
        self._lock = Lock()

    def passed(self, what: str) -> None:
        """Note that something was made durable just now."""
        with self._lock:
            self.count += 1
            if self._crash and self._crash_at is not None and self.count >= self._crash_at:
                self._crash(f"step {self.count}: {what}")
