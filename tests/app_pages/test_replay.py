"""The Replay page: nothing given, a synthetic example, files that can be used, and files that cannot."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from diagnostics.renewal import Settings, write_logs
from diagnostics.replay.examples import LOGS, RERUNS, example
from tests.app_pages.conftest import visit
from tests.diagnostics.renewal.conftest import finished


@pytest.fixture
def app() -> AppTest:
    return visit("compare_replays")


def said(app: AppTest) -> str:
    shown = [*app.error, *app.warning, *app.success, *app.info, *app.markdown]
    return "\n".join(one.value for one in shown)


def give(app: AppTest, **files: bytes) -> AppTest:
    for key, content in files.items():
        app.file_uploader(key=f"replay-{key}").upload(f"{key}.jsonl", content)
    return app.run()


def test_page_opens_and_asks_for_files(app: AppTest):
    assert not app.exception
    assert app.title[0].value == "Replay"
    assert [tab.label.split(": ")[1] for tab in app.tabs] == ["Compare two logs", "Rerun results"]
    assert not app.dataframe


def test_synthetic_logs_are_called_synthetic_and_compared(app: AppTest):
    app.button(key="replay-example").click().run()

    assert not app.exception
    assert "Synthetic example" in app.info[0].value
    assert "Divergence after a change of version" in app.error[0].value
    assert "4 of 12 workflows diverge" in said(app)
    assert app.dataframe[0].value["Workflow"].iloc[0] == "synthetic-renewal-03"
    assert [code.value for code in app.code if "percent" in code.value] == ['{"percent":5}', '{"percent":15}']


def test_another_workflow_s_first_divergence_can_be_chosen(app: AppTest):
    app.button(key="replay-example").click().run()
    app.selectbox[0].set_value(2).run()

    assert not app.exception
    assert "Event **terms\\-checked**" in said(app)


def test_synthetic_reruns_are_judged_and_the_sides_can_be_chosen(app: AppTest):
    app.button(key="reruns-example").click().run()
    assert "All cases together: Replay divergence" in app.error[0].value
    assert "Model or prompt: model" in said(app)

    app.selectbox(key="replay-prior").set_value("model-2@prompt-1")
    app.selectbox(key="replay-current").set_value("model-2@prompt-2").run()
    assert not app.exception
    assert "**model\\-2\\@prompt\\-1**" in said(app)


def test_uploaded_logs_are_compared(app: AppTest):
    give(app, old=example(LOGS[0]))
    assert "Add the new log" in said(app)

    give(app, new=example(LOGS[0]))
    assert not app.exception
    assert "Identical" in app.success[0].value


@pytest.mark.parametrize(("spine", "verdict"), [("P3", "6 of 20 workflows diverge"), ("P5", "Identical")])
def test_logs_of_the_worked_example_open_here(app: AppTest, tmp_path: Path, spine: str, verdict: str):
    with finished(tmp_path / "run.db", Settings(20, spine=spine, upgrade_at=-45)) as run:
        write_logs(run, tmp_path)

    give(app, old=(tmp_path / "old.jsonl").read_bytes(), new=(tmp_path / "new.jsonl").read_bytes())

    assert not app.exception
    assert verdict in said(app)


def test_uploaded_reruns_are_judged(app: AppTest):
    give(app, reruns=example(RERUNS))

    assert not app.exception
    assert "Replay divergence" in app.error[0].value


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"[]", b'{"case": "c"}\n'])
def test_file_that_cannot_be_used_is_explained(app: AppTest, content: bytes):
    give(app, reruns=content)

    assert not app.exception
    assert "Expected one JSON object a line" in app.error[0].value.replace("\\", "")


def test_markdown_of_a_file_shows_literally(app: AppTest):
    line = b'{"workflow": "**w** :red[x]", "event": "[e](http://x)", "outcome": %d, "model_version": "*m*"}\n'
    give(app, old=line % 1, new=line % 2)

    assert not app.exception
    assert r"\[e\]\(http\:" in said(app)
