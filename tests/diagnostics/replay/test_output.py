"""What is printed, downloaded and handed on as JSON: bounded, literal, and the same as what was found."""

import json
from typing import Any

from markdown_it import MarkdownIt

from diagnostics.replay import as_data, judge, markdown, terminal
from tests.diagnostics.replay.conftest import between, event

NASTY = "<script>alert(1)</script> | `a` [b](http://x) **c** \x1b[31m\n# d"


def diverging(count: int, name: str = "w") -> Any:
    old = [event(f"{name}{number}", "e", 1) for number in range(count)]
    return between(old, [{**line, "outcome": 2, "model_version": "m2"} for line in old])


def test_lists_are_bounded_and_say_what_is_left_out():
    found = diverging(as_data.LISTED + 5)

    data = as_data.comparison_data(found)
    assert len(data["first_divergences"]) == as_data.LISTED
    assert data["left_out"] == 5
    assert data["diverging"]["count"] == as_data.LISTED + 5
    assert f"{as_data.LISTED + 5 - markdown.LISTED} more are not listed" in markdown.comparison_markdown(found)
    assert any(f"and {as_data.LISTED + 5 - terminal.LISTED} more" in line for line in terminal.comparison_lines(found))


def test_text_from_a_log_shows_literally():
    old = [event(NASTY, NASTY, "```\n# e", consumer=NASTY, model=NASTY)]
    found = between(old, [{**old[0], "outcome": NASTY, "model_version": "m2"}])

    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown.comparison_markdown(found))
    assert "<script>" not in html
    assert "<a " not in html
    assert html.count("<h1>") == 1
    assert not any("\x1b" in line or "\n" in line for line in terminal.comparison_lines(found))


def test_text_from_reruns_shows_literally(runs):
    batch = judge(runs((NASTY, NASTY, NASTY, 0, 10), (NASTY, "m2", NASTY, 10, 10)))

    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown.batch_markdown(batch))
    assert "<script>" not in html
    assert html.count("<h1>") == 1
    assert not any("\x1b" in line or "\n" in line for line in terminal.batch_lines(batch))


def test_report_marks_the_steps_that_are_ours_and_names_other_sources():
    report = markdown.comparison_markdown(diverging(3))

    assert "1. Freeze the model and prompt versions of the consumers while the move lasts. *(ours)*" in report
    assert "**Trigger.** A replay divergence was found. *(companion repository" in report


def test_data_of_a_batch_is_json_with_every_number(runs):
    batch = judge(runs(("c", "m1", "p1", 0, 10), ("c", "m2", "p2", 10, 10), ("c", "m2", "p1", 10, 10)))

    data = json.loads(json.dumps(as_data.batch_data(batch)))
    assert data["sides"]["prior"] == "m1@p1"
    assert data["cases"][0]["current"]["failed"] == 10
    assert data["cases"][0]["p_values"]["replay-divergence"] < 0.001
    assert data["attribution"]["cause"] == "model"
