"""The Diagnose page: saved at each step, shared by address, honest about contradictions, never at a loss."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from corpus import Report, database_path
from corpus.store import Store, add_answer, load_diagnosis
from diagnostics import shipped_catalogue
from tests.app_pages.conftest import AT, visit

CHECKS = sorted(shipped_catalogue().checks)


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def begin(symptom: str = "destructive-action") -> AppTest:
    return press(visit("diagnose_incident", symptoms=symptom), "Begin")


def address_of(app: AppTest) -> str:
    value = app.query_params["diagnosis"]
    return value[0] if isinstance(value, list) else value


def question(app: AppTest) -> str:
    return app.header[0].value


def shown(app: AppTest) -> str:
    texts = [*app.markdown, *app.warning, *app.success, *app.info, *app.error, *app.caption]
    return re.sub(r"\\(.)", r"\1", "\n".join(text.value for text in texts))


def say(diagnosis: str, check: str, answer: str, name: str) -> None:
    with Store(database_path()) as store:
        add_answer(store, diagnosis, check, answer, name=name, at=AT)  # type: ignore[arg-type]


def test_symptom_is_asked_for_first():
    app = visit("diagnose_incident")

    assert "at least one symptom" in app.info[0].value
    assert next(button for button in app.button if button.label == "Begin").disabled


def test_diagnosis_begins_with_a_question_containment_and_cases(filed: Report):
    app = begin()

    assert not app.exception
    assert question(app).endswith("?")
    assert "Contain it now." in app.info[0].value
    assert any("P4.no-gate" in expander.label for expander in app.expander)
    assert f"[{filed.title}](read_report?id={filed.id})" in [markdown.value for markdown in app.markdown]


def test_answer_is_saved_and_can_be_taken_back_by_the_way_back():
    app = begin()
    asked = question(app)

    press(app, "Yes")
    assert question(app) != asked
    assert f"{asked} yes" in shown(app)
    press(app, "Back")

    assert question(app) == asked
    with Store(database_path()) as store:
        rows = load_diagnosis(store, address_of(app)).answers
    assert [(row.answer, row.takes_back) for row in rows] == [("yes", None), ("taken-back", 1)]


def test_answer_pressed_too_soon_to_have_read_the_question_is_not_counted(monkeypatch: pytest.MonkeyPatch):
    app = begin()
    monkeypatch.setattr("app_pages.diagnosis_steps.UNREAD_SECONDS", 60.0)  # so that no slow machine reads in time
    press(app, "Yes")
    asked = question(app)

    press(app, "No")

    assert question(app) == asked
    assert "Not counted" in app.toast[0].value
    with Store(database_path()) as store:
        assert [row.answer for row in load_diagnosis(store, address_of(app)).answers] == ["yes"]


def test_back_of_one_without_a_name_does_not_reach_another_s_answer(saved: str):
    say(saved, CHECKS[0], "yes", "")

    app = visit("diagnose_incident", diagnosis=saved)

    assert next(button for button in app.button if button.label == "Back").disabled


def test_any_answer_can_be_taken_back_in_the_timeline(saved: str):
    say(saved, CHECKS[0], "yes", "Bo")
    app = visit("diagnose_incident", diagnosis=saved)

    press(app, "Take back")

    with Store(database_path()) as store:
        assert load_diagnosis(store, saved).answers[-1].takes_back == 1


def test_second_responder_sees_the_first_one_s_answers_with_name_and_time(saved: str):
    say(saved, CHECKS[0], "yes", "Ann")

    text = shown(visit("diagnose_incident", diagnosis=saved))

    assert f"{shipped_catalogue().checks[CHECKS[0]].question} yes" in text
    assert "2026-03-04 05:06:07 UTC · Ann" in text
    assert "It *dropped*." in text


def test_answers_of_others_show_and_leave_the_question_where_it_is(saved: str):
    app = visit("diagnose_incident", diagnosis=saved)
    asked = question(app)
    other = next(one for one in CHECKS if shipped_catalogue().checks[one].question != asked)

    say(saved, other, "yes", "Bo")
    app.run()

    assert question(app) == asked
    assert "UTC · Bo" in shown(app)


def test_question_answered_by_another_makes_room_for_the_next(saved: str):
    app = visit("diagnose_incident", diagnosis=saved)
    asked = question(app)
    check = next(check.id for check in shipped_catalogue().checks.values() if check.question == asked)

    say(saved, check, "no", "Bo")

    assert question(app.run()) != asked


def test_name_is_asked_once_and_stands_in_the_timeline(saved: str):
    app = visit("diagnose_incident", diagnosis=saved)

    app.text_input(key="responder").set_value("  Bo  ").run()
    press(app, "Yes")

    assert "UTC · Bo" in shown(app)
    with Store(database_path()) as store:
        assert load_diagnosis(store, saved).answers[0].name == "Bo"


def test_responders_who_disagree_are_told_so(saved: str):
    say(saved, CHECKS[0], "yes", "Ann")
    say(saved, CHECKS[0], "no", "Bo")

    assert "Answered both yes and no" in shown(visit("diagnose_incident", diagnosis=saved))


def test_yes_to_everything_cannot_be_told(saved: str):
    for check in CHECKS:
        say(saved, check, "yes", "Ann")

    app = visit("diagnose_incident", diagnosis=saved)

    assert not app.exception
    assert "contradict each other: **cannot tell**" in app.warning[0].value
    assert not app.success
    assert "Where to look again." in shown(app)
    press(app, "Take back the first")
    with Store(database_path()) as store:
        assert load_diagnosis(store, saved).answers[-1].answer == "taken-back"


def test_what_is_seen_can_be_changed_as_a_row_of_the_timeline(saved: str):
    app = visit("diagnose_incident", diagnosis=saved)

    app.multiselect[0].set_value(["destructive-action", "hang"]).run()
    press(app, "Save the change")

    assert "Seen: Hang" in shown(app)
    assert visit("diagnose_incident", diagnosis=saved).multiselect[0].value == ["destructive-action", "hang"]


def test_ended_diagnosis_asks_nothing_and_can_be_reopened(saved: str):
    app = press(visit("diagnose_incident", diagnosis=saved), "End the diagnosis")
    assert not app.header

    press(app, "Reopen it")

    assert question(app).endswith("?")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nobody", "is not the id of a diagnosis"),
        ("", "is not the id of a diagnosis"),
        ("'; DROP TABLE diagnoses; --", "is not the id of a diagnosis"),
        ("0" * 32, "not saved in this installation"),
    ],
)
def test_address_that_leads_nowhere_is_explained_with_ways_on(address: str, words: str):
    app = visit("diagnose_incident", diagnosis=address)

    assert not app.exception
    assert words in shown(app)
    assert "at least one symptom" in press(app, "Begin a new diagnosis").info[0].value
