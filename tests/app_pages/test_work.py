"""Long work on pages: whoever comes sees whether it runs, is done or failed; a trained model is put in service."""

import shutil
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from app_pages import cached
from classifier.in_service import CANDIDATE, COMPARISON
from classifier.persistence import SHIPPED, load_manifest, model_folder, models_folder
from corpus import database_path
from corpus.store import Store
from corpus.store.work import begin_work, end_work, note_work
from tests.app_pages.conftest import visit

TRAINING = {"section": "Another model"}


def begun(kind: str, *arguments: str, progress: str = "", outcome: str = "", result: str = "") -> None:
    now = datetime.now(UTC)
    with Store(database_path()) as store:
        work = begin_work(store, kind, arguments, name="ann", at=now)
        assert work is not None
        note_work(store, work.id, progress, at=now)
        if outcome:
            end_work(store, work.id, outcome, result, at=now)  # type: ignore[arg-type]


@pytest.fixture
def candidate() -> str:
    """A candidate made of the shipped model; returns its version."""
    shutil.copytree(SHIPPED, models_folder() / CANDIDATE)
    (models_folder() / CANDIDATE / COMPARISON).write_text("Compared: no difference.")
    return load_manifest(SHIPPED).version


def words(app) -> str:
    return "\n".join(one.value for kind in (app.info, app.error, app.success, app.markdown) for one in kind)


@pytest.mark.parametrize(("kind", "page"), [("train", "see_model"), ("import", "browse_reports")])
def test_work_that_runs_is_found_by_whoever_comes_and_cannot_be_begun_twice(kind: str, page: str):
    begun(kind, "x", progress="Step 2 of 3: comparing.")
    app = visit(page, **TRAINING) if kind == "train" else visit(page)

    assert not app.exception
    assert "is running" in app.info[0].value
    assert "begun by ann" in app.info[0].value
    assert "Step 2 of 3" in app.info[0].value
    named = {"train": "Train a candidate", "import": "Import"}[kind]
    assert next(button for button in app.button if button.label == named).disabled


def test_failure_is_told_with_its_reason_and_without_the_server_s_folders():
    begun("import", "corpus", "import", "/home/x/imports/y/one.md", outcome="failed",
          result="/home/x/imports/y/one.md:2: date: not a date")  # fmt: skip
    app = visit("browse_reports")

    assert "The import failed" in app.error[0].value
    assert "/home" not in app.error[0].value
    assert "date" in app.error[0].value
    assert not next(button for button in app.button if button.label == "Import").disabled


def test_import_that_is_done_says_what_came_in():
    begun("import", "corpus", "import", "one.md", outcome="done", result="1 imported, 0 already there")

    assert "1 imported, 0 already there" in words(visit("browse_reports"))


def test_training_begins_with_a_press(monkeypatch: pytest.MonkeyPatch):
    started: list[list[str]] = []

    def start(command: list[str], **_: object) -> SimpleNamespace:
        started.append(command)
        return SimpleNamespace(wait=lambda: 0)

    monkeypatch.setattr("corpus.working.subprocess.Popen", start)
    app = visit("see_model", **TRAINING).button("begin-train").click().run()

    assert not app.exception
    assert "Training is running" in app.info[0].value
    assert len(started) == 1
    assert started[0][1:3] == ["-m", "corpus.working"]


def test_candidate_is_put_in_service_and_the_shipped_one_back(candidate: str, monkeypatch: pytest.MonkeyPatch):
    loaded: list[bool] = []
    monkeypatch.setattr(cached, "load_again", lambda: loaded.append(True))
    app = visit("see_model", **TRAINING)
    assert "Compared: no difference." in words(app)

    app = next(button for button in app.button if button.label == "Put the candidate in service").click().run()
    assert not app.exception
    assert model_folder() != SHIPPED
    assert loaded == [True]

    app.selectbox(key="kept-model").set_value("shipped").run()
    app = next(button for button in app.button if button.label == "Put it back").click().run()
    assert not app.exception
    assert model_folder() == SHIPPED


def test_damaged_candidate_is_explained(candidate: str):
    (models_folder() / CANDIDATE / "manifest.json").write_text("{")

    assert "not a model" in words(visit("see_model", **TRAINING))


def test_comparison_with_an_earlier_candidate_is_not_shown(candidate: str):
    begun("diff", "model", "diff", outcome="done", result="r  symptoms  +hang\n1 of 9 reports by other and older")
    assert "1 of 9" not in words(visit("see_model", **TRAINING))

    begun("diff", "model", "diff", outcome="done", result=f"r  symptoms  +hang\n1 of 9 reports by x and {candidate}")
    assert "1 of 9" in words(visit("see_model", **TRAINING))


def test_import_that_ended_long_ago_is_told_of_no_more(monkeypatch: pytest.MonkeyPatch):
    begun("import", "corpus", "import", "one.md", outcome="done", result="1 imported, 0 already there")
    monkeypatch.setattr("app_pages.bringing_parts.TOLD", timedelta(seconds=-1))

    assert "1 imported" not in words(visit("browse_reports"))


def test_training_is_pointed_to_from_every_part_of_the_model_page():
    begun("train", "model", "train")

    assert "Training is running" in [link.proto.label for link in visit("see_model").get("page_link")]
