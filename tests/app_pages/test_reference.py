"""The Reference page: a label's whole entry, its place by address, the drawings, the way back from others."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from app_pages.prose import literal
from corpus import database_path
from corpus.store import Filter, Store, label_counts
from taxonomy.crosswalk import shipped_crosswalk
from tests.app_pages.conftest import visit


def words(block) -> str:
    return re.sub(r"\\(.)", r"\1", "\n".join(markdown.value for markdown in block.markdown))


def entry(app: AppTest):
    """Return the entry that stands first."""
    return app.expander[0]


def test_address_of_a_label_opens_its_whole_entry_first():
    app = visit("read_reference", facet="weaknesses", label="P4.no-gate")

    with Store(database_path()) as store:
        number = label_counts(store, "weaknesses", Filter())["P4.no-gate"]
    assert "P4.no-gate" in entry(app).label
    assert entry(app).proto.expanded
    text = words(entry(app))
    for part in ("**Counts:**", "**Is not:**", "**What mends it:**", "**Fix**", "**Prove it:**", "95 % interval"):
        assert part in text
    assert f"{number} of " in text
    assert text.count("](read_report?id=") == 3
    assert "(read_reference?facet=patterns&label=P4)" in text
    assert "(read_reference?facet=weaknesses&label=P4.gate-bypass)" in text
    assert "MITRE ATLAS" in text


def test_signatures_of_the_source_are_named_and_the_one_unknown_is_said_to_be():
    text = words(entry(visit("read_reference", facet="weaknesses", label="P4.no-gate")))
    pattern = entry(visit("read_reference", facet="patterns", label="P2"))

    assert "the source's P4-b" in text
    assert "What it says is not known to us" in "\n".join(caption.value for caption in pattern.caption)


@pytest.mark.parametrize("facet", ["sdb_parts", "symptoms", "locus", "severity", "fix_parts", "verifier_strength"])
def test_every_facet_can_be_read(facet: str):
    assert not visit("read_reference", facet=facet).exception


def test_label_is_found_where_the_address_names_no_facet():
    app = visit("read_reference", label="verifier")

    assert app.selectbox(key="facet").value == "sdb_parts"
    assert "verifier" in entry(app).label


def test_label_that_nobody_knows_is_told():
    assert literal('"P9.<b>"') in visit("read_reference", label="P9.<b>").warning[0].value
    assert not visit("read_reference", label="P4.no-gate").warning


def test_labels_of_a_ruling_lead_to_their_place():
    rulings = next(shown.value for shown in visit("read_reference").markdown if ":small[([" in shown.value)

    assert "](read_reference?facet=weaknesses&label=P4.no-gate)" in rulings


def test_patterns_are_drawn_and_told_in_words():
    app = visit("read_reference", facet="patterns", label="P5")

    assert not app.exception
    charts = app.main.get("graphviz_chart")
    assert len(charts) == 6
    assert all(chart.proto.spec.startswith("digraph") for chart in charts)
    assert "P5" in entry(app).label


def test_drawing_has_its_arrows_and_their_words_in_a_colour_that_the_reader_s_theme_sets_off(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("app_pages.session.ink", lambda: "#e6ebf1")

    drawn = visit("read_reference", facet="patterns", label="P2").main.get("graphviz_chart")

    assert all('color="#e6ebf1", fontcolor="#e6ebf1"' in chart.proto.spec for chart in drawn)


def test_entry_of_another_scheme_leads_to_our_labels():
    app = visit("read_reference", scheme="mast", **{"entry-mast": "FM-3.2"})

    found = shipped_crosswalk().reverse("mast", "FM-3.2")
    assert found
    for facet, label, _ in found:
        assert f"read_reference?facet={facet}&label={label}" in words(app)


@pytest.mark.parametrize("address", [{"facet": "nonsense"}, {"label": "<b>"}, {"scheme": "x", "entry-mast": "y"}])
def test_address_that_names_nothing_shows_the_codebook_all_the_same(address: dict[str, str]):
    app = visit("read_reference", **address)

    assert not app.exception
    assert app.expander
