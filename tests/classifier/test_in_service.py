"""Models in and out of service: a candidate serves nobody until it is accepted, and every step can be undone."""

import json
import shutil
from pathlib import Path

import pytest

from classifier import ModelError, train_candidate
from classifier.comparison import compare_training, lines
from classifier.encoder import Encoder
from classifier.in_service import (
    CANDIDATE,
    COMPARISON,
    accept,
    folder_of,
    previous_models,
    read_candidate,
    restore,
    write_candidate,
)
from classifier.model import Manifest, Space
from classifier.persistence import FAST, HEADS, MANIFEST, SHIPPED, load_manifest, model_folder, models_folder
from classifier.service import make_space
from classifier.training import make_examples
from classifier.training_data import digests_of, training_sha256
from corpus.shipped import load_corpus
from taxonomy import Taxonomy, shipped_taxonomy

REPORTS = sorted(load_corpus(), key=lambda report: report.id)[::26]


def offer(version: str, comparison: tuple[str, ...] = ("compared",)) -> None:
    """Make the shipped model a candidate under another version."""

    def make(folder: Path) -> Manifest:
        shutil.copytree(SHIPPED, folder, dirs_exist_ok=True)
        fields = json.loads((folder / MANIFEST).read_text())
        (folder / MANIFEST).write_text(json.dumps({**fields, "version": version}))
        return load_manifest(folder)

    write_candidate(make, comparison)


def in_service() -> str:
    return load_manifest(model_folder()).version


def test_candidate_serves_only_after_accept_and_the_old_one_comes_back(taxonomy: Taxonomy):
    shipped = in_service()
    offer("2.0.0-a")
    assert in_service() == shipped
    assert read_candidate(taxonomy)[1] == "compared"

    _, kept = accept(taxonomy)

    assert (in_service(), kept, previous_models()) == ("2.0.0-a", f"previous-{shipped}-1", [f"previous-{shipped}-1"])
    assert not (models_folder() / CANDIDATE).exists()
    offer("2.0.0-b")
    assert accept(taxonomy)[1] == "previous-2.0.0-a-2"
    assert restore(taxonomy)[0].version == in_service() == "2.0.0-a"
    assert restore(taxonomy)[0].version == in_service() == "2.0.0-b"
    assert restore(taxonomy, f"previous-{shipped}-1")[0].version == in_service() == shipped
    restore(taxonomy, "shipped")
    assert model_folder() == SHIPPED


def test_new_candidate_takes_the_place_of_an_older_one(taxonomy: Taxonomy):
    offer("2.0.0-a")
    offer("2.0.0-b")

    assert read_candidate(taxonomy)[0].version == "2.0.0-b"
    assert [path.name for path in models_folder().iterdir()] == [CANDIDATE]


def test_candidate_that_cannot_be_made_leaves_nothing_behind(taxonomy: Taxonomy):
    offer("2.0.0-a")

    def fail(folder: Path) -> Manifest:
        (folder / "half").write_text("half")
        raise ModelError("stopped")

    with pytest.raises(ModelError, match="stopped"):
        write_candidate(fail, ())
    assert read_candidate(taxonomy)[0].version == "2.0.0-a"
    assert [path.name for path in models_folder().iterdir()] == [CANDIDATE]


def test_nothing_to_accept_or_to_restore_is_said(taxonomy: Taxonomy):
    with pytest.raises(ModelError, match=r"no candidate to accept.*faultline model train"):
        accept(taxonomy)
    with pytest.raises(ModelError, match="none to restore"):
        restore(taxonomy)
    with pytest.raises(ModelError, match="shipped: is in service already"):
        restore(taxonomy, "shipped")


@pytest.mark.parametrize("name", ["../../etc", "previous-2.0.0-x-9", "", CANDIDATE, "current"])
def test_only_a_kept_model_is_restored(taxonomy: Taxonomy, name: str):
    offer("2.0.0-a")
    with pytest.raises(ModelError, match="is not a model that is kept"):
        restore(taxonomy, name)
    assert model_folder() == SHIPPED


