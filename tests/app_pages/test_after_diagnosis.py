"""What a diagnosis leaves behind: the draft of a postmortem, confirmed before it is filed, that moves the next one."""

import re

from streamlit.testing.v1 import AppTest

from app_pages.prose import literal
from corpus import Report, commit, database_path
from corpus.store import Store
from corpus.unconfirmed import MARK
from taxonomy import Taxonomy
from tests.app_pages.conftest import visit
from tests.app_pages.test_diagnosis import CHECKS, press, say, shown


def test_postmortem_is_prefilled_from_the_diagnosis(saved: str):
    say(saved, CHECKS[0], "yes", "Ann")

    app = press(visit("diagnose_incident", diagnosis=saved), "File as postmortem")

    assert not app.exception
    assert app.title[0].value == "File a postmortem"
    text = app.text_area[0].value
    assert text.startswith("## What happened\n\nIt *dropped*.")
    assert "05:06:07 UTC Ann: " in text
    assert app.date_input[0].value.isoformat() == "2026-03-04"


def test_what_the_diagnosis_wrote_must_be_confirmed_before_it_is_filed(saved: str):
    draft = press(visit("diagnose_incident", diagnosis=saved), "File as postmortem").query_params["draft"]
    app = visit("file_postmortem", draft=draft[0] if isinstance(draft, list) else draft)
    assert "rewrite or delete each" in shown(app)

    press(app, "File it")

    assert literal(f'"{MARK}" stands there still') in app.error[0].value


def shares(app: AppTest) -> dict[str, int]:
    found = (re.match(r"(\d+)% · (\S+)", expander.label) for expander in app.expander)
    return {match[2]: int(match[1]) for match in found if match}


def test_published_postmortem_moves_the_next_diagnosis(saved: str, report: Report, taxonomy: Taxonomy):
    before = shares(visit("diagnose_incident", diagnosis=saved))

    with Store(database_path()) as store:
        for number in range(40):
            copy = report.model_copy(update={"id": f"{report.id}-{number}"})
            assert commit(copy, store, taxonomy, actor="ann", state="published")
    after = shares(visit("diagnose_incident", diagnosis=saved))

    assert after["P4.no-gate"] > before["P4.no-gate"]
