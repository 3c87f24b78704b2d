"""Going on after an interruption: what an output file holds is compared with the input before anything is added."""

import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from classifier.batch.lines import Line, dump
from classifier.errors import BatchError
from classifier.suggest import Provenance

BEGINNING = dump({"id": ""})[: len('{"id": ')]  # of every answer, by which one that was torn off is known
ANEW = "Name another --out, or write this one anew with --restart."


def open_output(path: Path, lines: Iterator[Line], provenance: Provenance, *, restart: bool) -> tuple[BinaryIO, int]:
    """Open an output for more lines, and return it with how many it has; their lines are taken from `lines`.

    A last line that was torn off is cut. Raises BatchError when the file is not the beginning of this batch.
    """
    begun = path.is_file() and not restart
    try:
        out = path.open("r+b" if begun else "wb")
    except OSError as error:
        raise BatchError(f"{path}: {error.strerror}. Name a file that can be written.") from None
    if not begun:
        return out, 0
    try:
        done, size = _verify(path, out, lines, vars(provenance))
        out.truncate(size)
        out.seek(size)
    except BaseException:
        out.close()
        raise
    return out, done


def _verify(path: Path, out: BinaryIO, lines: Iterator[Line], model: dict[str, Any]) -> tuple[int, int]:
    """Return how many whole lines there are, and their size in bytes."""
    done = size = 0
    for answer in out:
        if not answer.endswith(b"\n") and (answer.startswith(BEGINNING) or BEGINNING.startswith(answer)):
            break
        line = next(islice(lines, 1), None)
        if line is None:
            raise BatchError(f"{path}: line {done + 1} is one more than the input has. {ANEW}")
        if problem := _problem(answer, line, model):
            raise BatchError(f"{path}: line {line.number}: {problem} {ANEW}")
        done, size = done + 1, size + len(answer)
    return done, size


def _problem(answer: bytes, line: Line, model: dict[str, Any]) -> str | None:
    """Return why an answer is not this line's by this model, or None."""
    if line.error is not None:
        return None if answer == dump(line.refusal()) else "not what this line of the input gives."
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not ("error" in found or {"model", "evidence"} <= set(found)):
        return "not an answer of this command."
    if found.get("id") != line.id:
        return f"its id is {found.get('id')!r}, the input has {line.id!r}."
    if "error" in found:
        return None
    if found["model"] != model:
        return f"written by the model {found['model']}, in service is {model}."
    return None if _stands(found["evidence"], line.text) else "its evidence does not stand in the input's text."


def _stands(evidence: Any, text: str) -> bool:
    try:
        spans = [span for spans in evidence.values() for span in spans]
        return all(text[span["start"] : span["end"]] == span["text"] for span in spans)
    except (AttributeError, KeyError, TypeError):
        return False


def same_file(one: Path, other: Path) -> bool:
    """Return whether two paths lead to one file."""
    return one.exists() and other.exists() and os.path.samefile(one, other)
