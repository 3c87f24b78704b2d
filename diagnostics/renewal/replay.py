"""The two log files: the run as recorded, and the same facts replayed under the model in service at the end."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from diagnostics.renewal.database import RenewalError
from diagnostics.renewal.engine import Run
from diagnostics.renewal.facts import read_facts, recorded
from diagnostics.renewal.spines import fold
from diagnostics.renewal.world import ENDS

Lines = list[dict[str, Any]]


def replayed(run: Run) -> Lines:
    """Return the log that the run's spine gives when its facts are replayed after the term."""
    return fold(read_facts(run.db), run.spine.replayer(ENDS), run.policy)[1]


def diverging(old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the workflows for which an event has another outcome in the new log, or stands in one of the two only."""
    before, after = ({(line["workflow"], line["event"]): line["outcome"] for line in lines} for lines in (old, new))
    events = before.keys() | after.keys()
    return sorted({workflow for workflow, event in events if _differ(before, after, (workflow, event))})


def _differ(before: Mapping[Any, Any], after: Mapping[Any, Any], event: tuple[str, str]) -> bool:
    return event not in before or event not in after or before[event] != after[event]


def write_logs(run: Run, folder: Path) -> tuple[Lines, Lines]:
    """Write old.jsonl and new.jsonl into the folder and return their lines."""
    old, new = recorded(run.db), replayed(run)
    for name, lines in (("old.jsonl", old), ("new.jsonl", new)):
        text = "".join(json.dumps(line, sort_keys=False) + "\n" for line in lines)
        try:
            (folder / name).write_text(text, encoding="utf-8")
        except OSError as error:
            raise RenewalError(f"{folder / name}: {error.strerror}. Name a folder with --out.") from None
    return old, new
