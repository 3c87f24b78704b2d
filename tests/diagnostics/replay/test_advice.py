"""Verdicts in words and their advice: complete, sourced, and refused when a file is broken."""

from pathlib import Path

import pytest
import yaml

from diagnostics import DiagnosticsError
from diagnostics.replay.advice import DATA, guide, is_ours, load_guide


def test_move_to_a_state_machine_has_its_trigger_and_marks_what_is_ours():
    move = guide().advice["move-to-state-machine"]

    assert move.trigger is not None
    assert not is_ours(move.trigger)
    assert move.threshold is not None
    assert "20 %" in move.threshold.text
    assert "reader" in move.threshold.source
    assert len(move.steps) >= 5
    assert all(is_ours(step) for step in move.steps)


@pytest.mark.parametrize("verdict", ["replay-divergence", "log-divergence"])
def test_divergence_leads_to_pinning_journalling_and_the_move(verdict: str):
    assert {"pin-versions", "journal-outputs", "move-to-state-machine"} <= set(guide().verdicts[verdict].advice)


def test_advice_for_several_verdicts_stands_once():
    ids = [one.id for one in guide().of(["replay-divergence", "log-divergence"])]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("break_it", "says"),
    [
        (lambda data: data["verdicts"].pop(0), "has no entry"),
        (lambda data: data["verdicts"].append({**data["verdicts"][0], "id": "maybe"}), "does not exist. Remove"),
        (lambda data: data["verdicts"].append(data["verdicts"][0]), "stands twice"),
        (lambda data: data["advice"].pop(0), "named by a verdict"),
        (lambda data: data["advice"].append({**data["advice"][0], "id": "spare"}), "belongs to no verdict"),
        (lambda data: data["advice"][0].update(steps="none"), "advice.0.steps"),
    ],
)
def test_broken_file_is_refused_by_name(tmp_path: Path, break_it, says: str):
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    break_it(data)
    path = tmp_path / "advice.yaml"
    path.write_text(yaml.dump(data, Dumper=_NoAliases), encoding="utf-8")

    with pytest.raises(DiagnosticsError, match=says):
        load_guide(path)


class _NoAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True
