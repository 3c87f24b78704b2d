"""The model card and its charts belong to the evaluation that is kept, and what does not is noticed."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from classifier import card
from classifier.errors import ModelError
from commands.model_commands import app
from corpus.card import BEGIN
from corpus.errors import CorpusError
from taxonomy import Taxonomy


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a copy of the shipped card with its charts and its evaluation."""
    for name in ("README.md", "evaluation.json"):
        shutil.copy(card.HOME / name, tmp_path / name)
    shutil.copytree(card.HOME / card.CHARTS, tmp_path / card.CHARTS)
    return tmp_path


def change_figure(home: Path) -> None:
    data = json.loads((home / "evaluation.json").read_text())
    data["fast"]["model"]["risk_coverage"][0]["risk"] = 0.5
    (home / "evaluation.json").write_text(json.dumps(data))


def change(name: str, before: str, after: str) -> Callable[[Path], None]:
    def apply(home: Path) -> None:
        text = (home / name).read_text()
        assert before in text
        (home / name).write_text(text.replace(before, after, 1))

    return apply


def test_shipped_card_and_charts_are_of_the_shipped_evaluation(taxonomy: Taxonomy):
    assert card.outdated(taxonomy, card.HOME) == []


@pytest.mark.parametrize(
    ("spoil", "noticed"),
    [
        (change_figure, ["README.md", "charts/risk-coverage.svg"]),
        (change("charts/reliability.svg", "1,979", "1,978"), ["charts/reliability.svg"]),
        (change("README.md", "charts/core-labels.svg", "charts/others.svg"), ["README.md"]),
        (lambda home: (home / "charts" / "core-labels.svg").unlink(), ["charts/core-labels.svg"]),
        (lambda home: (home / "charts" / "old.svg").write_text("<svg/>"), ["charts/old.svg"]),
    ],
    ids=["another figure", "edited chart", "edited card", "missing chart", "chart of nothing"],
)
def test_what_does_not_belong_to_the_evaluation_is_noticed_and_written_anew(
    home: Path, taxonomy: Taxonomy, spoil: Callable[[Path], None], noticed: list[str]
):
    spoil(home)

    assert card.outdated(taxonomy, home) == [home / name for name in noticed]
    assert card.write(taxonomy, home) == [home / name for name in noticed]
    assert card.outdated(taxonomy, home) == []


def test_card_shows_every_chart_with_its_words(home: Path):
    shown = dict(re.findall(r"!\[(.+?)\]\((.+?)\)\n", (home / "README.md").read_text()))

    assert sorted(shown.values()) == sorted(f"charts/{path.name}" for path in (home / "charts").iterdir())
    assert all("Model: " in words and "Fast mode: " in words for words in shown)


def test_charts_are_drawings_on_paper_of_their_own(home: Path):
    for path in (home / "charts").iterdir():
        root = ElementTree.parse(path).getroot()
        assert root.tag.endswith("svg")
        assert root[0].get("fill") == "#ffffff"


@pytest.mark.parametrize(("content", "error"), [("no place", CorpusError), (None, ModelError)])
def test_what_cannot_be_used_is_refused_and_nothing_is_written(
    home: Path, taxonomy: Taxonomy, content: str | None, error: type[Exception]
):
    if content is None:
        (home / "evaluation.json").write_text("{")
    else:
        change("README.md", BEGIN, content)(home)
    (home / "charts" / "reliability.svg").unlink()

    with pytest.raises(error):
        card.write(taxonomy, home)
    assert not (home / "charts" / "reliability.svg").exists()


def test_command_fails_on_an_outdated_chart_and_mends_it(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(card, "HOME", home)
    change("charts/reliability.svg", "1,979", "1,978")(home)
    run = CliRunner().invoke

    refused = run(app, ["card", "--check"])
    assert isinstance(refused.exception, ModelError)
    assert "reliability.svg: not what the kept evaluation gives. Run: faultline model card" in str(refused.exception)
    assert "written anew" in run(app, ["card"]).stdout
    assert run(app, ["card", "--check"]).exit_code == 0
