"""The synthetic examples: small made-up files that show what both comparisons do."""

from pathlib import Path

FOLDER = Path(__file__).parent / "examples"
LOGS = ("old.jsonl", "new.jsonl")
RERUNS = "reruns.jsonl"


def example(name: str) -> bytes:
    """Return the content of an example file."""
    return (FOLDER / name).read_bytes()
