"""What a browser brings to be imported: kept in a folder of its own until the import has read it."""

import io
import shutil
import zipfile
from pathlib import Path
from tempfile import mkdtemp

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
        entries = archive.infolist()
        if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise CorpusError(f"{name}: unpacks to more than {MAX_UNPACKED:,} bytes. Import it in parts.")
        archive.extractall(place)  # leaves out of names what would lead elsewhere
    inside = [path for path in place.iterdir() if path.is_dir()]
    return inside[0] if len(inside) == 1 and len(list(place.iterdir())) == 1 else place
