"""Review, versions and editing: what each page shows when there is nothing, something, and something wrong."""

import pytest
from streamlit.testing.v1 import AppTest

from corpus import Report, database_path
from corpus.deciding import decide
from corpus.store import Store, Version, history
from taxonomy import Taxonomy
from tests.app_pages.conftest import visit, write

pytestmark = pytest.mark.usefixtures("without_shipped_corpus")


def past(report: Report) -> list[Version]:
    with Store(database_path()) as store:
        return history(store, report.id)


def current(report: Report) -> Report:
    with Store(database_path()) as store:
        return store.get(report.id).report


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def named(app: AppTest, name: str = "bob") -> AppTest:
    return next(field for field in app.text_input if field.label == "Your name").set_value(name).run()


def words(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*app.markdown, *app.caption, *app.success, *app.info, *app.warning))


def test_empty_queue_says_so():
    app = visit("review_reports")

    assert not app.exception
    assert "Nothing waits for review." in words(app)
    app.session_state["use"] = True  # the folded part is opened, and only then counted
    assert "No decisions yet" in words(app.run())


def test_queue_shows_age_submitter_and_number_of_differences(submitted: Report):
    app = visit("review_reports")

    assert not app.exception
    line = next(caption.value for caption in app.caption if "by ann" in caption.value)
    assert line.startswith("waiting less than a minute")
    assert "3 differences" in line


def test_queue_opens_a_report_at_its_address_and_leads_back(submitted: Report):
    app = visit("review_reports")

    app = app.button(f"open-{submitted.id}").click().run()
    assert app.title[0].value == submitted.title
    assert app.query_params["id"] in (submitted.id, [submitted.id])

    assert press(app, "All that wait (1)").title[0].value == "Review"


def test_long_queue_comes_a_page_at_a_time(report: Report, taxonomy: Taxonomy):
    for number in range(23):
        write(report.model_copy(update={"id": f"one-{number}"}), taxonomy)

    app = visit("review_reports")
    assert len([button for button in app.button if str(button.key).startswith("open-")]) == 20
    app = app.number_input(key="page-in review").set_value(2).run()

    assert len([button for button in app.button if str(button.key).startswith("open-")]) == 3
    assert "Waiting for review (23)" in [heading.value for heading in app.subheader]


def test_differences_come_before_what_both_agree_on(submitted: Report):
    app = visit("review_reports", id=submitted.id)

    assert not app.exception
    verdicts = [one.value for one in app.markdown if "background[" in one.value and "**" in one.value]
    kinds = [next(kind for kind in ("Only suggested", "Only submitter", "Agree") if kind in one) for one in verdicts]
    assert kinds == ["Only suggested", "Only submitter", "Only submitter", "Agree", "Agree"]
    assert "Suggested, 81%" in words(app)


def test_nobody_decides_without_a_name(submitted: Report):
    app = visit("review_reports", id=submitted.id)

    assert next(button for button in app.button if button.label == "Publish").disabled
    assert "Give your name" in words(app)


def test_name_is_asked_once_and_can_be_changed(submitted: Report):
    app = named(visit("review_reports", id=submitted.id))
    assert not any(field.label == "Your name" for field in app.text_input)
    assert "You are **bob**" in words(app)

    app = named(press(app, "Somebody else"), "eve")
    assert "You are **eve**" in words(app)


def test_published_and_taken_back_at_once(submitted: Report):
    app = press(named(visit("review_reports", id=submitted.id)), "Publish")
    assert [version.state for version in past(submitted)] == ["in review", "published"]
    assert "Published: " in app.success[0].value

    app = press(app, "Undo")
    assert not app.exception
    assert [(version.state, version.author) for version in past(submitted)][2:] == [("in review", "bob")]
    assert "Waiting" not in words(app)
    assert not any(button.label == "Undo" for button in app.button)


def test_sending_back_asks_for_the_reason_and_the_submitter_reads_it(submitted: Report):
    app = press(named(visit("review_reports", id=submitted.id)), "Send back")
    assert len(past(submitted)) == 1, "sent back without a reason"

    next(field for field in app.text_input if field.label.startswith("Reason")).set_value("Who noticed it first?")
    next(button for button in reversed(app.button) if button.label == "Send back").click().run()
    assert past(submitted)[-1].note == "Who noticed it first?"

    page = visit("read_report", id=submitted.id)
    assert "Sent back by bob" in page.warning[0].value
    assert r"Who noticed it first?" in page.warning[0].value


def test_version_that_the_reviewer_has_not_read_is_not_published(submitted: Report, taxonomy: Taxonomy):
    app = named(visit("review_reports", id=submitted.id))
    write(submitted.model_copy(update={"title": "Edited meanwhile"}), taxonomy, actor="eve", based_on=1)

    app = press(app, "Publish")
    assert not app.exception
    assert "has changed since version 1" in app.error[0].value.replace("\\", "")
    assert "What you see now is version 2" in app.warning[0].value
    assert [version.state for version in past(submitted)] == ["in review", "in review"]

    press(app, "Publish")
    assert past(submitted)[-1].state == "published"


def test_decision_that_another_reviewer_has_made_meanwhile_stands(submitted: Report, taxonomy: Taxonomy):
    app = named(visit("review_reports", id=submitted.id))
    with Store(database_path()) as store:
        decide(submitted.id, "publish", store, taxonomy, actor="eve", based_on=1)

    app = press(app, "Send back")

    assert not app.exception
    assert len(past(submitted)) == 2
    assert "Published by eve" in app.success[0].value
    assert "has changed while you read version 1" in app.warning[0].value


def test_next_opens_the_longest_waiting_of_the_others(submitted: Report, taxonomy: Taxonomy):
    write(submitted.model_copy(update={"id": "2025-07-other", "title": "Another"}), taxonomy)

    app = press(visit("review_reports", id=submitted.id), "Next")

    assert app.title[0].value == "Another"


@pytest.mark.parametrize("page", ["review_reports", "compare_versions", "edit_report"])
@pytest.mark.parametrize("report_id", ["nobody", "'; DROP TABLE reports; --"])
def test_report_that_does_not_exist_is_explained(page: str, report_id: str):
    app = visit(page, id=report_id)

    assert not app.exception
    assert "not in the database" in app.error[0].value


def test_what_became_of_suggestions_is_shown_with_intervals(submitted: Report, taxonomy: Taxonomy):
    with Store(database_path()) as store:
        decide(submitted.id, "publish", store, taxonomy, actor="bob", based_on=1)

    app = visit("review_reports")
    app.session_state["use"] = True
    table = app.run().dataframe[0].value
    told = {(row["Facet"], row["Label"]): row for row in table.to_dict("records")}

    commit_part = told["Which parts of the contract were weak", "Commit"]
    assert commit_part["Accepted"] == "0 of 1: 0% (0% to 79%)"
    assert commit_part["Definition"] == "read_reference?facet=sdb_parts&label=commit"
    assert told["What people saw first", "Destructive action"]["Added"] == "1 of 1: 100% (21% to 100%)"
