"""Citations that LaTeX can read."""

from corpus import Report
from corpus.citation import bibtex, citation


def test_citation_names_title_date_and_id(report: Report):
    assert citation(report) == (
        '"Agent drops tables in a code freeze" (2025-07-18). The Faultline corpus of agent incidents, 2025-07-freeze.'
    )


def test_bibtex_escapes_what_latex_would_read_as_a_command(report: Report):
    entry = bibtex(report.model_copy(update={"title": "50% of {a_b} & $1"}))

    assert entry.startswith("@misc{2025-07-freeze,\n")
    assert r"title = {{50\% of \{a\_b\} \& \$1}}" in entry
    assert entry.count("{") == entry.count("}")
