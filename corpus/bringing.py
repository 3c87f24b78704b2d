"""What a browser brings to be imported: kept in a folder of its own until the import has read it."""

import io
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp

from corpus import manifest
from corpus.errors import CorpusError
from corpus.home import home_folder

KINDS = ("md", "jsonl", "json", "zip")
MAX_UNPACKED = 1_000_000_000
MAX_FILES = 200_000


def keep(name: str, content: bytes) -> Path:
    """Keep an uploaded file, a snapshot unpacked, and return what to import.

    Raises CorpusError for a file that is not of KINDS, is no zip although it says so, or would unpack to too much.
    """
    plain = Path(name).name
    if plain.rpartition(".")[2].lower() not in KINDS:
        raise CorpusError(f"{plain}: cannot be imported. Give a snapshot (.zip), .jsonl, .md, or the .json of gh.")
    folder = home_folder() / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    place = Path(mkdtemp(dir=folder))
    if not plain.lower().endswith(".zip"):
        (place / plain).write_bytes(content)
        return place / plain
    try:
        return _unpack(plain, content, place)
    except (CorpusError, zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        shutil.rmtree(place, ignore_errors=True)
        if isinstance(error, CorpusError):
            raise
        raise CorpusError(f"{plain}: cannot be unpacked: {error}. Download the snapshot again.") from error


def clear() -> None:
    """Take away what was kept; to be called while no import is running."""
    shutil.rmtree(home_folder() / "imports", ignore_errors=True)


def _unpack(name: str, content: bytes, place: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [entry for entry in archive.infolist() if not _is_litter(PurePosixPath(entry.filename))]
        if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise CorpusError(f"{name}: unpacks to more than {MAX_UNPACKED:,} bytes. Import it in parts.")
        inside = _snapshot_in(name, [PurePosixPath(entry.filename) for entry in entries if not entry.is_dir()])
        folder = place / (Path(name).stem or "zip")
        folder.mkdir()  # named after the zip, because refusals and the history name what was imported
        archive.extractall(folder, entries)  # leaves out of names what would lead elsewhere
    return folder / inside


def _snapshot_in(name: str, files: Sequence[PurePosixPath]) -> PurePosixPath:
    """Return the folder of the snapshot among the files of a zip, or the zip's own if it holds none.

    Raises CorpusError for a file beside the snapshot, for which its manifest does not answer.
    """
    roots = [file.parent for file in files if file.name == manifest.NAME]
    if len(roots) != 1:
        return PurePosixPath()
    for file in files:
        if not file.is_relative_to(roots[0]):
            raise CorpusError(f"{name}: {file} stands beside the snapshot {roots[0]}. Take it out, or import it alone.")
    return roots[0]


def _is_litter(path: PurePosixPath) -> bool:
    """Return whether a path is what macOS adds to every zip that it packs."""
    return path.parts[:1] == ("__MACOSX",) or path.name == ".DS_Store"
