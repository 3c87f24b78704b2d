"""The corpus that ships keeps its promises."""

from corpus.agreement import shipped_codes
from corpus.check import check_codings, check_corpus
from corpus.shipped import corpus_files, load_corpus
from taxonomy import Taxonomy

REPORTS = load_corpus()


def test_checker_finds_no_problem(taxonomy: Taxonomy):
    files = corpus_files()

    assert check_corpus(files, taxonomy) == []
    assert check_codings([path.stem for path in files]) == []


def test_the_sources_eighteen_events_are_all_there_once():
    assert sorted(report.source_row for report in REPORTS if report.source_row) == list(range(1, 19))


def test_there_are_incidents_of_every_part_pattern_and_locus(taxonomy: Taxonomy):
    for facet in ("locus", "sdb_parts", "runtime"):
        for label in taxonomy.labels(facet):
            assert sum(label.id in report.labels(facet) for report in REPORTS) >= 5, label.id
    for pattern in taxonomy.patterns:
        assert sum(pattern in report.patterns for report in REPORTS) >= 15, pattern


def test_final_tags_follow_from_the_two_codings():
    """Where both coders agreed on a label, adjudication hardly ever took it away."""
    first, second = shipped_codes()
    taken = sum(
        len((set(first[report.id].get(facet, ())) & set(second[report.id].get(facet, ()))) - set(report.labels(facet)))
        for report in REPORTS
        for facet in ("sdb_parts", "weaknesses", "symptoms")
    )

    assert taken <= len(REPORTS) / 50


def test_broken_incident_is_named_by_file_and_line(tmp_path, taxonomy: Taxonomy):
    path = corpus_files()[0]
    text = path.read_text(encoding="utf-8")
    folder = tmp_path / path.parent.name
    folder.mkdir()
    broken = folder / path.name
    broken.write_text(text.replace("## Why", "## Whence").replace("voice:", "vioce:", 1), encoding="utf-8")

    problems = check_corpus([broken], taxonomy)

    assert problems == [f"{broken}: line 7: vioce: unknown key. Remove it or correct its spelling."]

    broken.write_text(text.replace("## Why", "## Whence"), encoding="utf-8")
    assert any("sections are" in problem and f"{broken}:" in problem for problem in check_corpus([broken], taxonomy))


def test_one_source_is_one_incident(tmp_path, taxonomy: Taxonomy):
    path = corpus_files()[0]
    folder = tmp_path / path.parent.name
    folder.mkdir()
    text = path.read_text(encoding="utf-8")
    (folder / path.name).write_text(text, encoding="utf-8")
    (folder / f"{path.stem}-again.md").write_text(text.replace(f"id: {path.stem}", f"id: {path.stem}-again"), "utf-8")

    problems = check_corpus(sorted(folder.glob("*.md")), taxonomy)

    assert any("One event is one incident" in problem for problem in problems)
