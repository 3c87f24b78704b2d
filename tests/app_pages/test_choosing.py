"""The Choose and Reliability pages by themselves: nothing answered, some, a workload, and what contradicts."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.app_pages.conftest import visit


def texts(app: AppTest) -> str:
    return "\n".join(markdown.value for markdown in app.markdown)


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label.startswith(label)).click().run()


def test_nothing_answered_decides_nothing():
    app = visit("choose_patterns")

    assert not app.exception
    assert texts(app).count("Still open") == 2
    assert "No pattern is chosen yet" in app.info[0].value


def test_one_answer_moves_the_record_and_the_address():
    app = visit("choose_patterns")
    app.pills("p1").set_value("no").run()

    assert "**P3 Event\\-driven sequencing**" in texts(app)
    assert "".join(app.query_params["p1"]) == "no"


def test_answers_of_an_address_are_opened():
    app = visit("choose_patterns", p1="yes", p2="yes", p3="no")

    assert "Not settled; a trade\\-off of cost" in texts(app)
    assert texts(app).count("**One reading.**") == 3


def test_address_with_an_answer_that_does_not_exist_is_ignored():
    app = visit("choose_patterns", p1="perhaps", unit_of_work="'; DROP TABLE")

    assert not app.exception
    assert texts(app).count("Still open") == 2


def test_workload_is_filled_in_by_one_click_and_the_answers_before_can_be_had_back():
    app = visit("choose_patterns", p1="no")
    press(app, "W4")

    assert "**P5 Shared state machine**" in texts(app)
    assert app.info[0].value.startswith("**Workload W4, Number port-in coordination.**")
    assert "read_reference?facet=weaknesses" in texts(app)

    press(app, "Bring back")
    assert app.pills("p1").value == "no"
    assert app.pills("p2").value is None


def test_contradiction_is_named():
    app = visit("choose_patterns", unit_of_work="seconds", p1="yes")

    assert "These answers contradict each other" in app.error[0].value


def test_dont_know_says_what_to_find_out():
    app = visit("choose_patterns", p1="yes", p2="unknown", p3="yes")

    assert "**Find out.** Take one paused case" in texts(app)


def test_reports_beside_it_are_linked_with_their_runtime():
    app = visit("choose_patterns", unit_of_work="minutes", outside_effect="yes")

    assert "(browse_reports?weaknesses=P4.no-gate&runtime=autonomous)" in texts(app)
    assert any("reflect what gets reported" in caption.value for caption in app.caption)


@pytest.mark.parametrize("name", ["Refund", "<script>alert(1)</script> **bold** $x$"])
def test_place_is_listed_literally_and_taken_off_again(name: str):
    app = visit("choose_patterns")
    app.text_input[1].set_value(name)
    press(app, "Add the place")

    assert not app.exception
    assert any("1 listed place." in caption.value for caption in app.caption)
    press(app, "Take off")
    assert any("0 listed places." in caption.value for caption in app.caption)


def test_place_without_a_name_is_refused():
    app = press(visit("choose_patterns"), "Add the place")

    assert "Give the place a name" in app.warning[0].value


def test_reliability_is_labelled_as_a_metaphor_and_opens_by_its_address():
    app = visit("see_reliability", mu="-2.0", sigma="0.1", seed="7")

    assert not app.exception
    assert "Nothing is estimated from it" in app.warning[0].value
    assert [slider.value for slider in app.slider] == [-2.0, 0.1, 7]
