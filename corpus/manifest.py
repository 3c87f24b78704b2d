"""The list of a folder's files with their SHA-256, in the form that `sha256sum -c` checks."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

NAME = "MANIFEST.sha256"
MAX_BYTES = 20_000_000
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def write_manifest(folder: Path) -> None:
    """Write the manifest of every file below `folder`, in order of their paths."""
    lines = [f"{_sha256(folder / name)}  {name}\n" for name in _files(folder)]
    (folder / NAME).write_bytes("".join(lines).encode())


def check_manifest(folder: Path) -> list[str]:
    """Return one line for every file that is changed, missing, or not in the manifest, and every broken line."""
    path = folder / NAME
    if not path.exists():
        return [f"{path}: missing, so nothing vouches for the reports beside it. Export again."]
    try:
        if path.stat().st_size > MAX_BYTES:
            return [f"{path}: more than {MAX_BYTES:,} bytes. This is no manifest; export again."]
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        return [f"{path}: cannot be read: {error}. Export again."]
    problems: list[str] = []
    listed = _parse(path, lines, problems)
    return problems + list(_compare(folder, listed))


def _parse(path: Path, lines: list[str], problems: list[str]) -> dict[str, str]:
    listed: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        match = _LINE.fullmatch(line)
        if match is None:
            problems.append(f'{path}:{number}: expected "<sha256>  <path>", found {line[:80]!r}. Export again.')
        elif match[2] in listed:
            problems.append(f"{path}:{number}: {match[2]} stands twice. Export again.")
        else:
            listed[match[2]] = match[1]
    return listed


def _compare(folder: Path, listed: dict[str, str]) -> Iterator[str]:
    there = _files(folder)
    for name in there:
        if name not in listed:
            yield f"{folder / name}: not in {NAME}. Take the file out, or export again."
        elif not (folder / name).is_file() or _sha256(folder / name) != listed[name]:
            yield f"{folder / name}: changed since it was exported. Restore the file, or export again."
    for name in sorted(set(listed) - set(there)):
        yield f"{folder}: {name} stands in {NAME} but is missing. Restore the file, or export again."


def _files(folder: Path) -> list[str]:
    """Return the paths below `folder` of all that is no folder, but for the manifest itself, in order."""
    names = (
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()
    )
    return sorted(name for name in names if name != NAME)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