def test_damaged_candidate_is_refused_and_the_model_in_service_stays(taxonomy: Taxonomy):
    offer("2.0.0-a")
    accept(taxonomy)
    offer("2.0.0-b")
    path = models_folder() / CANDIDATE / HEADS
    path.write_bytes(path.read_bytes()[:-1] + b"x")

    with pytest.raises(ModelError, match=r"heads\.skops: SHA-256 is"):
        accept(taxonomy)
    assert in_service() == "2.0.0-a"
    damaged = models_folder() / previous_models()[0] / HEADS
    damaged.unlink()
    with pytest.raises(ModelError, match=r"heads\.skops: missing"):
        restore(taxonomy)
    assert in_service() == "2.0.0-a"


def test_process_that_dies_between_two_renames_leaves_a_model_and_the_candidate(taxonomy: Taxonomy):
    offer("2.0.0-a")
    accept(taxonomy)
    offer("2.0.0-b")
    (models_folder() / "current").rename(models_folder() / "previous-2.0.0-a-2")  # as far as it came

    assert model_folder() == SHIPPED
    accept(taxonomy)
    assert in_service() == "2.0.0-b"
    assert "previous-2.0.0-a-2" in previous_models()


def test_damaged_model_in_service_does_not_stand_in_the_way(taxonomy: Taxonomy):
    offer("2.0.0-a")
    accept(taxonomy)
    (model_folder() / MANIFEST).write_text("{")
    offer("2.0.0-b")

    assert accept(taxonomy)[1] == "previous-damaged-2"
    assert in_service() == "2.0.0-b"


def test_missing_comparison_is_said(taxonomy: Taxonomy):
    offer("2.0.0-a")
    (models_folder() / CANDIDATE / COMPARISON).unlink()

    assert "No comparison" in read_candidate(taxonomy)[1]


def test_model_is_found_by_name_and_an_unknown_one_is_refused(tmp_path: Path):
    offer("2.0.0-a")

    assert folder_of("current") == folder_of("shipped") == SHIPPED
    assert folder_of("candidate") == models_folder() / CANDIDATE
    assert folder_of(str(tmp_path)) == tmp_path
    with pytest.raises(ModelError, match=r"nobody: no such model\. There are current, shipped, candidate"):
        folder_of("nobody")


@pytest.fixture(scope="module")
def space(encoder: Encoder) -> Space:
    return make_space(shipped_taxonomy(), encoder)


def test_training_compares_on_the_same_folds_and_names_its_data(taxonomy: Taxonomy, encoder: Encoder, space: Space):
    manifest, told = train_candidate(REPORTS, taxonomy, encoder)

    assert manifest.learned_from == digests_of(REPORTS)
    assert manifest.version == f"{taxonomy.version}-{manifest.corpus_sha256[:8]}"
    fast = load_manifest(models_folder() / CANDIDATE / FAST)
    assert (fast.version, fast.learned_from) == (f"{manifest.version}-fast", manifest.learned_from)
    assert "does not list its reports" in "\n".join(told) or "missing" in "\n".join(told)
    assert read_candidate(taxonomy) == (manifest, "\n".join(told).strip())
    examples = make_examples(REPORTS, encoder, space.columns)
    half = Manifest(**{**vars(manifest), "learned_from": digests_of(REPORTS[: len(REPORTS) // 2])})

    found = compare_training(REPORTS, examples, space, half, taxonomy)

    assert (found.held_back, found.current, found.gone, found.assumed) == (len(REPORTS), len(REPORTS) // 2, 0, False)
    for one in found.differences:
        assert one.low <= one.new - one.current <= one.high
    assert found.differences[0].new != found.differences[0].current
    assert "| macro-F1 |" in "\n".join(lines(found))
    same = compare_training(REPORTS, examples, space, manifest, taxonomy)
    assert "nothing to compare: the new model learned from no report" in "\n".join(lines(same))


@pytest.mark.parametrize("field", ["id", "text", "tags"])
def test_version_follows_every_report_that_was_learned_from(field: str, space: Space):
    changed = REPORTS[0].model_copy(update={field: {} if field == "tags" else "another"})
    digests = [training_sha256(digests_of(one), space) for one in (REPORTS, REPORTS[1:], [changed, *REPORTS[1:]])]

    assert len(set(digests)) == 3
    assert digests[0] == training_sha256(digests_of(reversed(REPORTS)), space)
