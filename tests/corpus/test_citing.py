"""Citations: what they name, and that no title or address breaks a bibliography."""

import re

from hypothesis import given
from hypothesis import strategies as st

from corpus import Report
from corpus.citing import bibtex, citation
from corpus.report import Source

ADDRESS = "http://127.0.0.1:8501/read_report?id=2025-07-freeze"


def test_citation_names_title_date_address_and_source(report: Report):
    source = Source(url="https://example.org/a", title="A source", grade="A")

    text = citation(report.model_copy(update={"sources": (source,)}), ADDRESS)

    assert text == (
        '"Agent drops tables in a code freeze", incident of 2025-07-18. Faultline report 2025-07-freeze, '
        f'{ADDRESS}. Told by "A source", https://example.org/a.'
    )


def test_bibtex_has_key_title_year_and_address(report: Report):
    entry = bibtex(report.model_copy(update={"title": r"100 % of $x_1 {lost} \ ~ ^ & #"}), ADDRESS)

    assert entry.startswith("@misc{faultline:2025-07-freeze,\n")
    assert (
        r"title = {{100 \% of \$x\_1 \{lost\} \textbackslash{} \textasciitilde{} \textasciicircum{} \& \#}}," in entry
    )
    assert "year = {2025}" in entry
    assert f"url = {{{ADDRESS}}}" in entry


@given(st.text(alphabet=r"ab \{}%$&#_^~", min_size=1, max_size=30), st.text(alphabet="ab{}\\%", max_size=10))
def test_braces_of_an_entry_always_match(title: str, path: str):
    fields = {"id": "a", "date": "2025-01-01", "text": "x", "title": title}
    source = {"url": f"https://example.org/{path}", "title": "t", "grade": "A"}

    bare = re.sub(r"\\[{}\\%$&#_]", "", bibtex(Report.model_validate({**fields, "sources": [source]}), ADDRESS))

    depth = 0
    for sign in bare:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
