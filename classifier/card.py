"""The model card: its figures and the charts beside it, made from the evaluation that is kept."""

from pathlib import Path

from classifier import report as evaluation
from classifier.pictures import pictures, svg
from corpus.card import with_figures
from taxonomy import Taxonomy

HOME = Path(__file__).parent
CHARTS = "charts"


def write(taxonomy: Taxonomy, home: Path) -> list[Path]:
    """Write the card's figures and its charts anew; return the files that changed or went.

    `home` holds README.md and evaluation.json; raise ModelError or CorpusError where one cannot be used.
    """
    changed = outdated(taxonomy, home)
    made = _made(taxonomy, home)
    (home / CHARTS).mkdir(exist_ok=True)
    for path in changed:
        if path in made:
            path.write_text(made[path], encoding="utf-8")
        else:
            path.unlink()
    return changed


def outdated(taxonomy: Taxonomy, home: Path) -> list[Path]:
    """Return the card, if its figures are not those of the kept evaluation, and every chart that is not of it."""
    made = _made(taxonomy, home)
    others = [path for path in sorted((home / CHARTS).glob("*.svg")) if path not in made]
    kept = {path: path.read_text(encoding="utf-8") if path.is_file() else None for path in made}
    return [*(path for path, text in made.items() if kept[path] != text), *others]


def _made(taxonomy: Taxonomy, home: Path) -> dict[Path, str]:
    report = evaluation.read_report(home / evaluation.PATH.name)
    drawn = pictures(report, taxonomy)
    card = home / evaluation.CARD.name
    shown = [line for one in drawn
             for line in (f"![{one.title} {one.words}]({CHARTS}/{one.name}.svg)", "", one.note, "")]  # fmt: skip
    figures = with_figures(card.read_text(encoding="utf-8"), [*shown, *evaluation.lines(report)])
    return {card: figures, **{home / CHARTS / f"{one.name}.svg": svg(one, report) for one in drawn}}
